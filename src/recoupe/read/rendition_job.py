"""Stills and playable excerpts of a clip, made inside the jailed child.

Times are exact seconds on the clip clock, [numerator, denominator]; the frame for a time is the one presented at
that instant. `recoupe.read.rendition` is the parent's side, `recoupe.read.proxy_job` decides which streams are read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO

import av
import av.error
from av.video.frame import VideoFrame
from PIL import Image

from recoupe.errors import DamagedFile, UnsupportedFile
from recoupe.jail.media import open_media
from recoupe.read.encode import Encoder
from recoupe.read.proxy_job import PRELOAD as MEDIA
from recoupe.read.proxy_job import _choose_picture as choose_picture
from recoupe.read.proxy_job import _choose_sound as choose_sound
from recoupe.read.upright import Scaler

if TYPE_CHECKING:
    from recoupe.jail import Outlet

PRELOAD = MEDIA
Image.preinit()  # loads the common plugins, which would be too late in the jail

JPEG_QUALITY = 82

DECODE_ON = Fraction(2)
"""Seconds that are decoded through rather than sought over, where no index tells which is nearer."""

PRE_ROLL = Fraction(1, 2)
"""Seconds before a span from which decoding starts: lossy sound needs some frames to settle, and sound may be
interleaved before the key frame it belongs to."""

STREAM_START_WITHIN = Fraction(10)
"""Seconds by which the other stream may start later and still be looked for when the zero of the clip clock is set."""


def stills(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> list[list[int]]:
    """One JPEG for each time, as a chunk named by the index of the time.

    Settings: `times`, a list of [numerator, denominator] seconds; `width`, greatest width in pixels.

    Returns:
        When each frame that was taken is first presented, [numerator, denominator] seconds, in the order of `times`.
    Raises:
        UnsupportedFile: No footage, or no picture in it.
        DamagedFile: No frame can be decoded.
    """
    times = [Fraction(*t) for t in settings["times"]]
    with open_media(file) as container:
        stream, sound = _streams(container)
        if stream is None:
            raise UnsupportedFile("there is no picture in it", todo="only its sound can be shown")
        zero, _ = clock_zero(container, stream, sound)
        shown: dict[int, Fraction] = {}
        scaler = Scaler(stream, width=settings["width"], pixels="rgb24")
        for index, frame, when in frames_at(container, stream, zero, times):
            outlet.chunk(str(index), _jpeg(scaler.scale(frame)))
            shown[index] = when
    return [[shown[i].numerator, shown[i].denominator] for i in range(len(times))]


def excerpt(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> None:
    """A stretch of the clip, or all of it, as MP4 (H.264, AAC): chunks named by the offset they are written at.

    Settings: `start` and `end` as [numerator, denominator] seconds, or None for the whole; `width`; `sound`, whether
    to keep it; `picture`, likewise.

    Raises:
        UnsupportedFile: No footage, or neither stream wanted is there.
        DamagedFile: Nothing in the stretch can be decoded.
    """
    start = Fraction(*settings["start"]) if settings["start"] is not None else None
    end = Fraction(*settings["end"]) if settings["end"] is not None else None
    with open_media(file) as container:
        picture, sound = _streams(container)
        zero, firsts = clock_zero(container, picture, sound)
        picture = picture if settings["picture"] and picture is not None and picture.index in firsts else None
        sound = sound if settings["sound"] and sound is not None and sound.index in firsts else None
        if picture is None and sound is None:
            raise UnsupportedFile("there is nothing of the kind asked for in the clip")
        _rewind(container, zero + max(Fraction(0), (start or Fraction(0)) - PRE_ROLL), picture or sound)
        out = _Chunks(outlet)
        total = float(end - (start or 0)) if end is not None else float(container.duration or 0) / 1e6
        with Encoder(out, start=start or Fraction(0), end=end, width=settings["width"]) as encoder:
            if picture is not None:
                encoder.expect_picture(picture, firsts[picture.index])
            if sound is not None:
                encoder.expect_sound(sound)
            _copy(container, picture, sound, zero, encoder, outlet, total)
            if not encoder.taken:
                raise DamagedFile("nothing in this stretch can be decoded", todo="choose another stretch")
        out.flush()


def clock_zero(container: Any, picture: Any, sound: Any) -> tuple[Fraction, dict[int, Any]]:
    """Seconds, on the container's own clock, at which the clip clock reads 0; and each stream's first frame, by index.

    That is when the first frame or the first sample is presented, whichever is earlier. Reading has gone on from there.
    """
    waiting = {s.index: s for s in (picture, sound) if s is not None}
    firsts: list[Fraction] = []
    seen: dict[int, Any] = {}
    try:
        for packet in container.demux(list(waiting.values())):
            if packet.stream.index not in waiting:
                late = packet.dts is not None and packet.dts * packet.time_base > min(firsts) + STREAM_START_WITHIN
                if late:
                    break
                continue
            for frame in _decoded(packet):
                firsts.append(_when(frame) or Fraction(0))
                seen[packet.stream.index] = frame
                del waiting[packet.stream.index]
                break
            if not waiting:
                break
    except av.error.FFmpegError:
        pass  # damaged further on: what was seen before decides
    return min(firsts, default=Fraction(0)), seen


def frames_at(
    container: Any, stream: Any, zero: Fraction, times: Sequence[Fraction]
) -> Iterator[tuple[int, VideoFrame, Fraction]]:
    """The frame presented at each time, in order of time: index into `times`, frame, when it is first presented.

    Before the first frame that is the first, after the last the last.

    Raises:
        DamagedFile: No frame can be decoded.
    """
    reel = _Reel(container, stream, zero)
    for index in sorted(range(len(times)), key=lambda i: (times[i], i)):
        frame, when = reel.at(times[index])
        yield index, frame, when


class _Reel:
    """A picture stream that is wound forward to a time, by seeking where a key frame lies on the way."""

    def __init__(self, container: Any, stream: Any, zero: Fraction) -> None:
        self.container, self.stream, self.zero = container, stream, zero
        self.keys = _key_times(stream, zero)
        self.frames: Iterator[tuple[VideoFrame, Fraction]] = iter(())
        self.held: tuple[VideoFrame, Fraction] | None = None
        self.ahead: tuple[VideoFrame, Fraction] | None = None

    def at(self, time: Fraction) -> tuple[VideoFrame, Fraction]:
        if self.held is None or self._worth_seeking(time):
            self._seek(time)
        while self.ahead is not None and (self.ahead[1] <= time or self.held is None):
            self.held, self.ahead = self.ahead, next(self.frames, None)
        if self.held is None:
            raise DamagedFile("no frame of the picture can be decoded", todo="ask for another copy of the file")
        return self.held

    def _worth_seeking(self, time: Fraction) -> bool:
        assert self.held is not None
        now = (self.ahead or self.held)[1]
        if time <= now:
            return False
        if self.keys:
            return any(now < key <= time for key in self.keys)
        return time - now > DECODE_ON

    def _seek(self, time: Fraction) -> None:
        """Stand before a frame presented by `time`; where the container lands later, try earlier and earlier."""
        for back in (Fraction(0), Fraction(1), Fraction(10), time + 1):
            _rewind(self.container, self.zero + max(Fraction(0), time - back), self.stream)
            self.keys = _key_times(self.stream, self.zero)  # some containers load their index at the first seek
            self.frames = self._decode()
            self.held, self.ahead = None, next(self.frames, None)
            if self.ahead is not None and self.ahead[1] <= time:
                return
            if back > time:
                return

    def _decode(self) -> Iterator[tuple[VideoFrame, Fraction]]:
        last: Fraction | None = None
        step = 1 / Fraction(self.stream.average_rate or self.stream.guessed_rate or 25)
        try:
            for packet in self.container.demux(self.stream):
                for frame in _decoded(packet):
                    when = _when(frame)
                    last = when - self.zero if when is not None else (last + step if last is not None else Fraction(0))
                    yield frame, last
        except av.error.FFmpegError:
            return  # the container is damaged from here on


def _copy(
    container: Any, picture: Any, sound: Any, zero: Fraction, encoder: Encoder, outlet: Outlet, total: float
) -> None:
    """Hand every frame to the encoder, which drops what lies outside its stretch, until both streams are past it."""
    open_streams = {s.index: s for s in (picture, sound) if s is not None}
    last = 0.0
    try:
        for packet in container.demux(list(open_streams.values())):
            if packet.stream.index not in open_streams:
                continue
            for frame in _decoded(packet):
                when = _when(frame)
                if when is None:
                    continue
                take = encoder.take_picture if packet.stream is picture else encoder.take_sound
                if take(frame, when - zero):
                    open_streams.pop(packet.stream.index, None)
                now = float(when - zero - encoder.start)
                if total and now > last + 0.5:
                    outlet.progress(min(now, total), total)
                    last = now
            if not open_streams:
                return
    except av.error.FFmpegError:
        return  # damaged from here on: what came before is shown


class _Chunks(io.RawIOBase):
    """A file for the muxer that sends what is written to the parent, each chunk named by its offset."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet, self._at, self._end = outlet, 0, 0
        self._from, self._parts = 0, bytearray()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, data: Any) -> int:
        if self._from + len(self._parts) != self._at or len(self._parts) > 1 << 20:
            self.flush()
            self._from = self._at
        self._parts += data
        self._at += len(data)
        self._end = max(self._end, self._at)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._end)[whence]
        return self._at

    def flush(self) -> None:
        if self._parts:
            self._outlet.chunk(str(self._from), self._parts)
            self._from, self._parts = self._at, bytearray()


def _streams(container: Any) -> tuple[Any | None, Any | None]:
    """The streams that the proxy is made of, set to decode on several threads."""
    chosen = choose_picture(container), choose_sound(container)
    for stream in chosen:
        if stream is not None:
            stream.thread_type = "AUTO"
    return chosen


def _decoded(packet: Any) -> list[Any]:
    try:
        return list(packet.decode())
    except (av.error.FFmpegError, ValueError):
        return []  # one damaged packet; the footage reading counts them


def _when(frame: Any) -> Fraction | None:
    ticks = frame.pts if frame.pts is not None else frame.dts
    return None if ticks is None else Fraction(ticks) * Fraction(frame.time_base)


def _rewind(container: Any, when: Fraction, stream: Any) -> None:
    """Seek to a key frame at or before a time of the container's clock, or to its start."""
    ticks = int(when / Fraction(stream.time_base))
    for goal in (ticks, 0):
        try:
            container.seek(goal, stream=stream, backward=True, any_frame=False)
            return
        except (av.error.FFmpegError, OSError):
            continue  # some containers cannot seek to this time, or not at all: read on from where they are


def _key_times(stream: Any, zero: Fraction) -> list[Fraction]:
    base = Fraction(stream.time_base)
    return [entry.timestamp * base - zero for entry in stream.index_entries if entry.is_keyframe]


def _jpeg(frame: VideoFrame) -> bytes:
    plane = frame.planes[0]
    image = Image.frombuffer("RGB", (frame.width, frame.height), bytes(plane), "raw", "RGB", plane.line_size, 1)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()
