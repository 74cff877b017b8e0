"""One writer at a time: an advisory lock on the file `lock` of a case.

The operating system lets go of the lock when its process ends, however it ends, so a dead writer blocks nobody.
The file names the writer while it works and is emptied when it ends well: a name left in it says that a writer
was killed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import time
from pathlib import Path

from recoupe.errors import CaseBusy, CaseError

PATIENCE_S = 0.3
"""How long a live writer is waited for: long enough for one that is just closing."""

READER_PATIENCE_S = 60.0
"""How long a reader that makes the projection again is waited for."""

_held: set[int] = set()


def _forget_in_child() -> None:
    # A forked child shares the lock: if we die while it lives on, it would hold the case. It must let go at once.
    for handle in tuple(_held):
        with contextlib.suppress(OSError):
            os.close(handle)
    _held.clear()


os.register_at_fork(after_in_child=_forget_in_child)


class WriterLock:
    """Held from `acquire` to `release`. `died` says that the writer before did not end well."""

    def __init__(self, root: Path) -> None:
        self._path = root / "lock"
        self._handle: int | None = None
        self.died = False

    @property
    def held(self) -> bool:
        """Whether this process holds the lock through this object."""
        return self._handle is not None

    def acquire(self) -> None:
        """Take the lock and write our name into it.

        Raises:
            CaseBusy: Another process writes to the case; says which.
            CaseError: The case cannot be written to here.
        """
        handle = self._open()
        start = time.monotonic()
        while not _taken(handle):
            holder = _fields(handle)
            alive = bool(holder) and _alive(holder)
            if time.monotonic() - start > (PATIENCE_S if alive else READER_PATIENCE_S):
                os.close(handle)
                raise _busy(self._path.parent, holder if alive else {})
            time.sleep(0.02)
        self._handle = handle
        _held.add(handle)
        self.died = bool(_fields(handle))
        self._write(f"pid: {os.getpid()}\nhost: {socket.gethostname()}\n")

    def try_as_reader(self) -> bool:
        """Take the lock without a name in it and without waiting; False when somebody has it or it cannot be had."""
        try:
            handle = self._open()
        except CaseError:
            return False
        if not _taken(handle):
            os.close(handle)
            return False
        self._handle = handle
        _held.add(handle)
        return True

    def release(self, *, clean: bool) -> None:
        """Let go; `clean` takes our name out, so that the next writer need not look for what was left behind."""
        if self._handle is None:
            return
        if clean:
            self._write("")
        _held.discard(self._handle)
        os.close(self._handle)
        self._handle = None

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise CaseError(
                f"the case cannot be written to: {error.strerror}: {self._path}",
                todo="copy it to a folder that you may write to",
            ) from error

    def _write(self, text: str) -> None:
        assert self._handle is not None
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, text.encode(), 0)


def is_held(root: Path) -> bool:
    """Whether some process writes to a case now; asked without writing anything."""
    try:
        handle = os.open(root / "lock", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _fields(handle: int) -> dict[str, str]:
    text = os.pread(handle, 4096, 0).decode(errors="replace")
    return {key: value for key, colon, value in (line.partition(": ") for line in text.splitlines()) if colon}


def _alive(holder: dict[str, str]) -> bool:
    if holder.get("host") != socket.gethostname():
        return True  # cannot be asked from here, so it is believed
    try:
        os.kill(int(holder["pid"]), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError, KeyError):
        return True
    return True


def _busy(root: Path, holder: dict[str, str]) -> CaseBusy:
    who = f"process {holder['pid']} on {holder.get('host', 'this machine')}" if "pid" in holder else "another process"
    return CaseBusy(f"{who} is writing to {root}", todo="wait until it has ended, or end it, and run the same again")
