"""`recoupe dossier`: write the dossier of a case."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console
from recoupe.cli.signing import signer
from recoupe.errors import UsageError
from recoupe.model import sha256
from recoupe.preserve import Case
from recoupe.publish import build_dossier

EPILOG = """\b
Examples:
  recoupe dossier harbour                       writes harbour/dossier.html
  recoupe dossier harbour --out ~/harbour.html   and a copy to send

\b
The dossier is one file that needs no network. The same case gives the same bytes.
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a further copy to this file.")
@click.option("--json", "as_json", is_flag=True, help="Print path, digest and statements as JSON.")
def command(case: Path, out: Path | None, as_json: bool) -> int:
    """Write the dossier of CASE: every statement with the evidence it rests on, in one file.

    Statements are proposed anew from what the checks found; those that a person wrote stay. A sentence without
    evidence is not printed, and the dossier lists it as left out.
    """
    console = Console(as_json=as_json)
    if out is not None and not out.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {out.parent} to write {out.name} into", todo="make it first")
    key = signer(console)
    with console.progress() as events, Case.open(case, write=True, signer=key) as opened:
        acts = len(opened.custody())
        path = build_dossier(opened, events=events, out=out)
        changed = len(opened.custody()) > acts
        statements = opened.statements()
    data = path.read_bytes()
    console.result(
        {
            "dossier": str(path),
            "copy": str(out) if out is not None else None,
            "bytes": len(data),
            "sha256": sha256(data),
            "changed": changed,
            "statements": statements,
        }
    )
    state = "written" if changed else "unchanged"
    console.print(f"{len(statements)} statements, {len(data) / 1e6:.1f} MB, {state}: {escape(str(path))}")
    if out is not None:
        console.print(f"Copy: {escape(str(out))}")
    return 0
