"""Frames and samples into an MP4 that every browser plays: H.264 and AAC, a key frame at least every half second.

Two runs over the same frames give the same bytes: no times, no names, fixed threads, `bitexact` throughout.
"""

from __future__ import annotations

from fractions import Fraction
from types import TracebackType
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.codec.context import Flags
from av.video.frame import PictureType, VideoFrame
from numpy.typing import NDArray

from recoupe.read.upright import Scaler

KEY_EVERY = Fraction(1, 2)
"""Seconds between key frames at most: stepping back by a frame then decodes half a second, not ten."""

PICTURE_OPTIONS = {"preset": "veryfast", "crf": "23", "bf": "0", "forced-idr": "1"}
"""No frames that refer ahead: presentation starts at 0 without an edit list, and a stepped frame is the frame meant."""

PICTURE_THREADS = 2
SOUND_BITS = 96_000
SOUND_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
SOUND_JITTER = Fraction(1, 50)
"""Seconds by which sound may leave its own count of samples before it is a gap; as in `recoupe.read.proxy_job`."""

LONGEST_GAP = 3600


class Encoder:
    """Takes decoded frames with their times, keeps a stretch of them, and writes the MP4.

    `out` has write, seek and tell. `taken` counts frames and runs of samples that were kept. Use as a context manager:
    leaving it writes the index.
    """

    def __init__(self, out: Any, *, start: Fraction, end: Fraction | None, width: int) -> None:
        self.start, self.end = start, end
        self.taken = 0
        self._width = width
        self._container: Any = av.open(out, "w", format="mp4", options={"fflags": "+bitexact"})
        self._picture: _PictureTrack | None = None
        self._sound: _SoundTrack | None = None
        self._picture_over = False

    def __enter__(self) -> Encoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self.taken:
            if self._picture is not None:
                self._picture.finish(self.end - self.start if self.end is not None and self._picture_over else None)
            if self._sound is not None:
                self._sound.finish()
            self._container.close()

    def expect_picture(self, source: Any, first: VideoFrame) -> None:
        """Name a picture stream that will come, and its first frame: an MP4 lists its tracks before any of them."""
        scaler = Scaler(source, width=self._width, pixels="yuv420p")
        self._picture = _PictureTrack(self._container, source, scaler, scaler.size_of(first))

    def expect_sound(self, source: Any) -> None:
        """Name a sound stream that will come."""
        self._sound = _SoundTrack(self._container, source)

    def take_picture(self, frame: VideoFrame, when: Fraction) -> bool:
        """Keep a frame if it is shown in the stretch; True when the stretch is over."""
        assert self._picture is not None
        if self.end is not None and when >= self.end:
            self.taken += self._picture.stand()
            self._picture_over = True
            return True
        self.taken += self._picture.take(frame, when - self.start)
        return False

    def take_sound(self, frame: AudioFrame, when: Fraction) -> bool:
        """Keep the samples heard in the stretch; True when the stretch is over."""
        assert self._sound is not None
        if self.end is not None and when >= self.end:
            return True
        self.taken += self._sound.take(frame, when - self.start, self.end - self.start if self.end else None)
        return False


class _PictureTrack:
    """H.264 frames, each lasting until the next one is shown."""

    def __init__(self, container: Any, source: Any, scaler: Scaler, size: tuple[int, int]) -> None:
        self._container = container
        self._scaler = scaler
        self._base = Fraction(source.time_base)
        self._track = self._open_track(source, size)
        self._waiting: tuple[VideoFrame, int] | None = None
        self._before: VideoFrame | None = None
        self._usual = 1
        self._last_key: int | None = None
        self._durations: dict[int, int] = {}

    def _open_track(self, source: Any, size: tuple[int, int]) -> Any:
        rate = Fraction(source.average_rate or source.guessed_rate or 25).limit_denominator(1001)
        track = self._container.add_stream("libx264", rate=rate, options=dict(PICTURE_OPTIONS))
        track.codec_context.time_base = self._base
        track.codec_context.thread_count = PICTURE_THREADS
        track.codec_context.flags |= Flags.bitexact
        track.codec_context.gop_size = 1 << 14  # key frames are placed by time, not counted
        track.pix_fmt = "yuv420p"
        track.width, track.height = size
        return track

    def take(self, frame: VideoFrame, offset: Fraction) -> int:
        """Keep a frame first shown `offset` seconds into the stretch; of those before it, the one still shown then."""
        if offset < 0:
            self._before = frame
            return 0
        at = round(offset / self._base)
        stood = self.stand() if at > 0 else 0
        self._before = None
        return stood + self._put(frame, at)

    def stand(self) -> int:
        """Let the frame before the stretch be its first one: another comes later, so it was still shown then."""
        if self._before is None or self._waiting is not None:
            return 0
        return self._put(self._before, 0)

    def finish(self, until: Fraction | None) -> None:
        """Write what is waiting; the last frame lasts `until` a time, or as long as the one before it."""
        if self._waiting is None:
            return
        at = self._waiting[1]
        self._encode(max(at + 1, round(until / self._base)) if until is not None else at + self._usual)
        self._mux(self._track.encode(None))

    def _put(self, frame: VideoFrame, at: int) -> int:
        if self._waiting is not None:
            if at <= self._waiting[1]:
                return 0  # a time stamp that runs back: the frame before stays
            self._usual = at - self._waiting[1]
            self._encode(at)
        self._waiting = (frame, at)
        return 1

    def _encode(self, until: int) -> None:
        assert self._waiting is not None
        frame, at = self._waiting
        small = self._scaler.scale(frame)
        key = self._last_key is None or (until - self._last_key) * self._base > KEY_EVERY
        small.pts, small.time_base = at, self._base
        small.pict_type = PictureType.I if key else PictureType.NONE
        if key:
            self._last_key = at
        self._durations[at] = until - at
        self._mux(self._track.encode(small))

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            packet.duration = self._durations.pop(packet.pts, 0)
            self._container.mux(packet)


class _SoundTrack:
    """AAC from one unbroken run of samples, placed by their time stamps."""

    def __init__(self, container: Any, source: Any) -> None:
        rate = source.codec_context.sample_rate
        channels = source.codec_context.channels
        self._rate = rate if rate in SOUND_RATES else 48_000
        self._layout = "mono" if channels == 1 else "stereo"
        self._container = container
        self._track: Any = container.add_stream("aac", rate=self._rate, layout=self._layout)
        self._track.bit_rate = SOUND_BITS
        self._track.codec_context.flags |= Flags.bitexact
        self._resampler: AudioResampler | None = None
        self._shape: tuple[Any, ...] = ()
        self._written = 0
        self._begun = False

    def take(self, frame: AudioFrame, offset: Fraction, length: Fraction | None) -> int:
        """Keep the samples of a frame first heard `offset` seconds into a stretch of `length`."""
        most = round(length * self._rate) if length is not None else None
        shape = (frame.sample_rate, frame.format.name, frame.layout.name)
        if self._resampler is None or shape != self._shape:
            self._resampler, self._shape = AudioResampler("fltp", self._layout, self._rate), shape
        frame.pts = None
        kept = 0
        at = round(offset * self._rate)
        for part in self._resampler.resample(frame):
            kept += self._place(np.asarray(part.to_ndarray(), np.float32), at, most)
            at += part.samples
        return min(kept, 1)

    def finish(self) -> None:
        """Write what the encoder still holds."""
        if self._begun:
            self._container.mux(self._track.encode(None))

    def _place(self, samples: NDArray[np.float32], at: int, most: int | None) -> int:
        if self._begun and abs(at - self._written) <= SOUND_JITTER * self._rate:
            at = self._written
        if at < self._written:
            samples, at = samples[:, self._written - at :], self._written
        if most is not None:
            samples = samples[:, : max(0, most - at)]
        if not samples.shape[1] or at - self._written > LONGEST_GAP * self._rate:
            return 0
        if at > self._written:
            self._write(np.zeros((samples.shape[0], at - self._written), np.float32))
        self._write(np.ascontiguousarray(samples, np.float32))
        return 1

    def _write(self, samples: NDArray[np.float32]) -> None:
        for start in range(0, samples.shape[1], self._rate):  # a long gap is not made into one huge frame
            piece = np.ascontiguousarray(samples[:, start : start + self._rate])
            frame = AudioFrame.from_ndarray(piece, format="fltp", layout=self._layout)
            frame.sample_rate, frame.time_base, frame.pts = self._rate, Fraction(1, self._rate), self._written
            self._written += piece.shape[1]
            self._begun = True
            self._container.mux(self._track.encode(frame))
