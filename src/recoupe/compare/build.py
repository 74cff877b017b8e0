"""Two proxies to an edit map: align, tile, name, tell.

editmap = compare_proxies(a, b, a_id="…", b_id="…")
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import msgspec
import numpy as np

from recoupe.compare import inside, picture, regions, telling, transforms
from recoupe.compare.align import align
from recoupe.compare.alteration import AlteredBox
from recoupe.compare.lines import Line
from recoupe.compare.listen import Heard, Note, listen
from recoupe.compare.path import ABSENT
from recoupe.compare.tile import Cut, Piece, tile
from recoupe.compare.tones import BLEEP, steady_tone
from recoupe.errors import CannotCompare
from recoupe.events import Events, Progress, quiet
from recoupe.model import FLICK, Channel, Edge, EditMap, EditSegment, Geometry, TimeSpan, content_id
from recoupe.read.proxy import Proxy

METHOD = "compare-3"

WHOLE = 0.05
"""Seconds at A's ends, or between stretches, that rounding and coding can leave uncovered: no cut is told below that,
or below a frame and a half."""

LAST_BLOCK = 0.2
"""Seconds by which sound outlasts the picture where a coder fills up its last block or an echo rings on."""

NONE = "none"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A piece with its place in A, in seconds."""

    start: float
    end: float
    picture: str
    sound: str
    line: Line | None = None
    a_start: float | None = None
    a_end: float | None = None
    ahead: float = 0.0
    """Seconds of A by which the sound runs ahead of the picture."""


def compare_proxies(a: Proxy, b: Proxy, *, a_id: str, b_id: str, events: Events = quiet) -> EditMap:
    """Compare B against the reference A.

    Args:
        a, b: Proxies of the two clips.
        a_id, b_id: Digests of the two sources.
    Raises:
        CannotCompare: They have no channel in common.
    """
    why = _not_comparable(a, b)
    if why:
        raise CannotCompare(why, todo="Choose two clips that both have moving picture, or both have sound.")
    events(Progress(operation="compare", stage="align", done=0, total=3))
    altered, found = regions.find(a, b, align(a, b))
    events(Progress(operation="compare", stage="edges", done=1, total=3))
    heard = listen(found, *tile(found, (0.0, end_of(b))))
    events(Progress(operation="compare", stage="tell", done=2, total=3))
    editmap = _Builder(a, b, heard, altered).build(a_id, b_id)
    events(Progress(operation="compare", stage="tell", done=3, total=3, finished=True))
    return editmap


def _not_comparable(a: Proxy, b: Proxy) -> str:
    pictures = len(a.times) > 1 and len(b.times) > 1
    if pictures or (a.has_sound and b.has_sound):
        return ""

    def has(p: Proxy) -> str:
        parts = (
            ["moving picture"] * (len(p.times) > 1) + ["a single still"] * (len(p.times) == 1) + ["sound"] * p.has_sound
        )
        return " and ".join(parts) or "nothing"

    return f"the two have nothing in common that could be compared: A has {has(a)}, B has {has(b)}"


class _Builder:
    """Turns pieces into segments, with what A has and B lacks put where it is missing."""

    def __init__(self, a: Proxy, b: Proxy, heard: Heard, altered: list[AlteredBox]) -> None:
        self.altered = altered
        self.a, self.b, self.found = a, b, heard.found
        self.pieces, self.cuts, self.notes = heard.pieces, heard.cuts, heard.notes
        self.a_end, self.b_end = end_of(a), end_of(b)
        self.seen = bool(len(a.times) > 1 and len(b.times) > 1)
        self.heard = a.has_sound and b.has_sound
        frame = max(self._frame(a), self._frame(b))
        self.least = max(WHOLE, 1.5 * frame) if self.seen else WHOLE

    @staticmethod
    def _frame(proxy: Proxy) -> float:
        return float(np.median(np.diff(proxy.seconds))) if len(proxy.times) > 1 else 0.0

    def build(self, a_id: str, b_id: str) -> EditMap:
        stretches = self._trim(self._join([self._stretch(i) for i in range(len(self.pieces))]))
        shared = any(s.a_start is not None for s in stretches)
        if not shared:
            stretches = [_Stretch(0.0, self.b_end, "replaced" if self.seen else "absent", self._no_sound())]
        segments = (
            self._segments(stretches) if not shared else self._segments(self._out_of_step(self._with_cuts(stretches)))
        )
        whole = transforms.of_pair(self.a, self.b, self.found.pair, []) if shared and self.found.pair else ()
        if shared:
            whole = (*whole, "reencode") if a_id != b_id else ()
            segments = [
                msgspec.structs.replace(s, transforms=(*whole, *s.transforms))
                if s.a is not None and s.b.duration > 0
                else s
                for s in segments
            ]
        segments = self._with_regions(segments) if shared else segments
        segments = [msgspec.structs.replace(s, telling=telling.of_segment(s)) for s in segments]
        editmap = EditMap(
            id=content_id("map", a_id, b_id, METHOD),
            a=a_id,
            b=b_id,
            method=METHOD,
            a_span=_span(0.0, self.a_end),
            b_span=_span(0.0, self.b_end),
            shared=shared,
            segments=tuple(segments),
            edges=tuple(self._edges(segments)) if shared else (),
            geometry=self._geometry() if shared else Geometry(),
            transforms=whole,
            not_compared=tuple(self._not_compared()),
            remarks=tuple(f"{n}: {r}" for n, p in (("A", self.a), ("B", self.b)) for r in p.facts.remarks),
        )
        return msgspec.structs.replace(editmap, telling=telling.of_map(editmap))

    def _with_regions(self, segments: list[EditSegment]) -> list[EditSegment]:
        """Each altered box on every segment that shows it, with its whole time."""
        out = list(segments)
        for x in self.altered:
            on = [
                i
                for i, s in enumerate(segments)
                if s.a is not None
                and s.picture.kind == "same"
                and min(float(s.b.seconds[1]), x.end) > max(float(s.b.seconds[0]), x.start)
            ]
            if not on:
                continue
            region = regions.region(x, segments[on[0]], segments[on[-1]])
            region = msgspec.structs.replace(region, telling=telling.of_region(region))
            for i in on:
                out[i] = msgspec.structs.replace(out[i], regions=(*out[i].regions, region))
        return out

    def _stretch(self, i: int) -> _Stretch:
        piece = self.pieces[i]
        state = piece.picture if piece.picture != ABSENT else piece.sound
        if state == ABSENT:
            note = self._note(piece.start, piece.end)
            state = self._in_place(i) if note is None or note.state == ABSENT else note.state
        if state == ABSENT:
            return _Stretch(piece.start, piece.end, "replaced" if self.seen else "absent", self._no_sound())
        line = self.found.shown[state] if piece.picture != ABSENT else self.found.lines[state]
        a_start, a_end = self._to_a(line, piece.start), self._to_a(line, piece.end)
        inside = min(a_end, self.a_end) - max(a_start, 0.0)
        if inside < 0.5 * line.slope * (piece.end - piece.start):
            return _Stretch(piece.start, piece.end, "replaced" if self.seen else "absent", self._no_sound())
        shown = "absent" if not self.seen else "same" if piece.picture != ABSENT else "replaced"
        sound = self._sound(piece, line)
        ahead = 0.0
        if piece.sound != ABSENT and sound == "altered":
            ahead = self.found.lines[piece.sound].at(piece.start) - line.at(piece.start)
        return _Stretch(
            piece.start,
            piece.end,
            shown,
            sound,
            line,
            min(max(a_start, 0.0), self.a_end),
            min(max(a_end, 0.0), self.a_end),
            ahead,
        )

    def _to_a(self, line: Line, time: float) -> float:
        """A's time at B's; at another speed the nearest frame of A, as frames are what B's frames were made of."""
        at = line.at(time)
        if line.slope == 1 or not self.seen or not 0 < at < self.a_end:
            return at
        frames = self.a.seconds
        near = float(frames[np.abs(frames - at).argmin()])
        return near if abs(near - at) <= self._frame(self.a) / 2 else at

    def _in_place(self, i: int) -> int:
        """The line that runs on before and after a stretch that shows something else: replaced, not inserted."""
        if 0 < i < len(self.pieces) - 1:
            before, after = self.pieces[i - 1], self.pieces[i + 1]
            for x, y in ((before.picture, after.picture), (before.sound, after.sound)):
                if x == y != ABSENT:
                    return x
        return ABSENT

    def _no_sound(self) -> str:
        return "replaced" if self.heard else "absent"

    def _sound(self, piece: Piece, line: Line) -> str:
        if not self.heard:
            return "absent"
        if self.found.a_sound is None or self.found.b_sound is None:
            return inside.silent_kind(self.a, self.b)
        if piece.sound != ABSENT:
            return inside.in_step(self.found.lines[piece.sound], line, piece.start, piece.end)
        note = self._note(piece.start, piece.end)
        if note is not None and (note.altered is None or note.altered.what == "added"):
            return "cannot tell" if note.altered is None else "altered"
        return inside.missing_kind(self.found.a_sound, self.found.b_sound, line, piece.start, piece.end)

    def _note(self, start: float, end: float) -> Note | None:
        """What the ear had to say of most of a stretch."""
        for note in self.notes:
            if min(end, note.end) - max(start, note.start) > 0.5 * (end - start):
                return note
        return None

    def _join(self, stretches: list[_Stretch]) -> list[_Stretch]:
        """One stretch of neighbours that say the same on the same line."""
        out: list[_Stretch] = []
        for s in stretches:
            last = out[-1] if out else None
            if (
                last
                and (last.picture, last.sound) == (s.picture, s.sound)
                and abs(last.ahead - s.ahead) < self.least
                and (
                    (last.line is None and s.line is None)
                    or (
                        last.line
                        and s.line
                        and abs(last.line.at(s.start) - s.line.at(s.start)) < self.least
                        and abs(last.line.slope - s.line.slope) < 0.02
                    )
                )
            ):
                longer = max(last, s, key=lambda x: x.end - x.start)
                out[-1] = replace(last, end=s.end, line=longer.line, a_end=s.a_end)
            else:
                out.append(s)
        return out

    def _trim(self, stretches: list[_Stretch]) -> list[_Stretch]:
        """End B where A ends, when all that is more is B's last frame being shown on or a coder's last block."""
        last = stretches[-1]
        if last.line is None or last.a_end is None:
            return stretches
        end = last.line.back(self.a_end)
        if last.start < end < last.end and last.end - end < max(1.01 * self._frame(self.b), WHOLE):
            self.b_end = end
            stretches[-1] = replace(last, end=end)
        return stretches

    def _with_cuts(self, stretches: list[_Stretch]) -> list[_Stretch]:
        """Add a stretch of no length in B for everything of A that no stretch covers."""
        gaps = self._uncovered(stretches)
        out: list[_Stretch] = []
        for s in stretches:
            for gap in [g for g in gaps if self._belongs(g, s, out, stretches)]:
                gaps.remove(gap)
                out.append(self._cut(s.start, gap))
            out.append(s)
        out += [self._cut(self.b_end, gap) for gap in gaps]
        return out

    def _out_of_step(self, stretches: list[_Stretch]) -> list[_Stretch]:
        """Add a stretch of no length in B for sound of A's that is left out where the picture runs on."""
        out: list[_Stretch] = []
        for s in stretches:
            last = out[-1] if out else None
            if (
                last is not None
                and last.line is not None
                and s.line is not None
                and (last.picture, s.picture) == ("same", "same")
                and abs(last.line.at(s.start) - s.line.at(s.start)) < self.least
                and {last.sound, s.sound} <= {"same", "altered"}
                and s.ahead - last.ahead > inside.AHEAD
            ):
                at = s.line.at(s.start)
                out.append(_Stretch(s.start, s.start, "same", "absent", None, at + last.ahead, at + s.ahead))
            out.append(s)
        return out

    def _cut(self, at: float, gap: tuple[float, float]) -> _Stretch:
        return _Stretch(at, at, "absent", "absent", None, *gap)

    def _belongs(self, gap: tuple[float, float], s: _Stretch, done: list[_Stretch], stretches: list[_Stretch]) -> bool:
        """Whether a missing stretch of A falls just before `s`: A runs up to it there, or on from it."""
        near = self.least
        before = [x for x in done if x.a_end is not None and x.end > x.start]
        if before and before[-1].a_end is not None and abs(before[-1].a_end - gap[0]) < near:
            return True
        followed = any(x.a_end is not None and abs(x.a_end - gap[0]) < near for x in stretches)
        return not followed and s.a_start is not None and abs(s.a_start - gap[1]) < near

    def _uncovered(self, stretches: list[_Stretch]) -> list[tuple[float, float]]:
        covered = sorted((s.a_start, s.a_end) for s in stretches if s.a_start is not None and s.a_end is not None)
        out, at = [], 0.0
        for start, end in [*covered, (self.a_end, self.a_end)]:
            if start - at > self.least:
                out.append((at, start))
            at = max(at, end)
        return out

    def _segments(self, stretches: list[_Stretch]) -> list[EditSegment]:
        moved = self._moved(stretches)
        return [self._segment(i, s, i in moved) for i, s in enumerate(stretches)]

    def _moved(self, stretches: list[_Stretch]) -> set[int]:
        """Stretches outside the longest (by seconds) that keep A's order."""
        placed = [(i, s) for i, s in enumerate(stretches) if s.a_start is not None and s.end > s.start]
        best: list[tuple[float, int]] = []
        for j, (_, s) in enumerate(placed):
            assert s.a_start is not None
            options = [(best[k][0], k) for k in range(j) if (placed[k][1].a_start or 0.0) <= s.a_start]
            value, came = max(options, default=(0.0, -1))
            best.append((value + s.end - s.start, came))
        if not best:
            return set()
        at = max(range(len(best)), key=lambda k: best[k][0])
        kept = set()
        while at >= 0:
            kept.add(placed[at][0])
            at = best[at][1]
        return {i for i, _ in placed} - kept

    def _segment(self, number: int, s: _Stretch, moved: bool) -> EditSegment:
        has_a = s.a_start is not None and s.a_end is not None
        a = self._span_a(s) if has_a else None
        b = _span(s.start, s.end)
        kind = self._kind(s, moved)
        marks: tuple[str, ...] = ()
        if (
            s.sound == "replaced"
            and has_a
            and self.found.b_sound
            and steady_tone(self.found.b_sound, s.start, s.end, BLEEP)
        ):
            marks = ("bleep",)
        sound = self._channel(s, s.sound, "sound")
        lacks_sound = kind == "cut" and s.picture == "same"
        return EditSegment(
            id=f"s{number + 1}",
            kind=kind,
            b=b,
            a=a,
            speed=_ratio(s.line),
            picture=self._channel(s, s.picture, "picture"),
            sound=sound,
            transforms=marks,
            certainty="likely" if lacks_sound or sound.certainty == "likely" else "established",
        )

    def _kind(self, s: _Stretch, moved: bool) -> str:
        if s.end <= s.start:
            return "cut"
        if s.a_start is None:
            return "inserted"
        for kind in ("muted", "replaced", "altered"):
            if kind in (s.sound, s.picture):
                return kind
        return "moved" if moved else "same"

    def _channel(self, s: _Stretch, kind: str, name: str) -> Channel:
        there = self.seen if name == "picture" else self.heard
        how = NONE if not there else ""
        residual = None
        if name == "sound" and kind not in ("same", "absent") and s.end > s.start:
            told = self._told(s, kind)
            if told is not None:
                return told
        if kind == "same" and s.line is not None and there:
            if name == "picture" and self.found.pair is not None:
                how, residual = "frames, by what changes in them", self._left(s)
            elif name == "sound":
                how = f"spectral keys, {self.found.sound_seeds} seeds" if self.found.sound_seeds else "both silent"
        return Channel(kind=kind, residual=residual, how=how)  # type: ignore[arg-type]

    def _told(self, s: _Stretch, kind: str) -> Channel | None:
        """A stretch whose sound the ear judged, or that is out of step; what is told of it is never established."""
        if s.ahead:
            side = "ahead of" if s.ahead > 0 else "behind"
            how = f"A's sound runs {abs(s.ahead):.2f} s {side} its picture; spectral keys"
            return Channel(kind="altered", certainty="likely", how=how)
        note = self._note(s.start, s.end)
        if note is None and kind == "replaced" and s.picture == "same" and s.end - s.start < inside.BRIEF:
            return Channel(kind="replaced", certainty="likely", how="spectral keys agree with no moment of A's")
        if note is None:
            return None
        if note.altered is None:
            return Channel(kind="cannot tell", certainty="cannot tell", how="levels and waves do not decide")
        one = note.altered
        how = f"{one.what}: B is {one.difference_db:+.0f} dB against A; unlike by {one.score:.0f} nats"
        return Channel(kind=kind, certainty="likely", residual=one.residual, how=how)  # type: ignore[arg-type]

    def _left(self, s: _Stretch) -> float | None:
        pair = self.found.pair
        assert pair is not None and s.line is not None
        frames = np.flatnonzero((pair.b.times >= s.start - 1e-6) & (pair.b.times < s.end - 1e-6))
        index = picture.partner(pair, s.line, frames)
        frames, index = frames[index >= 0], index[index >= 0]
        if not len(frames):
            return None
        rest = pair.b.change[frames] - pair.a.change[index]
        whole = float(pair.b.energy[frames].mean() + pair.a.energy[index].mean())
        return round(min(1.0, float((rest * rest).mean()) / max(whole, 1e-6)), 3)

    def _span_a(self, s: _Stretch) -> TimeSpan:
        assert s.a_start is not None and s.a_end is not None
        return _span(s.a_start, max(s.a_start, s.a_end))

    def _edges(self, segments: list[EditSegment]) -> list[Edge]:
        out = []
        for cut in self.cuts:
            channel = "both" if cut.picture and cut.sound else "picture" if cut.picture else "sound"
            states = cut.picture or cut.sound
            assert states is not None
            low, at, high = (_flicks(t) for t in (cut.low, cut.time, cut.high))
            out.append(Edge(clip="b", channel=channel, at=at, low=min(low, at), high=max(high, at), basis=cut.basis))  # type: ignore[arg-type]
            out += [self._edge_in_a(state, cut, channel) for state in dict.fromkeys(states) if state != ABSENT]
        return out + self._ends(segments)

    def _edge_in_a(self, state: int, cut: Cut, channel: str) -> Edge:
        line = self.found.lines[state] if channel == "sound" else self.found.shown[state]
        slack = self._slack(line)
        low, high = line.at(cut.low) - slack, line.at(cut.high) + slack
        at = self._to_a(line, cut.time)
        return Edge(
            clip="a",
            channel=channel,  # type: ignore[arg-type]
            at=_flicks(at),
            low=_flicks(min(low, at)),
            high=_flicks(max(high, at)),
            basis=cut.basis,
        )

    def _slack(self, line: Line) -> float:
        """Seconds by which a place in A is uncertain beyond B's edge: none at speed one, where frames are counted."""
        if line.slope == 1:
            return 0.0 if self.seen else 0.001
        return max(1.05 * self._frame(self.a), 0.01) if self.seen else 0.03

    def _ends(self, segments: list[EditSegment]) -> list[Edge]:
        """Edges in A where B begins late or ends early."""
        placed = [s for s in segments if s.a is not None and s.b.duration > 0]
        out = []
        for segment, side, least in ((placed[0], 0, segments[0]), (placed[-1], 1, segments[-1])) if placed else ():
            assert segment.a is not None
            if least is segment or least.b.duration > 0:
                continue
            at = segment.a.end if side else segment.a.start
            slack = _flicks(self._slack(Line(0, 0, segment.speed[0] / segment.speed[1], 0)))
            channel = "both" if self.seen and self.heard else "picture" if self.seen else "sound"
            basis = "where B ends" if side else "where B begins"
            out.append(Edge(clip="a", channel=channel, at=at, low=at - slack, high=at + slack, basis=basis))  # type: ignore[arg-type]
        return out

    def _geometry(self) -> Geometry:
        if self.found.pair is None:
            return Geometry()
        place = self.found.pair.place
        left, top, right, bottom = (round(v, 4) for v in place.box_in_b())
        width, height = right - left, bottom - top
        inner = (max(left, 0.0), max(top, 0.0), min(right, 1.0), min(bottom, 1.0))
        a_box = (
            round((inner[0] - left) / width, 4),
            round((inner[1] - top) / height, 4),
            round((inner[2] - left) / width, 4),
            round((inner[3] - top) / height, 4),
        )
        if place.mirrored:
            a_box = (round(1 - a_box[2], 4), a_box[1], round(1 - a_box[0], 4), a_box[3])
        remarks = (f"perspective: corners up to {place.perspective:.3f} widths off a box",) if place.perspective else ()
        return Geometry(
            box_in_b=inner,
            box_in_a=a_box,
            mirrored=place.mirrored,
            masked=transforms.covered(place),
            remarks=remarks,
        )

    def _not_compared(self) -> list[str]:
        out = []
        for name, x, y in (
            ("picture", len(self.a.times) > 1, len(self.b.times) > 1),
            ("sound", self.a.has_sound, self.b.has_sound),
        ):
            if not (x and y):
                who = "neither clip has" if not (x or y) else "A has no" if not x else "B has no"
                out.append(f"{name}: {who} {'moving picture' if name == 'picture' else 'sound track'}")
        if self.heard and self.found.a_sound is None:
            out.append("sound: a track that is digital silence holds nothing to compare")
        return out


def end_of(proxy: Proxy) -> float:
    """Where a clip ends, in seconds: with its picture, where sound is longer by no more than a coder's last block."""
    end = float(proxy.facts.span.duration)
    if proxy.facts.picture is not None:
        shown = float(proxy.facts.picture.span.seconds[1])
        if abs(end - shown) < LAST_BLOCK:
            return shown
    return end


def _flicks(seconds: float) -> int:
    return round(seconds * FLICK.den)


def _span(start: float, end: float) -> TimeSpan:
    return TimeSpan(start=_flicks(start), end=max(_flicks(start), _flicks(end)), base=FLICK)


def _ratio(line: Line | None) -> tuple[int, int]:
    if line is None or line.slope == 1:
        return (1, 1)
    ratio = Fraction(line.slope).limit_denominator(1000)
    return ratio.numerator, ratio.denominator
