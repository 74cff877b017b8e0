"""Two readings of one text, in two languages, as one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Something at [start, end)."""

    @property
    def start(self) -> int:
        """First offset."""

    @property
    def end(self) -> int:
        """Offset after the last."""


Item = TypeVar("Item", bound=Placed)


def longest(first: Iterable[Item], second: Iterable[Item]) -> list[Item]:
    """Both, in order of place: where two readings overlap the longer item stands, of equals that of the first.

    Items of one reading may lie inside each other (a part and its whole) and are kept together.
    """
    ranked = [(item, 0) for item in first] + [(item, 1) for item in second]
    ranked.sort(key=lambda pair: (pair[0].start, pair[1]))
    out: list[tuple[Item, int]] = []
    for item, reading in ranked:
        rivals = 0
        while rivals < len(out) and out[-1 - rivals][0].end > item.start:
            rivals += 1
        over = [(i, r) for i, r in out[len(out) - rivals :] if r != reading]
        if all(item.end - item.start > i.end - i.start for i, _ in over):
            kept = [(i, r) for i, r in out[len(out) - rivals :] if r == reading]
            out[len(out) - rivals :] = [*kept, (item, reading)]
    return [item for item, _ in out]
