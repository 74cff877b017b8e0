"""`recoupe read`: read what has not been read yet."""

from __future__ import annotations

from pathlib import Path

import click

from recoupe.cli.console import Console, counted
from recoupe.cli.signing import signer
from recoupe.preserve import Case
from recoupe.run import failures, read_all

EPILOG = """\b
Example:
  recoupe read harbour
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the readings as JSON.")
def command(case: Path, as_json: bool) -> int:
    """Run every reader over the sources of CASE that it has not read yet.

    A reading that fails is kept with its reason; exit status 1 says that there is one.
    """
    console = Console(as_json=as_json)
    key = signer(console)
    with console.progress() as events, Case.open(case, write=True, signer=key) as opened:
        before = len(opened.readings())
        read_all(opened, events=events)
        readings = opened.readings()
        failed = failures(opened)
    console.result(readings)
    new = len(readings) - before
    console.print(
        f"{counted(new, 'new readings')}, {len(readings)} in the case." if new else "Everything was already read."
    )
    return 1 if failed else 0
