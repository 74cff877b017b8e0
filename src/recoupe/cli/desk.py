"""`recoupe desk`: a case, or all cases, in the browser."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console
from recoupe.desk import Opened, lines, serve

EPILOG = """\b
Examples:
  recoupe desk             all cases; make a new one by dragging files onto the page
  recoupe desk harbour      one case
  recoupe desk --no-browser --port 8642
"""


@click.command(epilog=EPILOG)
@click.argument("case", required=False, type=click.Path(path_type=Path))
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port to listen on; by default a free one.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--workspace", type=click.Path(path_type=Path, file_okay=False), help="Folder that holds the cases.")
@click.option("--json", "as_json", is_flag=True, help="Print the address as JSON once the desk answers.")
def command(case: Path | None, port: int, no_browser: bool, workspace: Path | None, as_json: bool) -> int:
    """Open CASE in the browser, or all cases without one.

    Nothing leaves this computer: the desk answers this computer only, and only to whoever has the address with its
    key. It serves until Ctrl+C.
    """
    if case is not None and workspace is not None:
        raise click.UsageError("name a case or a workspace, not both")
    console = Console(as_json=as_json)
    serve(
        case, workspace=workspace, port=port, open_browser=not no_browser, announce=lambda opened: show(console, opened)
    )
    console.note("The desk is closed.")
    return 0


def show(console: Console, opened: Opened) -> None:
    """The address, for people or as JSON."""
    console.result(opened)
    if not console.as_json:
        for line in lines(opened):
            console.out.print(escape(line), soft_wrap=True)
