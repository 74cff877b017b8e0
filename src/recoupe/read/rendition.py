"""Renditions: stills, excerpts and playable copies of an original, for looking only.

    rendition.stills(case.original(digest), [Fraction(16), Fraction(33, 2)])     # JPEG each
    rendition.excerpt(path, span)                                                # MP4: H.264 and AAC

Each is made in the jailed child, from the original's own frames: the frame for a time is the one presented at that
instant of the clip clock. Equal input gives equal bytes. A rendition is said to be one wherever it is shown; nothing
is ever measured on it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

from recoupe import jail
from recoupe.errors import ChildDied
from recoupe.events import Events, quiet
from recoupe.model import TimeSpan
from recoupe.read.faststart import move_index_first

WIDTH = 480
BROWSABLE_WIDTH = 960
"""Pixels a browsable copy is wide at most: what a desk's player shows, at half the time of 1080p."""

JOBS = "recoupe.read.rendition_job"


def still(path: Path, at: Fraction, *, width: int = WIDTH) -> bytes:
    """The frame presented at a time, as JPEG. See `stills`."""
    return stills(path, [at], width=width)[0]


def stills(path: Path, times: Sequence[Fraction], *, width: int = WIDTH) -> list[bytes]:
    """The frames presented at some times, as JPEG, upright and at most `width` pixels wide.

    Args:
        times: Exact seconds on the clip clock, in any order; outside the picture, its first or last frame is given.
    Raises:
        UnsupportedFile: No footage, or no picture in it.
        DamagedFile: No frame can be decoded.
        JailError: The child did not finish.
    """
    if not times:
        return []
    found: dict[str, bytearray] = {}
    settings = {"times": [_pair(t) for t in times], "width": width}

    def keep(name: str, data: bytes) -> None:
        found.setdefault(name, bytearray()).extend(data)

    jail.call(f"{JOBS}:stills", path, settings=settings, limits=_limits(path), sink=keep)
    try:
        return [bytes(found[str(i)]) for i in range(len(times))]
    except KeyError as error:
        raise ChildDied(f"the child gave no still number {error}") from None


def excerpt(
    path: Path, span: TimeSpan, *, width: int = WIDTH, sound: bool = True, picture: bool = True, events: Events = quiet
) -> bytes:
    """A stretch of a clip as an MP4 that browsers play, its index first, key frames at most half a second apart.

    It begins with the frame presented at the start of the span, and with the sample heard then.

    Raises:
        UnsupportedFile: No footage, or neither of the streams wanted is in it.
        DamagedFile: Nothing in the span can be decoded.
        JailError: The child did not finish.
    """
    with tempfile.TemporaryFile() as file:
        _encode(path, file, span.seconds, width=width, sound=sound, picture=picture, events=events)
        with tempfile.TemporaryFile() as out:
            move_index_first(file, out)
            out.seek(0)
            return out.read()


def browsable(path: Path, out: Path, events: Events = quiet, *, width: int = BROWSABLE_WIDTH) -> Path:
    """The whole clip as an MP4 for a player, written to `out` whole or not at all. Times are those of the clip clock.

    Raises:
        UnsupportedFile, DamagedFile, JailError: As `excerpt`.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".browsable-", dir=out.parent)
    try:
        with os.fdopen(handle, "wb") as whole, tempfile.TemporaryFile(dir=out.parent) as file:
            _encode(path, file, None, width=width, sound=True, picture=True, events=events)
            move_index_first(file, whole)
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return out


def picture(path: Path, *, width: int = WIDTH) -> bytes:
    """A still image as JPEG, upright, at most `width` pixels wide; what is transparent is shown on white.

    Raises:
        UnsupportedFile, DamagedFile: It is not an image that can be opened.
        JailError: The child did not finish.
    """
    parts = bytearray()
    jail.call(
        "recoupe.read.picture.image_job:rendition",
        path,
        settings={"width": width},
        limits=jail.limits_for("image", path.stat().st_size),
        sink=lambda name, data: parts.extend(data),
    )
    return bytes(parts)


def _encode(
    path: Path,
    file: IO[bytes],
    span: tuple[Fraction, Fraction] | None,
    *,
    width: int,
    sound: bool,
    picture: bool,
    events: Events,
) -> None:
    """Let the child write an MP4 into an open file. It names offsets; one beyond what is written is refused."""
    settings: dict[str, Any] = {
        "start": _pair(span[0]) if span else None,
        "end": _pair(span[1]) if span else None,
        "width": width,
        "sound": sound,
        "picture": picture,
    }
    written = 0
    expected = 0
    last = ""

    def write(name: str, data: bytes) -> None:
        nonlocal written, expected, last
        offset = expected if name == last else int(name) if name.isdecimal() else -1
        if not 0 <= offset <= written:
            raise ChildDied("the child wrote where nothing was to be written")
        file.seek(offset)
        file.write(data)
        last, expected = name, offset + len(data)
        written = max(written, expected)

    jail.call(
        f"{JOBS}:excerpt",
        path,
        settings=settings,
        limits=_limits(path),
        sink=write,
        events=events,
        operation="rendition",
        item=path.name,
    )


def _limits(path: Path) -> jail.Limits:
    return jail.limits_for("video", path.stat().st_size if path.is_file() else 0)


def _pair(seconds: Fraction) -> list[int]:
    return [seconds.numerator, seconds.denominator]
