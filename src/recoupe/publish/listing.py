"""The plain lists at the end of a dossier: all quotations, figures and shared names, failures, sources, methods."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from recoupe.model import Figure, Mark, Mention, Origin, Quote, Reading, Source
from recoupe.publish.wording import figure_says, quote_says

if TYPE_CHECKING:
    from recoupe.preserve import Case


class Quoted(msgspec.Struct, frozen=True, kw_only=True):
    """One quotation. `who` says on what ground it is given to a speaker."""

    exact: str
    who: str
    kind: str
    insertions: tuple[str, ...]
    hedges: tuple[str, ...]
    start: int


class Figured(msgspec.Struct, frozen=True, kw_only=True):
    """One figure in its words, and as read."""

    before: str
    exact: str
    after: str
    reads: str
    hedges: tuple[str, ...]


class SourceList(msgspec.Struct, frozen=True, kw_only=True):
    """The quotations or figures of one source."""

    name: str
    quotes: tuple[Quoted, ...] = ()
    figures: tuple[Figured, ...] = ()


class SharedName(msgspec.Struct, frozen=True, kw_only=True):
    """One spelling that stands in several sources: how often in each, and the roles given."""

    name: str
    kind: str
    places: tuple[tuple[str, int], ...]
    roles: tuple[str, ...]


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """What could not be taken in, read, compared or printed. `gap`: only an optional component is missing."""

    name: str
    what: str
    reason: str
    todo: str
    gap: bool = False


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A source with its origins and readings."""

    source: Source
    origins: tuple[tuple[tuple[str, str], ...], ...]
    readings: tuple[Reading, ...]
    anchor: str


def by_source(case: Case) -> tuple[SourceList, ...]:
    """Quotations and figures of every source that has any, in order of adding and of place."""
    out = []
    for source in case.sources():
        marks = sorted(
            case.marks(source=source.digest, types=("quote", "figure")),
            key=lambda m: (m.span.text.start if m.span.text else -1, m.id),
        )
        quotes = tuple(_quote(mark, mark.body) for mark in marks if isinstance(mark.body, Quote))
        figures = tuple(_figure(mark, mark.body) for mark in marks if isinstance(mark.body, Figure))
        if quotes or figures:
            out.append(SourceList(name=source.name, quotes=quotes, figures=figures))
    return tuple(out)


def _quote(mark: Mark, body: Quote) -> Quoted:
    return Quoted(
        exact=mark.span.text.exact if mark.span.text is not None else "",
        who=quote_says(body),
        kind=body.kind.replace("_", " "),
        insertions=body.insertions,
        hedges=mark.hedges,
        start=mark.span.text.start if mark.span.text is not None else 0,
    )


def _figure(mark: Mark, body: Figure) -> Figured:
    text = mark.span.text
    return Figured(
        before=text.prefix if text is not None else "",
        exact=text.exact if text is not None else "",
        after=text.suffix if text is not None else "",
        reads=figure_says(body),
        hedges=mark.hedges,
    )


def shared_names(case: Case) -> tuple[SharedName, ...]:
    """Names that two sources or more write alike. That they are one person or group is for a person to confirm."""
    held: dict[tuple[str, str], dict[str, int]] = {}
    written: dict[tuple[str, str], str] = {}
    roles: dict[tuple[str, str], list[str]] = {}
    names = {source.digest: source.name for source in case.sources()}
    for mark in case.marks(types=("mention",)):
        body = mark.body
        if not isinstance(body, Mention):
            continue
        key = (body.kind, _folded(body.name))
        written.setdefault(key, body.name)
        counts = held.setdefault(key, {})
        counts[mark.span.source] = counts.get(mark.span.source, 0) + 1
        if body.role:
            roles.setdefault(key, []).append(body.role)
    out = [
        SharedName(
            name=written[key],
            kind=key[0],
            places=tuple((names.get(source, source[:12]), count) for source, count in counts.items()),
            roles=tuple(dict.fromkeys(roles.get(key, ())))[:4],
        )
        for key, counts in held.items()
        if len(counts) > 1
    ]
    order = {"person": 0, "organisation": 1, "place": 2}
    return tuple(sorted(out, key=lambda s: (order.get(s.kind, 3), _folded(s.name))))


def _folded(name: str) -> str:
    text = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).casefold().split())


def failures(case: Case) -> tuple[Failure, ...]:
    """Everything that could not be taken in, read or compared, with what to do."""
    names = {source.digest: source.name for source in case.sources()}
    out = [Failure(name=r.name, what="taking it in", reason=r.reason, todo=r.todo) for r in case.refusals()]
    out += [
        Failure(
            name=names.get(r.source, r.source[:12]),
            what=f"reading it ({r.reader})",
            reason=r.reason,
            todo=r.todo,
            gap=r.slug == "component-missing",
        )
        for r in case.readings()
        if r.outcome == "failed"
    ]
    out += [
        Failure(
            name=f"{names.get(f.a, f.a[:12])} with {names.get(f.b, f.b[:12])}",
            what="comparing them",
            reason=f.reason,
            todo=f.todo,
        )
        for f in case.failed_comparisons()
    ]
    return tuple(sorted(out, key=lambda failure: failure.gap))


def remarks(case: Case) -> tuple[tuple[str, str], ...]:
    """What a person should know of readings that did succeed: source and remark."""
    names = {source.digest: source.name for source in case.sources()}
    pairs = [(names.get(r.source, r.source[:12]), text) for r in case.readings() for text in r.remarks]
    return tuple(dict.fromkeys(pairs))


_ORIGIN_ROWS = (
    ("collected_at", "Collected"),
    ("collected_by", "Collected by"),
    ("method", "How"),
    ("url", "Address"),
    ("platform", "Platform"),
    ("uploader", "Uploader"),
    ("title", "Title"),
    ("caption", "Caption"),
    ("published_as_written", "Published, as written"),
    ("published", "Published"),
    ("published_zone", "Time zone"),
    ("modified_at", "File last changed"),
    ("sidecar", "Told by"),
)


def sources(case: Case) -> tuple[Listed, ...]:
    """Every source with its origins and readings."""
    return tuple(
        Listed(
            source=source,
            origins=tuple(_origin(origin, n) for n, origin in enumerate(source.origins)),
            readings=case.readings(source.digest),
            anchor=f"s{i}",
        )
        for i, source in enumerate(case.sources(), 1)
    )


def _origin(origin: Origin, n: int) -> tuple[tuple[str, str], ...]:
    """Rows of what is known; paths on the collector's machine are left out, since a dossier is sent to others."""
    rows = [] if n == 0 else [("Also collected as", origin.name)]
    for field, words in _ORIGIN_ROWS:
        value = str(getattr(origin, field))
        if value and not (field == "published_zone" and not (origin.published or origin.published_as_written)):
            rows.append((words, value))
    return (*rows, *(("Check", check) for check in origin.checks), *(("Note", note) for note in origin.notes))


def methods(case: Case) -> tuple[tuple[str, str], ...]:
    """Every reader, comparison and check that had a part in the case, with its version."""
    rows: dict[tuple[str, str], None] = {}
    for reading in case.readings():
        rows[("reader", f"{reading.reader} {reading.version}")] = None
    for editmap in case.editmaps():
        rows[("comparison", editmap.method)] = None
    for finding in case.findings():
        rows[("check", f"{finding.check} {finding.version}")] = None
    return (*_distinct(rows), *protection(case))


def protection(case: Case) -> Iterator[tuple[str, str]]:
    """What stood around the processes that opened foreign files, once for each state that the case recorded."""
    for active, absent in case.layers():
        without = f"; without {'; '.join(absent)}" if absent else ""
        yield ("protection", f"foreign files were opened in children within: {', '.join(active) or 'nothing'}{without}")


def _distinct(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    order = {"reader": 0, "comparison": 1, "check": 2}
    return sorted(rows, key=lambda row: (order[row[0]], row[1]))
