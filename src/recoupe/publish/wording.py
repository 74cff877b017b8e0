"""Marks, standings and outcomes in words: one table each, so that every page uses the same ones."""

from __future__ import annotations

from recoupe.draw import one_line
from recoupe.model import AssertedEdit, AssertedTime, Denial, Figure, Mark, Mention, Quote, ScreenText, Speech, When

OUTCOMES = {
    "holds": "What was checked is so.",
    "differs": "What was checked is not so: the two things compared do not agree.",
    "tension": "They pull apart, and both may still be true.",
    "incomplete": "Something that the check needs is missing.",
    "cannot tell": "It was compared, and the evidence does not decide.",
}
STANDINGS = {
    "established": "Arithmetic, digests or an edit map show it; anyone can repeat the working.",
    "supported": "A person set it: more than one origin or kind of evidence speaks for it.",
    "reported": "A source says so. Whether it is true was not checked here.",
    "disputed": "A person set it: evidence speaks against it.",
    "open": "Not decided. The evidence is shown; the judgement is the reader's.",
}
CERTAINTIES = {
    "established": "The match leaves no other reading.",
    "likely": "The residual speaks for it; re-encoding, gain control or noise suppression can look alike.",
    "cannot tell": "Picture or sound there gives too little to decide.",
}
STATES = {
    "shared": "Both copies have it.",
    "only in A": "The reference has a stretch that the other copy lacks.",
    "only in B": "The other copy has a stretch that the reference lacks.",
    "silenced": "The sound is gone while the picture runs on.",
    "replaced": "Other sound or picture stands in its place.",
    "altered": "It differs by more than re-encoding explains.",
    "moved": "Both have it, in another order.",
}


def mark_says(mark: Mark) -> str:
    """What a mark says of its words, short; empty when the words say it all."""
    body = mark.body
    if isinstance(body, Quote):
        return quote_says(body)
    if isinstance(body, Figure):
        return figure_says(body)
    if isinstance(body, When):
        return f"time: {body.value}" + (f", counted from {body.anchor}" if body.anchor else "")
    if isinstance(body, Mention):
        return f"{body.kind}: {one_line(body.name)}" + (f", {one_line(body.role)}" if body.role else "")
    if isinstance(body, AssertedTime):
        return _asserted(body)
    if isinstance(body, AssertedEdit):
        of = f" of {one_line(body.about)}" if body.about else ""
        what = f": {one_line(body.what)}" if body.what else ""
        return f"says it was {'left whole' if body.edit == 'complete' else body.edit}{what}{of}; said by {body.by}"
    if isinstance(body, Denial):
        return f"{body.kind} by {one_line(body.who)}"
    if isinstance(body, ScreenText):
        return f"read from the picture: “{one_line(body.text)}”"
    if isinstance(body, Speech):
        return f"heard: “{one_line(body.text)}”"
    return mark.type.replace("_", " ")


def quote_says(body: Quote) -> str:
    """Who is said to have said it, and on what ground."""
    who = body.speaker or "no speaker named"
    if body.person and body.person != body.speaker:
        who = f"{who} ({body.person})"
    parts = [one_line(who)]
    if body.role:
        parts.append(one_line(body.role))
    if body.via:
        parts.append(f"passed on by {one_line(body.via)}")
    if body.unclosed:
        parts.append("the closing mark is missing")
    parts.append({"none": "not attributed"}.get(body.attribution, f"attribution {body.attribution}"))
    return ", ".join(parts)


def figure_says(body: Figure) -> str:
    """The value as read, with its bound and unit."""
    if body.value is None and body.low is not None and body.high is not None:
        value = f"{_plain(body.low)} to {_plain(body.high)}"
    elif body.value is None:
        value = f"no number ({one_line(body.vague)})" if body.vague else "no number"
    else:
        sign = {"=": "", "~": "about ", "<": "less than ", ">": "more than ", "<=": "at most ", ">=": "at least "}
        value = f"{sign[body.bound]}{_plain(body.value)}"
    unit = f" {one_line(body.unit).replace('_', ' ')}" if body.unit else ""
    per = f" per {one_line(body.per)}" if body.per else ""
    of = f" of {_plain(body.of)}" if body.of is not None else ""
    measures = f", {one_line(body.measures)}" if body.measures and body.measures != body.unit else ""
    return f"{value}{unit}{per}{of}{measures}"


def _asserted(body: AssertedTime) -> str:
    what = f"{one_line(body.what)}: " if body.what else ""
    when = f"{_plain(body.value_s)} s" if body.value_s is not None else ""
    if body.low_s is not None and body.high_s is not None:
        when = f"{when} ({_plain(body.low_s)} to {_plain(body.high_s)} s)".strip()
    hedge = f", “{one_line(body.hedge)}”" if body.hedge else ""
    return f"{body.kind} in {one_line(body.about) or 'a clip'}: {what}{when}{hedge}; said by {one_line(body.by)}"


def _plain(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"
