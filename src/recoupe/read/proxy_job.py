"""Decode a clip once, inside the jailed child, and stream its proxy out.

The proxy is mono sound at 16 kHz, grey frames of 64 × 36 with exact presentation times, and a small still in
colour about once a second. Scaling and resampling run in libavfilter graphs: one Python call a frame moves
a finished frame, none converts it. `recoupe.read.proxy` is the parent's side.

What is honoured: edit lists and encoder delay (libavformat and libavcodec trim them; the times they report are kept),
start times, gaps and overlaps of sound, variable frame rates, rotation, changes of size in mid-stream. What is counted
and survived: packets that do not decode, frames without or with backward time stamps. Cover art is not picture.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph
from av.video.frame import VideoFrame

from recoupe.errors import DamagedFile, UnsupportedFile
from recoupe.jail.media import open_media

if TYPE_CHECKING:
    from recoupe.jail import Outlet

PRELOAD = (
    "av.*",
    "av.audio.*",
    "av.codec.*",
    "av.container.*",
    "av.filter.*",
    "av.sidedata.*",
    "av.subtitles.*",
    "av.video.*",
)
"""PyAV imports these while it decodes, which is too late in the jail."""

WIDTH, HEIGHT = 64, 36
STILL_WIDTH, STILL_HEIGHT = 128, 72
STILL_EVERY = Fraction(1)
"""Seconds between stills: enough to judge colour and borders, 50 MB an hour."""

SOUND_RATE = 16_000
SOUND_JITTER = Fraction(1, 50)
"""Seconds by which sound may leave its own count of samples before it counts as a gap. Matroska rounds to 1 ms,
FLV and MPEG-TS jitter by a few; an AAC frame lost (21 ms at 48 kHz) must not pass unseen."""

LONGEST_GAP = 3600
"""Seconds of silence put into a gap at most; a greater leap is a broken time stamp and is closed up, with a remark."""

GRAIN_PATCH = 64
"""Pixels on a side of a patch in which grain is measured: 0.2 ms a still."""

MOST_LEAPS = 200
"""Times that reading is taken up again after an error of the container before the rest is given up."""


_INDEXED = frozenset({"mov", "matroska", "avi", "wav", "flac", "ogg"})
"""Containers whose stated length is a count and no guess from the size of the file."""


def build(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> dict[str, Any]:
    """Decode everything once.

    Chunks: `frames` uint8 [n, 36, 64]; `times` int64 [n] in ticks of the picture stream's own base and on its own
    clock; `sound` int16 mono; `stills` uint8 [k, 13824] (planes of 128 × 72 in YUV 4:2:0); `stills_at` int64 [k],
    the index of the frame each still shows; `grain` float32 [k], how grainy its full-size frame is.

    Returns:
        Facts in plain data; times as [numerator, denominator] seconds on the streams' own clock.
    Raises:
        UnsupportedFile: No container we open, or neither picture nor sound in it.
        DamagedFile: It cannot be opened, or there are streams and nothing in them decodes.
    """
    container = open_media(file)
    with container:
        picture = _choose_picture(container)
        sound = _choose_sound(container)
        if picture is None and sound is None:
            raise UnsupportedFile("the file holds neither picture nor sound", todo="Check that it is the right file.")
        total = _duration(container, picture, sound)
        video = _Picture(picture, outlet) if picture is not None else None
        audio = _Sound(sound, outlet) if sound is not None else None
        remarks = _run(container, video, audio, outlet, total)
        if not (video and video.count) and not (audio and audio.written):
            raise DamagedFile("nothing in the file could be decoded", todo="Ask for another copy of the file.")
        return {
            "container": container.format.name,
            "picture": video.facts() if video and video.count else None,
            "sound": audio.facts() if audio and audio.written else None,
            "other_streams": [
                _describe(s) for s in container.streams if s not in (picture, sound) and s.type != "attachment"
            ],
            "promised_s": total if _INDEXED & set(container.format.name.split(",")) else None,
            "remarks": remarks + (video.remarks() if video else []) + (audio.remarks() if audio else []),
        }


def _run(
    container: Any, video: _Picture | None, audio: _Sound | None, outlet: Outlet, total: float | None
) -> list[str]:
    takers: dict[int, _Picture | _Sound] = {t.stream.index: t for t in (video, audio) if t is not None}
    streams = [t.stream for t in takers.values()]
    leaps, remarks, last = 0, [], 0.0
    while True:
        try:
            for packet in container.demux(streams):
                taker = takers[packet.stream.index]
                taker.take(packet)
                if taker is (video or audio) and total and packet.pts is not None:
                    now = float(packet.pts * packet.time_base)
                    if now > last + 1:
                        outlet.progress(min(now, total), total)
                        last = now
            break
        except av.FFmpegError as error:
            leaps += 1
            if isinstance(error, av.EOFError) or leaps > MOST_LEAPS:
                remarks.append(f"reading ended early: {_short(error)}")
                for taker in takers.values():
                    taker.drain()
                break
    if leaps:
        remarks.append(f"the container was damaged at {leaps} place{'s' if leaps > 1 else ''}; what follows was read")
    for taker in takers.values():
        taker.finish()
    return remarks


class _Taker(ABC):
    """Takes the packets of one stream: what cannot be decoded is counted, and reading goes on."""

    def __init__(self, stream: Any, outlet: Outlet) -> None:
        self.stream = stream
        self.outlet = outlet
        self.damaged = 0

    def take(self, packet: Any) -> None:
        """Decode a packet and take its frames."""
        try:
            frames = packet.decode()
        except (av.FFmpegError, ValueError):
            self.damaged += 1
            return
        for frame in frames:
            self._frame(frame)

    def drain(self) -> None:
        """Take what the decoder still holds after reading ended early."""
        try:
            for frame in self.stream.codec_context.decode(None):
                self._frame(frame)
        except av.FFmpegError:
            self.damaged += 1

    @abstractmethod
    def _frame(self, frame: Any) -> None:
        """Take one decoded frame."""


class _Picture(_Taker):
    """Takes the packets of the picture stream and hands on small frames, stills and times."""

    def __init__(self, stream: Any, outlet: Outlet) -> None:
        super().__init__(stream, outlet)
        stream.thread_type = "AUTO"
        self.base = Fraction(stream.time_base)
        rate = stream.average_rate or stream.guessed_rate or Fraction(25)
        self.nominal = max(1, round(1 / Fraction(rate) / self.base))
        self.times: list[int] = []
        self.durations: list[int] = []
        self.count = self.corrupt = self.untimed = self.backward = self.resized = 0
        self.rotation = 0
        self.size = (0, 0)
        self._graph: Graph | None = None
        self._still_graph: Graph | None = None
        self._shape: tuple[Any, ...] = ()
        self._frames: list[bytes] = []
        self._sent_times = 0
        self._next_still: Fraction | None = None

    def _frame(self, frame: VideoFrame) -> None:
        self.corrupt += bool(frame.is_corrupt)
        shape = (frame.width, frame.height, frame.format.name, _quarter(frame.rotation))
        if shape != self._shape:
            self._set_up(frame, shape)
        when = self._time(frame)
        graph = self._graph
        assert graph is not None
        graph.vpush(frame)
        self._frames.append(_plane(graph.vpull().planes[0], WIDTH, HEIGHT))
        seconds = when * self.base
        if self._next_still is None or seconds >= self._next_still:
            self._still(frame)
            self._next_still = seconds + STILL_EVERY
        self.times.append(when)
        self.durations.append(frame.duration or 0)
        self.count += 1
        if len(self._frames) >= 256:
            self._send()

    def _time(self, frame: VideoFrame) -> int:
        """Ticks of this frame; made up from its neighbour, and counted, where the file gives none or runs back."""
        when = frame.pts if frame.pts is not None else frame.dts
        if when is None:
            self.untimed += 1
            return self.times[-1] + self.nominal if self.times else 0
        if self.times and when <= self.times[-1]:
            self.backward += 1
            return self.times[-1] + max(1, self.nominal // 8)
        return int(when)

    def _set_up(self, frame: VideoFrame, shape: tuple[Any, ...]) -> None:
        self.resized += bool(self._shape)
        turn = shape[3]
        if not self._shape:
            self.rotation = turn
            self.size = (frame.height, frame.width) if turn in (90, 270) else (frame.width, frame.height)
        self._shape = shape
        self._graph = self._make_graph(frame, WIDTH, HEIGHT, "gray", turn)
        self._still_graph = self._make_graph(frame, STILL_WIDTH, STILL_HEIGHT, "yuv420p", turn)

    def _make_graph(self, frame: VideoFrame, width: int, height: int, pixels: str, turn: int) -> Graph:
        graph = Graph()
        graph.threads = 1
        source = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=self.stream.time_base
        )
        across = (height, width) if turn in (90, 270) else (width, height)
        chain = [("scale", f"{across[0]}:{across[1]}:flags=area"), ("format", pixels)]
        chain += {
            0: [],
            90: [("transpose", "clock")],
            180: [("hflip", ""), ("vflip", "")],
            270: [("transpose", "cclock")],
        }[turn]
        nodes = [source, *(graph.add(name, args or None) for name, args in chain), graph.add("buffersink")]
        graph.link_nodes(*nodes).configure()
        return graph

    def _still(self, frame: VideoFrame) -> None:
        graph = self._still_graph
        assert graph is not None
        graph.vpush(frame)
        small = graph.vpull()
        y, u, v = small.planes[:3]
        half = (STILL_WIDTH // 2, STILL_HEIGHT // 2)
        self.outlet.chunk("stills", _plane(y, STILL_WIDTH, STILL_HEIGHT) + _plane(u, *half) + _plane(v, *half))
        self.outlet.chunk("stills_at", np.int64(self.count).tobytes())
        self.outlet.chunk("grain", np.float32(_grain(frame)).tobytes())

    def _send(self) -> None:
        if self._frames:
            self.outlet.chunk("frames", b"".join(self._frames))
            self.outlet.chunk("times", np.asarray(self.times[self._sent_times :], np.int64).tobytes())
            self._frames, self._sent_times = [], len(self.times)

    def finish(self) -> None:
        self._send()

    def facts(self) -> dict[str, Any]:
        times = np.asarray(self.times, np.int64)
        last = self.durations[-1] or (int(np.median(np.diff(times))) if len(times) > 1 else self.nominal)
        aspect = self.stream.sample_aspect_ratio or Fraction(1)
        if self.rotation in (90, 270):
            aspect = 1 / Fraction(aspect)
        rate = _constant_rate(times, self.base, self.stream)
        return {
            "codec": self.stream.codec_context.name,
            "width": self.size[0],
            "height": self.size[1],
            "aspect": [Fraction(aspect).numerator, Fraction(aspect).denominator],
            "frames": self.count,
            "base": [self.base.numerator, self.base.denominator],
            "first": int(times[0]),
            "end": int(times[-1]) + last,
            "rate": [rate.numerator, rate.denominator] if rate else None,
            "rotation": self.rotation,
            "damaged": self.damaged + self.corrupt,
        }

    def remarks(self) -> list[str]:
        counted = (
            (self.damaged, "picture packet{s} could not be decoded"),
            (self.corrupt, "frame{s} decoded with damage"),
            (self.untimed, "frame{s} carried no time stamp; the nominal rate was used"),
            (self.backward, "frame{s} had a time stamp that runs back; put just after the frame before"),
            (self.resized, "change{s} of picture size inside the clip"),
        )
        return [f"{n} {text.format(s='s' if n > 1 else '')}" for n, text in counted if n]


class _Sound(_Taker):
    """Takes the packets of the sound stream and hands on one unbroken run of samples at 16 kHz."""

    def __init__(self, stream: Any, outlet: Outlet) -> None:
        super().__init__(stream, outlet)
        self.written = self.gaps = self.leaps = self.loudest = 0
        self.first: Fraction | None = None
        self._graph: Graph | None = None
        self._shape: tuple[Any, ...] = ()
        self._start = Fraction(0)
        self._taken = 0
        self._rate = 1
        self._skip = 0
        self._parts: list[bytes] = []

    def _frame(self, frame: AudioFrame) -> None:
        if not frame.samples:
            return
        shape = (frame.sample_rate, frame.format.name, frame.layout.name)
        expected = self._start + Fraction(self._taken, self._rate)
        when = frame.pts * Fraction(frame.time_base) if frame.pts is not None and frame.time_base else None
        if self.first is None:
            self.first = when if when is not None else Fraction(0)
        if shape != self._shape or (when is not None and abs(when - expected) > SOUND_JITTER):
            self._begin_run(frame, shape, when if when is not None else expected)
        graph = self._graph
        assert graph is not None
        frame.pts = self._taken
        frame.time_base = Fraction(1, frame.sample_rate)
        graph.push(frame)
        self._taken += frame.samples
        self._pull(graph)

    def _begin_run(self, frame: AudioFrame, shape: tuple[Any, ...], when: Fraction) -> None:
        """Start afresh at `when`: fill the gap before it with silence, or drop what overlaps."""
        fresh = self._graph is None
        self._flush()
        assert self.first is not None
        offset = round((when - self.first) * SOUND_RATE) - self.written
        if not fresh and shape == self._shape:
            self.gaps += 1
        if abs(offset) > LONGEST_GAP * SOUND_RATE:
            self.leaps += 1
            self.first = when - Fraction(self.written, SOUND_RATE) if fresh else self.first
            offset = 0
        self._skip = max(0, -offset)
        while offset > 0:
            step = min(offset, SOUND_RATE * 60)
            self._write(bytes(2 * step))
            offset -= step
        self._shape, self._start, self._taken, self._rate = shape, when, 0, frame.sample_rate
        graph = Graph()
        graph.threads = 1
        nodes = [
            graph.add_abuffer(
                sample_rate=frame.sample_rate,
                format=frame.format.name,
                layout=frame.layout.name,
                time_base=Fraction(1, frame.sample_rate),
            ),
            graph.add("aresample", str(SOUND_RATE)),
            graph.add("aformat", f"sample_fmts=s16:sample_rates={SOUND_RATE}:channel_layouts=mono"),
            graph.add("abuffersink"),
        ]
        graph.link_nodes(*nodes).configure()
        self._graph = graph

    def _pull(self, graph: Graph) -> None:
        while True:
            try:
                out = graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            assert isinstance(out, AudioFrame)
            data = bytes(out.planes[0])[: 2 * out.samples]
            if self._skip:
                dropped = min(self._skip, out.samples)
                data, self._skip = data[2 * dropped :], self._skip - dropped
            if data:
                self._write(data)

    def _write(self, data: bytes) -> None:
        samples = np.frombuffer(data, np.int16)
        self.loudest = max(self.loudest, int(samples.max()), -int(samples.min()))
        self.written += len(samples)
        self._parts.append(data)
        if len(self._parts) >= 64:
            self._send()

    def _send(self) -> None:
        if self._parts:
            self.outlet.chunk("sound", b"".join(self._parts))
            self._parts = []

    def _flush(self) -> None:
        if self._graph is not None:
            self._graph.push(None)
            self._pull(self._graph)
            self._graph = None

    def finish(self) -> None:
        self._flush()
        self._send()

    def facts(self) -> dict[str, Any]:
        first = self.first or Fraction(0)
        return {
            "codec": self.stream.codec_context.name,
            "sample_rate": self.stream.codec_context.sample_rate or self._rate,
            "channels": self.stream.codec_context.channels or 1,
            "first": [first.numerator, first.denominator],
            "samples": self.written,
            "silent": self.loudest <= 1,
            "damaged": self.damaged,
        }

    def remarks(self) -> list[str]:
        counted = (
            (self.damaged, "sound packet{s} could not be decoded"),
            (self.gaps, "gap{s} or overlap{s} in the sound, filled or trimmed by its time stamps"),
            (self.leaps, "leap{s} of the sound's time stamps by more than an hour, closed up"),
        )
        return [f"{n} {text.format(s='s' if n > 1 else '')}" for n, text in counted if n]


def _choose_picture(container: Any) -> Any | None:
    """The default moving picture with the most pixels; cover art and thumbnails are not picture."""
    aside = av.stream.Disposition.attached_pic | av.stream.Disposition.timed_thumbnails
    usable = [s for s in container.streams.video if not s.disposition & aside and s.codec_context is not None]

    def rank(stream: Any) -> tuple[bool, bool, int, int]:
        default = bool(stream.disposition & av.stream.Disposition.default)
        context = stream.codec_context
        return stream.frames != 1, default, (context.width or 0) * (context.height or 0), -stream.index

    return max(usable, key=rank, default=None)


def _choose_sound(container: Any) -> Any | None:
    """The default sound stream, of several the one with most channels; commentary tracks come last."""
    aside = (
        av.stream.Disposition.comment | av.stream.Disposition.visual_impaired | av.stream.Disposition.hearing_impaired
    )

    def rank(stream: Any) -> tuple[bool, bool, int, int]:
        default = bool(stream.disposition & av.stream.Disposition.default)
        return not stream.disposition & aside, default, stream.codec_context.channels or 0, -stream.index

    return max((s for s in container.streams.audio if s.codec_context is not None), key=rank, default=None)


def _constant_rate(times: np.ndarray[Any, Any], base: Fraction, stream: Any) -> Fraction | None:
    """Seconds a frame, when every frame lies within a tick of an even grid; None for a variable rate or one frame."""
    if len(times) < 2:
        return None
    ticks = times - times[0]
    candidates = [r for r in (stream.average_rate, stream.guessed_rate, stream.base_rate) if r]
    mean = Fraction(int(ticks[-1]), len(times) - 1) * base
    for exact in [1 / Fraction(r) for r in candidates] + [mean, *_usual_near(mean)]:
        step = float(exact / base)
        if np.abs(ticks - np.arange(len(ticks)) * step).max() <= 1.01:
            return exact
    return None


def _usual_near(step: Fraction) -> Iterator[Fraction]:
    """The usual frame lengths nearest to a measured mean: whole rates and the NTSC ones."""
    if step > 0:
        whole = max(1, math.floor(1 / step + Fraction(1, 2)))
        yield Fraction(1, whole)
        yield Fraction(1001, 1000 * whole)


def _duration(container: Any, picture: Any, sound: Any) -> float | None:
    if container.duration:
        return float(container.duration) / av.time_base
    for stream in (picture, sound):
        if stream is not None and stream.duration and stream.time_base:
            return float(stream.duration * stream.time_base)
    return None


def _describe(stream: Any) -> str:
    name = stream.codec_context.name if getattr(stream, "codec_context", None) is not None else "unknown"
    cover = stream.type == "video" and bool(stream.disposition & av.stream.Disposition.attached_pic)
    return f"{'cover art' if cover else stream.type} {stream.index}: {name}"


def _quarter(degrees: int | float) -> int:
    """Clockwise turn to show the frame upright, in whole quarters; libav counts counter-clockwise."""
    return int(round(-degrees / 90) % 4) * 90


def _plane(plane: Any, width: int, height: int) -> bytes:
    data = bytes(plane)
    stride = plane.line_size
    if stride == width:
        return data[: width * height]
    return np.frombuffer(data, np.uint8)[: stride * height].reshape(height, stride)[:, :width].tobytes()


def _grain(frame: VideoFrame) -> float:
    """Spread of pixel noise in grey levels, in the flattest of four patches; nan where brightness is no plane of bytes.

    Source: Immerkær, Fast Noise Variance Estimation, 1996 (the mask; here by patches, so that texture counts less).
    """
    parts = frame.format.components
    if (
        not parts
        or parts[0].bits != 8
        or not parts[0].is_luma
        or not frame.format.name.startswith(("yuv", "nv", "gray"))
    ):
        return math.nan
    plane = frame.planes[0]
    pixels = np.frombuffer(memoryview(plane), np.uint8)[: plane.line_size * frame.height].reshape(
        frame.height, plane.line_size
    )
    size = min(GRAIN_PATCH, frame.width // 3, frame.height // 3)
    if size < 8:
        return math.nan
    found = []
    for y in (frame.height // 4, 3 * frame.height // 4):
        for x in (frame.width // 4, 3 * frame.width // 4):
            p = pixels[y - size // 2 : y + size // 2, x - size // 2 : x + size // 2].astype(np.float32)
            rows = p[:-2] - 2 * p[1:-1] + p[2:]
            mask = rows[:, :-2] - 2 * rows[:, 1:-1] + rows[:, 2:]
            found.append(float(np.abs(mask).mean()))
    return math.sqrt(math.pi / 2) / 6 * min(found)


def _short(error: Exception) -> str:
    """The error in words, without the name of the file: the child knows none, and none belongs in a record."""
    text = getattr(error, "strerror", None) or str(error).split("\n")[0].strip()
    return text or type(error).__name__
