"""Each layer refuses what it should, and the same act succeeds when that layer is switched off.

Several layers may refuse one act. To see one of them at work, the others are switched off; so every test names the
acts, the layer that is on, and finds `done` once it is off too.
"""

from __future__ import annotations

import importlib
import os
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recoupe import jail
from recoupe.errors import ChildDied, ChildOverLimit
from recoupe.jail import caller, confine, landlock, linux, seccomp, switches, syscalls
from tests.jail.conftest import Run

MIB = 1 << 20
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these layers are Linux's")


def landlock_abi() -> int:
    try:
        return landlock.abi()
    except OSError:
        return 0


needs_landlock = pytest.mark.skipif(landlock_abi() < 1, reason="this kernel has no Landlock")
needs_landlock_4 = pytest.mark.skipif(landlock_abi() < 4, reason="Landlock holds TCP from ABI 4 on")
needs_landlock_6 = pytest.mark.skipif(landlock_abi() < 6, reason="Landlock holds signals from ABI 6 on")
needs_filter = pytest.mark.skipif(linux.machine() not in syscalls.AUDIT_ARCH, reason="no filter for this processor")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("the name of the source")
    return path


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def try_with(hostile: Run, file: Path, act: str, *layers: str, **settings: Any) -> str:
    """The outcome of an act in a child that has only these layers."""
    off = [name for name in confine.LAYERS if name not in layers]
    with switches.without(*off):
        return str(hostile("act", file, settings={"act": act, **settings}))


FILE_ACTS = ["read", "list", "write", "create", "delete", "reopen for writing"]


@needs_landlock
@pytest.mark.parametrize("act", FILE_ACTS)
def test_landlock_refuses_paths(hostile: Run, file: Path, secret: Path, act: str) -> None:
    where = {"path": str(secret), "folder": str(secret.parent)}
    assert try_with(hostile, file, act, "landlock", **where) == "PermissionError 13"
    assert secret.read_text() == "the name of the source"
    assert try_with(hostile, file, act, **where) == "done"


@needs_filter
@pytest.mark.parametrize("act", [*FILE_ACTS, "look"])
def test_the_filter_refuses_paths(hostile: Run, file: Path, secret: Path, act: str) -> None:
    where = {"path": str(secret), "folder": str(secret.parent)}
    assert try_with(hostile, file, act, "seccomp", **where).startswith("PermissionError")
    assert secret.read_text() == "the name of the source"
    assert try_with(hostile, file, act, **where) == "done"


@needs_filter
@pytest.mark.parametrize("act", ["change mode of the open file", "change times of the open file"])
def test_the_filter_refuses_changes_through_the_open_descriptor(hostile: Run, file: Path, act: str) -> None:
    before = file.stat()
    assert try_with(hostile, file, act, "seccomp") == "PermissionError 1"
    after = file.stat()
    assert (before.st_mode, before.st_mtime) == (after.st_mode, after.st_mtime)
    assert try_with(hostile, file, act) == "done"


@needs_filter
@pytest.mark.parametrize("act", ["fork", "raw clone", "spawn", "socket pair", "memory file"])
def test_the_filter_refuses_processes_sockets_and_files_from_nowhere(hostile: Run, file: Path, act: str) -> None:
    assert try_with(hostile, file, act, "seccomp") == "PermissionError 1"
    assert try_with(hostile, file, act) == "done"


@needs_filter
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may unshare without the filter")
def test_the_filter_refuses_namespaces(hostile: Run, file: Path) -> None:
    assert try_with(hostile, file, "unshare", "seccomp") == "PermissionError 1"
    assert try_with(hostile, file, "unshare") in (
        "done",
        "OSError 22",
    )  # 22: refused for its flags, not for being asked


@needs_filter
def test_the_filter_refuses_to_become_another_program(hostile: Run, file: Path) -> None:
    assert try_with(hostile, file, "exec", "seccomp") == "PermissionError 1"
    with pytest.raises(ChildDied):  # it did become /bin/true, which answers nothing
        try_with(hostile, file, "exec")


@needs_filter
def test_the_filter_refuses_the_network(hostile: Run, file: Path, listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    assert try_with(hostile, file, "connect", "seccomp", port=port) == "PermissionError 1"
    with pytest.raises(TimeoutError):
        listener.accept()
    assert try_with(hostile, file, "connect", port=port) == "done"
    listener.accept()[0].close()


@needs_landlock_4
def test_landlock_refuses_the_network(hostile: Run, file: Path, listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    assert try_with(hostile, file, "connect", "landlock", port=port) == "PermissionError 13"
    with pytest.raises(TimeoutError):
        listener.accept()


@needs_filter
def test_the_filter_refuses_signals_to_others(hostile: Run, file: Path) -> None:
    assert try_with(hostile, file, "signal", "seccomp", pid=os.getpid()) == "PermissionError 1"
    assert try_with(hostile, file, "signal", pid=os.getpid()) == "done"


@needs_landlock_6
def test_landlock_refuses_signals_to_others(hostile: Run, file: Path) -> None:
    assert try_with(hostile, file, "signal", "landlock", pid=os.getpid()) == "PermissionError 1"


@needs_filter
def test_the_filter_refuses_datagrams_and_local_sockets(hostile: Run, file: Path, tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as heard, socket.socket(socket.AF_UNIX) as local:
        heard.bind(("127.0.0.1", 0))
        heard.settimeout(0.2)
        local.bind(str(tmp_path / "s"))
        local.listen()
        where = {"port": heard.getsockname()[1], "socket": str(tmp_path / "s")}
        for act in ("datagram", "local socket"):
            assert try_with(hostile, file, act, "seccomp", **where) == "PermissionError 1"
        with pytest.raises(TimeoutError):
            heard.recv(1)
        for act in ("datagram", "local socket"):
            assert try_with(hostile, file, act, **where) == "done"
        assert heard.recv(1) == b"x"


@needs_filter
@pytest.mark.parametrize("act", ["memory of another", "limits of another"])
def test_the_filter_refuses_to_reach_into_another_process(hostile: Run, file: Path, act: str) -> None:
    assert try_with(hostile, file, act, "seccomp") == "PermissionError 1"
    assert try_with(hostile, file, act) == "done"


@needs_filter
@pytest.mark.parametrize("act", ["link", "second name", "change folder"])
def test_the_filter_refuses_links_and_other_folders(hostile: Run, file: Path, secret: Path, act: str) -> None:
    where = {"path": str(secret), "folder": str(secret.parent)}
    assert try_with(hostile, file, act, "seccomp", **where).startswith("PermissionError")
    assert try_with(hostile, file, act, **where) == "done"


@needs_filter
def test_the_filter_refuses_to_trace(hostile: Run, file: Path) -> None:
    assert try_with(hostile, file, "trace", "seccomp") == "PermissionError 1"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has privileges to drop")
def test_privileges_of_root_are_gone(hostile: Run, file: Path) -> None:
    assert try_with(hostile, file, "become another user", "privileges") == "PermissionError 1"
    assert try_with(hostile, file, "become another user") == "done"


def test_no_file_can_grow(hostile: Run, file: Path, secret: Path) -> None:
    assert try_with(hostile, file, "write", "no-files-written", path=str(secret)) == "OSError 27"
    assert try_with(hostile, file, "write", path=str(secret)) == "done"


def test_other_descriptors_are_closed(hostile: Run, file: Path) -> None:
    """The child comes from a process with sockets of its own: they have to be gone."""
    found = hostile("open_descriptors", file)
    assert len(found) == 5 and found[:3] == [0, 1, 2]  # and the way to the parent, and the file
    with switches.without("descriptors"):
        assert len(hostile("open_descriptors", file)) > 5


def test_memory_is_limited_by_that_layer(hostile: Run, file: Path) -> None:
    limits = jail.Limits(memory_bytes=64 * MIB)
    with pytest.raises(ChildOverLimit):
        hostile("take_memory", file, settings={"bytes": 128 * MIB}, limits=limits)
    with switches.without("memory"):
        assert hostile("take_memory", file, settings={"bytes": 128 * MIB}, limits=limits) == 128 * MIB


@needs_landlock
@needs_filter
def test_with_everything_on_a_late_import_finds_nothing(hostile: Run, file: Path) -> None:
    assert hostile("act", file, settings={"act": "import late"}) == "ModuleNotFoundError"
    with switches.without("landlock", "seccomp"):
        assert hostile("act", file, settings={"act": "import late"}) == "done"


# The measurement


def test_every_layer_is_measured_and_says_what_it_keeps_out() -> None:
    found = jail.layers()
    assert {layer.name for layer in found} == {"process", "time", *confine.LAYERS}
    assert all(layer.keeps_out for layer in found)
    assert all(layer.reason for layer in found if layer.state != "active")


@needs_landlock
@needs_filter
def test_on_this_kernel_every_layer_is_active() -> None:
    assert [(layer.name, layer.reason) for layer in jail.layers() if layer.state != "active"] == []


def test_a_layer_the_system_lacks_is_said_to_be_not_supported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The child reports what it could not close; a stand-in for its report shows how that is told."""
    layers = importlib.import_module("recoupe.jail.layers")  # the package has a function of that name
    path = tmp_path / "probe"
    path.write_bytes(b"")

    def run(job: str, files: Any, settings: Any, limits: Any, *, report: Any = None, off: Any = ()) -> str:
        if report:
            report({"landlock": "Function not implemented"})
        return "done"

    monkeypatch.setattr(caller, "run", run)
    layer = layers._measure("landlock", layers._Trial("reading", "read_path"), path)
    assert (layer.state, layer.reason) == ("not supported here", "Function not implemented")
    monkeypatch.setattr(caller, "run", lambda *a, **k: "done")
    layer = layers._measure("landlock", layers._Trial("reading", "read_path"), path)
    assert layer.state == "absent" and "succeeded" in layer.reason


def test_a_call_tells_which_layers_its_child_has(hostile: Run, file: Path) -> None:
    told: dict[str, str] = {}
    hostile("echo", file, report=told.update)
    assert set(told) == set(confine.LAYERS)
    with switches.without("memory"):
        hostile("echo", file, report=told.update)
    assert told["memory"] == "switched off"


# The filter as a program, for both processors


def outcome(machine: str, call: int, arguments: tuple[int, ...] = (), arch: int | None = None) -> int:
    """Run the filter as the kernel would; gives its return value."""
    words = {0: call, 4: syscalls.AUDIT_ARCH[machine] if arch is None else arch}
    for n in range(6):
        value = arguments[n] if n < len(arguments) else 0
        words[16 + 8 * n], words[20 + 8 * n] = value & 0xFFFFFFFF, value >> 32
    lines = seccomp.program(machine, 4242)
    at, accumulator = 0, 0
    while True:
        code, if_true, if_false, constant = lines[at]
        at += 1
        if code == 0x20:
            accumulator = words[constant]
        elif code == 0x54:
            accumulator &= constant
        elif code == 0x15:
            at += if_true if accumulator == constant else if_false
        elif code == 0x35:
            at += if_true if accumulator >= constant else if_false
        else:
            assert code == 0x06
            return constant


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_packed_before_forking_becomes_that_of_the_process(machine: str) -> None:
    code, places = seccomp._packed(machine)
    own = bytearray(code)
    for place in places:
        struct.pack_into("=I", own, place, 4242)
    assert bytes(own) == b"".join(struct.pack("=HBBI", *line) for line in seccomp.program(machine, 4242))
    assert len(places) == 2, "whom it may signal: itself, in kill and in tgkill"


ALLOW, KILL, EPERM, EACCES, ENOSYS = 0x7FFF0000, 0x80000000, 0x50001, 0x5000D, 0x50026
X, A = "x86_64", "aarch64"


@pytest.mark.parametrize(
    ("machine", "call", "arguments", "expected"),
    [
        (X, 0, (), ALLOW),  # read
        (A, 63, (), ALLOW),
        (X, 2, (), EACCES),  # open
        (X, 257, (), EACCES),  # openat
        (A, 56, (), EACCES),
        (X, 41, (), EPERM),  # socket
        (A, 198, (), EPERM),
        (X, 59, (), EPERM),  # execve
        (A, 221, (), EPERM),
        (X, 57, (), EPERM),  # fork
        (X, 58, (), EPERM),  # vfork
        (X, 56, (0x11,), EPERM),  # clone as fork does
        (A, 220, (0x11,), EPERM),
        (X, 56, (0x3D0F00,), ALLOW),  # clone as pthread_create does
        (A, 220, (0x3D0F00,), ALLOW),
        (X, 56, (0x10000,), EPERM),  # CLONE_THREAD without CLONE_VM
        (X, 435, (), ENOSYS),  # clone3
        (A, 435, (), ENOSYS),
        (X, 62, (4242, 15), ALLOW),  # kill oneself
        (X, 62, (1, 15), EPERM),
        (X, 62, (0xFFFFFFFFFFFFFFFF, 9), EPERM),  # kill(-1)
        (X, 234, (4242, 4243, 6), ALLOW),  # tgkill in one's own process
        (A, 131, (1, 1, 6), EPERM),
        (X, 302, (0, 7, 0, 1 << 40), ALLOW),  # prlimit64 that asks
        (X, 302, (0, 7, 1 << 40, 0), EPERM),  # prlimit64 that sets
        (X, 302, (0, 7, 16, 0), EPERM),
        (X, 262, (3, 0, 0, 0x1000), ALLOW),  # newfstatat of the open file
        (X, 262, (3, 0, 0, 0), EACCES),
        (X, 72, (3, 3), ALLOW),  # fcntl F_GETFL
        (X, 72, (3, 8), EPERM),  # fcntl F_SETOWN
        (X, 72, (3, 1024), EPERM),  # fcntl F_SETLEASE
        (X, 16, (1, 0x5401), ALLOW),  # ioctl TCGETS
        (X, 16, (0, 0x5412), EPERM),  # ioctl TIOCSTI
        (X, 157, (4, 1), EPERM),  # prctl PR_SET_DUMPABLE
        (X, 157, (15,), ALLOW),  # prctl PR_SET_NAME
        (X, 0x40000000, (), ENOSYS),  # a call of the x32 kind
        (X, 9999, (), EPERM),  # a call to come
        (X, 425, (), EPERM),  # io_uring_setup
        (X, 101, (), EPERM),  # ptrace
        (X, 310, (), EPERM),  # process_vm_readv
        (X, 321, (), EPERM),  # bpf
    ],
)
def test_the_filter_decides(machine: str, call: int, arguments: tuple[int, ...], expected: int) -> None:
    assert outcome(machine, call, arguments) == expected


def test_another_architecture_is_ended() -> None:
    assert outcome(X, 0, arch=0x40000003) == KILL


def test_the_filter_is_short_enough_for_the_kernel() -> None:
    for machine in (X, A):
        assert len(seccomp.program(machine, 1)) < 4096
