"""Jobs that do what a reader taken over by a file would do. They run in children only; see conftest.py."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import socket
import struct
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO

from recoupe import errors
from recoupe.jail import linux
from recoupe.jail.outlet import Outlet

Settings = dict[str, Any]


def echo(file: BinaryIO, settings: Settings, outlet: Outlet) -> Any:
    return {"data": file.read().decode("latin-1"), "settings": settings}


def lengths(files: list[BinaryIO], settings: Settings, outlet: Outlet) -> list[int]:
    return [len(f.read()) for f in files]


def chunks(file: BinaryIO, settings: Settings, outlet: Outlet) -> int:
    for n, size in enumerate(settings["sizes"]):
        outlet.chunk(f"part{n}", bytes([n]) * size)
    return len(settings["sizes"])


def steps(file: BinaryIO, settings: Settings, outlet: Outlet) -> None:
    for n in range(1000):
        outlet.progress(n, 1000)
    outlet.progress(1000, 1000)


def own_error(file: BinaryIO, settings: Settings, outlet: Outlet) -> None:
    raise errors.DamagedFile("cut short\x1b[2J at 12\u202e", todo="fetch it again")


def library_error(file: BinaryIO, settings: Settings, outlet: Outlet) -> None:
    raise KeyError("foreign words \x07")


def own_number(file: BinaryIO, settings: Settings, outlet: Outlet) -> int:
    return os.getpid()


def tell_number_and_stay(file: BinaryIO, settings: Settings, outlet: Outlet) -> None:
    outlet.chunk("pid", str(os.getpid()).encode())
    time.sleep(60)


def leave(file: BinaryIO, settings: Settings, outlet: Outlet) -> None:
    os._exit(3)


def segfault(file: BinaryIO, settings: Settings, outlet: Outlet) -> None:
    ctypes.string_at(8)


def say(file: BinaryIO, settings: Settings, outlet: Outlet) -> None:
    """Write raw bytes to the parent instead of an answer, then stay."""
    outlet.send(bytes.fromhex(settings["hex"]))
    time.sleep(30)


def flood(file: BinaryIO, settings: Settings, outlet: Outlet) -> None:
    while True:
        outlet.chunk("flood", bytes(1 << 20))


def flood_progress(file: BinaryIO, settings: Settings, outlet: Outlet) -> None:
    payload = b'{"done":1}'
    while True:
        outlet.send(struct.pack(">cI", b"P", len(payload)) + payload)


def not_plain(file: BinaryIO, settings: Settings, outlet: Outlet) -> object:
    return object()


def take_memory(file: BinaryIO, settings: Settings, outlet: Outlet) -> int:
    return len(bytearray(settings["bytes"]))


def burn(file: BinaryIO, settings: Settings, outlet: Outlet) -> None:
    while True:
        pass


def threads(file: BinaryIO, settings: Settings, outlet: Outlet) -> list[int]:
    found: list[int] = []
    workers = [threading.Thread(target=found.append, args=(n,)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sorted(found)


def surroundings(file: BinaryIO, settings: Settings, outlet: Outlet) -> Settings:
    return {
        "environment": dict(os.environ),
        "arguments": sys.argv[3:4],
        "hash": hash("a word"),
        "name": str(file.name),
    }


def open_descriptors(file: BinaryIO, settings: Settings, outlet: Outlet) -> list[int]:
    found = []
    for descriptor in range(64):
        with contextlib.suppress(OSError):
            os.fstat(descriptor)
            found.append(descriptor)
    return found


# Acts on things the test made. Each returns "done", or the name of what refused it.


def act(file: BinaryIO, settings: Settings, outlet: Outlet) -> str:
    try:
        ACTS[settings["act"]](file, settings)
    except (OSError, MemoryError, ModuleNotFoundError) as error:
        return type(error).__name__ + (f" {error.errno}" if isinstance(error, OSError) else "")
    return "done"


def _fork(file: BinaryIO, settings: Settings) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _raw_clone(file: BinaryIO, settings: Settings) -> None:
    """clone(2) with the flags of fork, past the C library."""
    pid = linux.syscall(
        {"x86_64": 56, "aarch64": 220}[linux.machine()], *map(ctypes.c_ulong, (signal.SIGCHLD, 0, 0, 0, 0))
    )
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _spawn(file: BinaryIO, settings: Settings) -> None:
    pid = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(pid, 0)


def _exec(file: BinaryIO, settings: Settings) -> None:
    """Replaces this process by one that ends at once, so success is an ended child."""
    os.execv("/bin/true", ["true"])


def _connect(file: BinaryIO, settings: Settings) -> None:
    socket.create_connection(("127.0.0.1", settings["port"]), timeout=5).close()


def _socket_pair(file: BinaryIO, settings: Settings) -> None:
    a, b = socket.socketpair()
    a.close()
    b.close()


def _become_another_user(file: BinaryIO, settings: Settings) -> None:
    os.setgroups([])


def _ptrace(file: BinaryIO, settings: Settings) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(16, os.getppid(), None, None) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")
    os.waitpid(os.getppid(), 0x40000000)
    libc.ptrace(17, os.getppid(), None, None)


def _datagram(file: BinaryIO, settings: Settings) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", settings["port"]))


def _local_socket(file: BinaryIO, settings: Settings) -> None:
    with socket.socket(socket.AF_UNIX) as other:
        other.connect(settings["socket"])


def _memory_of_another(file: BinaryIO, settings: Settings) -> None:
    """Read eight bytes of the process this one was forked from; what is mapped here is mapped there."""

    class Vector(ctypes.Structure):
        _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))

    here, there = ctypes.create_string_buffer(8), id(None)
    ours, theirs = Vector(ctypes.addressof(here), 8), Vector(there, 8)
    one = ctypes.c_ulong(1)
    linux.syscall(
        {"x86_64": 310, "aarch64": 270}[linux.machine()],
        ctypes.c_long(os.getppid()),
        ctypes.byref(ours),
        one,
        ctypes.byref(theirs),
        one,
        ctypes.c_ulong(0),
    )


ACTS = {
    "datagram": _datagram,
    "local socket": _local_socket,
    "memory of another": _memory_of_another,
    "limits of another": lambda file, settings: resource.prlimit(os.getppid(), resource.RLIMIT_CORE, (0, 0)),
    "link": lambda file, settings: Path(settings["folder"], "link").symlink_to(settings["path"]),
    "second name": lambda file, settings: os.link(settings["path"], Path(settings["folder"], "name")),
    "change folder": lambda file, settings: os.chdir(settings["folder"]),
    "read": lambda file, settings: Path(settings["path"]).read_bytes(),
    "list": lambda file, settings: list(Path(settings["folder"]).iterdir()),
    "look": lambda file, settings: Path(settings["path"]).stat(),
    "write": lambda file, settings: Path(settings["path"]).write_bytes(b"changed"),
    "create": lambda file, settings: Path(settings["folder"], "new").touch(),
    "delete": lambda file, settings: Path(settings["path"]).unlink(),
    "change mode of the open file": lambda file, settings: os.fchmod(file.fileno(), 0o600),
    "change times of the open file": lambda file, settings: os.utime(file.fileno(), (1, 1)),
    "reopen for writing": lambda file, settings: os.close(os.open(f"/proc/self/fd/{file.fileno()}", os.O_WRONLY)),
    "import late": lambda file, settings: __import__("this_is_imported_late"),
    "fork": _fork,
    "raw clone": _raw_clone,
    "spawn": _spawn,
    "exec": _exec,
    "connect": _connect,
    "socket pair": _socket_pair,
    "signal": lambda file, settings: os.kill(settings["pid"], 0),
    "become another user": _become_another_user,
    "trace": _ptrace,
    "unshare": lambda file, settings: linux.syscall(
        {"x86_64": 272, "aarch64": 97}[linux.machine()], ctypes.c_ulong(0x10000000)
    ),
    "memory file": lambda file, settings: os.close(os.memfd_create("x")),
}
