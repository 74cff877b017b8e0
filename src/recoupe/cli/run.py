"""`recoupe run`: the whole job on a case."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console, counted, visible
from recoupe.cli.signing import no_passphrase as no_passphrase_option
from recoupe.cli.signing import signer
from recoupe.run import RunSummary, run_case

EPILOG = """\b
Examples:
  recoupe run harbour ~/Downloads/harbour      a folder of material becomes a case and a dossier
  recoupe run harbour article.txt a.mp4 b.mp4 the same, file by file
  recoupe run harbour                         go on where an earlier run was stopped
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--title", default="", help="Title of the case, when it is made now.")
@no_passphrase_option
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(case: Path, paths: tuple[Path, ...], title: str, no_passphrase: bool, as_json: bool) -> int:
    """Add PATHS to CASE, read, compare, cross-check, and write the dossier.

    Makes the case if there is none. It can be stopped at any time: the same command goes on from there.
    Exit status 1 says that something could not be taken in, read or compared; the rest is done all the same.
    """
    console = Console(as_json=as_json)
    key = signer(console, passphrase=not no_passphrase)
    with console.progress() as events:
        summary = run_case(case, paths, events=events, title=title, signer=key)
    console.result(summary)
    show(console, summary)
    return 1 if summary.failed else 0


def show(console: Console, summary: RunSummary) -> None:
    """The summary for people: what came in, what was found, what failed, where the dossier is."""
    if summary.staged:
        console.print(
            "[reverse] STAGED [/reverse] made by recoupe itself to show what it does; nothing in it happened."
        )
    if summary.changed:
        new = ", ".join(counted(n, kind) for kind, n in summary.new.items() if n and kind != "acts")
        console.print(f"[b]{escape(visible(summary.title))}[/b]: new {new or 'records'}.")
    else:
        console.print(f"[b]{escape(visible(summary.title))}[/b]: nothing changed; everything was already done.")
    holds = summary.holds
    console.print(
        "[dim]The case holds "
        + ", ".join(counted(holds[kind], kind) for kind in ("sources", "readings", "edit maps", "findings"))
        + ".[/dim]"
    )
    if summary.leads:
        console.print("\n[b]What to look at first[/b]")
        for n, lead in enumerate(summary.leads, 1):
            console.print(f"{n:>3}. {escape(visible(lead))}")
    if summary.failed:
        console.print(f"\n[b]Could not be done ({len(summary.failed)})[/b]")
        for line in summary.failed:
            console.print(f"  [red]✗[/red] {escape(visible(line))}")
    console.print(f"\nDossier: {escape(summary.dossier)}")
