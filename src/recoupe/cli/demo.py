"""`recoupe demo`: a staged case from end to end."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console
from recoupe.cli.run import show
from recoupe.demo import build_material
from recoupe.preserve import Case
from recoupe.preserve.custody.keys import KEY_VARIABLE, Signer, load_key, make_key
from recoupe.run import RunSummary, run_case

EPILOG = """\b
Examples:
  recoupe demo             build the staged case in ./recoupe-demo, open the desk, serve it until Ctrl+C
  recoupe demo --no-desk   end after the dossier
"""

TITLE = "Staged: a street by night"
THROW_AWAY = "throw-away-key"


@click.command(epilog=EPILOG)
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("recoupe-demo"),
    show_default=True,
    help="Where material and case are written.",
)
@click.option("--no-desk", is_flag=True, help="End after the dossier.")
@click.option("--no-browser", is_flag=True, help="Serve the desk without opening a browser.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the desk; 0 picks a free one.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON; ends after the dossier.")
def command(folder: Path, no_desk: bool, no_browser: bool, port: int, as_json: bool) -> int:
    """Build a staged case, do the whole job on it, and show what was found.

    The material is made by recoupe itself: a night clip, a shorter re-upload of it, a second clip, two articles and the
    screenshot of a comment. Nothing in it happened, and every view says so. It is signed by a throw-away key that is
    made beside it and has no passphrase; your own key is not used.
    """
    console = Console(as_json=as_json)
    began = time.monotonic()
    root = folder / "case"
    with _throw_away_key(folder) as key:
        with console.progress() as events:
            build_material(folder / "material", events=events)
            if not root.exists():
                Case.create(root, title=TITLE, staged=True, signer=key).close()
            summary = run_case(root, [folder / "material"], events=events, signer=key)
        console.result(summary)
        show(console, summary)
        how_to_look(console, summary, seconds=time.monotonic() - began)
        if not (no_desk or as_json):
            from recoupe.desk import serve

            serve(root, port=port, open_browser=not no_browser, console=console.print)
    return 1 if summary.failed else 0


@contextlib.contextmanager
def _throw_away_key(folder: Path) -> Iterator[Signer]:
    """A key beside the staged case, without a passphrase, for this and for the desk it opens: yours signs no demo."""
    where = (folder / THROW_AWAY).absolute()
    before = os.environ.get(KEY_VARIABLE)
    os.environ[KEY_VARIABLE] = str(where)
    try:
        yield load_key(where) if where.exists() else make_key(where)
    finally:
        os.environ.pop(KEY_VARIABLE)
        if before is not None:
            os.environ[KEY_VARIABLE] = before


def how_to_look(console: Console, summary: RunSummary, *, seconds: float) -> None:
    """What a newcomer does next."""
    dossier = Path(summary.dossier).resolve()
    console.print(f"\n[dim]Done in {seconds:.0f} s.[/dim] To look at it:")
    console.print(f"  • open the dossier in a browser: [b]{escape(dossier.as_uri())}[/b]")
    console.print("  • compare the two copies here:   [b]recoupe diff[/b] with the two STAGED-street-by-night clips")
    console.print(f"  • ask what the case holds:       [b]recoupe status {escape(summary.case)}[/b]")
