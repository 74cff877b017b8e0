"""What a page shows of footage and images: stills, excerpts and sound, asked of whoever holds the originals.

Pages ask a `Looks`; a case answers from its originals and cache, `recoupe diff` from two files, a test from arrays.
What cannot be shown is None with the reason kept in `failed`: a page says so and goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from recoupe import __version__
from recoupe.errors import RecoupeError
from recoupe.events import Events, quiet
from recoupe.model import FootageFacts, TimeSpan, span_of_seconds
from recoupe.read import proxy, rendition

if TYPE_CHECKING:
    from recoupe.preserve import Case

STILL_WIDTH = 480
EXCERPT_WIDTH = 480


class Sound:
    """A run of mono int16 samples; `start` is the clip time of the first, in seconds."""

    __slots__ = ("rate", "samples", "start")

    def __init__(self, samples: NDArray[np.int16], rate: int, start: Fraction) -> None:
        self.samples, self.rate, self.start = samples, rate, start


class Looks(Protocol):
    """Where pages get pictures and sound from. Clips and images are named by digest; times are on the clip clock."""

    failed: dict[str, str]

    def facts(self, clip: str) -> FootageFacts | None:
        """Streams and length of a clip."""

    def stills(self, clip: str, times: Sequence[Fraction]) -> list[bytes | None]:
        """A JPEG of the frame shown at each time."""

    def excerpt(self, clip: str, start: Fraction, end: Fraction) -> bytes | None:
        """A short MP4 of [start, end)."""

    def sound(self, clip: str, start: Fraction, end: Fraction) -> Sound | None:
        """The samples within [start, end), fewer at the ends of the clip."""

    def picture(self, image: str) -> bytes | None:
        """A JPEG of an image."""


class FileLooks:
    """Looks at files: `path_of` finds the original of a digest, `proxy_of` its proxy.

    Args:
        keep: Folder where stills and excerpts are kept for the next time; it may be deleted. None keeps nothing.
    """

    def __init__(
        self,
        path_of: Callable[[str], Path],
        proxy_of: Callable[[str], proxy.Proxy],
        *,
        keep: Path | None = None,
    ) -> None:
        self.path_of, self.proxy_of, self.keep = path_of, proxy_of, keep
        self.failed: dict[str, str] = {}

    def facts(self, clip: str) -> FootageFacts | None:
        """Streams and length of a clip; None, with the reason in `failed`, when it cannot be decoded."""
        loaded = self._proxy(clip)
        return loaded.facts if loaded is not None else None

    def stills(self, clip: str, times: Sequence[Fraction]) -> list[bytes | None]:
        """JPEGs, at most `STILL_WIDTH` pixels wide."""
        kept = [self._kept(f"still {clip} {time} {STILL_WIDTH}") for time in times]
        missing = [time for time, data in zip(times, kept, strict=True) if data is None]
        if missing and clip not in self.failed:
            try:
                made = rendition.stills(self.path_of(clip), missing, width=STILL_WIDTH)
            except RecoupeError as error:
                self.failed[clip] = error.reason
                return list(kept)
            for time, data in zip(missing, made, strict=True):
                self._keep(f"still {clip} {time} {STILL_WIDTH}", data)
            fresh = dict(zip(missing, made, strict=True))
            return [data if data is not None else fresh[time] for time, data in zip(times, kept, strict=True)]
        return list(kept)

    def excerpt(self, clip: str, start: Fraction, end: Fraction) -> bytes | None:
        """MP4, at most `EXCERPT_WIDTH` pixels wide."""
        span = span_of_seconds(start, end)
        return self._made(clip, f"excerpt {clip} {start} {end} {EXCERPT_WIDTH}", lambda path: _excerpt(path, span))

    def sound(self, clip: str, start: Fraction, end: Fraction) -> Sound | None:
        """From the proxy: 16 kHz mono."""
        loaded = self._proxy(clip)
        if loaded is None or not loaded.has_sound:
            return None
        rate = loaded.sound_rate
        first = max(0, round(start * rate) - loaded.sound_start)
        last = min(len(loaded.sound), max(first, round(end * rate) - loaded.sound_start))
        return Sound(np.asarray(loaded.sound[first:last]), rate, Fraction(first + loaded.sound_start, rate))

    def picture(self, image: str) -> bytes | None:
        """JPEG, twice as wide as a still, since words in it are to be read."""
        width = 2 * STILL_WIDTH
        return self._made(image, f"picture {image} {width}", lambda path: rendition.picture(path, width=width))

    def _made(self, digest: str, key: str, make: Callable[[Path], bytes]) -> bytes | None:
        data = self._kept(key)
        if data is not None or digest in self.failed:
            return data
        try:
            data = make(self.path_of(digest))
        except RecoupeError as error:
            self.failed[digest] = error.reason
            return None
        self._keep(key, data)
        return data

    def _proxy(self, clip: str) -> proxy.Proxy | None:
        try:
            return self.proxy_of(clip)
        except RecoupeError as error:
            self.failed[clip] = error.reason
            return None

    def _place(self, key: str) -> Path | None:
        return (
            self.keep / hashlib.sha256(f"{__version__} {key}".encode()).hexdigest()[:40]
            if self.keep is not None
            else None
        )

    def _kept(self, key: str) -> bytes | None:
        place = self._place(key)
        return place.read_bytes() if place is not None and place.is_file() else None

    def _keep(self, key: str, data: bytes) -> None:
        place = self._place(key)
        if place is not None:
            part = place.with_suffix(".part")
            part.write_bytes(data)
            part.replace(place)


def case_looks(case: Case, events: Events = quiet) -> FileLooks:
    """Looks at the sources of a case; stills and excerpts are kept in its cache."""
    loaded: dict[str, proxy.Proxy] = {}

    def proxy_of(digest: str) -> proxy.Proxy:
        if digest not in loaded:
            loaded[digest] = proxy.for_case(case, digest, events)
        return loaded[digest]

    return FileLooks(case.original, proxy_of, keep=case.cache("looks"))


def _excerpt(path: Path, span: TimeSpan) -> bytes:
    return rendition.excerpt(path, span, width=EXCERPT_WIDTH, sound=True)
