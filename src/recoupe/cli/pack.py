"""`recoupe pack`: a case as one encrypted file."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.preserve.custody.packing import pack

EPILOG = """\b
Examples:
  recoupe pack harbour harbour.age --to age1…             for whoever holds that key
  recoupe pack harbour harbour.age --to "$(cat them.pub)" for an SSH key
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--to", "recipients", multiple=True, required=True, metavar="KEY", help="A public key; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Print what was packed as JSON.")
def command(case: Path, output: Path, recipients: tuple[str, ...], as_json: bool) -> int:
    """Write CASE to OUTPUT, encrypted with age for KEY: to carry over a border, to send, to keep.

    Database and cache stay out, since they can be made again. `recoupe unpack` opens it, and so do `age` and `tar`.
    """
    console = Console(as_json=as_json)
    with console.progress() as events:
        count = pack(case, output, recipients, events=events)
    console.result({"files": count, "bytes": output.stat().st_size, "output": str(output)})
    console.print(f"{count} files are in {escape(visible(str(output)))}, readable with {len(recipients)} key(s) only.")
    return 0
