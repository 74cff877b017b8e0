"""Made footage whose every frame carries its own number, to tell exactly which frame was shown."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from numpy.typing import NDArray
from PIL import Image

BITS = 10
RATE = 48_000


def picture(number: int, width: int = 160, height: int = 90) -> NDArray[np.uint8]:
    """A frame with its number as black and white bars across the upper half; below, a ramp that drifts; uint8 RGB."""
    grey = np.empty((height, width), np.uint8)
    bars = np.array([255 if number >> (BITS - 1 - b) & 1 else 0 for b in range(BITS)], np.uint8)
    grey[: height // 2] = bars[np.minimum(np.arange(width) * BITS // width, BITS - 1)]
    grey[height // 2 :] = (np.arange(width) * 255 // width + number * 3) % 256
    return np.repeat(grey[..., None], 3, axis=2)


def number(image: NDArray[np.uint8]) -> int:
    """The number on a frame, however it was scaled and encoded."""
    height, width = image.shape[:2]
    grey = image.reshape(height, width, -1).mean(axis=2)[height // 8 : height * 3 // 8].mean(axis=0)
    centres = [int((b + 0.5) * width / BITS) for b in range(BITS)]
    return int(sum((grey[max(0, c - 1) : c + 2].mean() > 127) << (BITS - 1 - b) for b, c in enumerate(centres)))


def number_on(jpeg: bytes) -> int:
    """The number on a JPEG."""
    return number(np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB")))


def write(
    path: Path,
    ticks: Sequence[int],
    base: Fraction = Fraction(1, 25),
    *,
    codec: str = "libx264",
    size: tuple[int, int] = (160, 90),
    options: dict[str, str] | None = None,
    samples: NDArray[np.int16] | None = None,
    sound_codec: str = "aac",
) -> Path:
    """Write frame i at `ticks[i]` of `base`; sound, if any, from 0 on, mono at 48 kHz."""
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream(codec, rate=25, options=options or {})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.time_base = base
        sound: Any = out.add_stream(sound_codec, rate=RATE, layout="mono") if samples is not None else None
        packets = []
        for i, tick in enumerate(ticks):
            frame = VideoFrame.from_ndarray(picture(i, *size), format="rgb24")
            frame.pts, frame.time_base = tick, base
            packets += stream.encode(frame)
        packets += stream.encode(None)
        if samples is not None:
            packets += _sound_packets(sound, samples)
        for packet in sorted(packets, key=lambda p: p.dts * p.time_base):
            out.mux(packet)
    return path


def write_sound(path: Path, samples: NDArray[np.int16], codec: str = "pcm_s16le") -> Path:
    """Sound alone, mono at 48 kHz."""
    with av.open(str(path), "w") as out:
        sound: Any = out.add_stream(codec, rate=RATE, layout="mono")
        for packet in _sound_packets(sound, samples):
            out.mux(packet)
    return path


def clicks(seconds: float, times: Iterable[float]) -> NDArray[np.int16]:
    """Faint noise with a click of 2 ms at each time."""
    out = np.random.default_rng(4).normal(0, 20, round(seconds * RATE))
    for at in times:
        start = round(at * RATE)
        out[start : start + 96] += 20_000 * np.random.default_rng(5).choice([-1, 1], 96)
    return np.clip(out, -32767, 32767).astype(np.int16)


def _sound_packets(stream: Any, samples: NDArray[np.int16]) -> list[Any]:
    packets = []
    for start in range(0, len(samples), 1024):
        frame = AudioFrame.from_ndarray(samples[None, start : start + 1024], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        packets += stream.encode(frame)
    return packets + list(stream.encode(None))
