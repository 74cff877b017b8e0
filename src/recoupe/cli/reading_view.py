"""A reading drawn for a terminal: the text with what was found in colour, and in the margin who says what.

    draw(console, "story", document, marks)

Quotations are green, figures cyan, dates yellow, claims about footage magenta, what is declined, denied or cautioned
red; names are bold. The margin repeats each in words, so that nothing hangs on colour. On a narrow terminal it stands
below the paragraph. Nothing in a text can redraw the screen: what does not print is shown as U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from recoupe.cli.console import Console, counted
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
    Part,
    Quote,
    When,
    reply_depths,
)

STYLES = {
    "mention": "bold",
    "quote": "green",
    "figure": "cyan",
    "when": "yellow",
    "asserted_time": "magenta",
    "asserted_edit": "magenta",
    "declined": "red",
    "denial": "red",
    "caution": "red",
}
"""In the order in which they are laid over each other."""

NARROW, WIDEST = 72, 130
MARGIN, ROLES = 34, 12
"""Columns of the margin, and of the roles on the left of a text that has any but body."""

MOST_ROWS = 40
DEEPEST = 5
_BOUNDS = {"=": "", "~": "about ", "<": "< ", ">": "> ", "<=": "≤ ", ">=": "≥ "}
_QUIET = frozenset({"caption", "credit", "related", "boilerplate", "notice", "quoted"})
_KINDS = (("person", "People"), ("organisation", "Organisations"), ("place", "Places"), ("other", "Works"))


def draw(console: Console, name: str, document: Document, marks: Sequence[Mark]) -> None:
    """The head, every part with its margin, and at the end the names and how much was found."""
    width = max(40, min(console.out.width, WIDEST))
    _head(console, name, document, width)
    roles = any(part.role not in {"body", "cell"} for part in document.parts)
    depths = reply_depths(document.parts)
    inside = _by_part(document.parts, marks)
    for is_cell, group in groupby(zip(document.parts, inside, strict=True), lambda pair: pair[0].role == "cell"):
        if is_cell:
            _table(console, document, list(group))
            continue
        for part, found in group:
            answers = part.post is not None and part.role in {"post", "comment"}
            depth = min(depths.get(part.post.id, 0), DEEPEST) if part.post is not None and answers else 0
            _part(console, document, part, found, width=width, roles=roles, depth=depth)
    _names(console, marks, width)
    _counts(console, marks, width)


def shown(text: str) -> str:
    """The text with one printable character for each of its own, so that offsets hold."""
    return "".join(
        c if c.isprintable() or c == "\n" else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def _head(console: Console, name: str, document: Document, width: int) -> None:
    facts = [
        name,
        document.language,
        f"published {document.published}" if document.published else "",
        f"by {', '.join(document.authors)}" if document.authors else "",
        document.publisher,
        document.url,
    ]
    console.print()
    if document.headline and not any(part.role == "headline" for part in document.parts):
        console.print(Text(shown(document.headline), style="bold"))
    _wrapped(console, Text(shown(" · ".join(fact for fact in facts if fact)), style="dim"), width)
    console.print()


def _by_part(parts: Sequence[Part], marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """The marks that begin in each part; parts and marks are in order of place."""
    ordered = [mark for mark in marks if mark.span.text is not None]
    at = 0
    for part in parts:
        found = []
        while at < len(ordered) and (span := ordered[at].span.text) is not None and span.start < part.end:
            if span.start >= part.start:
                found.append(ordered[at])
            at += 1
        yield found


def _part(
    console: Console, document: Document, part: Part, found: list[Mark], *, width: int, roles: bool, depth: int
) -> None:
    words = _coloured(document, part, found)
    margin = list(_margin(found))
    beside = width >= NARROW
    left = (ROLES if roles and beside else 0) + 2 * depth
    space = width - left - (MARGIN + 2 if beside else 0)
    lines = list(words.wrap(console.out, max(20, space), no_wrap=False))
    if part.post is not None and part.role != "headline" and (who := _who(part)):
        lines.insert(0, Text(who, style="bold dim"))
    notes = [line for note in margin for line in note.wrap(console.out, MARGIN if beside else width - 6)]
    role = part.role.replace("_", " ") if part.role != "body" else ""
    if beside:
        for n in range(max(len(lines), len(notes))):
            row = Text(f"{role if n == 0 else '':<{ROLES}}", style="dim") if roles else Text()
            row.append(" " * 2 * depth)
            line = lines[n] if n < len(lines) else Text()
            line.rstrip()
            row.append_text(line)
            if n < len(notes):
                row.append(" " * max(2, left + space + 2 - cell_len(row.plain)))
                notes[n].rstrip()
                row.append_text(notes[n])
            row.rstrip()
            console.print(row)
    else:
        if role:
            console.print(Text(f"[{role}]", style="dim"))
        for line in lines:
            line.rstrip()
            console.print(Text(" " * 2 * depth).append_text(line))
        for n, note in enumerate(notes):
            note.rstrip()
            console.print(Text("  ↳ " if n == 0 else "    ", style="dim").append_text(note))
    console.print()


def _coloured(document: Document, part: Part, found: list[Mark]) -> Text:
    words = Text(shown(document.text[part.start : part.end]), style="dim" if part.role in _QUIET else "")
    if part.role == "headline":
        words.stylize("bold")
    order = list(STYLES)
    for mark in sorted((m for m in found if m.type in STYLES), key=lambda m: order.index(m.type)):
        span = mark.span.text
        if span is not None and not (isinstance(mark.body, Quote) and mark.body.kind == "indirect"):
            words.stylize(STYLES[mark.type], span.start - part.start, min(span.end, part.end) - part.start)
    return words


def _who(part: Part) -> str:
    post = part.post
    assert post is not None
    when = post.published or post.published_as_written
    name = f"{post.author} ({post.handle})" if post.author and post.handle else post.by
    return shown(" · ".join(each for each in (name, when) if each))


def _margin(found: list[Mark]) -> Iterator[Text]:
    """A line for each thing found, none twice."""
    seen: set[str] = set()
    for mark in found:
        note = _note(mark)
        if note and note not in seen:
            seen.add(note)
            yield Text(shown(note), style=STYLES[mark.type])


def _note(mark: Mark) -> str:
    body = mark.body
    match body:
        case Quote():
            return _said(body)
        case Figure():
            return _figure(body)
        case When():
            return "" if body.value == "unknown" else f"{body.value} {body.part or ''}".rstrip()
        case AssertedTime():
            value = f"{body.value_s:g} s" if body.value_s is not None else "no number"
            if body.value_s is None and body.low_s is not None and body.high_s is not None:
                value = f"{body.low_s:g}–{body.high_s:g} s"
            return f"footage: {_BOUNDS.get(body.bound, '')}{value}, {body.kind}{_by(body.by)}"
        case AssertedEdit():
            return f"footage said to be {body.edit}{_by(body.by)}"
        case Declined():
            what = {"declined": "declined comment", "no_reply": "did not reply", "unreachable": "not reached"}
            return f"{what.get(body.kind, body.kind)}: {body.who}"
        case Denial():
            return f"{'denies' if body.kind == 'denial' else 'keeps away from it'}: {body.who}"
        case Caution():
            return f"caution{_by(body.by)}"
        case _:
            return ""


def _said(body: Quote) -> str:
    who = body.person or body.speaker or "nobody named"
    if body.person and body.speaker and body.person != body.speaker:
        who = f"{body.person} (“{body.speaker}”)"
    kind = {"indirect": "reported: ", "testimony": "in own words: ", "pull_quote": "pull quote: "}.get(body.kind, "")
    how = {"implied": ", implied", "continued": ", goes on"}.get(body.attribution, "")
    more = [
        f" via {body.via}" if body.via else "",
        f" = “{body.gloss}”" if body.gloss else "",
        f" [said in {body.spoken_in}]" if body.spoken_in else "",
        " [the closing mark is missing]" if body.unclosed else "",
    ]
    return f"{kind}{who}{how}{''.join(more)}"


def _by(who: str) -> str:
    return "" if who in {"", "narrator"} else f", says {who}"


def _figure(body: Figure) -> str:
    """Only what the words themselves do not show: a bound, a range, a whole, whose figure it is."""
    if body.value is None or (body.bound == "=" and body.low is None and body.of is None and not body.attributed_to):
        return ""
    if body.low is not None and body.high is not None:
        value = f"{body.low:g}–{body.high:g}"
    else:
        value = f"{_BOUNDS.get(body.bound, '')}{body.value:,.12g}"
    parts = (f" {body.unit}" if body.unit else "", f" of {body.of:,.12g}" if body.of is not None else "")
    return f"{value}{''.join(parts)}{f' ({body.attributed_to})' if body.attributed_to else ''}"


def _table(console: Console, document: Document, cells: list[tuple[Part, list[Mark]]]) -> None:
    """Cells as the table they come from, at most so many rows of it."""
    for sheet, group in groupby(cells, lambda pair: pair[0].sheet):
        held = list(group)
        rows = [list(row) for _, row in groupby(held, lambda pair: pair[0].row)]
        columns = sorted({part.column or 1 for part, _ in held})
        table = Table(title=shown(sheet) or None, title_justify="left", show_header=False, pad_edge=False)
        for _ in columns:
            table.add_column(overflow="fold")
        for row in rows[:MOST_ROWS]:
            by_column = {part.column or 1: _coloured(document, part, found) for part, found in row}
            table.add_row(*(by_column.get(column, Text()) for column in columns))
        console.print(table)
        if len(rows) > MOST_ROWS:
            console.print(Text(f"… and {counted(len(rows) - MOST_ROWS, 'rows')} more", style="dim"))
        console.print()


def _names(console: Console, marks: Sequence[Mark], width: int) -> None:
    """Everybody and everything named, once, as the text first describes them."""
    first: dict[str, Mention] = {}
    for mark in marks:
        if isinstance(mark.body, Mention):
            first.setdefault(mark.body.entity, mark.body)
    for kind, title in _KINDS:
        named = [_described(body) for body in first.values() if body.kind == kind]
        if named:
            line = Text(f"{title:<14} ", style="dim").append(shown(" · ".join(named)), style="not dim")
            for n, piece in enumerate(line.wrap(console.out, width - 15)):
                piece.rstrip()
                console.print(Text(" " * 15 if n else "").append_text(piece))


def _described(body: Mention) -> str:
    facts = [body.role or "", str(body.age) if body.age is not None else ""]
    told = ", ".join(fact for fact in facts if fact)
    return f"{body.name} ({told})" if told else body.name


def _counts(console: Console, marks: Sequence[Mark], width: int) -> None:
    kinds = (
        ("quotations", ("quote",)),
        ("figures", ("figure",)),
        ("dates", ("when",)),
        ("claims about footage", ("asserted_time", "asserted_edit")),
        ("declined, denied or cautioned", ("declined", "denial", "caution")),
    )
    line = Text()
    for title, types in kinds:
        count = sum(mark.type in types for mark in marks)
        if count or title in {"quotations", "figures", "dates"}:
            line.append(" · " if line.plain else "")
            line.append(counted(count, title) if " " not in title else f"{title}: {count}", style=STYLES[types[0]])
    _wrapped(console, line, width)


def _wrapped(console: Console, line: Text, width: int) -> None:
    for piece in line.wrap(console.out, width):
        piece.rstrip()
        console.print(piece)


__all__ = ["draw", "shown"]
