"""Names for records, derived from their content so that the same input always gets the same name."""

from __future__ import annotations

import hashlib

import msgspec


def canonical(value: object) -> bytes:
    """JSON with sorted keys: what is hashed, and what derived results are stored as."""
    return msgspec.json.encode(value, order="sorted")


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def content_id(prefix: str, *parts: object) -> str:
    """`prefix-` and 20 hexadecimal digits of the SHA-256 of the parts; equal parts, equal name.

    80 bits: for a case of a million marks the chance of any two colliding is below 1e-12.
    """
    return f"{prefix}-{sha256(canonical(parts))[:20]}"
