"""The index of an MP4 is moved before its data and every offset with it."""

from __future__ import annotations

import io
import struct

import pytest

from recoupe.errors import DamagedFile
from recoupe.read.faststart import move_index_first


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def table(offsets: list[int], kind: bytes = b"stco") -> bytes:
    form = ">I" if kind == b"stco" else ">Q"
    body = struct.pack(">II", 0, len(offsets)) + b"".join(struct.pack(form, o) for o in offsets)
    return box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", box(kind, body))))))


FTYP = box(b"ftyp", b"isom")


@pytest.mark.parametrize("kind", [b"stco", b"co64"])
def test_offsets_still_point_at_their_bytes(kind: bytes) -> None:
    data = box(b"mdat", b"..first..second")
    first = len(FTYP) + 8 + 2
    file, out = io.BytesIO(FTYP + box(b"free", b"") + data + table([first + 8, first + 15], kind)), io.BytesIO()
    move_index_first(file, out)
    moved = out.getvalue()
    assert [moved[4:8], moved[16:20]] == [b"ftyp", b"moov"]
    at = moved.index(kind) + 12
    width = 4 if kind == b"stco" else 8
    offsets = [int.from_bytes(moved[at + i * width : at + (i + 1) * width], "big") for i in range(2)]
    assert moved[offsets[0] : offsets[0] + 5] == b"first"
    assert moved[offsets[1] : offsets[1] + 6] == b"second"[:6]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (b"", "not the boxes"),
        (FTYP + box(b"mdat", b""), "not the boxes"),
        (FTYP + b"\x00\x00", "cut off"),
        (FTYP + struct.pack(">I4s", 500, b"mdat"), "claims 500 bytes"),
        (FTYP + box(b"mdat", b"") + box(b"moov", struct.pack(">I4s", 99, b"trak")), "claims 99 bytes"),
        (FTYP + box(b"mdat", b"") + table([])[:-4] + struct.pack(">I", 7), "longer than its box"),
    ],
)
def test_boxes_that_do_not_fit_are_refused(broken: bytes, says: str) -> None:
    with pytest.raises(DamagedFile, match=says):
        move_index_first(io.BytesIO(broken), io.BytesIO())
