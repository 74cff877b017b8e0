"""The evidence of a statement, gathered for the page: each record once, with what makes it plain to the eye.

A record shown before is not shown again in full: the later statement links to it, so that a page stays small.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

from recoupe.draw import Pin, edits, envelope, one_line, ribbon_svg, veiled, waveform_svg
from recoupe.model import AssertedTime, EditMap, Evidence, Finding, Impulse, Mark, Source, Statement, Working, clock
from recoupe.publish.looking import Looks
from recoupe.publish.moments import Moment, moment
from recoupe.publish.passages import Passage, passages
from recoupe.publish.weight import Weight
from recoupe.publish.wording import mark_says

if TYPE_CHECKING:
    from recoupe.preserve import Case

MOST_MOMENTS = 6
"""Edits of one map shown with frames and sound; the others are listed."""
NEAR_S = Fraction(2)
MOST_MARKS = 12


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence as the page shows it; `kind` says which of the fields are filled.

    map: ribbons, rows, moments, listed. shown: link to the anchor where it stands in full. check: title, outcome,
    workings, text. claim: passages, frames, wave. passages. footage: frames, wave. picture: frames. source: title,
    text.
    """

    kind: str
    anchor: str = ""
    title: str = ""
    text: str = ""
    outcome: str = ""
    ribbons: tuple[Markup, ...] = ()
    moments: tuple[Moment, ...] = ()
    listed: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    workings: tuple[Working, ...] = ()
    passages: tuple[Passage, ...] = ()
    frames: tuple[tuple[Markup, str], ...] = ()
    wave: Markup = Markup()


class Room:
    """Gathers evidence for one page, in the order the page prints it."""

    def __init__(self, case: Case, looks: Looks, weight: Weight) -> None:
        self.looks, self.weight = looks, weight
        self.sources: dict[str, Source] = {source.digest: source for source in case.sources()}
        self.marks: dict[str, Mark] = {mark.id: mark for mark in case.marks()}
        self.maps: dict[str, EditMap] = {editmap.id: editmap for editmap in case.editmaps()}
        self.findings: dict[str, Finding] = {finding.id: finding for finding in case.findings()}
        self._document = cache(case.document)
        self._shown: dict[str, str] = {}
        self._by_source: dict[str, list[Mark]] = {}
        for mark in self.marks.values():
            self._by_source.setdefault(mark.span.source, []).append(mark)

    @property
    def known(self) -> dict[str, set[str]]:
        """Ids by kind of evidence."""
        return {
            "source": set(self.sources),
            "mark": set(self.marks),
            "editmap": set(self.maps),
            "finding": set(self.findings),
        }

    def name(self, digest: str) -> str:
        """A source's name, or the head of its digest."""
        source = self.sources.get(digest)
        return source.name if source is not None else digest[:12]

    def blocks(self, statement: Statement) -> tuple[Block, ...]:
        """Everything a statement rests on: edit maps first, then claims on time, passages, workings."""
        maps = [e for e in statement.evidence if e.kind == "editmap"]
        finding_ids = [e.id for e in statement.evidence if e.kind == "finding"]
        findings = [self.findings[i] for i in finding_ids if i in self.findings]
        mark_ids = [e.id for e in statement.evidence if e.kind == "mark"]
        mark_ids += [m for finding in findings for m in finding.marks]
        marks = [self.marks[m] for m in dict.fromkeys(mark_ids) if m in self.marks]
        out: list[Block] = [self._map(evidence) for evidence in maps if evidence.id in self.maps]
        for finding in findings:
            known = {evidence.id for evidence in maps}
            out += [
                self._map(Evidence(kind="editmap", id=m)) for m in finding.editmaps if m not in known and m in self.maps
            ]
        seen = [moment.stretch for block in out for moment in block.moments]
        out += self._of_marks([mark for mark in marks if not _within(mark, seen)], findings)
        out += [self._check(finding) for finding in findings]
        out += [self._source(e.id) for e in statement.evidence if e.kind == "source" and e.id in self.sources]
        return tuple(out)

    # -- edit maps

    def _map(self, evidence: Evidence) -> Block:
        editmap = self.maps[evidence.id]
        names = (self.name(editmap.a), self.name(editmap.b))
        chosen = re.fullmatch(r"edit (\d+)", evidence.note)
        key = f"{editmap.id} {evidence.note}"
        if key in self._shown:
            return Block(kind="shown", anchor=self._shown[key], title=f"{names[1]} against {names[0]}")
        anchor = self._new_anchor(key)
        found = edits(editmap)
        wanted = [e for e in found if chosen is None or e.number == int(chosen.group(1))]
        marks = tuple(self._by_source.get(editmap.a, [])) + tuple(self._by_source.get(editmap.b, []))
        moments: list[Moment] = []
        listed: list[str] = []
        for edit in wanted:
            single = f"{editmap.id} edit {edit.number}"
            if single in self._shown and single != key:
                listed.append(f"{edit.number}: {edit.title}, shown above")
            elif len(moments) < MOST_MOMENTS:
                place = self._shown.setdefault(single, f"{anchor}-{edit.number}") if single != key else f"{anchor}-1"
                moments.append(moment(editmap, edit, names, self.looks, self.weight, anchor=place, marks=marks))
            else:
                listed.append(f"{edit.number}: {edit.title}")
        return Block(
            kind="map",
            anchor=anchor,
            title=f"{names[1]} against {names[0]}",
            ribbons=self._ribbons(editmap, names, anchor),
            moments=tuple(moments),
            listed=tuple(listed),
            rows=map_rows(editmap),
        )

    def _ribbons(self, editmap: EditMap, names: tuple[str, str], anchor: str) -> tuple[Markup, ...]:
        loud = []
        for clip, span in ((editmap.a, editmap.a_span), (editmap.b, editmap.b_span)):
            sound = self.looks.sound(clip, Fraction(0), span.seconds[1])
            heard = sound is not None and len(sound.samples) > 0
            loud.append(envelope(sound.samples, sound.rate, start=float(sound.start)) if sound and heard else None)
        pair = (loud[0], loud[1])
        return (
            ribbon_svg(editmap, name=f"{anchor}-wide", labels=names, sound=pair),
            ribbon_svg(editmap, name=f"{anchor}-slim", labels=names, sound=pair, width=400),
        )

    # -- marks

    def _of_marks(self, marks: Sequence[Mark], findings: Sequence[Finding]) -> list[Block]:
        texts = [mark for mark in marks if mark.span.text is not None]
        timed = [mark for mark in marks if mark.span.time is not None]
        asserted = [mark for mark in texts if isinstance(mark.body, AssertedTime)]
        clips = list(dict.fromkeys([mark.span.source for mark in timed] + [s for f in findings for s in f.sources]))
        clips = [clip for clip in clips if clip in self.sources and self.sources[clip].kind in {"video", "audio"}]
        out: list[Block] = []
        if asserted and clips:
            out += [self._claim(asserted, [m for m in timed if m.span.source == clip], clip) for clip in clips[:2]]
            texts = [mark for mark in texts if mark not in asserted]
        else:
            out += [
                self._footage([m for m in timed if m.span.source == clip], clip)
                for clip in clips
                if any(m.span.source == clip for m in timed)
            ]
        out += self._pictures(marks)
        if texts:
            more = len(texts) - MOST_MARKS
            rest = f"and {more} more places" if more > 0 else ""
            out.append(Block(kind="passages", passages=self._passages(texts[:MOST_MARKS]), text=rest))
        return out

    def _passages(self, marks: Sequence[Mark]) -> tuple[Passage, ...]:
        return passages(marks, self.name, self._document, mark_says)

    def _claim(self, asserted: Sequence[Mark], found: Sequence[Mark], clip: str) -> Block:
        """What a text says of a clip's time beside the clip at that time."""
        key = "claim " + " ".join([clip, *(m.id for m in asserted), *(m.id for m in found)])
        told = self._passages(asserted)
        if key in self._shown:
            return Block(kind="claim", passages=told, anchor=self._shown[key])
        anchor = self._new_anchor(key)
        pins = [pin for mark in asserted if (pin := _asserted_pin(mark)) is not None]
        near = list(found) or self._near(clip, [Fraction(pin.at).limit_denominator(1000) for pin in pins])
        pins += [_found_pin(mark) for mark in near]
        frames = self._frames(clip, [(Fraction(pin.at).limit_denominator(100_000), pin.text) for pin in pins])
        return Block(
            kind="claim",
            anchor=anchor,
            title=self.name(clip),
            passages=told,
            frames=frames,
            wave=self._wave(clip, pins, anchor),
        )

    def _footage(self, marks: Sequence[Mark], clip: str) -> Block:
        key = f"footage {clip} " + " ".join(mark.id for mark in marks)
        if key in self._shown:
            return Block(kind="shown", anchor=self._shown[key], title=self.name(clip))
        anchor = self._new_anchor(key)
        pins = [_found_pin(mark) for mark in marks[:6]]
        frames = self._frames(clip, [(_begin(mark), _found_pin(mark).text) for mark in marks[:4]])
        return Block(
            kind="footage", anchor=anchor, title=self.name(clip), frames=frames, wave=self._wave(clip, pins, anchor)
        )

    def _near(self, clip: str, times: Sequence[Fraction]) -> list[Mark]:
        """Impulses and transients of the clip closest to each time, within NEAR_S."""
        marks = [m for m in self._by_source.get(clip, []) if m.type in {"impulse", "transient"} and m.span.time]
        out: list[Mark] = []
        for time in times:
            for kind in ("impulse", "transient"):
                close = [m for m in marks if m.type == kind and abs(_begin(m) - time) <= NEAR_S]
                if close:
                    best = min(close, key=lambda m: (abs(_begin(m) - time), m.id))
                    if best not in out:
                        out.append(best)
        return out

    def _frames(self, clip: str, wanted: Sequence[tuple[Fraction, str]]) -> tuple[tuple[Markup, str], ...]:
        facts = self.looks.facts(clip)
        if facts is None or facts.picture is None:
            return ()
        start, end = facts.picture.span.seconds
        times: dict[Fraction, str] = {}
        for time, words in wanted:
            if start <= time < end and all(abs(time - other) > Fraction(1, 50) for other in times):
                times[time] = words
        chosen = dict(sorted(times.items())[:4])
        out = []
        for (time, words), data in zip(chosen.items(), self.looks.stills(clip, list(chosen)), strict=True):
            kept = self.weight.take(data)
            if kept is not None:
                out.append((veiled(kept, alt=f"Frame of {self.name(clip)} at {clock(time)}"), f"{clock(time)} {words}"))
        return tuple(out)

    def _wave(self, clip: str, pins: Sequence[Pin], anchor: str) -> Markup:
        if not pins:
            return Markup()
        low = min(p.low if p.low is not None else p.at for p in pins)
        high = max(p.high if p.high is not None else p.at for p in pins)
        start = max(Fraction(0), Fraction(low).limit_denominator(1000) - NEAR_S)
        sound = self.looks.sound(clip, start, Fraction(high).limit_denominator(1000) + NEAR_S)
        if sound is None or len(sound.samples) == 0:
            return Markup()
        return waveform_svg(
            sound.samples,
            sound.rate,
            start=sound.start,
            marks=pins,
            name=f"{anchor}-wave",
            title=f"Sound of {one_line(self.name(clip))} around the times in question",
            width=640,
        )

    def _pictures(self, marks: Sequence[Mark]) -> list[Block]:
        images = dict.fromkeys(
            m.span.source
            for m in marks
            if m.span.source in self.sources and self.sources[m.span.source].kind == "image"
        )
        out = []
        for image in images:
            key = f"picture {image}"
            if key in self._shown:
                out.append(Block(kind="shown", anchor=self._shown[key], title=self.name(image)))
                continue
            data = self.weight.take(self.looks.picture(image))
            shown = ((veiled(data, alt=self.name(image)), self.name(image)),) if data is not None else ()
            reason = "" if data is not None else self.looks.failed.get(image, "left out: the page is full")
            said = [p for m in marks if m.span.source == image and (p := mark_says(m))]
            out.append(
                Block(
                    kind="picture",
                    anchor=self._new_anchor(key),
                    title=self.name(image),
                    frames=shown,
                    text=reason,
                    listed=tuple(said[:8]),
                )
            )
        return out

    # -- the rest

    def _check(self, finding: Finding) -> Block:
        return Block(
            kind="check",
            title=finding.check,
            text=finding.detail,
            outcome=finding.outcome,
            workings=finding.workings,
            listed=(finding.version,),
        )

    def _source(self, digest: str) -> Block:
        source = self.sources[digest]
        return Block(kind="source", title=source.name, text=source.digest)

    def _new_anchor(self, key: str) -> str:
        anchor = f"e{len(self._shown) + 1}"
        self._shown[key] = anchor
        return anchor


def map_rows(editmap: EditMap) -> tuple[tuple[str, str], ...]:
    """What is known of a map as a whole."""
    rows = [("Method", editmap.method), ("Reference", "A; held and lacking are said relative to it")]
    same = [s for s in editmap.segments if s.a is not None and s.b.duration > 0]
    hows = dict.fromkeys(
        f"{name}: {channel.how}"
        for s in same
        for name, channel in (("picture", s.picture), ("sound", s.sound))
        if channel.how
    )
    rows += [("Matched by", how) for how in list(hows)[:4]]
    residuals = [c.residual for s in same for c in (s.picture, s.sound) if c.kind == "same" and c.residual is not None]
    if residuals:
        rows.append(("Residual of what is shared", f"{min(residuals):.3f} to {max(residuals):.3f} of 1"))
    if editmap.transforms:
        rows.append(("Changed as a whole", ", ".join(editmap.transforms)))
    rows += [("Not compared", text) for text in editmap.not_compared]
    rows += [("Remark", text) for text in (*editmap.remarks, *editmap.geometry.remarks)]
    return tuple(rows)


def _within(mark: Mark, stretches: Sequence[tuple[str, Fraction, Fraction]]) -> bool:
    """Whether a mark on footage lies in a stretch that this card shows already."""
    if mark.span.time is None:
        return False
    at = _begin(mark)
    return any(mark.span.source == clip and start <= at < end for clip, start, end in stretches)


def _begin(mark: Mark) -> Fraction:
    if isinstance(mark.body, Impulse):
        return mark.body.onset.seconds[0]
    return mark.span.time.seconds[0] if mark.span.time is not None else Fraction(0)


def _found_pin(mark: Mark) -> Pin:
    word = {"impulse": "impulse", "transient": "change of brightness"}.get(mark.type, mark.type.replace("_", " "))
    start = _begin(mark)
    return Pin(at=float(start), text=f"{word} {clock(start)}", kind="found")


def _asserted_pin(mark: Mark) -> Pin | None:
    """Where a text puts something on the clip's clock; lengths and offsets have no place of their own."""
    body = mark.body
    if not isinstance(body, AssertedTime) or body.kind != "position":
        return None
    low, high = body.low_s, body.high_s
    at = (
        body.value_s if body.value_s is not None else (low + high) / 2 if low is not None and high is not None else None
    )
    if at is None:
        return None
    words = mark.span.text.exact if mark.span.text is not None else clock(at)
    return Pin(at=at, text=f"“{one_line(words, most=40)}”", kind="asserted", low=low, high=high)
