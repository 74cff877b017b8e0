"""What a container and its streams say of a piece of footage, once decoded."""

from __future__ import annotations

import msgspec

from recoupe.model.time import TimeBase, TimeSpan


class PictureStream(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The picture stream that was decoded. `span` is presented time on the clip clock.

    `constant_rate` is the frame base when every frame lasts the same, else None. `width` and `height` are as displayed
    (after `rotation`), in pixels that are `aspect[0]/aspect[1]` as wide as they are high.
    """

    codec: str
    width: int
    height: int
    frames: int
    span: TimeSpan
    constant_rate: TimeBase | None = None
    rotation: int = 0
    aspect: tuple[int, int] = (1, 1)
    damaged_packets: int = 0


class SoundStream(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The sound stream that was decoded. `silent` means digital silence throughout: not the same as no track."""

    codec: str
    sample_rate: int
    channels: int
    span: TimeSpan
    silent: bool = False
    damaged_packets: int = 0


class FootageFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Facts of a clip: its container, presented length, and the streams used; others are counted, not hidden.

    promised: the length the container states, where it is more than could be decoded; else None.
    """

    container: str
    span: TimeSpan
    promised: TimeSpan | None = None
    picture: PictureStream | None = None
    sound: SoundStream | None = None
    other_streams: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
