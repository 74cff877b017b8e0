"""`recoupe erase`: take a source in danger out of a case for good."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.cli.signing import signer
from recoupe.errors import UsageError
from recoupe.preserve import Case
from recoupe.preserve.custody.erasing import OUT_OF_REACH, ErasePlan, erase, plan_for

EPILOG = """\b
Examples:
  recoupe erase harbour 3f9a2b                    show what would go, and ask
  recoupe erase harbour clip.mp4 --yes            by name, without asking
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("source")
@click.option("--reason", default="", help="Why; it is kept in the case.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print what went as JSON.")
def command(case: Path, source: str, reason: str, yes: bool, as_json: bool) -> int:
    """Take SOURCE (its SHA-256, the beginning of it, or its name) out of CASE for good, with all that rests on it.

    Lines of the log stay, and an `erase` act says what was done: the case still verifies. What was copied or sent
    before cannot be reached, which the command says. Run `recoupe run` afterwards to check and publish what is left.
    """
    console = Console(as_json=as_json)
    with Case.open(case) as opened:
        plan = plan_for(opened, _digest(opened, source))
    _show(console, plan)
    if not yes:
        click.confirm("Erase all this for good?", abort=True, err=True)
    by = signer(console)
    with Case.open(case, write=True, signer=by) as opened:
        plan = plan_for(opened, plan.source)
        erase(opened, plan, reason=reason)
    console.result({"erased": plan, "out_of_reach": OUT_OF_REACH})
    console.print(f"[b]Erased.[/b] Acts without their entries now: {len(plan.acts)}. The log says that they were.")
    console.print("\nOut of reach:")
    for line in OUT_OF_REACH:
        console.print(f"  · {line}")
    return 0


def _digest(case: Case, named: str) -> str:
    found = [source.digest for source in case.sources() if source.name == named]
    if not found and len(named) >= 6:
        found = [source.digest for source in case.sources() if source.digest.startswith(named)]
    if len(found) != 1:
        what = "names no source" if not found else f"names {len(found)} sources"
        raise UsageError(f"{named!r} {what}", todo="name its SHA-256: `recoupe status` lists them")
    return found[0]


def _show(console: Console, plan: ErasePlan) -> None:
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(plan.kinds.items()))
    console.note(f"{plan.name}: acts {len(plan.acts)} ({kinds}), files {len(plan.files)}, and the cache")
    if plan.dropped:
        console.note(f"Statements that rest on it and go, too: {len(plan.dropped)}")
    for name in plan.beside:
        console.note(
            f"{escape(visible(name))} was collected along with it and stays; erase it by itself if it names it"
        )
