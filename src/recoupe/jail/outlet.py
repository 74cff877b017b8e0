"""A job's way out: raw bytes and progress, besides the value it returns."""

from __future__ import annotations

import os
import time

import msgspec

from recoupe.jail.frames import CHUNK_MAX, Step, pack, pack_chunk

PROGRESS_EVERY_S = 0.1


class Outlet:
    """Handed to every job as its third argument. Writes to the one descriptor that leads to the parent."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._last = 0.0

    def chunk(self, name: str, data: bytes | bytearray | memoryview) -> None:
        """Send raw bytes to the parent's sink, in order.

        Bytes beyond 8 MiB arrive as several calls of the sink under the same name: a sink appends.
        No bytes at all are still one call.
        """
        view = memoryview(data).cast("B")
        for at in range(0, max(1, len(view)), CHUNK_MAX):
            self.send(pack_chunk(name, view[at : at + CHUNK_MAX]))

    def progress(self, done: float, total: float | None = None) -> None:
        """Tell how far the job has come; at most ten times a second reach the parent, the last one always does."""
        now = time.monotonic()
        if now - self._last >= PROGRESS_EVERY_S or (total is not None and done >= total):
            self._last = now
            self.send(pack(b"P", msgspec.json.encode(Step(done=done, total=total))))

    def send(self, message: bytes) -> None:
        """Write a whole message; by write(2) only, since socket calls are refused in the jail."""
        view = memoryview(message)
        while view:
            view = view[os.write(self._descriptor, view) :]
