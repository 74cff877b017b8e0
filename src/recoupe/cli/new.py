"""`recoupe new`: start a case."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.preserve import Case

EPILOG = """\b
Examples:
  recoupe new calais                                an empty case in the folder calais
  recoupe new calais --title "Calais, Friday night" with a title for people
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--title", default="", help="What people call the case; the folder's name without.")
@click.option("--staged", is_flag=True, help="Say in every view that the case was made to show or test something.")
@click.option("--json", "as_json", is_flag=True, help="Print the new case as JSON.")
def command(case: Path, title: str, staged: bool, as_json: bool) -> int:
    """Start a case in the folder CASE, which must not exist yet or be empty."""
    console = Console(as_json=as_json)
    with Case.create(case, title=title or case.absolute().name, staged=staged) as made:
        console.result({"case": str(made.root), "id": made.id, "title": made.title, "staged": made.staged})
        console.print(f"[b]{escape(visible(made.title))}[/b] is in {escape(visible(str(made.root)))}")
    console.print(f"[dim]Put something in it: recoupe add {escape(visible(str(case)))} FILE-OR-FOLDER …[/dim]")
    return 0
