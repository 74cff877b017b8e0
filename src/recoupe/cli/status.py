"""`recoupe status`: what is in a case and what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec
from rich import box
from rich.markup import escape
from rich.table import Table

from recoupe.cli.console import Console, visible
from recoupe.errors import UsageError
from recoupe.model import Reading, Refusal, Source
from recoupe.model.cells import csv_text
from recoupe.model.sources import FAILS, HOLDS
from recoupe.preserve import Case, FailedComparison, Pending

EPILOG = """\b
Examples:
  recoupe status harbour          a table of the sources and what failed
  recoupe status harbour --json   the same for a program
  recoupe status harbour --csv > sources.csv    the list of sources for a spreadsheet
"""
GAP = "component-missing"
_ORIGIN_COLUMNS = (
    *("name", "path", "method", "collected_at", "url", "platform", "uploader", "title", "caption"),
    *("published", "published_as_written", "published_zone", "sidecar"),
)
COLUMNS = ("sha256", "bytes", "media_type", *_ORIGIN_COLUMNS, "checks", "notes", "read", "failed", "marks")
_WITH_SIGNATURES = frozenset({"application/wacz", "application/warc"})


class SourceStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One source: how many readings are done, which failed and why, how many marks were found.

    checks: what became of the digests, signatures and time stamps that came with it, as `what: outcome`.
    """

    digest: str
    name: str
    kind: str
    media_type: str
    size: int
    done: int
    failed: tuple[Reading, ...]
    gaps: tuple[Reading, ...]
    marks: int
    checks: tuple[str, ...]


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """A case at a glance. `failed` counts what failed; what an optional component would add is a gap, not counted."""

    case: str
    title: str
    staged: bool
    sources: tuple[SourceStatus, ...]
    refused: tuple[Refusal, ...]
    editmaps: int
    failed_comparisons: tuple[FailedComparison, ...]
    findings: dict[str, int]
    statements: int
    pending: tuple[Pending, ...]
    acts: int
    failed: int


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--csv", "as_csv", is_flag=True, help="Print the sources and where they came from as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print the status as JSON.")
def command(case: Path, as_csv: bool, as_json: bool) -> int:
    """Say what is in CASE: its sources, what was read and found, and what failed.

    With --csv a row for each source and each time it was collected; words of a source that a spreadsheet program would
    take for a formula have an apostrophe in front.

    Exit status 1 says that something could not be taken in, read or compared.
    """
    if as_csv and as_json:
        raise UsageError("--csv and --json at once", todo="choose one of them")
    console = Console(as_json=as_json)
    with Case.open(case) as opened:
        status = status_of(opened)
        listed = csv_text(COLUMNS, rows(opened.sources(), status)) if as_csv else ""
    if as_csv:
        click.echo(listed, nl=False)
        return 1 if status.failed else 0
    console.result(status)
    show(console, status)
    return 1 if status.failed else 0


def status_of(case: Case) -> Status:
    """The status of an open case."""
    readings: dict[str, list[Reading]] = {}
    for reading in case.readings():
        readings.setdefault(reading.source, []).append(reading)
    marks = case.mark_counts()
    sources = tuple(
        _source(source, readings.get(source.digest, []), marks.get(source.digest, 0)) for source in case.sources()
    )
    refused, failed = case.refusals(), case.failed_comparisons()
    return Status(
        case=str(case.root),
        title=case.title,
        staged=case.staged,
        sources=sources,
        refused=refused,
        editmaps=len(case.editmaps()),
        failed_comparisons=failed,
        findings=dict(sorted(Counter(finding.outcome for finding in case.findings()).items())),
        statements=len(case.statements()),
        pending=case.pending(),
        acts=len(case.custody()),
        failed=len(refused) + len(failed) + sum(len(source.failed) for source in sources),
    )


def rows(sources: Iterable[Source], status: Status) -> Iterator[tuple[str, ...]]:
    """A row of `COLUMNS` for each source and each of its origins."""
    states = {state.digest: state for state in status.sources}
    for source in sources:
        state = states[source.digest]
        facts = (source.digest, str(source.size), source.media_type)
        counts = (str(state.done), str(len(state.failed)), str(state.marks))
        for origin in source.origins:
            said = (getattr(origin, field) for field in _ORIGIN_COLUMNS)
            yield (*facts, *said, "\n".join(origin.checks), "\n".join(origin.notes), *counts)


def show(console: Console, status: Status) -> None:
    """The status for people."""
    staged = "[reverse] STAGED [/reverse] " if status.staged else ""
    console.print(f"{staged}[b]{_safe(status.title)}[/b]  [dim]{_safe(status.case)}[/dim]")
    if status.sources:
        console.print(_table(status.sources))
    else:
        console.print("No sources yet.")
    found = ", ".join(f"{n} {outcome}" for outcome, n in status.findings.items()) or "none"
    console.print(
        f"Edit maps {status.editmaps} · findings: {found} · statements {status.statements} · acts {status.acts}"
    )
    _checks(console, status)
    _failures(console, status)
    if status.pending:
        console.print(
            f"\n[yellow]{len(status.pending)} pending[/yellow]: a writer was stopped before it could log them. "
            "The next command that writes takes them up or sets them aside."
        )
        for item in status.pending:
            console.print(f"  {_safe(item.path)}  [dim]{size_of(item.size)}[/dim]")


def size_of(count: int) -> str:
    """A number of bytes as people read it: `812 B`, `1.4 MB`."""
    value, unit = float(count), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"


def _source(source: Source, readings: list[Reading], marks: int) -> SourceStatus:
    failed = [reading for reading in readings if reading.outcome == "failed"]
    return SourceStatus(
        digest=source.digest,
        name=source.name,
        kind=source.kind,
        media_type=source.media_type,
        size=source.size,
        done=len(readings) - len(failed),
        failed=tuple(reading for reading in failed if reading.slug != GAP),
        gaps=tuple(reading for reading in failed if reading.slug == GAP),
        marks=marks,
        checks=tuple(dict.fromkeys(check for origin in source.origins for check in origin.checks)),
    )


def _table(sources: tuple[SourceStatus, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("source", overflow="fold")
    table.add_column("type", style="dim", overflow="fold")
    for name in ("size", "read", "failed", "marks"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("sha-256", style="dim", no_wrap=True)
    for source in sources:
        failed = f"[red]{len(source.failed)}[/red]" if source.failed else "[dim]–[/dim]"
        table.add_row(
            _safe(source.name), _safe(source.media_type), size_of(source.size), str(source.done), failed,
            str(source.marks), source.digest[:12],
        )  # fmt: skip
    return table


def _checks(console: Console, status: Status) -> None:
    """Digests and signatures that came with the sources: counts, each that does not hold, and those of archives."""
    checks = [(source, check) for source in status.sources for check in source.checks]
    if not checks:
        return
    bad = [(source, check) for source, check in checks if check.endswith(FAILS)]
    held = sum(check.endswith(HOLDS) for _, check in checks)
    open_ = len(checks) - len(bad) - held
    console.print(
        f"\n[b]What came with them to check them by[/b]: {held} hold, {len(bad)} do not, {open_} cannot be told"
    )
    archives = [(source, check) for source, check in checks if source.media_type in _WITH_SIGNATURES]
    for source, check in dict.fromkeys((source.name, check) for source, check in (*bad, *archives)):
        mark = (
            "[red]✗[/red]" if check.endswith(FAILS) else "[green]✓[/green]" if check.endswith(HOLDS) else "[dim]?[/dim]"
        )
        console.print(f"  {mark} {_safe(source)}: {_safe(check)}")


def _failures(console: Console, status: Status) -> None:
    names = {source.digest: source.name for source in status.sources}
    lines = [(refusal.name, refusal.reason, refusal.todo) for refusal in status.refused]
    for source in status.sources:
        lines += [(source.name, f"{reading.reader}: {reading.reason}", reading.todo) for reading in source.failed]
    for failed in status.failed_comparisons:
        pair = f"{names.get(failed.a, failed.a[:12])} with {names.get(failed.b, failed.b[:12])}"
        lines.append((pair, failed.reason, failed.todo))
    if lines:
        console.print(f"\n[b]Could not be done ({len(lines)})[/b]")
    for name, reason, todo in lines:
        console.print(f"  [red]✗[/red] [b]{_safe(name)}[/b]: {_safe(reason)}")
        if todo:
            console.print(f"    [dim]→ {_safe(todo)}[/dim]")
    gaps = {(reading.reader, reading.reason, reading.todo) for source in status.sources for reading in source.gaps}
    if gaps:
        console.print("\n[b]Not done without an optional part[/b]")
    for reader, reason, todo in sorted(gaps):
        console.print(f"  [yellow]![/yellow] {_safe(reader)}: {_safe(reason)}")
        if todo:
            console.print(f"    [dim]→ {_safe(todo)}[/dim]")


def _safe(text: str) -> str:
    return escape(visible(text))
