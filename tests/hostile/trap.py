"""What a hostile file is after, laid out so that reaching it is seen: a secret beside the case, and an open port.

with Trap(folder) as trap:
    ...  # open hostile files that point at trap.secret, trap.film and trap.web
assert trap.sprung() == []
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import struct
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np

CANARY = "CANARY-7f3a-the-name-of-the-source"
"""What stands in the secret text, and must stand nowhere else."""

_IN_ACCESS, _IN_OPEN = 0x1, 0x20
_IN_NONBLOCK = 0o4000


class Trap:
    """A folder of secrets whose every opening is counted by the kernel, and listeners that count connections.

    secret: a text with `CANARY` in it. film: a playable film that is as secret. raw: bytes that would do as
    uncompressed pictures. web, udp: addresses of the listeners on this machine.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.secret = folder / "secret.txt"
        self.secret.write_text(f"{CANARY}\n", encoding="utf-8")
        self.film = _film(folder / "secret.ts")
        self.raw = folder / "secret.raw"
        self.raw.write_bytes((CANARY.encode() * 400)[: 64 * 48 * 3])
        self._met: list[str] = []
        self._tcp = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self.port))
        self._udp.settimeout(0.05)
        self._over = threading.Event()
        self._threads = [threading.Thread(target=act) for act in (self._answer, self._hear)]
        self._watch = _watch(folder)

    @property
    def port(self) -> int:
        """Where the listeners are, TCP and UDP alike."""
        return int(self._tcp.getsockname()[1])

    @property
    def web(self) -> str:
        """An address that the TCP listener answers."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        self.forget()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._tcp.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._tcp.close()
        self._udp.close()
        if self._watch >= 0:
            os.close(self._watch)

    def sprung(self) -> list[str]:
        """Everything that reached for the trap so far: connections, datagrams, openings of a secret."""
        return [*self._met, *self._opened()]

    def forget(self) -> None:
        """Begin to count anew."""
        self._opened()
        self._met.clear()

    def _answer(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._tcp.accept()
            except OSError:
                return
            self._met.append("a connection over TCP")
            connection.close()

    def _hear(self) -> None:
        while not self._over.is_set():
            try:
                self._udp.recv(65536)
            except OSError:
                continue
            self._met.append("a datagram over UDP")

    def _opened(self) -> list[str]:
        found: list[str] = []
        while self._watch >= 0:
            try:
                data = os.read(self._watch, 65536)
            except BlockingIOError:
                break
            while data:
                _, mask, _, length = struct.unpack_from("iIII", data)
                name = data[16 : 16 + length].rstrip(b"\0").decode(errors="replace")
                if name:  # without one it is the folder itself
                    found.append(f"{'read' if mask & _IN_ACCESS else 'opened'}: {name}")
                data = data[16 + length :]
        return found


def _watch(folder: Path) -> int:
    """An inotify descriptor over a folder; -1 where the system has none (not Linux)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "inotify_init1"):
        return -1
    descriptor = int(libc.inotify_init1(_IN_NONBLOCK | os.O_CLOEXEC))
    if descriptor < 0 or libc.inotify_add_watch(descriptor, os.fsencode(folder), _IN_ACCESS | _IN_OPEN) < 0:
        raise OSError(ctypes.get_errno(), "inotify")
    return descriptor


def _film(path: Path) -> Path:
    with av.open(str(path), "w", format="mpegts") as out:
        stream = out.add_stream("mpeg2video", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for n in range(25):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), n * 9, np.uint8), format="rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path
