"""`recoupe prove`: show one act of a case, and hide the others."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.errors import UsageError
from recoupe.model import to_json
from recoupe.preserve import Case
from recoupe.preserve.custody.proofs import prove

EPILOG = """\b
Examples:
  recoupe prove harbour 12 -o proof.json       act 12: its entry, and the way to a signed root
  recoupe prove harbour 3f9a… -o proof.json    the act by which the source of that SHA-256 came in
  python check_proof.py proof.json SHA256:…   the check, for somebody who has neither the case nor recoupe
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("act")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; standard output without.")
@click.option("--script", type=click.Path(path_type=Path), help="Write the script that checks a proof there, too.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print what was proved as JSON; the proof itself without --output."
)
def command(case: Path, act: str, output: Path | None, script: Path | None, as_json: bool) -> int:
    """Show one ACT of CASE: its number, or the SHA-256 of a source (or its beginning), with what its entry says.

    Of the other acts it shows how many there are, and nothing else. Whoever holds the fingerprint of your key can check
    it with the script, which needs Python and ssh-keygen.
    """
    console = Console(as_json=as_json)
    with Case.open(case) as opened:
        acts = opened.custody()
    seq = int(act) if act.isascii() and act.isdigit() and len(act) < 10 else 0
    if not seq:
        found = [one.seq for one in acts if one.act == "add" and one.details.get("original", "").startswith(act)]
        if len(found) != 1 or len(act) < 6:
            raise UsageError(f"{act!r} names no act, or more than one", todo="name its number, or a source's SHA-256")
        seq = found[0]
    proof = prove(case, seq)
    if output is None:
        click.echo(to_json(proof))
    else:
        output.write_text(to_json(proof) + "\n", encoding="utf-8")
        console.result({"act": seq, "key": proof.key, "output": str(output)})
        console.print(f"Act {seq} is shown in {escape(visible(str(output)))}.")
    if script is not None:
        text = (resources.files("recoupe.preserve.custody") / "check_proof.py").read_text(encoding="utf-8")
        script.write_text(text, encoding="utf-8")
    return 0
