"""`recoupe compare`: hold the copies of footage in a case against each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.cli.signing import signer
from recoupe.compare import compare_case, containment, families
from recoupe.model import EditMap, plain
from recoupe.preserve import Case

EPILOG = """\b
Example:
  recoupe compare harbour           every pair of clips that seems to share something
  recoupe compare harbour --json    the edit maps and the families of copies
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print edit maps, families and containment as JSON.")
def command(case: Path, as_json: bool) -> int:
    """Compare the footage of CASE: pairs are proposed by their keys, compared, and the edit maps kept.

    Of each pair the longer clip is the reference A; nothing is said about which came first. A comparison that fails
    is kept with its reason; exit status 1 says that there is one.
    """
    console = Console(as_json=as_json)
    key = signer(console)
    with console.progress() as events, Case.open(case, write=True, signer=key) as opened:
        new = compare_case(opened, events=events)
        maps = opened.editmaps()
        failed = opened.failed_comparisons()
        names = {s.digest: s.name for s in opened.sources()}
    groups = families(maps)
    console.result(_result(maps, groups, failed))
    for group in groups:
        console.print(
            f"\n[b]Copies of one another:[/b] {escape(visible(', '.join(names.get(d, d[:12]) for d in group)))}"
        )
        for editmap in (m for m in maps if m.a in group and m.shared):
            _show(console, editmap, names)
    console.print(
        f"\n{len(new)} new comparisons, {len(maps)} in the case." if new else "\nEverything was already compared."
    )
    for one in failed:
        pair = f"{names.get(one.a, one.a[:12])} and {names.get(one.b, one.b[:12])}"
        console.failure(f"{pair}: {one.reason}", todo=one.todo)
    return 1 if failed else 0


def _result(maps: tuple[EditMap, ...], groups: tuple[tuple[str, ...], ...], failed: Any) -> dict[str, Any]:
    return {
        "editmaps": plain(maps),
        "families": [list(group) for group in groups],
        "containment": [
            {"a": c.a, "b": c.b, "shared": float(c.shared), "only_a": float(c.only_a), "only_b": float(c.only_b)}
            for c in (containment(m) for m in maps if m.shared)
        ],
        "failed": plain(failed),
    }


def _show(console: Console, editmap: EditMap, names: dict[str, str]) -> None:
    a, b = (visible(names.get(d, d[:12])) for d in (editmap.a, editmap.b))
    console.print(f"  A {escape(a)}  ·  B {escape(b)}: {escape(containment(editmap).told)}")
    for line in editmap.telling[:6]:
        console.print(f"    {escape(line)}")
