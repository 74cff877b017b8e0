"""From two proxies to lines, a placement and, channel by channel, what each moment of B follows.

Sound is tried first, as it does not care for geometry; its lines say which frames to hold against each other. Without
sound, lines come from what moves in the picture, under a few guesses of the geometry, which is then measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recoupe.compare import geometry, motion, picture
from recoupe.compare import sound as hearing
from recoupe.compare.geometry import Placement
from recoupe.compare.lines import Line, fit_lines
from recoupe.compare.path import ABSENT, Run, best_path, runs
from recoupe.compare.picture import Cells, Level, Pair
from recoupe.compare.sound import Sound
from recoupe.read.proxy import Proxy

ACROSS, DOWN = 8, 6
"""Coarse cells in which motion is looked for before the geometry is known."""

FOLLOW = 2.0
"""Seconds of picture that are held against A at a time when a line's slope is fitted."""

OUT_OF_STEP = 0.09
"""Seconds by which a joining of two parts can leave the sound of one out of step with its picture: programs that join
make both as long as the longer, and sound is cut by blocks, picture by frames. More is told as two edits."""

BETTER_STEP = 0.02
"""Correlation of changes by which frames out of step with the sound must agree better than those in step."""

LEAST_FIT = 0.65
"""Correlation of changes over all of a line that picture alone must reach. Right lines reach .87 to 1 on the benchmark,
chance in another take of the same scene .33 and .58; with sound on the same line LEAST_FIT_HEARD is enough."""

LEAST_FIT_HEARD = 0.35

SEEN = 0.5
"""Correlation of changes above which a line of sound is the picture's, too, so that its frames may show the geometry:
sound that was closed up runs beside its picture."""

INSETS = tuple((x, y, w) for w in (0.72, 0.55, 0.42, 0.32) for x in (0.0, 0.5, 1.0) for y in (0.0, 0.5, 1.0))
"""Sub-windows of B that are tried for an inset: width, and how far right and down they lie."""

LEAST_PLACE = 0.45
"""Correlation of frames under a placement, below which it is not one. Unlike clips reach .46, the same room .5 and
more: the evidence of change decides afterwards."""

ANCHORS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """What follows what. `lines` are shared by both channels; runs are in seconds of B and tile its span.

    Attributes:
        shown: The same lines as the picture follows them, to the frame; equal to `lines` where it was not compared.
        sound_seeds: Number of keys the sound lines rest on.
        pair: Cells of both pictures, or None when they were not compared.
        level: What matching frames look like in this pair.
    """

    lines: tuple[Line, ...]
    shown: tuple[Line, ...]
    sound_runs: tuple[Run, ...]
    picture_runs: tuple[Run, ...]
    sound_seeds: int
    pair: Pair | None
    level: Level | None
    a_sound: Sound | None
    b_sound: Sound | None


def align(a: Proxy, b: Proxy) -> Alignment:
    """Find lines, placement and runs."""
    heard = a.has_sound and b.has_sound and not (_silent(a) or _silent(b))
    a_sound, b_sound = (Sound.of(a), Sound.of(b)) if heard else (None, None)
    lines: list[Line] = []
    count = 0
    if a_sound and b_sound:
        lines, count, b_sound = hearing.find_lines(a_sound, b_sound)
        a.let_go()
        b.let_go()
    pair, known = None, None
    if len(a.times) > 1 and len(b.times) > 1:
        found = _see(a, b, lines)
        if found is not None:
            pair, known, lines = found
    sound_runs: list[Run] = []
    if a_sound and b_sound:
        sound_runs = _sound_runs(a_sound, b_sound, lines)
    picture_runs: list[Run] = []
    shown = lines
    if pair and known:
        shown = [_in_step(pair, line) for line in lines]
        picture_runs = _picture_runs(pair, known, shown)
    return Alignment(
        tuple(lines), tuple(shown), tuple(sound_runs), tuple(picture_runs), count, pair, known, a_sound, b_sound
    )


def moves_alike(a: Proxy, b: Proxy) -> bool:
    """Whether what moves in two pictures suggests that they share anything: slower than keys, and may be wrong.

    It finds what hashes of single frames cannot: a static camera, whose frames are all alike.
    """
    if len(a.times) < 2 or len(b.times) < 2:
        return False
    cells_a = motion.series(
        _coarse(a, geometry.content(geometry.bars_of(a.frames)), False), a.seconds, 0.0, float(a.seconds[-1])
    )
    for mirrored in (False, True):
        cells_b = motion.series(
            _coarse(b, geometry.content(geometry.bars_of(b.frames)), mirrored), b.seconds, 0.0, float(b.seconds[-1])
        )
        if fit_lines(motion.seeds(cells_a, cells_b, start_a=0.0, start_b=0.0), fewest=3, tolerance=0.08):
            return True
    return False


def _silent(proxy: Proxy) -> bool:
    return proxy.facts.sound is None or proxy.facts.sound.silent


def _sound_runs(a: Sound, b: Sound, lines: list[Line]) -> list[Run]:
    keys = b.keys
    value = hearing.thin(hearing.evidence(a, b, lines))
    path = best_path(value, hearing.KEY_CHANGE)
    hop = keys.hop * hearing.THIN
    return [Run(r.state, *(t * hop + keys.start for t in (r.start, r.end, r.low, r.high))) for r in runs(path, value)]


def _picture_runs(pair: Pair, known: Level, lines: list[Line]) -> list[Run]:
    value, path = _picture_path(pair, known, lines)
    times = np.append(pair.b.times, pair.b.end)
    return [Run(r.state, *(float(times[int(t)]) for t in (r.start, r.end, r.low, r.high))) for r in runs(path, value)]


def _picture_path(pair: Pair, known: Level, lines: list[Line]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Evidence and best path of some lines; kept, as the same lines are asked for several times."""
    key = (known, tuple((line.slope, line.offset) for line in lines))
    if key not in pair.paths:
        value = picture.evidence(pair, lines, known)
        pair.paths[key] = value, best_path(value, picture.PICTURE_CHANGE)
    return pair.paths[key]


def _see(a: Proxy, b: Proxy, heard: list[Line]) -> tuple[Pair, Level, list[Line]] | None:
    """The placement that makes the pictures agree best, the lines it adds, or None where they share nothing."""
    bars_a, bars_b = geometry.bars_of(a.frames), geometry.bars_of(b.frames)
    for guess in _guesses(a, b, heard, bars_a, bars_b):
        place = _place(a, b, guess, bars_a, bars_b)
        if place is None:
            continue
        pair = picture.pair(a, b, place)
        seen = [line for line in guess if _fit(pair, line) > SEEN]
        if seen and len(seen) < len(guess) and (better := _place(a, b, seen, bars_a, bars_b)) is not None:
            pair = picture.pair(a, b, better)
        lines = _one_each([_to_the_frame(pair, line) if line not in heard else _retimed(pair, line) for line in guess])
        if guess is not heard:
            lines = _one_each(lines + [_to_the_frame(pair, line) for line in _placed_lines(pair)])
        known = picture.level(pair, lines)
        lines = _one_each(_more_lines(pair, known, lines))
        sure = _believed(pair, known, lines, len(heard) if guess is heard else 0)
        if _agreed(pair, known, sure) > 0:
            return pair, known, sure
    return None


def _retimed(pair: Pair, line: Line) -> Line:
    """A line of sound; where its speed is not one fitted to the picture, which has no grains of tempo change in it."""
    if line.slope == 1:
        return line
    fine = _follow(pair, line)
    return (
        fine
        if abs(fine.at(line.start) - line.at(line.start)) + abs(fine.at(line.end) - line.at(line.end)) < 0.2
        else line
    )


def _in_step(pair: Pair, line: Line) -> Line:
    """A line at speed one as the frames follow it: a few frames beside its sound, when they agree better there."""
    if line.slope != 1 or abs(pair.a.step / pair.b.step - 1) > 0.01:
        return line
    most = int(OUT_OF_STEP / pair.a.step)
    offsets = [line.offset + k * pair.a.step for k in sorted(range(-most, most + 1), key=abs)]
    fits = [_fit(pair, replace(line, offset=offset)) for offset in offsets]
    top = int(np.argmax(fits))
    best = offsets[top] if fits[top] > fits[0] + BETTER_STEP else line.offset
    whole = _on_frames(pair, replace(line, offset=best))
    return whole if best != line.offset or abs(whole.offset - line.offset) <= pair.a.step / 2 else line


def _one_each(lines: list[Line]) -> list[Line]:
    """Each line once: lines that say the same over both their spans are one, with the span of both."""
    out: list[Line] = []
    for line in lines:
        for i, other in enumerate(out):
            if _alike(line, other) and _alike(other, line):
                longer = max(other, line, key=lambda x: x.end - x.start)
                out[i] = replace(longer, start=min(line.start, other.start), end=max(line.end, other.end))
                break
        else:
            out.append(line)
    return out


def _believed(pair: Pair, known: Level, lines: list[Line], heard: int) -> list[Line]:
    """Drop the lines of picture alone whose own stretches of B do not agree well enough. The first `heard` stay."""
    spent = _picture_runs(pair, known, lines)
    out = []
    for i, line in enumerate(lines):
        fits = [_fit(pair, replace(line, start=r.start, end=r.end)) for r in spent if r.state == i]
        if i < heard or (fits and max(fits) > LEAST_FIT):
            out.append(line)
    return out


def _guesses(
    a: Proxy, b: Proxy, heard: list[Line], bars_a: NDArray[np.bool_], bars_b: NDArray[np.bool_]
) -> Iterator[list[Line]]:
    """Sets of lines worth holding pictures against, likeliest first; later ones are sought only when asked for."""
    if heard:
        yield heard
    box_a, box_b = geometry.content(bars_a), geometry.content(bars_b)
    cells_a = motion.series(_coarse(a, box_a, False), a.seconds, 0.0, float(a.seconds[-1]))
    seen: list[tuple[float, list[Line]]] = []

    def look(box: tuple[float, float, float, float], mirrored: bool, *, coarsely: bool = False) -> None:
        cells_b = motion.series(_coarse(b, box, mirrored), b.seconds, 0.0, float(b.seconds[-1]))
        how: dict[str, Any] = {"stretches": (0.85, 0.92, 1.0, 1.09, 1.18), "every": 2.0} if coarsely else {}
        found = motion.seeds(cells_a, cells_b, start_a=0.0, start_b=0.0, **how)
        lines = fit_lines(found, fewest=3, tolerance=0.08)
        if lines:
            seen.append((sum(x.end - x.start + 1 for x in lines), lines))

    for mirrored in (False, True):
        look(box_b, mirrored)
    if not seen and not heard:
        for x, y, w in INSETS:
            for mirrored in (False, True):
                look((x * (1 - w), y * (1 - w), x * (1 - w) + w, y * (1 - w) + w), mirrored, coarsely=True)
    seen.sort(key=lambda s: -s[0])
    yield from (lines for _, lines in seen[:3])


def _place(
    a: Proxy, b: Proxy, lines: list[Line], bars_a: NDArray[np.bool_], bars_b: NDArray[np.bool_]
) -> Placement | None:
    ia, ib = _anchors(a, b, lines)
    if len(ia) < 2:
        return None
    aspect = _aspect(a) / _aspect(b)
    few = np.unique(np.linspace(0, len(ia) - 1, 6).astype(int))
    frames_a, frames_b = np.asarray(a.frames[ia]), np.asarray(b.frames[ib])
    best: Placement | None = None
    tried: list[tuple[float, float, float, float]] = []
    for place in geometry.search(frames_a[few], frames_b[few], aspect=aspect, bars_a=bars_a, bars_b=bars_b):
        box = place.box_in_b()
        if any(max(abs(x - y) for x, y in zip(box, other, strict=True)) < 0.06 for other in tried):
            continue
        tried.append(box)
        fine = geometry.refine(place, frames_a, frames_b, bars_b=bars_b)
        if best is None or fine.score * fine.mask.mean() ** 0.25 > best.score * best.mask.mean() ** 0.25:
            best = fine
        if fine.score > 0.85 or len(tried) == 2:
            break
    return best if best is not None and best.score > LEAST_PLACE and best.mask.mean() > 0.04 else None


def _anchors(a: Proxy, b: Proxy, lines: list[Line]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Frames of both that the lines show together, spread over the longest lines."""
    total = sum(line.end - line.start for line in lines) or 1.0
    ta, tb = [], []
    for line in sorted(lines, key=lambda x: x.start - x.end)[:6]:
        count = max(2, round(ANCHORS * (line.end - line.start) / total))
        for t in np.linspace(line.start, line.end, count + 2)[1:-1]:
            tb.append(float(t))
            ta.append(line.at(float(t)))
    sec_a, sec_b = a.seconds, b.seconds
    ib = np.clip(np.searchsorted(sec_b, np.asarray(tb) + 1e-6, "right") - 1, 0, len(sec_b) - 1)
    shift = np.asarray(ta) - np.asarray(tb) + sec_b[ib]
    ia = np.clip(np.searchsorted(sec_a, shift + 0.005, "right") - 1, 0, len(sec_a) - 1)
    return ia, ib


def _coarse(proxy: Proxy, box: tuple[float, float, float, float], mirrored: bool) -> NDArray[np.float32]:
    """Brightness of 8 × 6 cells of a box, float32 [n, 48]."""
    x = box[0] + (np.arange(ACROSS * 4) + 0.5) / (ACROSS * 4) * (box[2] - box[0])
    y = box[1] + (np.arange(DOWN * 4) + 0.5) / (DOWN * 4) * (box[3] - box[1])
    if mirrored:
        x = x[::-1]
    points = np.stack(np.meshgrid(x, y), -1).reshape(-1, 2)
    out = np.empty((len(proxy.times), ACROSS * DOWN), np.float32)
    for first in range(0, len(out), 4096):
        part = geometry.sample(np.asarray(proxy.frames[first : first + 4096], np.float32), points)
        cells = part.reshape(-1, DOWN, 4, ACROSS, 4).mean((2, 4))
        out[first : first + 4096] = cells.reshape(len(part), -1)
        proxy.let_go()
    return out


def _aspect(proxy: Proxy) -> float:
    shown = proxy.facts.picture
    assert shown is not None
    return shown.width * shown.aspect[0] / (shown.aspect[1] * shown.height)


def _to_the_frame(pair: Pair, line: Line) -> Line:
    """Move a line found by motion to where the frames themselves agree best; at speed one unless another is better."""
    rough, fit = _shifted(pair, line)
    if line.slope != 1:
        middle = (line.start + line.end) / 2
        plain, plain_fit = _shifted(pair, replace(line, slope=1.0, offset=line.at(middle) - middle))
        if plain_fit > fit - 0.01:
            rough = plain
    if rough.slope == 1:
        return _on_frames(pair, rough)
    return _follow(pair, rough)


def _shifted(pair: Pair, line: Line) -> tuple[Line, float]:
    """The line moved by up to six frames either way to its best fit, and that fit."""
    fit = -1.0
    for step in (pair.a.step, pair.a.step / 2 if line.slope != 1 else 0):
        if step:
            shifts = np.arange(-6, 7) * step
            fits = [_fit(pair, replace(line, offset=line.offset + s)) for s in shifts]
            top = int(np.argmax(fits))
            line, fit = replace(line, offset=line.offset + float(shifts[top])), fits[top]
    return line, fit


def _follow(pair: Pair, line: Line) -> Line:
    """Fit slope and offset to where the frames agree, second by second, on and beyond a line that is known roughly."""
    points: list[tuple[float, float]] = []
    shifts = np.arange(-4, 5) * pair.a.step / 2
    length = FOLLOW if line.end - line.start > 3 * FOLLOW else FOLLOW / 2

    def probe(start: float) -> bool:
        part = replace(line, start=start, end=start + length)
        fits = [_fit(pair, replace(part, offset=part.offset + s)) for s in shifts]
        top = int(np.argmax(fits))
        if fits[top] < 0.6:
            return False
        near = fits[max(0, top - 1) : top + 2]
        if len(near) == 3 and near[0] + near[2] < 2 * near[1]:
            top_at = shifts[top] + 0.5 * (near[0] - near[2]) / (near[0] - 2 * near[1] + near[2]) * (
                shifts[1] - shifts[0]
            )
        else:
            top_at = shifts[top]
        points.append((start + length / 2, part.at(start + length / 2) + float(top_at)))
        return True

    for start in np.arange(line.start, max(line.end - length, line.start) + 1e-6, length):
        probe(float(start))
    for way in (1, -1):
        at = line.end if way == 1 else line.start - length
        missed = 0
        while 0 <= at < pair.b.end - length / 2 and missed < 4:
            if len(points) >= 3:
                slope, offset = _robust(points)
                line = replace(line, slope=slope, offset=offset)
            missed = 0 if probe(at) else missed + 1
            at += way * length
    if len(points) < 3:
        return line
    slope, offset = _robust(points)
    times = [p[0] for p in points]
    slope = _round(slope, 0.25 * pair.a.step / max(max(times) - min(times), 1.0))
    offset = float(np.median([y - slope * x for x, y in points]))
    if slope == 1:
        return _on_frames(pair, replace(line, slope=1.0, offset=offset))
    return Line(min(times) - length / 2, max(times) + length / 2, slope, offset)


def _robust(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Straight line through points, those off by far left out."""
    x, y = np.asarray(points).T
    keep = np.ones(len(x), np.bool_)
    slope, offset = 1.0, 0.0
    for _ in range(4):
        slope, offset = np.polyfit(x[keep], y[keep], 1)
        off = np.abs(y - slope * x - offset)
        keep = off <= max(0.02, 2.5 * float(np.median(off)))
    return float(slope), float(offset)


def _round(slope: float, error: float) -> float:
    """The roundest speed within the error of the fit: people choose 1.1, not 1.1003."""
    for digits in (1, 2):
        if abs(round(slope, digits) - slope) <= max(error, 1e-4):
            return round(slope, digits)
    return slope


def _on_frames(pair: Pair, line: Line) -> Line:
    """At speed one and equal rates the offset is a whole number of frames: take it from the frames' own times."""
    frames = np.flatnonzero((pair.b.times >= line.start) & (pair.b.times <= line.end))
    index = picture.partner(pair, line, frames)
    frames, index = frames[index >= 0], index[index >= 0]
    if not len(frames) or abs(pair.a.step / pair.b.step - 1) > 0.01:
        return line
    return replace(line, offset=float(np.median(pair.a.times[index] - pair.b.times[frames])))


def _fit(pair: Pair, line: Line) -> float:
    """Correlation of changes over a whole line."""
    frames = np.flatnonzero((pair.b.times >= line.start) & (pair.b.times <= line.end))
    index = picture.partner(pair, line, frames)
    on = index >= 0
    if on.sum() < 2:
        return -1.0
    xa, xb = pair.a.change[index[on]], pair.b.change[frames[on]]
    return float((xa * xb).sum() / np.sqrt((xa * xa).sum() * (xb * xb).sum() + 1e-3))


def _placed_lines(pair: Pair) -> list[Line]:
    """Lines from motion once more, now that the common region is known."""
    some = np.linspace(0, pair.a.values.shape[1] - 1, min(48, pair.a.values.shape[1])).astype(int)
    cells_a = motion.series(_pooled(pair.a, some), pair.a.times, 0.0, pair.a.end)
    cells_b = motion.series(_pooled(pair.b, some), pair.b.times, 0.0, pair.b.end)
    return fit_lines(motion.seeds(cells_a, cells_b, start_a=0.0, start_b=0.0), fewest=3, tolerance=0.08)


def _more_lines(pair: Pair, known: Level, lines: list[Line]) -> list[Line]:
    """Lines of picture alone, for the stretches of B that no line explains yet."""
    free = [r for r in _picture_runs(pair, known, lines) if r.state == ABSENT and r.end - r.start > 1.0]
    if not free:
        return lines
    some = np.linspace(0, pair.a.values.shape[1] - 1, min(48, pair.a.values.shape[1])).astype(int)
    cells_a = motion.series(_pooled(pair.a, some), pair.a.times, 0.0, pair.a.end)
    cells_b = motion.series(_pooled(pair.b, some), pair.b.times, 0.0, pair.b.end)
    stretches = [(r.start - 0.5, r.end + 0.5) for r in free]
    found = motion.seeds(cells_a, cells_b, start_a=0.0, start_b=0.0, only=stretches)
    for line in fit_lines(found, fewest=2, tolerance=0.08):
        fine = _to_the_frame(pair, line)
        if _fit(pair, fine) > 0.4 and not any(_alike(fine, other) for other in lines):
            lines = [*lines, fine]
    return lines


def _pooled(cells: Cells, some: NDArray[np.intp]) -> NDArray[np.float32]:
    return cells.values[:, some]


def _alike(line: Line, other: Line) -> bool:
    return max(abs(line.at(t) - other.at(t)) for t in (line.start, line.end)) < 0.06


def _agreed(pair: Pair, known: Level, lines: list[Line]) -> float:
    """Net evidence, in nats, that the pictures share anything on these lines; at most 0 for none."""
    value, path = _picture_path(pair, known, lines)
    on = path != ABSENT
    return float(value[path[on], np.flatnonzero(on)].sum()) - 2 * picture.PICTURE_CHANGE
