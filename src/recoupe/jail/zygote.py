"""The small single-threaded parent of children of one kind: imports a job's module once, then forks for every call.

It never opens a foreign byte itself. Every call arrives as one byte on the control socket with descriptors beside it:
the child's channel, the status socket, and the files. On the status socket the zygote writes the
child's process id and, when it has ended, its wait status (both as one signed 64-bit number, big-endian); when the
status socket is closed from the other side, it kills that child: nothing but this process knows for sure
that the number still means that child. When the control socket closes, all children are killed.

With `once`, the process forks nothing and becomes the child itself: for modules whose libraries hold threads, and for
macOS, where forking after frameworks were loaded is not safe.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import socket
import struct
import sys
import threading
import traceback
from pathlib import Path
from types import ModuleType

import msgspec

from recoupe.jail import child, jobs
from recoupe.jail.confine import die_with_parent, prepare

NUMBER = struct.Struct(">q")
FILES_MAX = 16


class Ready(msgspec.Struct, frozen=True):
    """The first message of a zygote. `problem` is the traceback of an import that failed; `threads` counts tasks."""

    problem: str = ""
    threads: int = 1


def main() -> None:
    """Entry of the process: `zygote CONTROL MODULE once|many`; what starts it has seen to `sys.path`."""
    control = socket.socket(fileno=int(sys.argv[1]))
    module_name, how = sys.argv[2], sys.argv[3]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        module = jobs.load(module_name)
    except Exception:  # noqa: BLE001 - an import can raise anything; the parent is told and raises it
        control.sendall(msgspec.json.encode(Ready(problem=traceback.format_exc()[-4000:])) + b"\n")
        return
    control.sendall(msgspec.json.encode(Ready(threads=_tasks())) + b"\n")
    if how == "once":
        _become(module, control)
    else:
        prepare()
        gc.collect()
        gc.freeze()
        _Zygote(module, control).run()


def _tasks() -> int:
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else threading.active_count()


def _become(module: ModuleType, control: socket.socket) -> None:
    _, descriptors, _, _ = socket.recv_fds(control, 1, FILES_MAX + 2)
    if len(descriptors) >= 3:
        os.close(descriptors[1])
        control.close()
        child.serve(module, descriptors[0], descriptors[2:])


class _Zygote:
    def __init__(self, module: ModuleType, control: socket.socket) -> None:
        self._module = module
        self._control = control
        self._selector = selectors.DefaultSelector()
        self._status: dict[int, socket.socket] = {}

    def run(self) -> None:
        woken, wake = socket.socketpair()
        woken.setblocking(False)
        wake.setblocking(False)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        self._selector.register(self._control, selectors.EVENT_READ)
        self._selector.register(woken, selectors.EVENT_READ)
        try:
            while self._turn(woken):
                pass
        finally:
            for pid in list(self._status):
                _kill(pid)
                os.waitpid(pid, 0)

    def _turn(self, woken: socket.socket) -> bool:
        for key, _ in self._selector.select():
            if key.fileobj is self._control:
                _, descriptors, _, _ = socket.recv_fds(self._control, 1, FILES_MAX + 2)
                if not descriptors:
                    return False
                self._start(descriptors)
            elif key.fileobj is woken:
                woken.recv(4096)
                self._reap()
            elif key.data in self._status:
                self._selector.unregister(self._status[key.data])
                _kill(key.data)
        return True

    def _start(self, descriptors: list[int]) -> None:
        channel, status, *files = descriptors
        try:
            pid = os.fork()
        except OSError:  # no room for another process: the caller sees its channel close, the others go on
            for descriptor in descriptors:
                os.close(descriptor)
            return
        if pid == 0:
            self._child(channel, status, files)
        os.setpgid(pid, pid)
        for descriptor in (channel, *files):
            os.close(descriptor)
        self._status[pid] = watched = socket.socket(fileno=status)
        self._selector.register(watched, selectors.EVENT_READ, pid)
        _tell(watched, pid)

    def _child(self, channel: int, status: int, files: list[int]) -> None:
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            die_with_parent()
            os.setpgid(0, 0)
            self._control.close()
            os.close(status)
            for other in self._status.values():
                other.close()
            self._selector.close()
            child.serve(self._module, channel, files)
        finally:
            os._exit(0)

    def _reap(self) -> None:
        for pid in list(self._status):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                watched = self._status.pop(pid)
                if watched in self._selector.get_map():
                    self._selector.unregister(watched)
                _tell(watched, status)
                watched.close()


def _tell(watched: socket.socket, number: int) -> None:
    try:
        watched.sendall(NUMBER.pack(number))
    except OSError:
        return  # the caller has gone; closing its end is how it says so


def _kill(pid: int) -> None:
    """Kill an un-reaped child of this process; the number cannot have been given to another yet."""
    os.kill(pid, signal.SIGKILL)
