"""The table of checks, and the one function that runs them over a case."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from recoupe.crosscheck import (
    asserted_edits,
    asserted_times,
    conversions,
    copies,
    headlines,
    leads,
    names,
    quotations,
    sums,
)
from recoupe.crosscheck.check import Check
from recoupe.crosscheck.records import Records, gather
from recoupe.events import Events, Progress, quiet
from recoupe.model import Finding, canonical, sha256
from recoupe.preserve import Case

CHECKS: tuple[Check, ...] = (
    Check(
        name="asserted_edits",
        version="1",
        group="footage",
        about="what texts say was taken out of footage, against the edit maps",
        run=asserted_edits.run,
    ),
    Check(
        name="copies",
        version="1",
        group="footage",
        about="what one copy of footage has that another lacks",
        run=copies.run,
    ),
    Check(
        name="asserted_times",
        version="1",
        group="footage",
        about="the times a text gives of a clip, against the clip",
        run=asserted_times.run,
    ),
    Check(name="sums", version="1", group="arithmetic", about="shares that should make a whole", run=sums.run),
    Check(
        name="leads", version="1", group="arithmetic", about="a lead in points, against the two shares", run=leads.run
    ),
    Check(
        name="conversions",
        version="1",
        group="arithmetic",
        about="amounts in two currencies, for one rate of exchange",
        run=conversions.run,
    ),
    Check(
        name="headlines",
        version="1",
        group="wording",
        about="a headline that states what its body hedges",
        run=headlines.run,
    ),
    Check(
        name="quotations",
        version="1",
        group="wording",
        about="a quotation printed twice, for the same words and the hedge",
        run=quotations.run,
    ),
    Check(
        name="same_name",
        version="1",
        group="sources",
        about="people, groups and places that stand in two sources",
        run=names.run,
    ),
)


def check_case(case: Case, events: Events = quiet) -> tuple[Finding, ...]:
    """Run every check over the case and record what each finds, in the place of what it found before.

    Returns:
        All findings, in the order of the table of checks.
    """
    records = gather(case)
    digest = inputs_digest(records)
    out: list[Finding] = []
    for n, check in enumerate(CHECKS):
        events(Progress(operation="check", stage="cross-checking", item=check.about, done=n, total=len(CHECKS)))
        found = run_check(check, records)
        case.put_findings(check.name, check.version, digest, found)
        out += found
    events(Progress(operation="check", stage="cross-checking", done=len(CHECKS), total=len(CHECKS), finished=True))
    return tuple(out)


def check_records(records: Records, checks: Sequence[Check] = CHECKS) -> tuple[Finding, ...]:
    """The same without a case: findings of some checks over records."""
    return tuple(finding for check in checks for finding in run_check(check, records))


def run_check(check: Check, records: Records) -> tuple[Finding, ...]:
    """One check's findings, each once, in the order in which they were found."""
    return tuple({finding.id: finding for finding in check.run(records, check)}.values())


def inputs_digest(records: Records) -> str:
    """What the findings rest on: the digests of sources and the names of all marks and edit maps."""
    parts = {
        "sources": sorted(s.digest for s in records.sources),
        "marks": sorted(
            {m.id for text in records.texts for m in text.marks} | {m.id for clip in records.clips for m in clip.marks}
        ),
        "editmaps": sorted(sha256(msgspec.json.encode(e)) for e in records.editmaps),
    }
    return sha256(canonical(parts))
