"""Zip and gzip files: bombs, nests, overlaps, and members whose names lead elsewhere or collide. APPNOTE 6.3.10."""

from __future__ import annotations

import functools
import gzip
import io
import struct
import warnings
import zipfile
import zlib

from tests.hostile.making import Files

NAMES = (
    "../../up.txt",
    "a/../../../up.txt",
    "/absolute.txt",
    "//server/share.txt",
    "C:\\windows\\system.txt",
    "..\\..\\back.txt",
    "folder/",
    "same.txt",
    "same.txt",
    "SAME.TXT",
    "Same.txt",
    "stra\u00dfe.txt",
    "STRASSE.TXT",
    "caf\u00e9.txt",
    "cafe\u0301.txt",
    "con.txt",
    "nul",
    "trailing.txt. ",
    "photo\u202egpj.exe",
    "line\nfeed.txt",
    "bell\x07\x1b[2J.txt",
    "$(touch pwned);`id`|&.txt",
    "'; DROP TABLE sources;--.txt",
    "<img src=x onerror=alert(1)>.txt",
    "-rf",
    "x" * 4000,
    "deep/" * 500 + "x.txt",
    "",
    ".",
    "..",
)
"""What members are called, in this order, the colliding ones among them."""


@functools.cache
def everything() -> Files:
    """One of each kind."""
    big = bytes(64 << 20)
    return {
        "names.zip": zipped([(name, f"member {n}".encode()) for n, name in enumerate(NAMES)]),
        "link.zip": linked(
            {"link": "/etc/hostname", "folder-link": "../.."}, {"folder-link/x.txt": b"through the link"}
        ),
        "bomb.zip": zipped([(f"{n}.bin", big) for n in range(8)]),
        "nested.zip": nest(8),
        "overlapping.zip": overlapping(2000),
        "many.zip": zipped([(f"{n}.txt", b"") for n in range(30_000)]),
        "lying.zip": lying(),
        "locked.zip": locked(),
        "no-table.zip": zipped([("a.txt", b"words")])[:-30],
        "bomb.gz": gzip_bomb(256 << 20),
        "nested.gz": gzip.compress(gzip.compress(gzip_bomb(64 << 20), mtime=0), mtime=0),
        "members.gz": gzip.compress(b"a", mtime=0) * 20_000,
    }


def zipped(members: list[tuple[str, bytes]], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of members, in order; names are taken as they are and may repeat."""
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", method, compresslevel=9) as archive:
        warnings.simplefilter("ignore", UserWarning)  # duplicate names are meant
        for name, data in members:
            info = zipfile.ZipInfo("x", (2020, 1, 2, 3, 4, 6))
            info.filename, info.compress_type = name, method
            archive.writestr(info, data)
    return made.getvalue()


def linked(links: dict[str, str], files: Files) -> bytes:
    """A zip with symbolic links in it, and files that would be written through them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, target in links.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o120777 << 16
            archive.writestr(info, target)
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def nest(depth: int) -> bytes:
    """A zip of zips of zips …, ten in each, the innermost of 10 MiB."""
    data = zipped([("0.bin", bytes(10 << 20))])
    for _ in range(depth):
        data = zipped([(f"{n}.zip", data) for n in range(10)])
    return data


def overlapping(count: int) -> bytes:
    """Many entries of the table of contents that all mean the same compressed bytes (after Fifield, 2019)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = bytes(8 << 20)
    packed = packer.compress(plain) + packer.flush()
    check = zlib.crc32(plain)
    name = b"0.bin"
    facts = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, check, len(packed), len(plain), len(name), 0)
    local = b"PK\3\4" + facts + name + packed
    table = b""
    for n in range(count):
        other = b"%05d" % n
        facts = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, check, len(packed), len(plain), len(other), 0)
        table += b"PK\1\2\x14\0" + facts + struct.pack("<HHHII", 0, 0, 0, 0, 0) + other
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(table), len(local), 0)
    return local + table + end


def lying() -> bytes:
    """A table of contents that says a member has 10 bytes; it has 64 MiB."""
    data = bytearray(zipped([("small.txt", bytes(64 << 20))]))
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        start = data.find(mark) + at
        data[start : start + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def locked() -> bytes:
    """A member that says it is encrypted."""
    data = bytearray(zipped([("a.txt", b"words")]))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.find(mark) + at] |= 1
    return bytes(data)


def gzip_bomb(count: int, start: bytes = b"") -> bytes:
    """So many zeros after a start, compressed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return (
        packer.compress(start) + b"".join(packer.compress(bytes(1 << 20)) for _ in range(count >> 20)) + packer.flush()
    )
