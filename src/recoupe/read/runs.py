"""Runs in a series of yes and no: the stretches over which something holds.

>>> runs(np.array([0, 1, 1, 0, 1], bool))
[(1, 3), (4, 5)]
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def runs(holds: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open index pairs of every longest stretch of True, in order."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], holds, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def join(stretches: list[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    """Stretches with at most `gap` between them become one."""
    out: list[tuple[int, int]] = []
    for start, end in stretches:
        if out and start - out[-1][1] <= gap:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out
