"""An MP4 with its index (`moov`) before its data, so that a player starts without the whole file.

Muxers write the index last, since they know it then. Moving it shifts the data, and with it every offset in the
index's tables `stco` and `co64`.

Source: ISO/IEC 14496-12 (boxes, `stco`, `co64`).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO

from recoupe.errors import DamagedFile

CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
"""Boxes on the way to the tables of offsets."""

LARGEST_INDEX = 1 << 28


def move_index_first(file: IO[bytes], out: IO[bytes]) -> None:
    """Copy an MP4 with `moov` right after `ftyp`.

    Args:
        file: Open for reading, seekable; a plain MP4, not a fragmented one.
        out: Open for writing.
    Raises:
        DamagedFile: The boxes do not fit together, or one of those needed is missing.
    """
    boxes = list(_top_boxes(file))
    kinds = [kind for kind, _, _ in boxes]
    if kinds.count(b"moov") != 1 or kinds.count(b"mdat") != 1 or kinds[:1] != [b"ftyp"]:
        raise DamagedFile(f"not the boxes of a plain MP4: {b' '.join(kinds)!r}")
    places = {kind: (start, size) for kind, start, size in boxes}
    index = bytearray(_read(file, *places[b"moov"]))
    before_data = places[b"ftyp"][1] + len(index)
    _shift_offsets(index, before_data - places[b"mdat"][0])
    out.write(_read(file, *places[b"ftyp"]))
    out.write(index)
    start, size = places[b"mdat"]
    file.seek(start)
    _copy(file, out, size)


def _top_boxes(file: IO[bytes]) -> Iterator[tuple[bytes, int, int]]:
    end = file.seek(0, 2)
    at = 0
    while at < end:
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            raise DamagedFile("a box is cut off")
        size, kind = struct.unpack(">I4s", head[:8])
        if size == 1 and len(head) == 16:
            size = int.from_bytes(head[8:], "big")
        elif size == 0:
            size = end - at
        if size < 8 or at + size > end:
            raise DamagedFile(f"a box {kind!r} claims {size} bytes of {end - at}")
        yield kind, at, size
        at += size


def _shift_offsets(index: bytearray, by: int) -> None:
    """Add `by` to every offset of the chunk tables inside an index box."""
    todo = [(0, len(index))]
    while todo:
        at, end = todo.pop()
        while at + 8 <= end:
            size, kind = struct.unpack_from(">I4s", index, at)
            if size < 8 or at + size > end:
                raise DamagedFile(f"a box {kind!r} inside the index claims {size} bytes of {end - at}")
            if kind in CONTAINERS:
                todo.append((at + 8, at + size))
            elif kind in (b"stco", b"co64"):
                _shift_table(index, at, size, 4 if kind == b"stco" else 8, by)
            at += size


def _shift_table(index: bytearray, at: int, size: int, width: int, by: int) -> None:
    count = struct.unpack_from(">I", index, at + 12)[0] if size >= 16 else 0
    if 16 + count * width > size:
        raise DamagedFile("a table of offsets is longer than its box")
    for i in range(at + 16, at + 16 + count * width, width):
        offset = int.from_bytes(index[i : i + width], "big") + by
        if not 0 <= offset < 1 << (8 * width):
            raise DamagedFile("an offset does not fit its table")
        index[i : i + width] = offset.to_bytes(width, "big")


def _read(file: IO[bytes], start: int, size: int) -> bytes:
    if size > LARGEST_INDEX:
        raise DamagedFile(f"an index of {size} bytes is too large")
    file.seek(start)
    return file.read(size)


def _copy(file: IO[bytes], out: IO[bytes], size: int) -> None:
    while size > 0:
        part = file.read(min(size, 1 << 20))
        if not part:
            raise DamagedFile("the data is cut off")
        out.write(part)
        size -= len(part)
