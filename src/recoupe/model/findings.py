"""Findings: outcomes of named checks, with workings and every mark they used."""

from __future__ import annotations

from typing import Literal

import msgspec

Outcome = Literal["holds", "differs", "tension", "incomplete", "cannot tell"]
Group = Literal["arithmetic", "wording", "footage", "sources", "order"]


class Working(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a check's arithmetic: what went in, what was done, what came out, all as written text."""

    inputs: tuple[str, ...]
    arithmetic: str
    result: str


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The outcome of one check.

    holds: what was checked is so. differs: it is not. tension: both may be true. incomplete: something it needs is
    missing. cannot tell: it was compared and the evidence does not decide. title is one sentence in an editor's words.
    kind: the check's own finer word ("sum", "lead", "same_entity"). lead orders what a reporter should see first:
    higher first, 0 for never a lead. sources, marks, editmaps name the records used.
    """

    id: str
    check: str
    version: str
    group: Group
    outcome: Outcome
    title: str
    kind: str = ""
    detail: str = ""
    workings: tuple[Working, ...] = ()
    sources: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    editmaps: tuple[str, ...] = ()
    lead: float = 0.0
