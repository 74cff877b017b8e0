"""Pieces of B judged by ear: short sounds that are not A's are parted off, what the keys doubted is confirmed or not.

Keys look at a quarter of a second at a time. They miss a shot swapped for background, and a gate that closes on music
can turn them. Both are put right here, on the stretches in which B's sound runs on A's at one speed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from recoupe.compare import inside, out_of_step
from recoupe.compare.align import Alignment
from recoupe.compare.lines import Line
from recoupe.compare.path import ABSENT, Run
from recoupe.compare.removed import AlteredSound, Listening
from recoupe.compare.tile import SHORTEST, Cut, Piece

AGREE = 0.012
"""Seconds within which an edge placed by keys and waves stays where it is, to the frame."""

MATCH = 0.75
"""Share of the longer of two stretches that they share when they are one."""

PATCH_S = 2.0
"""Seconds up to which sound of A's from elsewhere, between two stretches in step, is a patch."""

BASIS = "residual of sound"


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a stretch of B, in seconds, whose sound is not told as A's.

    Attributes:
        altered: What it is; None for cannot tell.
        state: Index of the line that it would be on.
    """

    start: float
    end: float
    altered: AlteredSound | None
    state: int = ABSENT


@dataclass(frozen=True, slots=True)
class Heard:
    """What was aligned, with the lines that were found by ear; pieces and cuts; notes on every stretch judged."""

    found: Alignment
    pieces: list[Piece]
    cuts: list[Cut]
    notes: list[Note]


def listen(found: Alignment, pieces: list[Piece], cuts: list[Cut]) -> Heard:
    """Tell the sound's short alterations, and sound that is out of step with its picture."""
    if found.a_sound is None or found.b_sound is None:
        return Heard(found, pieces, cuts, [])
    pieces, cuts = _doubted(found, pieces, cuts)
    follows = [_follows(found, pieces, i) for i in range(len(pieces))]
    listening = Listening(found.a_sound, found.b_sound, _stretches(found, pieces, follows))
    heard = listening.altered()
    notes: list[Note] = []
    astray: list[tuple[Piece, int]] = []
    for i, state in enumerate(follows):
        piece = pieces[i]
        if piece.sound != ABSENT or state == ABSENT:
            continue
        match = next((x for x in heard if _overlap(x, piece) > MATCH), None)
        verdict = match or listening.confirmed(piece.start, piece.end)
        if verdict != "same":
            heard = [x for x in heard if x.end <= piece.start or x.start >= piece.end]
        if verdict == "same":
            pieces[i] = replace(piece, sound=state)
            cuts = [c for c in cuts if not (c.picture is None and _at(c, piece))]
        elif isinstance(verdict, AlteredSound):
            if match is not None:
                cuts = _placed(pieces, i, cuts, match)
            notes.append(Note(pieces[i].start, pieces[i].end, verdict, state))
            astray.append((pieces[i], state))
        elif verdict == "cannot tell":
            notes.append(Note(piece.start, piece.end, None, state))
    for one in heard:
        pieces, more = _parted(pieces, one)
        cuts = sorted([*cuts, *more], key=lambda c: c.time)
        notes.append(Note(one.start, one.end, one))
    for piece, state in astray:
        found, pieces, cuts, notes = _in_or_out(found, listening, piece, state, pieces, cuts, notes)
    return Heard(found, pieces, cuts, notes)


def _doubted(found: Alignment, pieces: list[Piece], cuts: list[Cut]) -> tuple[list[Piece], list[Cut]]:
    """Leave the line open of pieces whose keys lie on one that is no plain copy's: a patch, or re-timed sound alone."""
    doubted = []
    for i, p in enumerate(pieces):
        around = [pieces[k].sound for k in (i - 1, i + 1) if 0 <= k < len(pieces)]
        patch = (
            len(around) == 2
            and ABSENT not in (*around, p.sound)
            and p.end - p.start < PATCH_S
            and _alike(found, around[0], around[1], p)
            and abs(found.lines[p.sound].at(p.start) - found.lines[around[0]].at(p.start)) > inside.FAR_AHEAD
        )
        both = ABSENT not in (p.sound, p.picture)
        retimed = both and found.lines[p.picture].slope == 1 != found.lines[p.sound].slope
        doubted.append(patch or retimed)
    out: list[Piece] = []
    for p, doubt in zip(pieces, doubted, strict=True):
        now = replace(p, sound=ABSENT) if doubt else p
        if doubt and out and (out[-1].sound, out[-1].picture) == (ABSENT, p.picture):
            out[-1] = replace(out[-1], end=p.end)
        elif out and out[-1].sound == ABSENT == now.sound and out[-1].picture == now.picture:
            out[-1] = replace(out[-1], end=now.end)
        else:
            out.append(now)
    if not any(doubted):
        return pieces, cuts
    ends = {p.start: p for p in out}
    kept = []
    for cut in cuts:
        here = next((p for start, p in ends.items() if abs(start - cut.time) < SHORTEST), None)
        if cut.picture is None and cut.sound is not None:
            if here is None:
                continue
            before = next((p for p in out if abs(p.end - here.start) < SHORTEST), None)
            kept.append(replace(cut, sound=(before.sound if before else ABSENT, here.sound)))
        else:
            kept.append(cut)
    return out, kept


def _in_or_out(
    found: Alignment,
    listening: Listening,
    piece: Piece,
    state: int,
    pieces: list[Piece],
    cuts: list[Cut],
    notes: list[Note],
) -> tuple[Alignment, list[Piece], list[Cut], list[Note]]:
    """Part a piece whose sound is A's from elsewhere, where the waves say so."""
    line = found.lines[state]
    other = out_of_step.elsewhere(found, line, piece.start, piece.end) if line.slope == 1 else None
    if other is None or piece not in pieces:
        return found, pieces, cuts, notes
    found = replace(found, lines=(*found.lines, other))
    at = pieces.index(piece)
    span = (
        pieces[at - 1].start if at and pieces[at - 1].sound == state else piece.start,
        pieces[at + 1].end if at + 1 < len(pieces) and pieces[at + 1].sound == state else piece.end,
    )
    states = (state, len(found.lines) - 1)
    known = [(found.lines[p.sound], p.start, p.end) for p in pieces if p.sound != ABSENT]
    assert found.a_sound is not None and found.b_sound is not None
    listening = Listening(found.a_sound, found.b_sound, [*known, (other, piece.start, piece.end)])
    parts = out_of_step.changes(found, listening, states, piece.start, piece.end, span)
    if not _runs_on(parts, states, other.offset - line.offset):
        return found, pieces, cuts, notes
    cuts = [c for c in cuts if not (c.picture is None and c.sound and parts[0].start <= c.time <= parts[-1].end)]
    cuts += [Cut(run.end, run.low, run.high, None, (run.state, after.state), "sound") for run, after in pairwise(parts)]
    out: list[Piece] = []
    for p in pieces:
        ends = sorted({p.start, p.end, *(t for r in parts for t in (r.start, r.end) if p.start < t < p.end)})
        for start, end in pairwise(ends):
            middle = (start + end) / 2
            run = next((r for r in parts if r.start <= middle < r.end), None)
            out.append(replace(p, start=start, end=end, sound=p.sound if run is None else run.state))
    notes = [n for n in notes if n.start >= parts[-1].end or n.end <= parts[0].start]
    for r in parts:
        verdict = listening.confirmed(r.start, r.end) if r.state == ABSENT else None
        if isinstance(verdict, AlteredSound):
            notes.append(Note(r.start, r.end, verdict, state))
    return found, out, sorted(cuts, key=lambda c: c.time), notes


def _runs_on(parts: list[Run], states: tuple[int, int], off: float) -> bool:
    """Whether sound out of step is that, and not a stretch of A laid over another, which leaves nothing out of step."""
    if states[1] not in {r.state for r in parts}:
        return False
    made_up = any(r.state == ABSENT and r.end - r.start > 0.5 * abs(off) for r in parts)
    return made_up or {parts[0].state, parts[-1].state} != {states[0]}


def _follows(found: Alignment, pieces: list[Piece], i: int) -> int:
    """The line a piece's sound is on, or would be on if it was A's."""
    piece, seen = pieces[i], found.pair is not None
    if piece.sound != ABSENT:
        return piece.sound
    if seen and piece.picture == ABSENT:
        return ABSENT
    before = next((p.sound for p in reversed(pieces[:i]) if p.sound != ABSENT), None)
    after = next((p.sound for p in pieces[i + 1 :] if p.sound != ABSENT), None)
    if before is None or after is None:
        only = after if before is None else before
        return only if only is not None and (not seen or _alike(found, only, piece.picture, piece)) else ABSENT
    return before if _alike(found, before, after, piece) else ABSENT


def _alike(found: Alignment, one: int, two: int, piece: Piece) -> bool:
    """Whether two lines are one as far as a piece of sound goes."""
    a, b = found.lines[one], found.lines[two]
    return a.slope == b.slope and abs(a.at(piece.start) - b.at(piece.start)) < inside.AHEAD


def _stretches(found: Alignment, pieces: list[Piece], follows: list[int]) -> list[tuple[Line, float, float]]:
    out: list[tuple[Line, float, float]] = []
    state = ABSENT
    for piece, follow in zip(pieces, follows, strict=True):
        if follow == ABSENT:
            state = ABSENT
            continue
        if out and follow == state:
            out[-1] = (*out[-1][:2], piece.end)
        else:
            out.append((found.lines[follow], piece.start, piece.end))
        state = follow
    return out


def _overlap(one: AlteredSound, piece: Piece) -> float:
    """Share of the longer of two that they share."""
    shared = min(one.end, piece.end) - max(one.start, piece.start)
    return shared / max(one.end - one.start, piece.end - piece.start)


def _at(cut: Cut, piece: Piece) -> bool:
    return cut.sound is not None and min(abs(cut.time - piece.start), abs(cut.time - piece.end)) < SHORTEST


def _placed(pieces: list[Piece], i: int, cuts: list[Cut], one: AlteredSound) -> list[Cut]:
    """Move a piece's ends to where waves and levels have them, where they disagree and the picture does not change."""
    for k, (was, now) in enumerate(((pieces[i].start, one.start), (pieces[i].end, one.end))):
        other = i - 1 if k == 0 else i + 1
        cut = next(
            (c for c in cuts if c.picture is None and c.sound is not None and abs(c.time - was) < SHORTEST), None
        )
        if abs(was - now) <= AGREE or cut is None or not 0 <= other < len(pieces):
            continue
        near = pieces[other]
        if not (near.start + SHORTEST < now if k == 0 else now < near.end - SHORTEST):
            continue
        mine = pieces[i]
        pieces[i] = replace(mine, start=now) if k == 0 else replace(mine, end=now)
        pieces[other] = replace(near, end=now) if k == 0 else replace(near, start=now)
        moved = replace(cut, time=now, low=min(one.low[k], now), high=max(one.high[k], now), basis=BASIS)
        cuts = [moved if c is cut else c for c in cuts]
    return sorted(cuts, key=lambda c: c.time)


def _parted(pieces: list[Piece], one: AlteredSound) -> tuple[list[Piece], list[Cut]]:
    """Part pieces where a stretch begins and ends, its sound on no line."""
    out: list[Piece] = []
    cuts: list[Cut] = []
    for piece in pieces:
        low, high = max(piece.start, one.start), min(piece.end, one.end)
        if high - low <= SHORTEST or piece.sound == ABSENT:
            out.append(piece)
            continue
        ends = [piece.start, low, high, piece.end]
        for k, (start, end) in enumerate(pairwise(ends)):
            if end - start > SHORTEST:
                out.append(replace(piece, start=start, end=end, sound=ABSENT if k == 1 else piece.sound))
        for k, time in enumerate((one.start, one.end)):
            if piece.start <= time < piece.end:
                change = (piece.sound, ABSENT) if k == 0 else (ABSENT, piece.sound)
                bounds = min(one.low[k], time), max(one.high[k], time)
                cuts.append(Cut(time, *bounds, None, change, BASIS))
    return _closed_up(out), cuts


def _closed_up(pieces: list[Piece]) -> list[Piece]:
    """Pieces that tile again where one too short to be one was left out."""
    return [
        replace(piece, end=after.start)
        for piece, after in pairwise([*pieces, replace(pieces[-1], start=pieces[-1].end)])
    ]
