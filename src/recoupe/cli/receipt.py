"""`recoupe receipt`: what to give to a lawyer or an editor."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.cli.signing import signer
from recoupe.errors import CaseError
from recoupe.preserve import Case
from recoupe.preserve.custody import anchors, receipts

EPILOG = """\b
Examples:
  recoupe receipt harbour                      print it
  recoupe receipt harbour -o receipt.txt       write it to a file, to be sent away
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; standard output without.")
@click.option("--json", "as_json", is_flag=True, help="Print the receipt and its anchor as JSON.")
def command(case: Path, output: Path | None, as_json: bool) -> int:
    """Write a receipt of CASE as it stands: a text with its anchor and signature, to be kept away from it.

    What is not signed yet is signed first. With the receipt, `recoupe verify --receipt` finds any change since,
    acts that were cut off included.
    """
    console = Console(as_json=as_json)
    with Case.open(case) as opened:
        times = {act.seq: act.time for act in opened.custody()}
    signed = anchors.newest(case)
    if signed is None or signed.anchor.entries < len(times):
        with Case.open(case, write=True, signer=signer(console)) as opened:
            pass
        signed = anchors.newest(case)
        with Case.open(case) as opened:
            times = {act.seq: act.time for act in opened.custody()}
    if signed is None:
        raise CaseError(f"{case} has no anchor, so there is nothing to give a receipt of", todo="run: recoupe anchor")
    text = receipts.write(signed, time=times[signed.anchor.entries])
    console.result({"receipt": text, "entries": signed.anchor.entries, "key": signed.key.fingerprint})
    if output is not None:
        output.write_text(text, encoding="utf-8")
        console.print(
            f"The receipt of {signed.anchor.entries} acts is in {escape(visible(str(output)))}. Send it away."
        )
    elif not as_json:
        click.echo(text, nl=False)
    return 0
