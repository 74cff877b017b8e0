"""Small footage with a known truth: a drifting scene and lively sound, taken apart and put together by frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

FPS = 25
RATE = 48_000
WIDTH, HEIGHT = 256, 144

Picture = NDArray[np.uint8]
Sound = NDArray[np.int16]


def scene(n: int, seed: int = 1) -> Picture:
    """Frame n of a drifting textured scene with three things that move; RGB uint8 [144, 256, 3]."""
    rng = np.random.default_rng(seed)
    field = np.kron(rng.integers(40, 200, (24, 120), dtype=np.uint8), np.ones((16, 16), np.uint8))
    x, y = int(120 + 110 * np.sin(n / 31 + seed)), int(60 + 50 * np.sin(n / 19))
    grey = field[y : y + HEIGHT, x : x + WIDTH].astype(np.int16)
    for k, (speed, size) in enumerate(((3.1, 30), (-2.3, 44), (1.7, 24))):
        left = int((n * speed + 90 * k + 37 * seed) % (WIDTH + size)) - size
        top = int(20 + 35 * k + 12 * np.sin(n / (5 + k)))
        grey[max(0, top) : top + size, max(0, left) : max(0, left + size)] = 235 - 90 * k
    rgb = np.stack([grey, grey * 0.8 + 20, grey * 0.6 + 60], axis=2)
    return np.asarray(np.clip(rgb, 0, 255), np.uint8)


def noise(seconds: float, seed: int = 2) -> Sound:
    """Lively sound: filtered noise whose loudness and colour keep changing."""
    rng = np.random.default_rng(seed)
    count = round(seconds * RATE)
    steps = np.repeat(rng.uniform(0.15, 1.0, count // 3000 + 1), 3000)[:count]
    dull = np.convolve(rng.standard_normal(count), np.ones(20) / 20, mode="same") * 3
    sharp = rng.standard_normal(count) * np.repeat(rng.uniform(0, 0.5, count // 5000 + 1), 5000)[:count]
    return np.asarray(np.clip((dull + sharp) * steps * 3000, -32000, 32000), np.int16)


class Footage:
    """Numbered frames and samples that can be cut and joined; 1920 samples a frame."""

    def __init__(self, frames: Sequence[tuple[int, int]], sound: Sound | None) -> None:
        self.frames = list(frames)
        self.sound = sound

    @classmethod
    def of(cls, seconds: float, seed: int = 1) -> Footage:
        return cls([(n, seed) for n in range(round(seconds * FPS))], noise(seconds, seed + 50))

    def part(self, start: int, end: int) -> Footage:
        per = RATE // FPS
        return Footage(self.frames[start:end], None if self.sound is None else self.sound[start * per : end * per])

    def __add__(self, other: Footage) -> Footage:
        both = None if self.sound is None or other.sound is None else np.concatenate([self.sound, other.sound])
        return Footage(self.frames + other.frames, both)

    def without(self, start: int, end: int) -> Footage:
        return self.part(0, start) + self.part(end, len(self.frames))

    def muted(self, start: int, end: int) -> Footage:
        assert self.sound is not None
        per, sound = RATE // FPS, self.sound.copy()
        sound[start * per : end * per] = 0
        return Footage(self.frames, sound)

    def write(
        self,
        path: Path,
        *,
        crf: int = 23,
        kbps: int = 96,
        size: tuple[int, int] = (WIDTH, HEIGHT),
        filters: Sequence[tuple[str, str]] = (),
        change: Callable[[int, Picture], Picture] | None = None,
    ) -> Path:
        """Encode as H.264 and AAC (or VP8 and Opus for .webm); `filters` are libavfilter filters on the picture.

        `change` is given each frame's place and picture, and gives back what is shown.
        """
        webm = path.suffix == ".webm"
        with av.open(str(path), "w") as out:
            video = out.add_stream("libvpx" if webm else "libx264", rate=FPS)
            video.width, video.height, video.pix_fmt = size[0], size[1], "yuv420p"
            video.options = {"b": "800k"} if webm else {"crf": str(crf), "preset": "veryfast"}
            audio = (
                out.add_stream("libopus" if webm else "aac", rate=RATE, layout="mono")
                if self.sound is not None
                else None
            )
            if audio is not None:
                audio.bit_rate = kbps * 1000
            for n, (number, seed) in enumerate(self.frames):
                picture = scene(number, seed)
                frame = shape(change(n, picture) if change else picture, size, filters)
                frame.pts, frame.time_base = n, Fraction(1, FPS)
                out.mux(video.encode(frame))
            out.mux(video.encode(None))
            if audio is not None and self.sound is not None:
                put_sound(out, audio, self.sound)
        return path


def shape(rgb: Picture, size: tuple[int, int], filters: Sequence[tuple[str, str]]) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
    if filters:
        graph = av.filter.Graph()
        nodes = [
            graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, FPS))
        ]
        nodes += [graph.add(name, args or None) for name, args in filters] + [graph.add("buffersink")]
        graph.link_nodes(*nodes).configure()
        frame.pts = 0
        graph.vpush(frame)
        frame = graph.vpull()
    return frame.reformat(size[0], size[1], "yuv420p")


def put_sound(out: av.container.OutputContainer, stream: av.AudioStream, sound: Sound, start: int = 0) -> None:
    """Encode and mux mono samples; `start` is the time stamp of the first, in samples."""
    block = 960
    for at in range(0, len(sound), block):
        part = sound[at : at + block][None]
        frame = av.AudioFrame.from_ndarray(part, format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start + at, Fraction(1, RATE)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))
