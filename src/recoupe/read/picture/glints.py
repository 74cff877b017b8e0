"""Brief glints: parts of the picture that brighten for a few frames and are as before.

    for glint in find_glints(proxy.frames, proxy.seconds): ...

What lasts shorter than a fifth of a second is the *white top-hat* along time: the frame less its morphological opening.
It counts where it exceeds what that part of this clip does by itself (noise, flicker of encoding, a blinking
lamp). Light that moves on, as of cars or bright clothes, shows nearby before and after, and is marked down for it.

Source: Serra, Image Analysis and Mathematical Morphology, 1982 (opening, top-hat).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

LONGEST_S = 0.2
USUAL_PERCENTILE = 97
"""Of the top-hat at a place over the clip: what it does by itself. The median is 0 nearly everywhere."""

TIMES_USUAL, LEAST_CONTRAST = 2.5, 14
"""A glint exceeds so many times the usual (plus `NOISE`) and is at least so many grey levels brighter."""

NOISE = 4
FULL_CONTRAST, FULL_TIMES_USUAL = 96.0, 8.0
NEIGHBOURHOOD = 4
"""Cells of 64 × 36 around a glint in which light that moves on would show."""

TOLERATED_NEARBY = 0.3
"""Share of a glint's contrast that may show nearby at no cost."""

BLOCK, MARGIN = 4096, 64
"""Frames worked on at once, and how many of the next and last block are looked at beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glint:
    """Frames [first, stop), cells [left, right) × [top, bottom) of 64 × 36.

    contrast: grey levels over the frames around it, at its brightest. area: share of the picture, 0–1. prominence: 0–1.
    """

    first: int
    stop: int
    left: int
    top: int
    right: int
    bottom: int
    contrast: int
    area: float
    prominence: float


def find_glints(frames: NDArray[np.uint8], seconds: NDArray[np.float64]) -> list[Glint]:
    """All glints of a clip in order of time, prominence of any size.

    Args:
        frames: Grey, uint8 [n, 36, 64].
        seconds: When each is first shown, float64 [n]; decides how many frames are brief.
    """
    if len(frames) < 4:
        return []
    step = float(np.median(np.diff(seconds)))
    longest = int(np.clip(round(LONGEST_S / step), 2, 12)) if step > 0 else 6
    found: list[Glint] = []
    for start in range(0, len(frames), BLOCK):
        begin, end = max(0, start - MARGIN), min(len(frames), start + BLOCK + MARGIN)
        for glint in _in_block(np.asarray(frames[begin:end]), longest):
            inside = start <= begin + glint.first < start + BLOCK
            whole = begin + glint.first > 0 and begin + glint.stop < len(frames)  # else nobody saw before or after it
            if inside and whole:
                found.append(_moved(glint, begin))
    return found


def brief_light(frames: NDArray[np.uint8], longest: int) -> NDArray[np.uint8]:
    """Grey levels of what is gone after at most `longest` frames, uint8 [n, 36, 64]: the white top-hat along time."""
    width = longest + 1
    back = -1 if width % 2 == 0 else 0  # the second window mirrors the first, or an even width shifts the result
    eroded = ndimage.minimum_filter1d(frames, width, axis=0, mode="nearest")
    opened = ndimage.maximum_filter1d(eroded, width, axis=0, mode="nearest", origin=back)
    return np.asarray(np.clip(frames.astype(np.int16) - opened, 0, 255), np.uint8)


def _in_block(frames: NDArray[np.uint8], longest: int) -> Iterator[Glint]:
    light = brief_light(frames, longest)
    share = min(USUAL_PERCENTILE, 100 * (1 - (longest + 2) / len(light)))  # one glint must not set its own bar
    usual = np.percentile(light[:: max(1, len(light) // 3000)], max(0, share), axis=0)
    usual = ndimage.maximum_filter(usual, 3)
    labels, _ = ndimage.label(light > np.maximum(LEAST_CONTRAST, TIMES_USUAL * usual + NOISE), np.ones((3, 3, 3)))
    busy = (light > 10).mean(axis=(1, 2))
    for number, place in enumerate(ndimage.find_objects(labels), 1):
        if place[0].stop - place[0].start <= longest:
            yield _glint(light, usual, busy, labels, number, place, longest)


def _glint(
    light: NDArray[np.uint8],
    usual: NDArray[np.float64],
    busy: NDArray[np.float64],
    labels: NDArray[np.int32],
    number: int,
    place: tuple[slice, slice, slice],
    longest: int,
) -> Glint:
    when, rows, columns = place
    own = labels[place] == number
    lit = np.where(own, light[place], 0)
    contrast = int(lit.max())
    _, row, column = np.unravel_index(int(np.argmax(lit)), lit.shape)
    area = float(own.any(axis=0).sum()) / usual.size
    times_usual = contrast / (float(usual[rows, columns][row, column]) + NOISE)
    elsewhere = max(0.0, float(busy[when].max()) - area)
    prominence = (
        min(1.0, contrast / FULL_CONTRAST)
        * min(1.0, times_usual / FULL_TIMES_USUAL)
        * max(0.0, 1 - 4 * elsewhere)
        * _stillness(light, labels, number, place, longest, contrast)
    )
    return Glint(
        first=when.start,
        stop=when.stop,
        left=columns.start,
        top=rows.start,
        right=columns.stop,
        bottom=rows.stop,
        contrast=contrast,
        area=round(area, 4),
        prominence=round(prominence, 3),
    )


def _stillness(
    light: NDArray[np.uint8],
    labels: NDArray[np.int32],
    number: int,
    place: tuple[slice, slice, slice],
    longest: int,
    contrast: int,
) -> float:
    """1 where nothing brief shows nearby before, after or meanwhile; 0 where as much does as in the glint itself."""
    when, rows, columns = place
    around = (
        slice(max(0, rows.start - NEIGHBOURHOOD), rows.stop + NEIGHBOURHOOD),
        slice(max(0, columns.start - NEIGHBOURHOOD), columns.stop + NEIGHBOURHOOD),
    )
    before = light[max(0, when.start - 2 * longest) : when.start, *around]
    after = light[when.stop : when.stop + 2 * longest, *around]
    own = ndimage.binary_dilation(labels[when, *around] == number, np.ones((3, 3, 3)))
    beside = np.where(own, 0, light[when, *around])
    out = 1.0
    for nearby in (max(int(before.max(initial=0)), int(after.max(initial=0))), int(beside.max(initial=0))):
        out *= min(1.0, max(0.0, 1 + TOLERATED_NEARBY - nearby / contrast))
    return out


def _moved(glint: Glint, by: int) -> Glint:
    return Glint(
        first=glint.first + by,
        stop=glint.stop + by,
        left=glint.left,
        top=glint.top,
        right=glint.right,
        bottom=glint.bottom,
        contrast=glint.contrast,
        area=glint.area,
        prominence=glint.prominence,
    )
