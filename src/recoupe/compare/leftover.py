"""What of B's picture A does not explain, cell by cell, once brightness, small shifts and softness are allowed for.

Each frame of B is fitted by A's frame on the line: gain and a bent tone curve, a shift by a part of a pixel, softening
or sharpening, and A's own change in time, over the whole picture. What is left is held against what coding usually
leaves where there is as much texture and motion. Two questions are then put to each cell of each frame, as
log-likelihood ratios against "A's picture, coded again": is it something else, and is it A's without its detail?

Source: Huber & Ronchetti, Robust Statistics, 2009 (the reweighted fit); Lange et al., Robust Statistical Modeling Using
the t Distribution, 1989 (coding leaves heavy tails).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.ndimage as ndi
import scipy.optimize
from numpy.typing import NDArray

from recoupe.compare import geometry
from recoupe.compare.geometry import HEIGHT, WIDTH, Placement
from recoupe.read.proxy import Proxy

Floats = NDArray[np.float32]

CHUNK = 256
"""Frames that are worked on at a time: 2 MB an array."""

OTHER_SPREAD = 7.0
"""Grey levels by which what was altered usually differs, with heavy tails: 24 found covers and few blurs."""

DOUBT = 0.3
"""Nats by which each cell of each frame speaks against an alteration beforehand."""

LEAST_LEFT = 0.3
"""Grey levels that rounding to whole levels leaves at least."""

FITS = 3
"""Times the fit of a frame is weighted anew."""

FEW = 40
"""Frames in which it is looked whether a stretch agrees."""

LEARNT_FROM = 400
"""Frames, evenly spread, from which is learnt what coding leaves."""

MOST = 2.5
"""Log-likelihood that one cell of one frame may say at most, for or against."""

SOFTENED = 0.75
"""Share of fine detail (`FINE`) that a blur meant to hide takes away; coding at low quality takes up to a quarter."""

FINE = 1.2
"""Cells over which detail is lost when something is blurred past recognition."""


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """What coding leaves in this pair: grey levels by texture and motion, and a factor for each cell."""

    weights: NDArray[np.float64]
    floor: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """Frames of B beside A's picture as fitted to them, float32 [n, 36, 64] each, in grey levels.

    rest: B less the fitted. fitted: A's picture with B's brightness and softness. fine: what a blur would take of it.
    scale: what coding usually leaves there, times float32 [n], by how much more than usual is left in each frame.
    """

    rest: Floats
    fitted: Floats
    fine: Floats
    scale: Floats
    times: Floats


def _finer(times: float) -> float:
    """Deviation, in its own cells, of the blur that makes a picture as coarse as one with so many times wider cells.

    A cell is a mean over its width (deviation .29) and is drawn between its neighbours in lines (.41 of the wider
    cell): together somewhat over .4. With less, stripes that only the finer picture resolves are left over.
    """
    return 0.4 * math.sqrt(max(0.0, times * times - 1))


class Leftover:
    """Fits B's frames by A's under one placement."""

    def __init__(self, a: Proxy, b: Proxy, place: Placement, bars_b: NDArray[np.bool_]) -> None:
        self.a, self.b, self.place = a, b, place
        self.points = geometry.project(place.matrix, geometry.grid())
        lies = geometry.whole(place.matrix).reshape(HEIGHT, WIDTH) & ~ndi.binary_dilation(bars_b)
        self.lies: NDArray[np.bool_] = np.asarray(ndi.binary_erosion(lies, border_value=1), np.bool_)
        left, top, right, bottom = place.box_in_b()
        scales = (bottom - top, right - left)
        self.usual = Usual(np.array([1.0, 0.0, 0.0]), np.ones((HEIGHT, WIDTH), np.float32))
        self.start: Floats | None = None
        self.blur_a = [_finer(1 / max(s, 0.05)) for s in scales]
        self.blur_b = [_finer(s) for s in scales]

    def learn(self, frames: NDArray[np.intp], partners: NDArray[np.intp]) -> None:
        """Learn what coding leaves in this pair, from frames that are known to show A's; before all that follows."""
        some = np.unique(np.linspace(0, len(frames) - 1, min(len(frames), LEARNT_FROM)).astype(np.intp))
        fits = np.concatenate([part.weights for part in self._explained(frames[some], partners[some])])
        # Where much of a frame is covered, its own fit may end at the cover's brightness: each begins at the usual one.
        self.start = np.median(fits, axis=0).astype(np.float32)
        self.usual = self._usual(frames[some], partners[some])

    def agreeing(
        self, frames: NDArray[np.intp], partners: NDArray[np.intp], beside: NDArray[np.bool_] | None = None
    ) -> float:
        """Share of cells that show A's picture, as well as is usual, in the middle one of some frames.

        Args:
            frames, partners: B's frames and A's that they show.
            beside: bool [36, 64], cells that do not count, such as those of a box that was altered.
        """
        some = np.unique(np.linspace(0, len(frames) - 1, min(len(frames), FEW)).astype(np.intp))
        left = self.rest(frames[some], partners[some])
        near = np.abs(left.rest) < 3 * left.scale / left.times[:, None, None]
        counted = self.lies if beside is None else self.lies & ~beside
        return float(np.median(near[:, counted].mean(1))) if counted.any() else 0.0

    def evidence(self, frames: NDArray[np.intp], partners: NDArray[np.intp]) -> NDArray[np.int8]:
        """Log-likelihood ratio for an alteration, int8 [n, 36, 64] in sixteenths of a nat; 0 outside A's picture.

        Args:
            frames, partners: B's frames and A's that they show.
        """
        out = np.zeros((len(frames), HEIGHT, WIDTH), np.int8)
        at = 0
        for part in self._explained(frames, partners):
            found = _ratios(self._rest(part))
            out[at : at + len(found)] = np.where(self.lies, (found * 16).round(), 0)
            at += len(found)
        return out

    def rest(self, frames: NDArray[np.intp], partners: NDArray[np.intp]) -> Rest:
        """What is left in each frame; after `evidence`, from which what is usual is known."""
        parts = [self._rest(part) for part in self._explained(frames, partners)]
        names = ("rest", "fitted", "fine", "scale", "times")
        return Rest(*(np.concatenate([getattr(p, n) for p in parts]) for n in names))

    def _rest(self, part: _Part) -> Rest:
        w = self.usual.weights
        expected = np.maximum(w[0] + w[1] * part.texture + w[2] * part.motion, LEAST_LEFT)
        scale = np.asarray(1.25 * self.usual.floor * expected, np.float32)
        typical = np.median(np.abs(part.rest)[:, self.lies] / scale[:, self.lies], axis=1) / 0.6745
        times = np.asarray(np.clip(typical, 0.8, 20), np.float32)
        scale *= times[:, None, None]
        fine = part.fitted - ndi.gaussian_filter(part.fitted, (0, FINE, FINE))
        return Rest(part.rest, part.fitted, np.asarray(fine, np.float32), scale, times)

    def _usual(self, frames: NDArray[np.intp], partners: NDArray[np.intp]) -> Usual:
        off, texture, motion = [], [], []
        for part in self._explained(frames, partners):
            off.append(np.abs(part.rest))
            texture.append(part.texture)
            motion.append(part.motion)
        rest = np.concatenate(off)
        x = np.stack([np.ones_like(rest), np.concatenate(texture), np.concatenate(motion)], -1)
        inside = x[:, self.lies].reshape(-1, 3)[::7].astype(np.float64)
        y = rest[:, self.lies].ravel()[::7].astype(np.float64)
        keep = np.ones(len(y), np.bool_)
        weights = np.zeros(3)
        for _ in range(4):
            # Weighted by its own expectation, so that busy cells do not decide for quiet ones.
            by = 1 / np.maximum(inside[keep] @ weights, 0.5) if weights.any() else np.ones(int(keep.sum()))
            weights, _ = scipy.optimize.nnls(inside[keep] * by[:, None], y[keep] * by)
            keep = y < 4 * np.maximum(inside @ weights, LEAST_LEFT)
        z = rest / np.maximum(x @ weights, LEAST_LEFT)
        # A quarter of the time each cell is at least as it usually is, unless it is altered most of the time.
        floor = np.quantile(z, 0.25, axis=0) / 0.4
        return Usual(weights, np.clip(floor, 1.0, 6.0).astype(np.float32))

    def _explained(self, frames: NDArray[np.intp], partners: NDArray[np.intp]) -> Iterator[_Part]:
        last = len(self.a.times) - 1
        for first in range(0, len(frames), CHUNK):
            ib, ia = frames[first : first + CHUNK], partners[first : first + CHUNK]
            b: Floats = np.asarray(self.b.frames[ib], np.float32)
            if max(self.blur_b) > 0.05:
                b = np.asarray(ndi.gaussian_filter(b, (0, *self.blur_b)), np.float32)
            now = self._seen(ia)
            drift = (self._seen(np.minimum(ia + 1, last)) - self._seen(np.maximum(ia - 1, 0))) / 2
            self.a.let_go()
            self.b.let_go()
            yield _fit(now, np.asarray(drift, np.float32), b, self.lies, self.start)

    def _seen(self, index: NDArray[np.intp]) -> Floats:
        """A's frames as they lie in B."""
        frames = np.asarray(self.a.frames[index], np.float32)
        if max(self.blur_a) > 0.05:
            frames = np.asarray(ndi.gaussian_filter(frames, (0, *self.blur_a)))
        return geometry.sample(frames, self.points).reshape(-1, HEIGHT, WIDTH)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Frames of one chunk, float32 [n, 36, 64] each: what is left, A's picture as fitted, its texture and motion.

    weights: float32 [n, 7], the fit.
    """

    weights: Floats
    rest: Floats
    fitted: Floats
    texture: Floats
    motion: Floats


def _fit(now: Floats, drift: Floats, b: Floats, lies: NDArray[np.bool_], start: Floats | None) -> _Part:
    across, down = np.gradient(now, axis=2), np.gradient(now, axis=1)
    bend = _laplace(now)
    tone = (now - 128) / 64
    parts = (np.ones_like(now), tone, tone * tone, across / 8, down / 8, bend / 16, drift / 8)
    x = np.stack([p.reshape(len(now), -1) for p in parts], 1)
    y = b.reshape(len(b), -1)
    seen = lies.ravel().astype(np.float32)
    fitted = _alike(now.reshape(y.shape), y, lies.ravel()) if start is None else np.asarray(start @ x, np.float32)
    beta = np.zeros((len(y), x.shape[1], 1), np.float32)
    for _ in range(FITS):
        off = np.abs(y - fitted)
        scale = 2.0 * np.median(off[:, lies.ravel()], axis=1, keepdims=True) + 0.5
        weight = seen / (1 + (off / scale) ** 2) ** 2
        xw = x * weight[:, None]
        normal = (xw @ x.transpose(0, 2, 1)).astype(np.float64) + 1e-2 * np.eye(x.shape[1])
        toward = (xw @ y[:, :, None]).astype(np.float64)
        beta = np.linalg.solve(normal, toward).astype(np.float32)
        fitted = np.clip((beta.transpose(0, 2, 1) @ x)[:, 0], 0, 255)
    size = (0, 3, 3)
    texture = ndi.uniform_filter(np.abs(across) + np.abs(down) + np.abs(bend) / 2, size)
    motion = ndi.uniform_filter(np.abs(drift), size)
    shape = now.shape
    rest = np.asarray((y - fitted).reshape(shape), np.float32)
    return _Part(beta[:, :, 0], rest, np.asarray(fitted.reshape(shape), np.float32), texture, motion)


def _alike(a: Floats, b: Floats, lies: NDArray[np.bool_]) -> Floats:
    """A's frames with the quartiles of B's: where the fit begins, as a covered part would bend a plain one."""
    qa, qb = (np.quantile(x[:, lies], (0.25, 0.5, 0.75), axis=1)[:, :, None] for x in (a, b))
    gain = np.clip((qb[2] - qb[0] + 1) / (qa[2] - qa[0] + 1), 0.5, 2.0)
    return np.asarray((a - qa[1]) * gain + qb[1], np.float32)


def _laplace(frames: Floats) -> Floats:
    p = np.pad(frames, ((0, 0), (1, 1), (1, 1)), mode="edge")
    return np.asarray(p[:, :-2, 1:-1] + p[:, 2:, 1:-1] + p[:, 1:-1, :-2] + p[:, 1:-1, 2:] - 4 * frames)


def _ratios(left: Rest) -> Floats:
    """The better of "something else" and "without its detail" against "coded again", less a doubt, within ±MOST."""
    plain = _t(left.rest, left.scale)
    other = _t(left.rest, np.hypot(left.scale, OTHER_SPREAD)) - plain
    coded = np.maximum(plain, _t(left.rest + 0.2 * left.fine, left.scale))
    soft = _t(left.rest + SOFTENED * left.fine, np.hypot(left.scale, 0.25 * left.fine)) - coded
    return np.asarray(np.clip(np.maximum(other, soft) - DOUBT, -MOST, MOST))


def _t(x: Floats, scale: Floats) -> Floats:
    """Log density of Student's t with 3 degrees of freedom, less the normal's constant (2π)^-½."""
    return np.asarray(-np.log(scale) - 0.0819 - 2 * np.log1p((x / scale) ** 2 / 3))
