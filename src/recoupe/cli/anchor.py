"""`recoupe anchor`: sign a case as it stands."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.cli.signing import signer
from recoupe.errors import KeyLocked, MissingFile
from recoupe.preserve import Case
from recoupe.preserve.custody import anchors, stamps

EPILOG = """\b
Examples:
  recoupe anchor harbour                                 sign what is not signed yet
  recoupe anchor harbour --key ~/.ssh/id_ed25519         with a key of your own
  recoupe anchor harbour --tsa https://freetsa.org/tsr   and have the signature stamped with the time
  recoupe anchor harbour --tsa-roots freetsa.pem         keep an authority's certificates in the case
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--key", type=click.Path(path_type=Path), help="An Ed25519 key of your own; the usual one without.")
@click.option(
    "--tsa",
    multiple=True,
    metavar="URL",
    help="Ask this time stamp authority, over the network, for a stamp; repeatable. Without a network it waits.",
)
@click.option(
    "--tsa-roots", type=click.Path(path_type=Path), help="Keep these certificates (PEM) in the case for who checks it."
)
@click.option("--json", "as_json", is_flag=True, help="Print the anchor as JSON.")
def command(case: Path, key: Path | None, tsa: tuple[str, ...], tsa_roots: Path | None, as_json: bool) -> int:
    """Sign CASE as it stands, if it is not signed already.

    Every command that writes to a case ends with this; it is needed by itself when the key was locked then, or the
    program was stopped. With --tsa an authority says by what time that signature existed: it learns a digest and the
    address you ask from. The request waits in the case when it cannot be sent; the same command sends it again.
    """
    console = Console(as_json=as_json)
    by = signer(console, key)
    if by is None:
        raise KeyLocked("the case is not signed: the key stays locked", todo="give its passphrase when asked")
    with console.progress() as events, Case.open(case, write=True) as opened:
        if tsa_roots is not None:
            opened.put_tsa_roots(_bytes(tsa_roots))
        made = opened.anchor(by)
        stamped = stamps.ask(opened, tsa, events=events) if tsa else ()
        if stamped:
            opened.anchor(by)
    signed = anchors.newest(case)
    assert signed is not None
    console.result(
        {"new": made is not None, "entries": signed.anchor.entries, "root": signed.anchor.root,
         "key": signed.key.fingerprint, "stamps": stamped}
    )  # fmt: skip
    what = "Signed" if made else "Signed already"
    console.print(f"{what}: {signed.anchor.entries} acts, with {escape(visible(signed.key.fingerprint))}")
    return 1 if any(not stamp.time or stamp.problem for stamp in stamped) else 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MissingFile(f"{path} cannot be read: {error.strerror}", todo="check the name") from error
