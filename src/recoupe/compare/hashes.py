"""Hashes of single frames: 256 bits that stay nearly the same in every rendering of a picture.

A frame is shrunk to 32 × 32 cells of its content (bars left out), transformed, and each of 16 × 16 coefficients is told
to be above or below their median. Bits stand in order of frequency, the lowest first: they are the ones that survive.
Cropped, inset and mirrored copies are found by hashing parts of the *query*, never by storing more.

Source: Facebook, The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm, 2019 (PDQ).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from recoupe.compare import geometry
from recoupe.read.proxy import Proxy

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in fractions of a picture."""

CELLS = 32
SIDE = 16
BITS = SIDE * SIDE

BANDS, BAND_BITS = 10, 24
"""A hash is filed under ten words of 24 bits: two hashes that differ in few bits agree in one of them throughout."""

EVERY = 0.2
"""Seconds between the frames that are hashed."""

FLAT = 4.0
"""Spread of brightness, in grey levels, below which a frame is black, white or fog and says nothing."""

INNER: Box = (0.125, 0.125, 0.875, 0.875)
"""The part that is hashed beside the whole: what most croppings and most captions leave alone."""

PARTS: tuple[Box, ...] = (
    (0.0, 0.0, 1.0, 1.0),
    INNER,
    *(
        (x * (1 - w), y * (1 - w), x * (1 - w) + w, y * (1 - w) + w)
        for w in (0.72, 0.5, 0.36)
        for x in (0.0, 0.5, 1.0)
        for y in (0.0, 0.5, 1.0)
    ),
)
"""Parts of a query that are hashed, the likeliest first: all of it, the inner part, and insets."""

_ORDER = np.argsort([i + j + 0.01 * i for i in range(SIDE) for j in range(SIDE)], kind="stable")


def frame_hashes(frames: NDArray[np.uint8], box: Box, *, mirrored: bool = False) -> NDArray[np.uint8]:
    """Hashes of a part of each frame, uint8 [n, 32]: 256 bits, lowest frequency first.

    Args:
        frames: uint8 [n, 36, 64].
        box: The part, in fractions of the frame.
        mirrored: Hash the mirror image.
    """
    x = box[0] + (np.arange(CELLS) + 0.5) / CELLS * (box[2] - box[0])
    y = box[1] + (np.arange(CELLS) + 0.5) / CELLS * (box[3] - box[1])
    points = np.stack(np.meshgrid(x[::-1] if mirrored else x, y), -1).reshape(-1, 2)
    cells = geometry.sample(frames.astype(np.float32), points).reshape(-1, CELLS, CELLS)
    coefficients = scipy.fft.dctn(cells, axes=(1, 2), type=2)[:, 1 : SIDE + 1, 1 : SIDE + 1].reshape(len(cells), BITS)
    above = coefficients > np.median(coefficients, axis=1, keepdims=True)
    return np.asarray(np.packbits(above[:, _ORDER], axis=1))


def part_of(box: Box, inner: Box) -> Box:
    """A part of a part, in fractions of the whole."""
    width, height = box[2] - box[0], box[3] - box[1]
    return (
        box[0] + inner[0] * width,
        box[1] + inner[1] * height,
        box[0] + inner[2] * width,
        box[1] + inner[3] * height,
    )


def moments(proxy: Proxy) -> Iterator[tuple[NDArray[np.float64], NDArray[np.uint8]]]:
    """Times, float64 [k] seconds, and frames, uint8 [k, 36, 64], that are hashed, some thousand at a time."""
    seconds = proxy.seconds
    if not len(seconds):
        return
    at = np.arange(seconds[0], seconds[-1] + 1e-9, EVERY)
    index = np.unique(np.searchsorted(seconds, at, "right") - 1)
    for first in range(0, len(index), 4096):
        here = index[first : first + 4096]
        frames = np.asarray(proxy.frames[here])
        shown = frames.reshape(len(frames), -1).std(1) >= FLAT
        if shown.any():
            yield seconds[here[shown]], frames[shown]


def bands(hashes: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """The words under which hashes are filed, uint32 [n, 10]: the band's number in the top 8 bits, then its 24."""
    words = hashes[:, : BANDS * BAND_BITS // 8].reshape(-1, BANDS, 3).astype(np.uint32)
    number = np.arange(BANDS, dtype=np.uint32) << np.uint32(24)
    return np.asarray(number | words[:, :, 0] << 16 | words[:, :, 1] << 8 | words[:, :, 2], np.uint32)


def distance(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Bits in which hashes differ, 0–256, row by row."""
    return np.asarray(np.bitwise_count(a ^ b).sum(1, dtype=np.int64))
