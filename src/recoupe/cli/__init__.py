"""The `recoupe` command: one module per subcommand, loaded only when it is called.

A command module exposes `command`. It holds no knowledge of the field: it calls a stage and draws its records.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from recoupe import __version__
from recoupe.errors import RecoupeError

COMMANDS: dict[str, str] = {
    "demo": "Build a staged case, write its dossier and open the desk",
    "run": "Do the whole job: add, read, compare, cross-check, publish",
    "new": "Start a case",
    "add": "Take files and folders into a case",
    "collect": "Fetch something from the public web into a case",
    "read": "Read what has not been read yet",
    "compare": "Compare the copies of footage in a case",
    "dossier": "Write the dossier of a case",
    "desk": "Open a case, or all cases, in the browser",
    "status": "Say what is in a case and what failed",
    "verify": "Say whether a case was changed",
    "anchor": "Sign a case as it stands",
    "receipt": "Write what to give to a lawyer or an editor",
    "prove": "Show one act of a case, and hide the others",
    "reproduce": "Read the originals again and compare",
    "erase": "Take a source in danger out of a case for good",
    "pack": "Write a case to one encrypted file",
    "unpack": "Open a packed case",
    "rebuild": "Make the case's database again from its records",
    "diff": "Say what was cut, inserted or muted between two files of footage",
    "text": "Read an article, post or document",
    "doctor": "Say what this machine has and what is missing",
}


class LazyGroup(click.Group):
    """Lists every command and imports only the one that is called, so that `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the table: by how a case grows."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"recoupe.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table without importing the commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the command meant when a name is mistyped."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], list(COMMANDS), n=1)
            hint = f" Did you mean `recoupe {near[0]}`?" if near else " `recoupe --help` lists the commands."
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with `recoupe demo`. Each command has `--help` with examples.",
)
@click.version_option(__version__, prog_name="recoupe")
def cli() -> None:
    """An investigation desk for open-source reporting.

    Preserves what an investigation collected, reads it, compares copies of footage, cross-checks who said what, and
    publishes a dossier in which every sentence opens its evidence. Everything stays on this computer.
    """


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 something failed or differs, 2 wrong use, 130 stopped by Ctrl+C."""
    sys.exit(execute(argv))


def execute(argv: list[str] | None = None) -> int:
    """The same, giving the exit status back; errors of the family become one line and what to do."""
    import logging

    from recoupe.cli.console import Console

    # Tracebacks are for developers: without RECOUPE_DEBUG what went wrong is told in one line by the command.
    logging.getLogger("recoupe").addHandler(
        logging.StreamHandler() if os.environ.get("RECOUPE_DEBUG") else logging.NullHandler()
    )
    try:
        status: Any = cli.main(args=argv, prog_name="recoupe", standalone_mode=False)
    except RecoupeError as error:
        Console().failure(error.reason, todo=error.todo)
        return error.exit_status
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        # Whoever read our output has gone (`recoupe … | head`). SIGPIPE stays ignored: a jailed child that dies
        # while it is being written to must cost one reading, not this process.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (click.Abort, KeyboardInterrupt):
        Console().note("Stopped. What was done so far is kept; the same command goes on from there.")
        return 130
    return status if isinstance(status, int) else 0
