"""Names for what was done to the picture or the sound as a whole, each from one measurement that can be shown."""

from __future__ import annotations

import numpy as np
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare.geometry import HEIGHT, WIDTH, Placement, bars_of
from recoupe.compare.lines import Line
from recoupe.compare.picture import Pair
from recoupe.model import Region
from recoupe.read.proxy import Proxy

RIM = 0.02
"""Share of a picture by which a side must be cut, or a bar be wide, to be named; a proxy pixel is .016 by .028."""

GREY_CHROMA = 3.0
"""Distance of the most colourful hundredth from grey, in steps of 8 bits, below which a picture is grey: coding a
grey picture leaves 0 to 2, the dullest footage of the benchmark has 14."""

GRAIN_MORE, GRAIN_TIMES = 1.5, 1.6
"""Grey levels, and times, by which B must be grainier than A to be called noisy: coding alone takes grain away."""


def of_pair(a: Proxy, b: Proxy, pair: Pair, lines: list[Line]) -> tuple[str, ...]:
    """Transforms of B's picture against A's, in a fixed order."""
    found = geometry_names(pair.place, a, b)
    if _resized(a, b):
        found.append("scale")
    if _rates_differ(a, b):
        found.append("fps")
    if _turned_grey(a, b):
        found.append("grey")
    if _grainier(a, b):
        found.append("noise")
    return tuple(found)


def geometry_names(place: Placement, a: Proxy, b: Proxy) -> list[str]:
    """mirror, crop, letterbox, pillarbox, pip, perspective, overlay."""
    left, top, right, bottom = place.box_in_b()
    found = []
    if place.mirrored:
        found.append("mirror")
    beyond = (-left, -top, right - 1, bottom - 1)
    gaps = (left, top, 1 - right, 1 - bottom)
    bars = bars_of(b.frames)
    if place.perspective > 0:
        found.append("perspective")
    elif sum(x > RIM for x in beyond) >= 2 or max(beyond) > 2 * RIM:
        found.append("crop")
    if max(gaps) > RIM:
        across, down = max(gaps[0], gaps[2]) > RIM, max(gaps[1], gaps[3]) > RIM
        barred = _bar_share(bars, place)
        if barred > 0.6:
            found += ["letterbox"] * down + ["pillarbox"] * across
        else:
            found.append("pip")
    if covered(place):
        found.append("overlay")
    return found


def covered(place: Placement) -> tuple[Region, ...]:
    """Boxes of B's picture that show something other than A throughout."""
    patches, n = ndi.label(place.covered)
    out = []
    for i, where in enumerate(ndi.find_objects(patches), 1):
        size = int((patches[where] == i).sum())
        if size < 16 or n == 0:
            continue
        y, x = where
        out.append(
            Region(
                x=round(x.start / WIDTH, 3),
                y=round(y.start / HEIGHT, 3),
                width=round((x.stop - x.start) / WIDTH, 3),
                height=round((y.stop - y.start) / HEIGHT, 3),
                what="covered throughout",
            )
        )
    return tuple(out)


def _bar_share(bars: NDArray[np.bool_], place: Placement) -> float:
    """Share of B's pixels outside A's picture that are bars."""
    left, top, right, bottom = place.box_in_b()
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    outside = ((x + 1) / WIDTH <= left) | (x / WIDTH >= right) | ((y + 1) / HEIGHT <= top) | (y / HEIGHT >= bottom)
    return float(bars[outside].mean()) if outside.any() else 0.0


def _resized(a: Proxy, b: Proxy) -> bool:
    one, two = a.facts.picture, b.facts.picture
    return one is not None and two is not None and (one.width, one.height) != (two.width, two.height)


def _rates_differ(a: Proxy, b: Proxy) -> bool:
    """Whether the usual time a frame is shown differs by more than rounding."""
    if len(a.times) < 3 or len(b.times) < 3:
        return False
    one, two = float(np.mean(np.diff(a.seconds))), float(np.mean(np.diff(b.seconds)))
    return abs(one / two - 1) > 0.03


def _turned_grey(a: Proxy, b: Proxy) -> bool:
    """Whether B has no colour and A has: over the stills of both."""

    def chroma(proxy: Proxy) -> float:
        some = np.asarray(proxy.stills[:: max(1, len(proxy.stills) // 40)])[:, 72 * 128 :].astype(np.int16)
        return float(np.percentile(np.abs(some - 128), 99)) if some.size else 0.0

    return chroma(b) < GREY_CHROMA and chroma(a) > 2 * GREY_CHROMA and chroma(a) > 4 * chroma(b)


def _grainier(a: Proxy, b: Proxy) -> bool:
    one, two = a.grain[np.isfinite(a.grain)], b.grain[np.isfinite(b.grain)]
    if not len(one) or not len(two):
        return False
    before, after = float(np.median(one)), float(np.median(two))
    return after > before + GRAIN_MORE and after > GRAIN_TIMES * before
