"""`recoupe unpack`: a packed case as a folder again."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.cli.verify import show
from recoupe.preserve.custody.packing import unpack
from recoupe.preserve.custody.verdict import verify

EPILOG = """\b
Examples:
  recoupe unpack harbour.age harbour --key identity.txt     with a key by age-keygen
  recoupe unpack harbour.age harbour --key ~/.ssh/id_ed25519
"""


@click.command(epilog=EPILOG)
@click.argument("packed", type=click.Path(path_type=Path))
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--key", required=True, type=click.Path(path_type=Path), help="Your private key, of age or SSH.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict on what was unpacked as JSON.")
def command(packed: Path, case: Path, key: Path, as_json: bool) -> int:
    """Write the case in PACKED to the new folder CASE, and verify it.

    Whatever is not a plain file of a case is refused: links, other names, more than there is room for.
    Exit status as of `recoupe verify`.
    """
    console = Console(as_json=as_json)
    with console.progress() as events:
        count = unpack(packed, case, key, events=events)
    verdict = verify(case)
    console.result(verdict)
    console.print(f"{count} files are in {escape(visible(str(case)))}.")
    show(console, verdict)
    return verdict.exit_status
