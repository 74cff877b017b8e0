"""What a file is, told from its bytes and not from its name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from recoupe.collect.names import declared_type
from recoupe.collect.signatures import signature
from recoupe.collect.texts import text_type

HEAD: Final = 1 << 16
"""Bytes looked at, at either end."""
UNKNOWN: Final = "application/octet-stream"
EMPTY: Final = "application/x-empty"

# One container, several names: where the bytes leave it open, the name says which.
_BY_NAME: Final = {
    ("application/x-ole-storage", "application/msword"),
    ("application/x-ole-storage", "application/vnd.ms-excel"),
    ("application/x-ole-storage", "application/vnd.ms-powerpoint"),
    ("application/x-ole-storage", "application/vnd.ms-outlook"),
    ("video/x-ms-asf", "audio/x-ms-wma"),
    ("video/x-matroska", "audio/x-matroska"),
    ("video/mp4", "audio/mp4"),
}


def recognise(path: Path, *, declared: str | None = None) -> str:
    """The media type of a file's bytes; reads at most `HEAD` bytes from each end.

    Args:
        path: The file.
        declared: What it is said to be, when that is not for its name to say.
    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - HEAD))
        tail = file.read(HEAD) if size > HEAD else b""
    return media_type_of(head, tail, declared=declared_type(path.name) if declared is None else declared)


def media_type_of(head: bytes, tail: bytes = b"", *, declared: str = "") -> str:
    """The media type of bytes.

    Args:
        head: The first bytes.
        tail: The last bytes of what is longer than `head`.
        declared: What the name promises; decides only between kinds that the bytes leave open.
    Returns:
        A media type; `application/x-empty` for no bytes, `application/octet-stream` for bytes of no known kind.
    """
    if not head:
        return EMPTY
    found = signature(head, tail) or text_type(head, declared) or UNKNOWN
    return declared if (found, declared) in _BY_NAME else found
