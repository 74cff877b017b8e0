"""As much of DER as a time stamp wants: what stands where in a reply, and how a request is written.

Only definite lengths in their shortest form are read; everything else is refused, and the raw bytes are kept anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

BOOLEAN, INTEGER, OCTETS, NULL, OID, SEQUENCE, SET, TIME = 0x01, 0x02, 0x04, 0x05, 0x06, 0x30, 0x31, 0x18
FIRST = 0xA0  # [0], constructed


class DerError(ValueError):
    """The bytes are not what was expected there."""


def take(data: bytes) -> tuple[int, bytes, bytes]:
    """The first element: its tag, its contents, and what follows it."""
    if len(data) < 2 or data[0] & 0x1F == 0x1F:
        raise DerError("it breaks off, or has a tag of several bytes")
    tag, length, at = data[0], data[1], 2
    if length >= 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4 or len(data) < 2 + count:
            raise DerError("a length of no known form")
        length, at = int.from_bytes(data[2 : 2 + count], "big"), 2 + count
        if length < 0x80 or data[2] == 0:
            raise DerError("a length that is not written in its shortest form")
    if len(data) < at + length:
        raise DerError("it breaks off")
    return tag, data[at : at + length], data[at + length :]


def want(data: bytes, *tags: int) -> tuple[bytes, bytes]:
    """The contents of the first element, which must have one of these tags, and what follows it."""
    tag, contents, rest = take(data)
    if tag not in tags:
        raise DerError(f"an element of tag {tag:#x} stands where {tags[0]:#x} should")
    return contents, rest


def parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every element, one after the other."""
    while data:
        tag, contents, data = take(data)
        yield tag, contents


def integer(contents: bytes) -> int:
    """The value of an INTEGER."""
    if not contents:
        raise DerError("an integer without bytes")
    return int.from_bytes(contents, "big", signed=True)


def write(tag: int, *contents: bytes) -> bytes:
    """An element."""
    body = b"".join(contents)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def write_integer(value: int) -> bytes:
    """A non-negative INTEGER."""
    return write(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))
