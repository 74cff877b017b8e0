"""How much a page may weigh: media are put in while there is room, and what no longer fits is said to be left out."""

from __future__ import annotations

import base64

MOST_BYTES = 15_000_000
"""A page that still opens on a phone and goes through as an e-mail attachment."""


class Weight:
    """Counts the bytes of embedded media, as written (base64).

    Args:
        most: Bytes that may be embedded in all.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most, self.used, self.left_out = most, 0, 0

    def take(self, data: bytes | None) -> bytes | None:
        """The data when there is room for it, else None; what was left out is counted."""
        if data is None:
            return None
        return data if self.spend(-(-len(data) // 3) * 4) else None

    def spend(self, count: int) -> bool:
        """Whether there is room for so many bytes as written; if so they are counted as used."""
        if self.used + count > self.most:
            self.left_out += 1
            return False
        self.used += count
        return True


def mp4_uri(data: bytes) -> str:
    """An MP4 as a data address."""
    return "data:video/mp4;base64," + base64.b64encode(data).decode("ascii")
