"""The shape every check has, and how a finding gets its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from recoupe.crosscheck.records import Records
from recoupe.model import EditMap, Finding, Mark, Working, content_id
from recoupe.model.findings import Group, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A named check: records in, findings out. A new version of its rules has a new version number."""

    name: str
    version: str
    group: Group
    about: str
    run: Callable[[Records, Check], Iterable[Finding]]

    def finding(
        self,
        outcome: Outcome,
        title: str,
        *,
        kind: str = "",
        detail: str = "",
        workings: Iterable[Working] = (),
        marks: Iterable[Mark] = (),
        editmaps: Iterable[EditMap] = (),
        sources: Iterable[str] = (),
        lead: float = 0.0,
    ) -> Finding:
        """A finding of this check; its id follows from the check, the title and the records it rests on."""
        mark_list, map_list = list(marks), list(editmaps)
        used = [*sources, *(m.span.source for m in mark_list), *(d for e in map_list for d in (e.a, e.b))]
        mark_ids = tuple(dict.fromkeys(m.id for m in mark_list))
        map_ids = tuple(dict.fromkeys(e.id for e in map_list))
        return Finding(
            id=content_id("finding", self.name, self.version, outcome, title, mark_ids, map_ids),
            check=self.name,
            version=self.version,
            group=self.group,
            outcome=outcome,
            title=title,
            kind=kind or self.name,
            detail=detail,
            workings=tuple(workings),
            sources=tuple(dict.fromkeys(used)),
            marks=mark_ids,
            editmaps=map_ids,
            lead=lead,
        )


def working(inputs: Iterable[str], arithmetic: str, result: str) -> Working:
    """One line of workings."""
    return Working(inputs=tuple(inputs), arithmetic=arithmetic, result=result)
