#!/usr/bin/env python3
"""Write the generated pages of docs/reference: every command's help, and every error with its slug.

python scripts/make_reference.py          write them
python scripts/make_reference.py --check  exit 1 when they are out of date
"""

from __future__ import annotations

import argparse
import inspect
import sys
from pathlib import Path

import click

from recoupe.cli import COMMANDS, cli
from recoupe.errors import family

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
HEAD = "<!-- Written by scripts/make_reference.py; change the code and run it again. -->\n"


def commands() -> str:
    """The help of every command, as the terminal shows it at 100 columns."""
    out = [
        HEAD,
        "# Commands\n",
        "Every command takes `--help`. Results go to standard output, the rest to standard error.",
    ]
    out.append("Exit status: 0 done, 1 something failed or differs, 2 wrong use, 130 stopped by Ctrl+C.\n")
    for name in ("", *COMMANDS):
        command = cli.get_command(click.Context(cli), name) if name else cli
        assert command is not None
        title = f"recoupe {name}".strip()
        context = click.Context(command, info_name=title, max_content_width=100, terminal_width=100)
        out += [f"## {title}\n", "```", command.get_help(context).rstrip(), "```\n"]
    return "\n".join(out)


def errors() -> str:
    """Every error of the family: slug, exit status, meaning."""
    out = [HEAD, "# Errors\n", "Failed readings and messages carry one of these slugs.\n"]
    out += ["| slug | exit status | meaning |", "|---|---|---|"]
    for slug, kind in family().items():
        meaning = " ".join((inspect.getdoc(kind) or "").split())
        out.append(f"| `{slug}` | {kind.exit_status} | {meaning} |")
    return "\n".join(out) + "\n"


PAGES = {"commands.md": commands, "errors.md": errors}


def stale() -> list[str]:
    """Pages that differ from what would be written now."""
    return [
        name
        for name, make in PAGES.items()
        if not (REFERENCE / name).is_file() or (REFERENCE / name).read_text(encoding="utf-8") != make()
    ]


def main() -> int:
    """Write or check the pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        for name in stale():
            print(f"docs/reference/{name} is out of date: run python scripts/make_reference.py")
        return 1 if stale() else 0
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
