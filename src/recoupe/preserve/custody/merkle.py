"""The Merkle tree of RFC 6962 over the lines of a log: one root for all, and a short path from one line to it.

>>> root([b"a", b"b"]) == node(leaf(b"a"), leaf(b"b"))
True

A leaf is SHA-256(00 ‖ line), a node SHA-256(01 ‖ left ‖ right); a tree of n leaves is split at the largest power of
two below n (RFC 6962, section 2.1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


def leaf(line: bytes) -> bytes:
    """The hash of one line."""
    return hashlib.sha256(b"\x00" + line).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbouring subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Growing:
    """A tree that grows by one line at a time, O(log n) in memory, whose root can be asked at any size."""

    def __init__(self) -> None:
        self.size = 0
        self._whole: list[bytes] = []  # roots of the perfect subtrees, largest first

    def add(self, line: bytes) -> None:
        """Append one line."""
        # `leaf` and `node`, written out: this runs for every line of every check
        sha, pop, size = hashlib.sha256, self._whole.pop, self.size
        here = sha(b"\x00" + line).digest()
        while size & 1:
            here = sha(b"\x01" + pop() + here).digest()
            size >>= 1
        self._whole.append(here)
        self.size += 1

    def root(self) -> bytes:
        """The root over all lines so far."""
        if not self._whole:
            return hashlib.sha256().digest()
        out = self._whole[-1]
        for left in reversed(self._whole[:-1]):
            out = node(left, out)
        return out


def root(lines: Iterable[bytes]) -> bytes:
    """The root over some lines."""
    tree = Growing()
    for line in lines:
        tree.add(line)
    return tree.root()


def path(lines: Sequence[bytes], at: int) -> list[bytes]:
    """The hashes needed to get from line `at` (counted from 0) to the root, from the leaf upwards."""
    out: list[bytes] = []
    low, high = 0, len(lines)
    if not 0 <= at < high:
        raise IndexError(f"line {at} of {high}")
    while high - low > 1:
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        if at < middle:
            out.append(root(lines[middle:high]))
            high = middle
        else:
            out.append(root(lines[low:middle]))
            low = middle
    return out[::-1]


def root_from(line: bytes, at: int, size: int, steps: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to (RFC 9162, section 2.1.3.2), or None when it is of the wrong length."""
    if not 0 <= at < size:
        return None
    here, last = leaf(line), size - 1
    for step in steps:
        if last == 0:
            return None
        if at & 1 or at == last:
            here = node(step, here)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            here = node(here, step)
        at >>= 1
        last >>= 1
    return here if last == 0 else None
