"""Write a staged clip: frames and samples into an MP4 that any player opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from recoupe.demo.scenes import RATE as FRAME_RATE
from recoupe.demo.sounds import RATE as SAMPLE_RATE

BLOCK = 1024


def write_clip(
    path: Path,
    pictures: Iterable[NDArray[np.uint8]],
    samples: NDArray[np.int16],
    *,
    width: int,
    height: int,
    crf: int = 23,
    sound_kbps: int = 128,
    tick: Callable[[], None] = lambda: None,
) -> None:
    """Encode H.264 and AAC into an MP4 with fast start; the same input gives the same bytes.

    Args:
        pictures: RGB frames, uint8 [h, w, 3], at `FRAME_RATE` a second; scaled to width × height.
        samples: Mono sound, int16 [n], at `SAMPLE_RATE`.
        crf: Constant rate factor of x264: 18 fine, 30 coarse.
        tick: Called once a frame, for progress.
    """
    flags = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=flags) as container:
        picture = container.add_stream("libx264", rate=FRAME_RATE)
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        picture.options = {"crf": str(crf), "preset": "veryfast", "threads": "2"}
        picture.codec_context.flags |= 1 << 23  # AV_CODEC_FLAG_BITEXACT: no version string in the stream
        sound = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        sound.bit_rate = sound_kbps * 1000
        written = 0
        for n, rgb in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(width, height, "yuv420p")
            frame.pts, frame.time_base = n, Fraction(1, FRAME_RATE)
            container.mux(picture.encode(frame))
            until = (n + 1) * SAMPLE_RATE // FRAME_RATE
            while written + BLOCK <= min(until, len(samples)):
                written = _mux_sound(container, sound, samples, written, BLOCK)
            tick()
        while written < len(samples):
            written = _mux_sound(container, sound, samples, written, min(BLOCK, len(samples) - written))
        container.mux(picture.encode(None))
        container.mux(sound.encode(None))


def _mux_sound(
    container: av.container.OutputContainer,
    stream: av.AudioStream,
    samples: NDArray[np.int16],
    start: int,
    count: int,
) -> int:
    block = samples[start : start + count].astype(np.float32)[None] / 32768
    frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
    container.mux(stream.encode(frame))
    return start + count
