"""The parent's side of zygotes: start one per job module, hand calls to it, notice its end.

Safe to use from several threads. A process forked from this one starts with none.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from recoupe.errors import ChildDied, JailError
from recoupe.jail.switches import switches
from recoupe.jail.zygote import NUMBER, Ready

START_S = 120.0
END_S = 10.0
_KEEP = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # where some installations keep their shared libraries
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "HOME": "/nonexistent",
    "PYTHONHASHSEED": "0",  # the same reading on every run
    "PYTHONNOUSERSITE": "1",
    "PYTHONSAFEPATH": "1",
    "OMP_NUM_THREADS": "1",  # pools of threads started at import would make forking unsafe
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",  # each arena reserves 64 MiB of the address space that is limited
}
_START = """
import sys
sys.path.extend(p for p in sys.argv[4:] if p not in sys.path)
from recoupe.jail.zygote import main
main()
"""


class Started:
    """One running child, whichever way it was started."""

    def __init__(self, status: Callable[[float], int | None], kill: Callable[[], None]) -> None:
        self._status = status
        self._kill = kill

    def end(self) -> None:
        """Kill the child if it still runs, and let go of it."""
        self._kill()

    def status(self, timeout_s: float = END_S) -> int | None:
        """How it ended: 0, a positive exit status, a negative signal number; None when that is not known in time."""
        return self._status(timeout_s)


class _Process:
    """An interpreter that has imported one job module."""

    def __init__(self, module: str, *, once: bool) -> None:
        ours, theirs = socket.socketpair()
        try:
            self._popen = _popen(module, theirs, "once" if once else "many")
        except OSError as error:
            ours.close()
            raise JailError(f"no process can be started to open foreign files: {error}") from error
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self.control = ours
        try:
            self.ready = self._wait_until_ready(module)
        except BaseException:
            self.close(kill=True)
            raise

    def _wait_until_ready(self, module: str) -> Ready:
        self.control.settimeout(START_S)
        said = bytearray()
        try:
            while not said.endswith(b"\n") and (part := self.control.recv(1 << 16)):
                said += part
        except TimeoutError:
            raise JailError(f"the process for {module} was not ready within {START_S:.0f} s") from None
        self.control.settimeout(None)
        if not said.endswith(b"\n"):
            raise ChildDied(f"the process for {module} ended while it was starting")
        ready = msgspec.json.decode(bytes(said), type=Ready)
        if ready.problem:
            raise JailError(f"{module} cannot be loaded:\n{ready.problem}")
        return ready

    def hand_over(self, descriptors: Sequence[int]) -> None:
        socket.send_fds(self.control, [b"+"], list(descriptors))

    def kill(self) -> None:
        with contextlib.suppress(OSError):
            self._popen.kill()

    def wait(self, timeout_s: float) -> int | None:
        try:
            return self._popen.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return None

    def close(self, *, kill: bool = False) -> None:
        """Let it end and reap it."""
        _hang_up(self.control)
        if kill or self.wait(END_S) is None:
            self.kill()
            self.wait(END_S)

    def forget(self) -> None:
        """In a forked copy of the parent: the process is not ours."""
        self.control.close()
        self._popen.returncode = 0


def _popen(module: str, control: socket.socket, how: str) -> subprocess.Popen[bytes]:
    package_home = str(Path(__file__).resolve().parents[2])
    paths = [package_home, *(p for p in sys.path if p), *switches.paths]
    environment = _ENVIRONMENT | {k: os.environ[k] for k in _KEEP if k in os.environ}
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", _START, str(control.fileno()), module, how, *paths],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        pass_fds=(control.fileno(),),
        start_new_session=True,
        cwd="/",
    )


_lock = threading.RLock()
_zygotes: dict[str, _Process] = {}
_lone: set[_Process] = set()
"""Interpreters that are one call's child themselves."""
_fresh: set[str] = set()
"""Modules whose import starts threads: each call gets an interpreter of its own."""
if sys.platform == "darwin":
    FORKS = False  # frameworks of the system do not survive a fork without exec
else:
    FORKS = True


def start(module: str, channel: socket.socket, files: Sequence[int]) -> Started:
    """A child that will answer on the other end of `channel`; the caller closes its own copies of all of them.

    Raises:
        JailError: The module cannot be loaded, or the system cannot start processes that way.
    """
    if os.name != "posix":
        raise JailError("foreign files cannot be opened safely on this system", todo="run recoupe in its container")
    if FORKS and module not in _fresh:
        forked = _fork(module, channel, files)
        if forked is not None:
            return forked
    return _spawn(module, channel, files)


def _fork(module: str, channel: socket.socket, files: Sequence[int]) -> Started | None:
    ours, theirs = socket.socketpair()
    try:
        with _lock:
            for attempt in (1, 2):
                zygote = _zygotes.get(module) or _open(module)
                if zygote is None:
                    ours.close()
                    return None
                try:
                    zygote.hand_over((channel.fileno(), theirs.fileno(), *files))
                    break
                except OSError:  # it ended since the last call; a second time is an error
                    _zygotes.pop(module).close(kill=True)
                    if attempt == 2:
                        raise ChildDied(f"the process that starts readers of {module} keeps ending") from None
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return _watched(ours)


def _open(module: str) -> _Process | None:
    """Start a zygote, or None when the module has to get a fresh interpreter for every call."""
    process = _Process(module, once=False)
    if process.ready.threads > 1:
        process.close(kill=True)
        _fresh.add(module)
        return None
    _zygotes[module] = process
    return process


def _watched(status: socket.socket) -> Started:
    """A child of a zygote, seen through its status socket: first its number, then how it ended."""

    def wait(timeout_s: float) -> int | None:
        said = bytearray()
        try:
            status.settimeout(timeout_s)
            while len(said) < 2 * NUMBER.size and (part := status.recv(2 * NUMBER.size - len(said))):
                said += part
        except OSError:
            return None
        if len(said) < 2 * NUMBER.size:
            return None
        return os.waitstatus_to_exitcode(NUMBER.unpack_from(said, NUMBER.size)[0])

    return Started(wait, lambda: _hang_up(status))


def _hang_up(end: socket.socket) -> None:
    """Close a socket for both sides, even while a forked copy of this process still holds it."""
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def _spawn(module: str, channel: socket.socket, files: Sequence[int]) -> Started:
    process = _Process(module, once=True)
    unused, theirs = socket.socketpair()
    try:
        process.hand_over((channel.fileno(), theirs.fileno(), *files))
    except OSError as error:
        process.close(kill=True)
        raise ChildDied(f"the process for {module} ended while it was starting") from error
    finally:
        unused.close()
        theirs.close()
    _lone.add(process)

    def end() -> None:
        _lone.discard(process)
        process.close(kill=True)

    return Started(process.wait, end)


def shutdown() -> None:
    """End every child and every process that makes them; calls under way in other threads raise ChildDied.

    The next call starts new ones. Happens by itself when the program ends; a server whose worker threads may be
    waiting for a child calls it before it waits for them.
    """
    with _lock:
        while _zygotes:
            _zygotes.popitem()[1].close()
        for process in list(_lone):
            process.kill()
        _fresh.clear()


def _after_fork() -> None:
    global _lock
    _lock = threading.RLock()
    for process in (*_zygotes.values(), *_lone):
        process.forget()
    _zygotes.clear()
    _lone.clear()


atexit.register(shutdown)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
