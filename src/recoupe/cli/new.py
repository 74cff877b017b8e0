"""`recoupe new`: start a case."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.cli.signing import no_passphrase as no_passphrase_option
from recoupe.cli.signing import signer, warn_unprotected
from recoupe.preserve import Case
from recoupe.preserve.custody.keys import is_protected, key_path

EPILOG = """\b
Examples:
  recoupe new harbour                                an empty case in the folder harbour
  recoupe new harbour --title "Harbour, Friday night" with a title for people
  recoupe new harbour --key ~/.ssh/id_ed25519        signed with a key of your own
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--title", default="", help="What people call the case; the folder's name without.")
@click.option("--staged", is_flag=True, help="Say in every view that the case was made to show or test something.")
@click.option("--key", type=click.Path(path_type=Path), help="An Ed25519 key of your own to sign with.")
@no_passphrase_option
@click.option("--json", "as_json", is_flag=True, help="Print the new case as JSON.")
def command(case: Path, title: str, staged: bool, key: Path | None, no_passphrase: bool, as_json: bool) -> int:
    """Start a case in the folder CASE, which must not exist yet or be empty.

    It is signed with your key, which is made when there is none, and never lies in the case. On a terminal a passphrase
    is asked for it; elsewhere it comes from RECOUPE_PASSPHRASE, or from the open descriptor that RECOUPE_PASSPHRASE_FD
    names. Send the fingerprint away: whoever holds it can check later that the case was not changed.
    """
    console = Console(as_json=as_json)
    existed = (key or key_path()).exists()
    by = signer(console, key, passphrase=not no_passphrase)
    with Case.create(case, title=title or case.absolute().name, staged=staged, signer=by) as made:
        fingerprint = by.public.fingerprint if by else ""
        protected = is_protected(by.path) if by and by.path else None
        console.result(
            {"case": str(made.root), "id": made.id, "title": made.title, "staged": made.staged, "key": fingerprint,
             "key_has_passphrase": protected}
        )  # fmt: skip
        console.print(f"[b]{escape(visible(made.title))}[/b] is in {escape(visible(str(made.root)))}")
    if by and existed:
        warn_unprotected(console, by)
    if by:
        console.print(f"Signed with {fingerprint}. Send this fingerprint to somebody who will keep it.")
    console.print(f"[dim]Put something in it: recoupe add {escape(visible(str(case)))} FILE-OR-FOLDER …[/dim]")
    return 0
