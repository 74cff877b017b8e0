"""`recoupe rebuild`: make the case's database again from its records."""

from __future__ import annotations

from pathlib import Path

import click

from recoupe.cli.console import Console
from recoupe.preserve import rebuild

EPILOG = """\b
Examples:
  recoupe rebuild harbour   make harbour/case.db again from log, entries and derived records
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def command(case: Path, as_json: bool) -> int:
    """Make the database of CASE again from its records, and say whether it said the same before.

    The database holds nothing of its own. A difference means that somebody changed it, or that it was damaged; the
    records count. Exit status 1 says that it differed.
    """
    console = Console(as_json=as_json)
    done = rebuild(case)
    console.result(done)
    console.print(f"{done.acts} acts replayed, {done.records} records in the database.")
    if done.equal is None:
        console.print("There was none up to date to compare with." if done.before else "There was none before.")
    elif done.equal:
        console.print("It says what it said before.")
    else:
        console.print(
            "[yellow]It had said something else before[/yellow]: what counts is the log, and it is made anew."
        )
    return 1 if done.equal is False else 0
