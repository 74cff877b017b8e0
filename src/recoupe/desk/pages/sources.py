"""All sources of a case, and plainly everything that could not be taken in, read or compared."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from recoupe.desk.drawing import TEMPLATES
from recoupe.desk.exhibits import Book
from recoupe.desk.state import GAP, desk_of, frame
from recoupe.desk.wording import KINDS, mark_name
from recoupe.model import Source

COUNTED = (
    "quote", "figure", "when", "mention", "asserted_time", "asserted_edit", "impulse", "transient", "speech",
    "screen_text", "declined", "denial",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One source: its kind in words, what readers found, and how many readings failed."""

    source: Source
    href: str
    kind: str
    found: tuple[str, ...]
    failed: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that failed: what it was, the reason, and what to do about it. `href` is empty without a source."""

    name: str
    what: str
    reason: str
    todo: str
    slug: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The sources in order of adding, what failed, and what an optional part is missing for."""

    rows: tuple[Row, ...]
    failures: tuple[Failure, ...]
    gaps: tuple[Failure, ...]


def sources_page(request: Request) -> Response:
    """The table of sources."""
    desk = desk_of(request)
    with desk.read(request.path_params["handle"]) as book:
        around = frame(desk, book, "sources")
        told = failures(book)
        page = SourcesPage(
            rows=rows(book),
            failures=tuple(f for f in told if f.slug != GAP),
            gaps=tuple(f for f in told if f.slug == GAP),
        )
    return TEMPLATES.TemplateResponse(request, "sources.html", {"frame": around, "page": page})


def rows(book: Book) -> tuple[Row, ...]:
    """A row for each source."""
    counts: dict[str, dict[str, int]] = {}
    for mark in book.case.marks(types=COUNTED):
        of_source = counts.setdefault(mark.span.source, {})
        of_source[mark.type] = of_source.get(mark.type, 0) + 1
    failed: dict[str, int] = {}
    for reading in book.case.readings():
        if reading.outcome == "failed" and reading.slug != GAP:
            failed[reading.source] = failed.get(reading.source, 0) + 1
    return tuple(
        Row(
            source=source,
            href=book.source_href(digest),
            kind=KINDS.get(source.kind, "File"),
            found=tuple(f"{n} {mark_name(kind, n)}" for kind in COUNTED if (n := counts.get(digest, {}).get(kind, 0))),
            failed=failed.get(digest, 0),
        )
        for digest, source in book.sources.items()
    )


def failures(book: Book) -> tuple[Failure, ...]:
    """Everything that failed: refused files, readings, comparisons."""
    case = book.case
    out = [Failure(r.name, "taking it in", r.reason, r.todo, r.slug) for r in case.refusals()]
    out += [
        Failure(book.name(r.source), r.reader, r.reason, r.todo, r.slug, book.source_href(r.source))
        for r in case.readings()
        if r.outcome == "failed"
    ]
    out += [
        Failure(f"{book.name(f.a)} with {book.name(f.b)}", "comparing", f.reason, f.todo, f.slug)
        for f in case.failed_comparisons()
    ]
    return tuple(out)
