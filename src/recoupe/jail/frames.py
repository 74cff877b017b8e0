"""The messages between parent and child: one byte of kind, four of length (big-endian), the payload.

    Q  parent → child   the request, JSON
    S  child → parent   what the child could and could not shut before it opened the file, JSON
    P  child → parent   progress, JSON {"done": …, "total": …}
    C  child → parent   raw bytes: one byte of length, that many of name (ASCII), the data
    E  child → parent   an error, JSON {"slug", "reason", "todo"}; the last message
    R  child → parent   the result, JSON; the last message

The parent believes nothing: unknown kinds, lengths over the cap and malformed JSON end the child.
"""

from __future__ import annotations

import struct
from typing import Final

import msgspec

HEADER: Final = struct.Struct(">cI")
CHUNK_MAX: Final = 8 << 20
FRAME_MAX: Final = {
    b"Q": 64 << 20,
    b"S": 64 << 10,
    b"P": 1 << 10,
    b"C": CHUNK_MAX + 256,
    b"E": 64 << 10,
    b"R": 256 << 20,
}
NAME_MAX: Final = 100


class BadFrame(Exception):
    """The bytes are not a message of this protocol."""


class Confined(msgspec.Struct, frozen=True):
    """What the child shut: layer → "" when active, else the reason it is not."""

    layers: dict[str, str]


class Step(msgspec.Struct, frozen=True):
    """How far a job has come."""

    done: float
    total: float | None = None


class Failure(msgspec.Struct, frozen=True):
    """An error raised by a job. `slug` names a class of `recoupe.errors`, or is `bug` for any other exception."""

    slug: str
    reason: str
    todo: str = ""


class Request(msgspec.Struct, frozen=True):
    """What the parent asks of a child."""

    function: str
    settings: dict[str, object]
    several: bool
    memory_bytes: int
    cpu_s: int
    wall_s: float
    off: tuple[str, ...] = ()


def pack(kind: bytes, payload: bytes) -> bytes:
    """One message.

    Raises:
        BadFrame: The payload is larger than the kind allows.
    """
    if len(payload) > FRAME_MAX[kind]:
        raise BadFrame(f"a message of kind {kind!r} has {len(payload)} bytes; at most {FRAME_MAX[kind]} are allowed")
    return HEADER.pack(kind, len(payload)) + payload


def unpack_header(header: bytes, *, expected: bytes) -> tuple[bytes, int]:
    """Kind and length of the payload that follows.

    Raises:
        BadFrame: The kind is not among `expected`, or the length over its cap.
    """
    kind, length = HEADER.unpack(header)
    if kind not in FRAME_MAX or kind not in expected:
        raise BadFrame(f"a message of unknown kind {kind!r}")
    if length > FRAME_MAX[kind]:
        raise BadFrame(f"a message of kind {kind!r} announces {length} bytes; at most {FRAME_MAX[kind]} are allowed")
    return kind, length


def pack_chunk(name: str, data: bytes | memoryview) -> bytes:
    """A chunk of at most `CHUNK_MAX` bytes.

    Raises:
        ValueError: The name is empty, not ASCII, or too long.
    """
    label = name.encode("ascii") if name.isascii() else b""
    if not 0 < len(label) <= NAME_MAX:
        raise ValueError(f"the name of a chunk must be 1–{NAME_MAX} ASCII characters, not {name!r}")
    return pack(b"C", bytes((len(label),)) + label + bytes(data))


def unpack_chunk(payload: bytes) -> tuple[str, bytes]:
    """Name and data of a chunk.

    Raises:
        BadFrame: The name is missing, cut short or not printable ASCII.
    """
    length = payload[0] if payload else 0
    label = payload[1 : 1 + length]
    if not 0 < length <= NAME_MAX or len(label) != length or not all(0x20 <= c < 0x7F for c in label):
        raise BadFrame("a chunk without a proper name")
    return label.decode("ascii"), payload[1 + length :]
