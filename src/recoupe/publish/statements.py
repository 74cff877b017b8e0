"""Statements proposed from findings and edit maps: an editor's sentences, each with its evidence, or none at all.

The machine calls *established* only what arithmetic, digests and edit maps establish. Of several sources it says "at
most n origins; independence not established". Softening words of the texts are kept in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from recoupe.draw import Edit, edits, one_line
from recoupe.errors import WithoutEvidence
from recoupe.model import EditMap, Evidence, Finding, Mark, Statement, content_id
from recoupe.model.statements import Standing
from recoupe.publish.telling import tell_edit, tell_whole

if TYPE_CHECKING:
    from recoupe.preserve import Case

MOST_EDITS = 12
"""Edits of one map told in a sentence each; beyond that the map is told as a whole and shown in full."""
LEAD_WITHOUT_FINDING = 60.0
"""Where a map with edits stands that no check has spoken of yet: with the findings that differ."""


def propose(case: Case) -> tuple[Statement, ...]:
    """The machine's statements for a case, most telling first: by the lead of the findings they rest on.

    A finding that rests on one edit map alone is told from the map, which knows both clips' times.
    """
    names = {source.digest: source.name for source in case.sources()}
    marks = {mark.id: mark for mark in case.marks()}
    maps = {editmap.id: editmap for editmap in case.editmaps()}
    families = origins_at_most(maps.values())
    told_by_map: dict[str, Finding] = {}
    out: list[Statement] = []
    for finding in case.findings():
        if len(finding.editmaps) == 1 and not finding.marks and finding.editmaps[0] in maps:
            told_by_map[finding.editmaps[0]] = finding
        else:
            out.append(from_finding(finding, marks, maps, families))
    for editmap in sorted(maps.values(), key=lambda m: (names.get(m.a, m.a), names.get(m.b, m.b), m.id)):
        pair = (names.get(editmap.a, editmap.a[:12]), names.get(editmap.b, editmap.b[:12]))
        out += from_editmap(editmap, pair, told_by_map.get(editmap.id))
    ranked = sorted(out, key=lambda statement: -statement.order)
    return tuple(msgspec.structs.replace(s, order=float(n)) for n, s in enumerate(ranked, 1))


def update(case: Case) -> tuple[Statement, ...]:
    """Put the machine's present statements into the case; those a person wrote stay, first and unchanged."""
    people = [statement for statement in case.statements() if statement.author != "machine"]
    proposed = [statement for statement in propose(case) if statement.id not in {s.id for s in people}]
    case.put_statements([*people, *proposed])
    return (*people, *proposed)


def statement(
    text: str, evidence: Sequence[Evidence], *, standing: Standing, order: float = 0.0, author: str = "machine"
) -> Statement:
    """A statement whose name follows from its words and evidence.

    Raises:
        WithoutEvidence: Nothing is named for it to rest on, or it has no words.
    """
    if not evidence or not text.strip():
        raise WithoutEvidence(
            f"the statement {one_line(text, most=60)!r} names no evidence",
            todo="name the finding, mark, edit map or source that it rests on, or leave it out",
        )
    name = content_id("statement", text, [(e.kind, e.id, e.note) for e in evidence], author)
    return Statement(id=name, text=text, evidence=tuple(evidence), standing=standing, order=order, author=author)


def unresolved(stated: Statement, known: Mapping[str, Iterable[str]]) -> tuple[Evidence, ...]:
    """The evidence of a statement that names no record of the case. `known`: ids by kind of evidence."""
    return tuple(e for e in stated.evidence if e.id not in known.get(e.kind, ()))


def from_finding(
    finding: Finding, marks: Mapping[str, Mark], maps: Mapping[str, EditMap], families: Mapping[str, str]
) -> Statement:
    """The finding's sentence with the texts' hedges, the number of origins, and everything it used as evidence."""
    used = [marks[m] for m in finding.marks if m in marks]
    text = with_hedges(finding.title, used)
    if finding.group == "sources" and len(set(finding.sources)) > 1:
        count = len({families.get(source, source) for source in finding.sources})
        text = f"{_ended(text)} At most {count} {'origin' if count == 1 else 'origins'}; independence not established."
    evidence = [Evidence(kind="finding", id=finding.id)]
    evidence += [Evidence(kind="editmap", id=m) for m in finding.editmaps]
    evidence += [Evidence(kind="mark", id=m) for m in finding.marks]
    if len(evidence) == 1:
        evidence += [Evidence(kind="source", id=s) for s in finding.sources]
    return statement(text, evidence, standing=standing_of(finding, maps), order=finding.lead)


def from_editmap(editmap: EditMap, names: tuple[str, str], finding: Finding | None = None) -> list[Statement]:
    """What a map says: a sentence for its one edit; for several, one for the whole and one for each.

    Args:
        names: Names of A and B.
        finding: The check's finding on this map, if any; the first sentence rests on it, too, and takes its lead.
    """
    if not editmap.shared:
        return []
    found = edits(editmap)
    basis = [Evidence(kind="finding", id=finding.id)] if finding is not None else []
    lead = finding.lead if finding is not None else LEAD_WITHOUT_FINDING if found else 0.0
    each = [_edit_statement(editmap, edit, names) for edit in found] if len(found) <= MOST_EDITS else []
    if len(each) == 1:
        return [_edit_statement(editmap, found[0], names, basis=basis, order=lead)]
    certain = all(segment.certainty == "established" for segment in editmap.segments)
    evidence = [*basis, Evidence(kind="editmap", id=editmap.id)]
    whole = statement(tell_whole(editmap, names), evidence, standing="established" if certain else "open", order=lead)
    return [whole, *each]


def _edit_statement(
    editmap: EditMap, edit: Edit, names: tuple[str, str], *, basis: Sequence[Evidence] = (), order: float = 0.0
) -> Statement:
    certain = edit.segment.certainty == "established" and edit.state != "cannot tell"
    evidence = [Evidence(kind="editmap", id=editmap.id, note=f"edit {edit.number}"), *basis]
    standing: Standing = "established" if certain else "open"
    return statement(tell_edit(editmap, edit, names), evidence, standing=standing, order=order)


def standing_of(finding: Finding, maps: Mapping[str, EditMap]) -> Standing:
    """What the machine may call its own finding; a person may say otherwise.

    established: arithmetic that was carried out and decides, or edit maps all of whose segments are established and
    that no text or measurement was needed for. reported: what sources say. open: everything else.
    """
    if finding.outcome not in {"holds", "differs"}:
        return "open"
    if finding.group == "arithmetic" and finding.workings:
        return "established"
    used = [maps[m] for m in finding.editmaps if m in maps]
    if used and not finding.marks and len(used) == len(finding.editmaps):
        certain = all(segment.certainty == "established" for editmap in used for segment in editmap.segments)
        return "established" if certain else "open"
    return "reported" if finding.group == "sources" else "open"


def with_hedges(text: str, used: Iterable[Mark]) -> str:
    """The sentence; softening words of the marks used that it does not carry yet are added verbatim."""
    missing: list[str] = []
    for mark in used:
        for hedge in mark.hedges:
            words = one_line(hedge)
            if words and words.casefold() not in text.casefold() and words not in missing:
                missing.append(words)
    if not missing:
        return text
    listed = ", ".join(f"“{words}”" for words in missing)
    return f"{_ended(text)} As the text puts it: {listed}."


def origins_at_most(maps: Iterable[EditMap]) -> dict[str, str]:
    """For each clip the name of its family: clips that share footage count as one origin at most."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for editmap in maps:
        if editmap.shared:
            first, second = sorted((root(editmap.a), root(editmap.b)))
            parent[second] = first
    return {name: root(name) for name in list(parent)}


def _ended(text: str) -> str:
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", "”", "…")) else f"{text}."
