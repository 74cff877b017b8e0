"""`recoupe add`: take files and folders into a case."""

from __future__ import annotations

from pathlib import Path

import click

from recoupe.cli.console import Console
from recoupe.cli.signing import no_passphrase as no_passphrase_option
from recoupe.cli.signing import signer
from recoupe.run import add_paths, open_or_create

EPILOG = """\b
Examples:
  recoupe add harbour clip.mp4 clip.info.json   a clip and what its platform said of it
  recoupe add harbour ~/Downloads/harbour        everything in a folder
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@no_passphrase_option
@click.option("--json", "as_json", is_flag=True, help="Print what was added as JSON.")
def command(case: Path, paths: tuple[Path, ...], no_passphrase: bool, as_json: bool) -> int:
    """Take PATHS into CASE, byte for byte, and note where they came from.

    Bytes that are already there are not stored twice. What cannot be taken in gets a line that says why, and stays
    on record in the case.
    """
    console = Console(as_json=as_json)
    key = signer(console, passphrase=not no_passphrase)
    with console.progress() as events, open_or_create(case, paths, signer=key) as opened:
        refused = len(opened.refusals())
        had = {source.digest for source in opened.sources()}
        new = add_paths(opened, paths, events=events)
        refused = len(opened.refusals()) - refused
        held = len(opened.sources())
        added = [source for source in opened.sources() if source.digest not in had]
    console.result({"added": added, "refused": refused, "sources": held})
    console.print(f"{new} added, {held} in the case." if new else f"Nothing new: {held} in the case.")
    return 1 if refused else 0
