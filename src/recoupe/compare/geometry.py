"""How A's picture lies in B's: found from a few frames shown at the same moment, before any frame is compared.

A place is first searched (scale, position, mirror) by masked correlation, then refined with robust weights to a
box and, where that fits clearly better, to a perspective. Pixels that disagree all the time (a logo, a bar, a
frame around an inset) end up in a mask; pictures are compared in the common region outside it only.

Sources: Padfield, Masked Object Registration in the Fourier Domain, 2012; Baker & Matthews, Lucas–Kanade 20 Years On,
2004; Hampel et al., Robust Statistics, 1986 (the weights).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import scipy.fft
import scipy.ndimage as ndi
from numpy.typing import NDArray

HEIGHT, WIDTH = 36, 64

CORNERS: NDArray[np.float64] = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], np.float64)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """B's pixel to A's: homography on fractions of the two pictures (0–1 from the left and the top).

    Attributes:
        matrix: float64 [3, 3], takes (x, y, 1) in B to A.
        mask: bool [36, 64], B's pixels that show A's picture.
        score: Mean correlation of the frames it was found on, −1 to 1.
        mirrored: Whether left and right are exchanged (part of `matrix`).
        covered: bool [36, 64], B's pixels inside A's picture that show something else throughout.
        perspective: How far, in widths of B, the corners leave the best upright box.
    """

    matrix: NDArray[np.float64]
    mask: NDArray[np.bool_]
    score: float
    mirrored: bool = False
    covered: NDArray[np.bool_] = field(default_factory=lambda: np.zeros((HEIGHT, WIDTH), np.bool_))
    perspective: float = 0.0

    def box_in_b(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of A's whole picture in fractions of B; beyond 0–1 where B shows a part of A."""
        corners = project(np.asarray(np.linalg.inv(self.matrix), np.float64), CORNERS)
        x, y = corners[:, 0], corners[:, 1]
        left, right = sorted((float((x[0] + x[2]) / 2), float((x[1] + x[3]) / 2)))
        return left, float((y[0] + y[1]) / 2), right, float((y[2] + y[3]) / 2)


def project(matrix: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points [n, 2] through a homography."""
    homogeneous = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(homogeneous[:, :2] / homogeneous[:, 2:])


def box_matrix(left: float, top: float, right: float, bottom: float, mirrored: bool) -> NDArray[np.float64]:
    """The homography for A filling a box of B."""
    sx, sy = 1 / (right - left), 1 / (bottom - top)
    matrix = np.array([[sx, 0, -left * sx], [0, sy, -top * sy], [0, 0, 1.0]])
    return np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1.0]]) @ matrix if mirrored else matrix


def _upright(box: NDArray[np.float64], mirrored: bool) -> NDArray[np.float64]:
    left, top, right, bottom = (float(v) for v in box)
    return box_matrix(left, top, right, bottom, mirrored)


def grid() -> NDArray[np.float64]:
    """Centres of B's pixels as fractions, float64 [2304, 2]."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return np.column_stack([(x.ravel() + 0.5) / WIDTH, (y.ravel() + 0.5) / HEIGHT])


def borders(frames: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Pixels that belong to bars at the rim: even in colour and never changing. bool [36, 64], True on a bar.

    Args:
        frames: A sample of the clip, uint8 [k, 36, 64]; of fewer than three nothing is told.
    """
    bar = np.zeros((HEIGHT, WIDTH), np.bool_)
    if len(frames) < 3:
        return bar
    sample = frames.astype(np.float32)
    mean, change = sample.mean(0), sample.std(0)
    for axis, length in ((0, HEIGHT), (1, WIDTH)):
        still = change.max(1 - axis) < 2.0
        even = mean.std(1 - axis) < 3.0
        for order in (range(length), range(length - 1, -1, -1)):
            for i in order:
                if not (still[i] and even[i]):
                    break
                bar[(i,) if axis == 0 else (slice(None), i)] = True
    return bar if not bar.all() else np.zeros_like(bar)


def bars_of(frames: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Bars at the rim of a whole clip, uint8 [n, 36, 64], by some 80 of its frames. bool [36, 64], True on a bar."""
    return borders(np.asarray(frames[:: max(1, len(frames) // 80)]))


def content(bars: NDArray[np.bool_]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the picture without its bars, in fractions of it."""
    rows, columns = np.flatnonzero((~bars).any(1)), np.flatnonzero((~bars).any(0))
    return columns[0] / WIDTH, rows[0] / HEIGHT, (columns[-1] + 1) / WIDTH, (rows[-1] + 1) / HEIGHT


SCALES = np.geomspace(0.3, 3.3, 61)
"""Widths of A in widths of B that are tried: from a small inset to an upright cut-out of a wide picture."""

LEAST_AREA = 0.06
"""Share of B that A's picture must fill to be looked for."""


def search(
    a: NDArray[np.uint8],
    b: NDArray[np.uint8],
    *,
    aspect: float,
    bars_a: NDArray[np.bool_],
    bars_b: NDArray[np.bool_],
    mirrored: tuple[bool, ...] = (False, True),
) -> list[Placement]:
    """The best places of A's picture in B's, best first (at most four, with different scales or mirror).

    Args:
        a, b: Frames shown at the same moments, uint8 [k, 36, 64].
        aspect: Width over height of A's picture as displayed, over the same of B: the shape A keeps in B.
        bars_a, bars_b: From `borders`.
    """
    fine_b = _detail(b)
    weight_b = ~bars_b
    found: list[tuple[float, Placement]] = []
    shapes = [(s, s / aspect) for s in SCALES] + [(1.0, 1.0)]
    detail_a = {m: _detail(a[:, :, ::-1] if m else a) for m in mirrored}
    keep_a = {m: (~bars_a)[:, ::-1] if m else ~bars_a for m in mirrored}
    for m in mirrored:
        for sx, sy in shapes:
            if not 0.2 <= sy <= 1.75 or min(sx, 1) * min(sy, 1) < LEAST_AREA:
                continue
            height, width = max(5, round(HEIGHT * sy)), max(8, round(WIDTH * sx))
            small = np.stack([_resize(f, height, width) for f in detail_a[m]])
            mask = _resize(keep_a[m].astype(np.float32), height, width) > 0.9
            score, top, left = _correlate(fine_b, weight_b, small, mask)
            matrix = box_matrix(left / WIDTH, top / HEIGHT, (left + width) / WIDTH, (top + height) / HEIGHT, m)
            found.append((score, Placement(matrix, weight_b, score, m)))
    found.sort(key=lambda x: -x[0])
    return [p for _, p in found[:4]]


def _detail(frames: NDArray[np.uint8]) -> Floats:
    """Frames without their broad shading: the difference of two blurs."""
    f = frames.astype(np.float32)
    return np.asarray(ndi.gaussian_filter(f, (0, 0.6, 0.6)) - ndi.gaussian_filter(f, (0, 3, 3)), np.float32)


def _resize(image: Floats, height: int, width: int) -> Floats:
    """By area when smaller, linear when larger."""
    y = (np.arange(height) + 0.5) * image.shape[0] / height - 0.5
    x = (np.arange(width) + 0.5) * image.shape[1] / width - 0.5
    blur = (max(0.0, 0.45 * (image.shape[0] / height - 1)), max(0.0, 0.45 * (image.shape[1] / width - 1)))
    soft = ndi.gaussian_filter(image, blur) if max(blur) > 0.05 else image
    y, x = np.clip(y, 0, image.shape[0] - 1), np.clip(x, 0, image.shape[1] - 1)
    y0, x0 = np.minimum(y.astype(int), image.shape[0] - 2), np.minimum(x.astype(int), image.shape[1] - 2)
    fy, fx = (y - y0)[:, None], (x - x0)[None, :]
    rows = soft[y0] * (1 - fy) + soft[y0 + 1] * fy
    return np.asarray(rows[:, x0] * (1 - fx) + rows[:, x0 + 1] * fx, np.float32)


def _correlate(
    b: Floats, weight_b: NDArray[np.bool_], a: Floats, weight_a: NDArray[np.bool_]
) -> tuple[float, int, int]:
    """Masked normalised correlation over all shifts, averaged over the frames: best value, top and left of A in B."""
    height, width = a.shape[1:]
    shape = (scipy.fft.next_fast_len(HEIGHT + height, True), scipy.fft.next_fast_len(WIDTH + width, True))

    def forward(x: Floats) -> NDArray[np.complex64]:
        return np.asarray(scipy.fft.rfft2(x, shape, axes=(-2, -1)))

    def back(x: NDArray[np.complex64]) -> Floats:
        return np.asarray(scipy.fft.irfft2(x, shape, axes=(-2, -1)))

    wb, wa = weight_b.astype(np.float32), weight_a.astype(np.float32)
    fwb, fwa = forward(wb), np.conj(forward(wa))
    fb, fa = forward(b * wb), np.conj(forward(a * wa))
    fb2, fa2 = forward(b * b * wb), np.conj(forward(a * a * wa))
    n = np.maximum(back(fwb * fwa), 1e-3)
    sum_b, sum_a = back(fb * fwa), back(fwb * fa)
    cross = back(fb * fa) - sum_b * sum_a / n
    var_b = np.maximum(back(fb2 * fwa) - sum_b**2 / n, 1e-3)
    var_a = np.maximum(back(fwb * fa2) - sum_a**2 / n, 1e-3)
    enough = n >= max(LEAST_AREA * HEIGHT * WIDTH, 0.45 * min(wa.sum(), wb.sum()))
    plain = var_a * var_b < (n * 1.0) ** 2
    value = np.where(plain, 0, cross / np.sqrt(var_a * var_b)).mean(0)
    # Fisher's z weighted by the area: a small overlap correlates highly by chance more often than a large one.
    z = np.arctanh(np.clip(value, -0.995, 0.995)) * np.sqrt(n / (HEIGHT * WIDTH))
    z[~enough] = -9
    top, left = np.unravel_index(int(z.argmax()), z.shape)
    return (
        float(z[top, left]),
        int(top) - (shape[0] if top > HEIGHT else 0),
        int(left) - (shape[1] if left > WIDTH else 0),
    )


def sample(frames: Floats, points: NDArray[np.float64]) -> Floats:
    """Frames [k, 36, 64] read at fractions [n, 2], linearly: float32 [k, n]."""
    y = np.clip(points[:, 1] * HEIGHT - 0.5, 0, HEIGHT - 1.001)
    x = np.clip(points[:, 0] * WIDTH - 0.5, 0, WIDTH - 1.001)
    y0, x0 = y.astype(np.intp), x.astype(np.intp)
    fy, fx = (y - y0).astype(np.float32), (x - x0).astype(np.float32)
    flat = frames.reshape(len(frames), -1)
    at = y0 * WIDTH + x0
    return np.asarray(
        flat[:, at] * ((1 - fy) * (1 - fx))
        + flat[:, at + 1] * ((1 - fy) * fx)
        + flat[:, at + WIDTH] * (fy * (1 - fx))
        + flat[:, at + WIDTH + 1] * (fy * fx)
    )


def inside(points: NDArray[np.float64], margin: float = 0.0) -> NDArray[np.bool_]:
    """Which fractions lie in the picture, at least `margin` from its rim."""
    return np.asarray(((points > margin) & (points < 1 - margin)).all(1))


COVERED_LEVEL = 9.0
"""Grey levels by which a pixel must differ at most moments to count as covered; the coarsest re-encodings of the
benchmark (240p at crf 36) leave a median of 2."""

PERSPECTIVE_GAIN = 0.8
"""Share of the residual a perspective may leave of what the best box leaves, for it to be believed."""

TONE_BEND = 30.0
"""Grey levels that a tone curve may bend away from a straight one; more is a covered part of one brightness."""

LEAST_BEND = 0.01
"""Widths of B by which a corner must leave the box: two thirds of a proxy pixel."""


def refine(place: Placement, a: NDArray[np.uint8], b: NDArray[np.uint8], *, bars_b: NDArray[np.bool_]) -> Placement:
    """Sharpen a place to a fraction of a proxy pixel, find what is covered, and see whether a perspective fits better.

    Args:
        a, b: Frames shown at the same moments, uint8 [k, 36, 64].
    """
    usable = ~np.asarray(ndi.binary_dilation(bars_b)).ravel() if bars_b.any() else np.ones(HEIGHT * WIDTH, np.bool_)
    fit = _Fit(a, b, place, usable)
    box = fit.solve(np.array(place.box_in_b()), lambda p: _upright(p, place.mirrored))
    matrix = _upright(box, place.mirrored)
    bent = _bent(matrix, fit.solve(np.zeros(8), lambda p: _bent(matrix, p)))
    fit.cover(bent)
    bent = _bent(bent, fit.solve(np.zeros(8), lambda p: _bent(bent, p)))
    box = fit.solve(box, lambda p: _upright(p, place.mirrored))
    upright = _upright(box, place.mirrored)
    moved = np.abs(project(np.asarray(np.linalg.inv(bent), np.float64), project(upright, CORNERS)) - CORNERS).max()
    perspective = 0.0
    if moved > LEAST_BEND and fit.residual(bent) < PERSPECTIVE_GAIN * fit.residual(upright):
        matrix, perspective = bent, float(moved)
    else:
        fit.cover(upright)
        box = fit.solve(box, lambda p: _upright(p, place.mirrored))
        matrix = _upright(box, place.mirrored)
    fit.cover(matrix)
    lies = whole(matrix) & usable
    covered = lies & fit.covered
    mask = (lies & ~covered).reshape(HEIGHT, WIDTH)
    return Placement(
        matrix, mask, fit.correlation(matrix, mask.ravel()), place.mirrored, covered.reshape(HEIGHT, WIDTH), perspective
    )


def whole(matrix: NDArray[np.float64]) -> NDArray[np.bool_]:
    """B's pixels that lie in A's picture with all four corners, bool [2304]."""
    out = np.ones(HEIGHT * WIDTH, np.bool_)
    for x in (-0.5, 0.5):
        for y in (-0.5, 0.5):
            out &= inside(project(matrix, grid() + np.array([x / WIDTH, y / HEIGHT])), -0.004)
    return out


def _bent(matrix: NDArray[np.float64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(matrix @ (np.eye(3) + np.append(p, 0).reshape(3, 3)))


class _Fit:
    """Gauss–Newton over frames and pixels, with weights that let a covered part disagree."""

    def __init__(self, a: NDArray[np.uint8], b: NDArray[np.uint8], place: Placement, usable: NDArray[np.bool_]) -> None:
        left, top, right, bottom = place.box_in_b()
        blur = [max(0.6, 0.45 * (1 / s - 1) + 0.6) for s in (bottom - top, right - left)]
        blur_b = [max(0.7, 0.5 * (s - 1) + 0.7) for s in (bottom - top, right - left)]
        self.a = np.asarray(ndi.gaussian_filter(a.astype(np.float32), (0, *blur)))
        self.b = np.asarray(ndi.gaussian_filter(b.astype(np.float32), (0, *blur_b))).reshape(len(b), -1)
        self.grid = grid()
        self.usable = usable
        self.covered = np.zeros(HEIGHT * WIDTH, np.bool_)

    def _difference(self, matrix: NDArray[np.float64]) -> tuple[Floats, NDArray[np.bool_]]:
        points = project(matrix, self.grid)
        lies = inside(points, 0.004) & self.usable & ~self.covered
        warped = sample(self.a, points)
        gain, offset = self._tone(warped, lies)
        return np.asarray(self.b - (gain * warped + offset)), lies

    def _tone(self, warped: Floats, lies: NDArray[np.bool_]) -> tuple[float, float]:
        """Robust gain and offset of brightness between the two."""
        if lies.sum() < 20:
            return 1.0, 0.0
        x, y = warped[:, lies].ravel(), self.b[:, lies].ravel()
        keep = np.ones(len(x), np.bool_)
        gain, offset = 1.0, float(np.median(y - x))
        for _ in range(4):
            xs, ys = x[keep], y[keep]
            var = float(xs.var())
            gain = float(np.clip(((xs - xs.mean()) * (ys - ys.mean())).mean() / var, 0.4, 2.0)) if var > 4 else 1.0
            offset = float(ys.mean() - gain * xs.mean())
            off = np.abs(y - gain * x - offset)
            keep = off <= max(3.0, 2.5 * float(np.median(off)))
        return gain, offset

    def solve(
        self, start: NDArray[np.float64], make: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    ) -> NDArray[np.float64]:
        """Parameters that bring the weighted squared difference to its least."""
        p, damping = start.copy(), 1e-3
        cost, difference, weight = self._cost(make(p))
        for _ in range(14):
            jacobian = []
            for i in range(len(p)):
                step = np.zeros(len(p))
                step[i] = 2e-3
                ahead, _ = self._difference(make(p + step))
                jacobian.append(((ahead - difference) / 2e-3).ravel())
            j = np.stack(jacobian, 1) * weight.ravel()[:, None]
            r = (difference * weight).ravel()
            normal, towards = j.T @ j, -(j.T @ r)
            change = np.linalg.solve(normal + damping * np.diag(np.diag(normal) + 1e-9), towards)
            trial = p + np.clip(change, -0.05, 0.05)
            new = self._cost(make(trial))
            if new[0] < cost:
                done = cost - new[0] < 1e-4 * cost
                p, damping, (cost, difference, weight) = trial, damping / 4, new
                if done:
                    break
            else:
                damping *= 8
                if damping > 1e3:
                    break
        return p

    def _cost(self, matrix: NDArray[np.float64]) -> tuple[float, Floats, Floats]:
        difference, lies = self._difference(matrix)
        if lies.sum() < 40:
            return np.inf, difference, np.zeros_like(difference)
        scale = max(2.0, 3 * float(np.median(np.abs(difference[:, lies]))))
        weight = (1 / (1 + (difference / scale) ** 2)) * lies
        value = float((scale**2 * np.log1p((difference[:, lies] / scale) ** 2)).mean()) / float(
            self.b[:, lies].var() + 1
        )
        return value, difference, np.asarray(np.sqrt(weight), np.float32)

    def residual(self, matrix: NDArray[np.float64]) -> float:
        """Median absolute difference over the common region, in grey levels."""
        difference, lies = self._difference(matrix)
        return float(np.sqrt(np.mean(np.minimum(np.abs(difference[:, lies]), 30) ** 2))) if lies.any() else 255.0

    def cover(self, matrix: NDArray[np.float64]) -> None:
        """Find the pixels that disagree at most moments, in patches of at least a few."""
        self.covered[:] = False
        difference, _ = self._difference(matrix)
        lies: NDArray[np.bool_] = (whole(matrix) & self.usable).reshape(HEIGHT, WIDTH)
        # Next to A's rim the blur has mixed in what lies outside it; at B's own rim there is nothing to mix in.
        lies = np.asarray(ndi.binary_erosion(lies, iterations=2, border_value=1), np.bool_).ravel()
        soft = ndi.uniform_filter(difference.reshape(-1, HEIGHT, WIDTH), (0, 3, 3)).reshape(len(difference), -1)
        soft = self._toned(matrix, soft, lies)
        typical = np.median(np.abs(soft), axis=0)
        level = max(COVERED_LEVEL, 5 * float(np.median(typical[lies])) if lies.any() else 0.0)
        wrong = ((typical > level) & lies).reshape(HEIGHT, WIDTH)
        patches, n = ndi.label(ndi.binary_closing(wrong, np.ones((2, 2))))
        sizes = ndi.sum_labels(wrong, patches, np.arange(1, n + 1)) if n else np.empty(0)
        big = np.isin(patches, 1 + np.flatnonzero(sizes >= 12))
        self.covered = np.asarray(ndi.binary_dilation(big, iterations=1)).ravel() & whole(matrix)

    def _toned(self, matrix: NDArray[np.float64], difference: Floats, lies: NDArray[np.bool_]) -> Floats:
        """The differences less what brightness alone explains: a bent tone curve (gamma, contrast) covers nothing."""
        if lies.sum() < 200:
            return difference
        light = sample(self.a, project(matrix, self.grid))
        bins = np.clip((light / 16).astype(np.int64), 0, 15)
        out = difference.copy()
        chosen, values = bins[:, lies].ravel(), difference[:, lies].ravel()
        curve = np.zeros(16, np.float32)
        for i in range(16):
            here = values[chosen == i]
            if len(here) > 60:
                curve[i] = np.clip(np.median(here), -TONE_BEND, TONE_BEND)
        out -= curve[bins]
        return out

    def correlation(self, matrix: NDArray[np.float64], mask: NDArray[np.bool_]) -> float:
        """Mean correlation of the frames in the region."""
        if mask.sum() < 20:
            return 0.0
        x, y = sample(self.a, project(matrix, self.grid))[:, mask], self.b[:, mask]
        x, y = x - x.mean(1, keepdims=True), y - y.mean(1, keepdims=True)
        size = np.sqrt((x * x).sum(1) * (y * y).sum(1))
        return float(((x * y).sum(1) / np.maximum(size, 1e-3)).mean())
