"""Stops the work at one step after the other, as a power cut would: no handler runs, nothing is tidied.

    python -m tests.preserve.killing FOLDER [BROKEN-OFF-AT MOST]

Makes FOLDER/000, FOLDER/001 …, each with a case whose writer ended after that step, until the work ends by itself;
prints the steps' names. With two numbers every case is first broken off at the step of the first number, so that
the steps of putting it right are stopped, too, as many as the second says. It is a program of its own because a test
process may have threads, and forking those is not safe.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from recoupe.preserve import files
from tests.preserve.making import work


def stopped_at(folder: Path, step: int) -> str | None:
    """Do the work in a child that ends after so many steps; gives the last step's name, or None when it got through."""
    said, tell = os.pipe()
    child = os.fork()
    if child == 0:
        _child(folder, step, tell)
    os.close(tell)
    with os.fdopen(said, "rb") as pipe:
        name = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 9):
        raise SystemExit(f"the work failed in {folder} after {name or 'no step'}")
    return name if code == 9 else None


def _child(folder: Path, step: int, tell: int) -> None:
    done = 0

    def watch(name: str) -> None:
        nonlocal done
        done += 1
        if done > step:
            os.write(tell, name.encode())
            os._exit(9)

    code = 1
    try:
        with files.watching(watch):
            work(folder / "case", folder / "material")
        code = 0
    finally:
        if code:
            import traceback

            traceback.print_exc()
        os._exit(code)


def main() -> None:
    """Make the cases and print the names of the steps."""
    base = Path(sys.argv[1])
    before = int(sys.argv[2]) if len(sys.argv) > 2 else None
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    for step in range(most):
        folder = base / f"{step:03d}"
        folder.mkdir(parents=True)
        if before is not None:
            stopped_at(folder, before)
        name = stopped_at(folder, step)
        if name is None:
            return
        print(name, flush=True)


if __name__ == "__main__":
    main()
