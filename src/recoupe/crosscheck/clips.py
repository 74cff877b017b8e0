"""Which clip of the case a text speaks of: told by the length the text gives, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from recoupe.crosscheck.records import Clip, Records, Text
from recoupe.model import AssertedTime, Mark, clock

Asserted = tuple[Mark, AssertedTime]
LENGTH_SLACK = 1.0
"""Seconds by which a stated length may miss: players show whole seconds, rounded or cut off."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One clip as a text speaks of it, and the clips of the case that it may be.

    clips: those whose length fits, or every clip when no length is stated and there is only one.
    ground: why, in words.
    """

    about: str
    text: Text
    asserted: tuple[Asserted, ...]
    clips: tuple[Clip, ...]
    ground: str


def subjects(records: Records, text: Text) -> list[Subject]:
    """The clips a text speaks of by times, each with those of the case it may be."""
    groups: dict[str, list[Asserted]] = {}
    for mark, asserted in text.of(AssertedTime):
        groups.setdefault(asserted.about.casefold(), []).append((mark, asserted))
    return [_identify(records, text, found[0][1].about, tuple(found)) for found in groups.values()]


def _identify(records: Records, text: Text, about: str, asserted: tuple[Asserted, ...]) -> Subject:
    lengths = [a for _, a in asserted if a.kind == "length" and (a.value_s is not None or a.high_s is not None)]
    if lengths:
        fitting = tuple(c for c in records.clips if all(length_fits(a, length_s(c)) for a in lengths))
        told = " and ".join(length_words(a) for a in lengths)
        return Subject(about, text, asserted, fitting, f"by its length: the text says {told}")
    if len(records.clips) == 1:
        return Subject(about, text, asserted, records.clips, "it is the only footage in the case")
    return Subject(about, text, asserted, (), "the text gives no length to tell the clips of the case apart by")


def length_s(clip: Clip) -> Fraction:
    """Presented length of a clip in exact seconds."""
    return clip.facts.span.duration


def length_fits(asserted: AssertedTime, length: Fraction) -> bool:
    """Whether a clip may be called that long: within a second of a plain figure, a tenth of a hedged one."""
    stated = asserted.value_s
    if stated is None:
        return (asserted.low_s or 0) - LENGTH_SLACK <= length <= (asserted.high_s or 0) + LENGTH_SLACK
    slack = LENGTH_SLACK if asserted.bound == "=" else max(LENGTH_SLACK, stated / 10)
    low = stated - slack if asserted.bound not in {">", ">="} else stated
    high = stated + slack if asserted.bound not in {"<", "<="} else stated + 0.5
    if asserted.bound in {">", ">="} and asserted.hedge is None:
        high = stated * 1.5
    return low <= length <= high


def length_words(asserted: AssertedTime) -> str:
    """`almost 90 s` or `23 s`."""
    stated = asserted.value_s if asserted.value_s is not None else asserted.high_s or 0
    hedge = f"{asserted.hedge} " if asserted.hedge else ""
    return f"{hedge}{stated:g} s"


def length_of(clip: Clip) -> str:
    """A clip's length as people read it."""
    return clock(length_s(clip), places=1)
