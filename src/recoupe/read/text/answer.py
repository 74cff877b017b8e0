"""Marks of a document in the shape of `docs/reference/reading.schema.json`, for people's scripts and for benchmarks.

    answer_of(document, marks, name="story.txt")          one document
    joined([answer, …])                                    several, with the entities they share

Field names are those of the benchmarks' gold readings. Offsets count code points of `text` (the document's own).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from recoupe.model import (
    AssertedEdit,
    AssertedTime,
    Caution,
    Declined,
    Denial,
    Document,
    Figure,
    Mark,
    Mention,
    Quote,
    Segment,
    When,
)

SCHEMA = "recoupe-reading/1"
NOT_BODY = frozenset(
    {"headline", "byline", "dateline", "timestamp", "caption", "related", "notice", "pull_quote", "comment"}
)
"""Parts that are not the article's running text; a pull quote only repeats it."""

KINDS = {"other": "work"}


def answer_of(document: Document, marks: Sequence[Mark], *, name: str = "", identity: str = "") -> dict[str, Any]:
    """One document's reading as plain data; lists are in order of place."""
    lists: dict[str, list[dict[str, Any]]] = {
        key: []
        for key in (
            "segments", "quotes", "quotes_in_other_marks", "indirect", "figures", "dates", "entities",
            "asserted_times", "asserted_edits", "declined", "denials", "cautions",
        )
    }  # fmt: skip
    for mark in marks:
        if mark.span.text is None:
            continue
        for key, item in _items(mark, document):
            lists[key].append(item)
    return {
        "id": identity or name,
        "file": name,
        "language": document.language,
        "offsets_into": document.offsets_into,
        "metadata": _metadata(document),
        "body": body_of(document),
        **lists,
        "remarks": list(document.remarks),
    }


def joined(answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Several readings, and every entity once with all its names."""
    entities: dict[str, dict[str, Any]] = {}
    for answer in answers:
        for item in answer["entities"]:
            known = entities.setdefault(
                item["id"],
                {"id": item["id"], "type": item["type"], "name": item["name"], "aliases": [], "documents": []},
            )
            known["aliases"] += [n for n in (item["name"], *item["aliases"]) if n not in known["aliases"]]
            if answer["id"] not in known["documents"]:
                known["documents"].append(answer["id"])
            for key in ("role", "age", "gloss"):
                if item.get(key) is not None:
                    known.setdefault(key, item[key])
    for known in entities.values():
        known["aliases"] = [n for n in known["aliases"] if n != known["name"]]
    return {"schema": SCHEMA, "documents": list(answers), "entities": list(entities.values())}


def body_of(document: Document) -> str:
    """The article's own text: its parts without furniture, one blank line between them."""
    pieces = [document.text[p.start : p.end] for p in document.parts if p.role not in NOT_BODY and not p.aside]
    return "\n\n".join(pieces) if pieces else document.text


def _metadata(document: Document) -> dict[str, Any]:
    def words(role: str) -> str | None:
        return next((document.text[p.start : p.end] for p in document.parts if p.role == role), None)

    authors = [{"name": name} for name in document.authors]
    return {
        "headline": document.headline or words("headline"),
        "standfirst": words("standfirst"),
        "authors": authors,
        "dateline": words("dateline"),
        "published": document.published or "unknown",
        "published_as_written": document.published_as_written or words("timestamp"),
        "publisher": document.publisher or None,
        "url": document.url or None,
    }


def _items(mark: Mark, document: Document) -> list[tuple[str, dict[str, Any]]]:
    span = mark.span.text
    assert span is not None
    base: dict[str, Any] = {"exact": span.exact, "start": span.start, "end": span.end}
    if mark.span.page is not None:
        base["page"] = mark.span.page
    if mark.span.cell is not None:
        base["cell"] = {"sheet": mark.span.cell.sheet, "row": mark.span.cell.row, "column": mark.span.cell.column}
    if mark.hedges:
        base["hedges"] = list(mark.hedges)
    body = mark.body
    if isinstance(body, Segment):
        return [("segments", {**base, "kind": body.role})]
    if isinstance(body, Quote):
        return [_quote(body, base, document)]
    if isinstance(body, Figure):
        return [("figures", {**base, **_figure(body)})]
    if isinstance(body, When):
        return [("dates", {**base, "value": body.value, "kind": body.kind, "anchor": body.anchor, "basis": body.basis})]
    if isinstance(body, Mention):
        return [("entities", {**base, **_mention(body)})]
    if isinstance(body, AssertedTime):
        return [("asserted_times", {**base, **_time(body), "id": mark.id})]
    if isinstance(body, AssertedEdit):
        fields = {"edit": body.edit, "what": body.what, "about": body.about, "sense": body.sense, "by": body.by}
        return [("asserted_edits", {**base, **fields})]
    if isinstance(body, Declined):
        fields_d = {"who": body.who, "asked_by": body.asked_by, "what": body.what, "kind": body.kind}
        return [("declined", {**base, **fields_d})]
    if isinstance(body, Denial):
        return [("denials", {**base, "who": body.who, "kind": body.kind})]
    if isinstance(body, Caution):
        return [("cautions", {**base, "by": body.by, "about": body.about})]
    return []


def _quote(body: Quote, base: dict[str, Any], document: Document) -> tuple[str, dict[str, Any]]:
    item = {
        **base,
        "kind": body.kind,
        "speaker": body.person or body.speaker,
        "speaker_as_worded": body.speaker,
        "role": body.role,
        "attribution": body.attribution,
        "verb": body.verb,
        "via": body.via,
        "language": body.language,
        "gloss": body.gloss,
        "insertions": list(body.insertions),
    }
    if body.speaker_start is not None:
        item |= {"speaker_start": body.speaker_start, "speaker_end": body.speaker_end}
    if body.kind == "indirect":
        return "indirect", item
    doubled = document.text[max(0, base["start"] - 2) : base["start"]] in {"''", "``", "‘‘"}
    return "quotes_in_other_marks" if doubled else "quotes", item


def _figure(body: Figure) -> dict[str, Any]:
    item: dict[str, Any] = {
        "value": body.value,
        "unit": body.unit,
        "bound": body.bound,
        "qualifier": body.qualifier,
        "measures": body.measures,
        "per": body.per,
        "of": body.of,
        "attributed_to": body.attributed_to,
    }
    if body.low is not None and body.high is not None:
        item["range"] = [body.low, body.high]
    if body.vague is not None:
        item["vague"] = body.vague
    if body.converted_from is not None:
        item["converted_from"] = body.converted_from
    return item


def _mention(body: Mention) -> dict[str, Any]:
    return {
        "type": KINDS.get(body.kind, body.kind),
        "id": body.entity,
        "name": body.name,
        "aliases": list(body.aliases),
        "role": body.role,
        "age": body.age,
        "gloss": body.gloss,
    }


def _time(body: AssertedTime) -> dict[str, Any]:
    item: dict[str, Any] = {
        "about": body.about,
        "kind": body.kind,
        "what": body.what,
        "value_s": body.value_s,
        "bound": body.bound,
        "hedge": body.hedge,
        "relative_to": body.relative_to,
        "sense": body.sense,
        "by": body.by,
    }
    if body.low_s is not None and body.high_s is not None:
        item["range_s"] = [body.low_s, body.high_s]
    return item
