"""`recoupe verify`: whether a case is what it was."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.errors import MissingFile, UsageError
from recoupe.preserve.custody import receipts
from recoupe.preserve.custody.sshsig import is_fingerprint
from recoupe.preserve.custody.verdict import Verdict, verify

EPILOG = """\b
Examples:
  recoupe verify harbour                          whether the folder agrees with itself
  recoupe verify harbour --key SHA256:mQv3…       unchanged since it was signed with this key?
  recoupe verify harbour --receipt receipt.txt    unchanged since this receipt was made?
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--key", "keys", multiple=True, metavar="FINGERPRINT", help="A key that may have signed it; repeatable.")
@click.option("--receipt", type=click.Path(path_type=Path), help="A receipt of the case, kept elsewhere.")
@click.option(
    "--tsa-roots", type=click.Path(path_type=Path), help="Certificates (PEM) of time stamp authorities you trust."
)
@click.option("--quick", is_flag=True, help="Do not read originals, derived records and dossiers, nor the database.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def command(
    case: Path, keys: tuple[str, ...], receipt: Path | None, tsa_roots: Path | None, quick: bool, as_json: bool
) -> int:
    """Say whether CASE was changed: every byte of log, entries, originals, derived records, anchors and stamps.

    Alone, a folder can only be consistent with itself. What you hold elsewhere (a key's fingerprint, a receipt, an
    authority's certificates) shows that it is unchanged since. `verify.sh` in the case says the same without recoupe.

    Exit status: 0 holds, 1 fails, 2 wrong use, 3 pending: a program was stopped in between, or acts are not signed yet.
    """
    console = Console(as_json=as_json)
    for key in keys:
        if not is_fingerprint(key):
            raise UsageError(f"{key!r} is not the fingerprint of a key", todo="it looks like SHA256: and 43 characters")
    held = receipts.read(_bytes(receipt)) if receipt else None
    if tsa_roots is not None:
        _bytes(tsa_roots)
    verdict = verify(case, keys=keys, receipt=held, tsa_roots=tsa_roots, contents=not quick)
    console.result(verdict)
    show(console, verdict, alone=not (keys or receipt or tsa_roots))
    return verdict.exit_status


def show(console: Console, verdict: Verdict, *, alone: bool = True) -> None:
    """The verdict for people; `alone` says that nothing was held elsewhere, and what could be."""
    for problem in verdict.problems:
        console.print(f"[red]✗[/red] {_safe(problem)}")
    for item in verdict.pending:
        console.print(f"[yellow]…[/yellow] {_safe(item.path)}: {_PENDING[item.kind]}")
    if verdict.status != "fails":
        for line in verdict.says:
            console.print(_safe(line))
    for line in verdict.unread:
        console.print(f"[dim]not looked at: {_safe(line)}[/dim]")
    erased = f", {verdict.erased} of them erased" if verdict.erased else ""
    console.print(
        f"[dim]Acts: {verdict.acts}{erased}. Originals: {verdict.originals}. Derived records: {verdict.derived}. "
        f"Anchors: {len(verdict.anchors)}.[/dim]"
    )
    if alone and verdict.status != "fails":
        for key in dict.fromkeys(anchor.key for anchor in verdict.anchors):
            console.print(f"[dim]Signed with {key}: is that the fingerprint you were given? Say it with --key.[/dim]")
    console.print(_END[verdict.status])


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(1 << 20)
    except OSError as error:
        raise MissingFile(f"{path} cannot be read: {error.strerror}", todo="check the name") from error


def _safe(text: str) -> str:
    return escape(visible(text))


_PENDING = {
    "original": "put in place by a writer that was stopped before it logged it",
    "derived": "put in place by a writer that was stopped before it logged it",
    "dossier": "logged, and waiting to be put in place",
    "entry": "written, but its line is not in the log yet",
    "log": "its last line was never finished",
    "set-aside": "set aside, and not logged yet",
    "unfinished": "never finished",
    "erasure": "erased, but still there",
    "anchor": "half of an anchor or stamp, not logged yet",
}
_END = {
    "holds": "[green b]HOLDS[/green b]",
    "pending": "[yellow b]PENDING[/yellow b]: the next command that writes to the case completes this.",
    "fails": "[red b]FAILS[/red b]: this folder does not agree with itself, or not with what you hold.",
}
