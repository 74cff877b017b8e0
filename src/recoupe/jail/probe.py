"""Acts that a hostile file would like to commit, tried in a child to measure which layer refuses them.

Every job here tries harmless versions on things its caller made for it, and returns one word:
`done` when the act succeeded, else the name of the error that refused it.
"""

from __future__ import annotations

import errno
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from recoupe.jail import linux
from recoupe.jail.outlet import Outlet

DONE = "done"
_PR_GET_NO_NEW_PRIVS = 39
_OPEN_AT_MOST = 64


def nothing(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> int:
    """Read the file and say how many bytes it has: the smallest job there is."""
    return len(file.read())


def wait(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> str:
    """Do nothing for `seconds`."""
    time.sleep(float(settings["seconds"]))
    return DONE


def burn(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> str:
    """Use `seconds` of processor time."""
    end = time.process_time() + float(settings["seconds"])
    while time.process_time() < end:
        pass
    return DONE


def allocate(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> str:
    """Take `bytes` of memory."""
    return DONE if bytearray(int(settings["bytes"])) else ""


def read_path(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> str:
    """Read the file at `path`."""
    return _try(lambda: Path(settings["path"]).read_bytes())


def write_path(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> str:
    """Write to the file at `path`."""
    return _try(lambda: Path(settings["path"]).write_bytes(b"written"))


def make_process(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> str:
    """Fork, and let the copy end at once."""

    def act() -> None:
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)

    return _try(act)


def connect(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> str:
    """Open a TCP connection to `port` on this machine."""
    return _try(lambda: socket.create_connection(("127.0.0.1", settings["port"]), timeout=5).close())


def reach_others(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> str:
    """Look for open descriptors besides the standard three, the file and the way to the parent."""
    found = [d for d in range(_OPEN_AT_MOST) if _is_open(d)]
    return DONE if len(found) > 5 else "EBADF"


def keep_rights(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> str:
    """See whether a program started from here could gain rights; raises OSError where that is not a question."""
    return DONE if linux.prctl(_PR_GET_NO_NEW_PRIVS) == 0 else "EPERM"


def signal_parent(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> str:
    """Ask whether a signal could be sent to the process that started this one."""
    return _try(lambda: os.kill(os.getppid(), 0))


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _try(act: Callable[[], object]) -> str:
    try:
        act()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, type(error).__name__)
    return DONE
