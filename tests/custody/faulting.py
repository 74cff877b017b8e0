"""Work on a case with a fault at one system call that writes, for each of them in turn.

    python -m tests.custody.faulting FOLDER KIND [STEP]       the shim: our own calls (every STEPth)
    python -m tests.custody.faulting FOLDER --work            the work alone, to be run under strace

KIND is one of

    exit    the program ends right after the call, as at a power cut
    torn    half of a write is done, and the program ends
    short   a write takes half of the bytes; the program must notice
    ENOSPC  the call fails: the disk is full
    EIO     half of a write is done, and the call fails

Makes FOLDER/0000, FOLDER/0001 …, each with what such a fault left, and prints for each the call and how the program
ended. It is a program of its own because a test process may have threads, and forking those is not safe.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recoupe.errors import RecoupeError
from recoupe.preserve import Case, is_case
from recoupe.preserve.custody.keys import load_key, make_key
from tests.preserve.making import work

KINDS = ("exit", "torn", "short", "ENOSPC", "EIO")
CALLS = ("write", "fsync", "rename", "replace", "ftruncate", "fchmod", "mkdir", "unlink", "pwrite", "open", "rmdir")
MOST = 4000
STOPPED = 9


def job(folder: Path) -> str:
    """Everything that can be done to a case, signed at its beginning and at its end; gives the state it ends in."""
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "key"
    signer = load_key(key) if key.exists() else make_key(key)
    root = folder / "case"
    if not is_case(root):
        Case.create(root, title="Work", staged=True, signer=signer).close()
    state = work(root, folder / "material")
    with Case.open(root, write=True, signer=signer):
        pass
    return state


class Fault:
    """Counts calls that write below a folder, and lets one of them go wrong."""

    def __init__(self, kind: str, at: int, tell: Callable[[str], object]) -> None:
        self.kind, self.at, self.tell = kind, at, tell
        self.count = 0
        self.real = {name: getattr(os, name) for name in CALLS}
        for name in CALLS:
            setattr(os, name, self._replacement(name))

    def _replacement(self, name: str) -> Callable[..., Any]:
        real = self.real[name]

        def call(*args: Any, **more: Any) -> Any:
            if name == "open" and not (len(args) > 1 and args[1] & os.O_CREAT):
                return real(*args, **more)
            if name in ("write", "pwrite") and args[0] < 3:
                return real(*args, **more)
            self.count += 1
            if self.count - 1 != self.at:
                return real(*args, **more)
            self.tell(name)
            return self._go_wrong(name, real, args, more)

        return call

    def _go_wrong(self, name: str, real: Callable[..., Any], args: tuple[Any, ...], more: dict[str, Any]) -> Any:
        if name in ("write", "pwrite") and self.kind in ("torn", "short", "EIO"):
            half = memoryview(args[1])[: max(1, len(args[1]) // 2)]
            done = real(args[0], half, *args[2:], **more)
        elif self.kind in ("exit", "torn"):
            with contextlib.suppress(OSError):  # a folder that is there already, say
                real(*args, **more)
        elif self.kind == "short":
            done = real(*args, **more)
        if self.kind == "short":
            return done
        if self.kind in ("exit", "torn"):
            os._exit(STOPPED)
        number = getattr(errno, self.kind)
        raise OSError(number, os.strerror(number))


def once(folder: Path, kind: str, at: int) -> tuple[str, str]:
    """Do the job in a child with a fault at that call; gives the call's name (empty when it was not reached), and the
    end: `done`, `failed` or `stopped`."""
    said, tell = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            Fault(kind, at, lambda name: os.writev(tell, [name.encode()]))
            try:
                job(folder)
                code = 0
            except (OSError, RecoupeError):
                code = 3
        except BaseException:  # noqa: BLE001 (a child has nobody above it that could show what went wrong)
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(tell)
    with os.fdopen(said, "rb") as pipe:
        name = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    ends = {0: "done", 3: "failed", STOPPED: "stopped"}
    if code not in ends:
        raise SystemExit(f"the work ended with {code} in {folder} after {name or 'no call'} ({kind})")
    return name, ends[code]


def main() -> None:
    """Make the cases and print what happened."""
    base = Path(sys.argv[1])
    if sys.argv[2] == "--work":
        print(job(base))
        return
    step = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    for at in range(0, MOST, step):
        name, end = once(base / f"{at:04d}", sys.argv[2], at)
        if not name:
            return
        print(f"{at:04d} {name} {end}", flush=True)


if __name__ == "__main__":
    main()
