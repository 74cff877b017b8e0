"""`recoupe reproduce`: read the originals again and compare."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.errors import UsageError
from recoupe.preserve import Case
from recoupe.read.reproduce import TOLERANCE, reproduce

EPILOG = """\b
Examples:
  recoupe reproduce harbour                  every reading of every source
  recoupe reproduce harbour --source 3f9a2b  those of one source
"""
_MARKS = {
    "same": "[green]✓[/green]", "within tolerance": "[yellow]≈[/yellow]", "different": "[red]✗[/red]",
    "cannot be repeated": "[yellow]![/yellow]",
}  # fmt: skip


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--source", "named", multiple=True, help="SHA-256 of a source, or its beginning; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Print every reading as JSON.")
def command(case: Path, named: tuple[str, ...], as_json: bool) -> int:
    """Read the originals of CASE again, in a scratch case, and say which readings come out the same.

    Exit status 1 says that a reading came out different, or could not be repeated because its reader has changed.
    """
    console = Console(as_json=as_json)
    with Case.open(case) as opened, console.progress() as events:
        digests = [source.digest for source in opened.sources()]
        wanted = tuple(digest for digest in digests if any(digest.startswith(name) for name in named))
        if named and (not wanted or any(len(name) < 6 for name in named)):
            raise UsageError("no source has that SHA-256", todo="`recoupe status` lists the sources")
        done = tuple(reproduce(opened, sources=wanted, events=events))
    console.result({"readings": done, "tolerance": TOLERANCE})
    for one in done:
        apart = f", numbers apart by {one.apart:.1g} at most" if one.verdict == "within tolerance" else ""
        where = f": {one.where}" if one.where else ""
        text = f"{one.name}: {one.reader} {one.version}: {one.verdict}{apart}{where}"
        console.print(f"{_MARKS[one.verdict]} {escape(visible(text))}")
    counts = Counter(one.verdict for one in done)
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items()) or "nothing"
    console.print(f"\n{len(done)} readings done again: {told}.")
    return 1 if counts["different"] or counts["cannot be repeated"] else 0
