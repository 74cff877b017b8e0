"""Rows: which key occurs where, in sorted files that are read by seeks.

A file holds the rows of any number of clips, sorted by key, behind a directory of where each range of keys begins. New
clips come as files of their own; `merge` makes one of several without holding them in memory. One row shape serves
sound and picture alike.

File: 8 bytes `recoRows`; uint64 number of rows; uint64 [4097] first row of each range of keys (their top 12 bits); rows
of 12 bytes: uint32 key, uint64 where. All little-endian.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recoupe.errors import InputError

MAGIC = b"recoRows"
ROW = np.dtype([("key", "<u4"), ("where", "<u8")])
TOP_BITS = 12
RANGES = 1 << TOP_BITS
HEAD = len(MAGIC) + 8 + 8 * (RANGES + 1)

CLIP_BITS = 24
"""Of the 64 bits that say where: the clip's number; the rest is the moment."""

TICK = 0.01
"""Seconds a moment counts."""


def where(clip: int, seconds: NDArray[np.float64]) -> NDArray[np.uint64]:
    """A clip's number and moments, packed; moments before the clock's zero count as zero.

    Args:
        clip: 0 to 2^24 − 1.
        seconds: float64 [n] on the clip's clock.
    """
    ticks = np.maximum(np.rint(seconds / TICK), 0).astype(np.uint64)
    return np.asarray((np.uint64(clip) << np.uint64(64 - CLIP_BITS)) | ticks)


def unpack(packed: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Clip numbers and seconds."""
    shift = np.uint64(64 - CLIP_BITS)
    clip = (packed >> shift).astype(np.int64)
    ticks = packed & ((np.uint64(1) << shift) - np.uint64(1))
    return clip, ticks.astype(np.float64) * TICK


def write(path: Path, keys: NDArray[np.uint32], places: NDArray[np.uint64]) -> None:
    """Write rows, in any order, as a file of their own; atomically."""
    rows = np.empty(len(keys), ROW)
    order = np.argsort(keys, kind="stable")
    rows["key"], rows["where"] = keys[order], places[order]
    _write(path, len(rows), np.searchsorted(rows["key"], _limits()), iter([rows]))


def merge(paths: Sequence[Path], out: Path) -> None:
    """One file of several, a range of keys at a time."""
    files = [Rows.open(path) for path in paths]
    starts = np.asarray(np.sum([file.starts for file in files], axis=0), np.uint64)

    def parts() -> Iterator[NDArray[np.void]]:
        for i in range(RANGES):
            part = np.concatenate([file.rows[int(file.starts[i]) : int(file.starts[i + 1])] for file in files])
            yield part[np.argsort(part["key"], kind="stable")]

    _write(out, int(starts[-1]), starts, parts())


def _limits() -> NDArray[np.uint64]:
    return np.arange(RANGES + 1, dtype=np.uint64) << np.uint64(32 - TOP_BITS)


def _write(path: Path, count: int, starts: NDArray[np.integer], parts: Iterator[NDArray[np.void]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        try:
            file.write(MAGIC + np.uint64(count).tobytes() + starts.astype("<u8").tobytes())
            for part in parts:
                file.write(part.tobytes())
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(path)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """An open file of rows.

    Attributes:
        starts: uint64 [4097], first row of each range of keys.
        rows: Memory-mapped rows of ROW, sorted by key.
    """

    starts: NDArray[np.uint64]
    rows: NDArray[np.void]

    @classmethod
    def open(cls, path: Path) -> Rows:
        """Open a file.

        Raises:
            InputError: It is no file of rows, or is cut short.
        """
        with path.open("rb") as file:
            head = file.read(HEAD)
        size = path.stat().st_size
        if len(head) < HEAD or not head.startswith(MAGIC):
            raise InputError(f"{path.name} is no file of rows", todo="Delete it: it is made again.")
        count = int(np.frombuffer(head, "<u8", 1, len(MAGIC))[0])
        if size != HEAD + count * ROW.itemsize:
            raise InputError(f"{path.name} is cut short", todo="Delete it: it is made again.")
        rows = np.memmap(path, ROW, mode="r", offset=HEAD, shape=(count,)) if count else np.empty(0, ROW)
        return cls(np.frombuffer(head, "<u8", RANGES + 1, len(MAGIC) + 8), rows)

    def look_up(self, keys: NDArray[np.uint32], *, common: int) -> tuple[NDArray[np.intp], NDArray[np.uint64]]:
        """For every row under one of the keys: which key (its index), and where.

        Args:
            keys: uint32 [n].
            common: Keys with more rows than this are passed over: what occurs everywhere tells nothing.
        """
        low, high = self._first(keys, past=False), self._first(keys, past=True)
        count = high - low
        count[count > common] = 0
        which = np.repeat(np.arange(len(keys)), count)
        step = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        return which, np.asarray(self.rows["where"][low[which] + step])

    def _first(self, keys: NDArray[np.uint32], *, past: bool) -> NDArray[np.int64]:
        """The first row whose key is not below each key, or is `past` it: halving within its range of the directory."""
        top = keys >> np.uint32(32 - TOP_BITS)
        low = np.asarray(self.starts[top], np.int64)
        high = np.asarray(self.starts[top + 1], np.int64)
        column = self.rows["key"]
        while (open_ := np.flatnonzero(low < high)).size:
            middle = (low[open_] + high[open_]) // 2
            found = column[middle]
            before = found <= keys[open_] if past else found < keys[open_]
            low[open_[before]] = middle[before] + 1
            high[open_[~before]] = middle[~before]
        return low
