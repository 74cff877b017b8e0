"""One best reading of B: which line, if any, each moment of it follows.

Viterbi over the lines and *absent*. Changing costs the same wherever it happens, so that one cut is told once, and a
moment without evidence (silence, a still picture) stays with its neighbours. Source: Viterbi, 1967; as applied to
copies by Baraldi et al., LAMV, CVPR 2018, with a kernel in the place of the path.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ABSENT = -1

SHORTEST_STRIDE, LONGEST_STRIDE = 64, 8192
"""Moments that are taken in one go while one state stays the best."""


@dataclass(frozen=True, slots=True)
class Run:
    """Moments [start, end) of B, as indices or seconds by context, that follow line `state`, or ABSENT.

    `low` and `high` bound where it may end as far as this evidence tells: far apart in silence or a still picture.
    """

    state: int
    start: float
    end: float
    low: float
    high: float


def best_path(evidence: NDArray[np.float32], change: float) -> NDArray[np.int64]:
    """The sequence of states with the greatest sum of evidence less `change` for each change.

    Args:
        evidence: float32 [states, moments]; natural log of how much likelier each state makes what is seen than
            ABSENT does; ABSENT itself is 0 and need not be given.
        change: Cost of a change of state.
    Returns:
        int64 [moments], indices of states, ABSENT for none.
    """
    states, moments = evidence.shape
    gain = np.vstack([evidence, np.zeros((1, moments), np.float32)]).astype(np.float64)
    came = np.empty((states + 1, moments), np.int64)
    total = gain[:, 0].copy() if moments else np.zeros(states + 1)
    done, size = 0, SHORTEST_STRIDE
    while done < moments - 1:
        best = int(total.argmax())
        ahead = _stride(total, gain[:, done + 1 : done + 1 + size], best, change)
        over = np.flatnonzero(ahead.max(0) > ahead[best])
        length = int(over[0]) + 1 if len(over) else ahead.shape[1]
        before = np.hstack([total[:, None], ahead[:, : length - 1]])
        stay = before >= before[best] - change
        came[:, done + 1 : done + 1 + length] = np.where(stay, np.arange(states + 1)[:, None], best)
        total = ahead[:, length - 1]
        done += length
        size = SHORTEST_STRIDE if len(over) else min(2 * size, LONGEST_STRIDE)
    path = np.empty(moments, np.int64)
    if moments:
        path[-1] = int(total.argmax())
        for t in range(moments - 1, 0, -1):
            path[t - 1] = came[path[t], t]
    path[path == states] = ABSENT
    return path


def _stride(total: NDArray[np.float64], gain: NDArray[np.float64], best: int, change: float) -> NDArray[np.float64]:
    """Totals over the coming moments, as long as the state that is best now remains so: then no step needs the last.

    A state's total is its own gains since it was last entered, and it is entered whenever coming from `best` is worth
    more: a running maximum. float64 [states, moments].
    """
    sums = np.cumsum(gain, axis=1)
    earlier = np.hstack([np.zeros((len(total), 1)), sums[:, :-1]])
    entered = np.maximum.accumulate(total[best] + earlier[best] - change - earlier, axis=1)
    return np.asarray(sums + np.maximum(total[:, None], entered))


def runs(path: NDArray[np.int64], evidence: NDArray[np.float32], *, slack: float = 3.0) -> list[Run]:
    """The path as runs of equal states, indices into it.

    Args:
        evidence: What the path was found from.
        slack: Nats that a change elsewhere may cost to be still possible.
    """
    if not len(path):
        return []
    at = np.concatenate([[0], np.flatnonzero(np.diff(path)) + 1, [len(path)]])
    out = []
    for i, (start, end) in enumerate(itertools.pairwise(at)):
        low = high = int(end)
        if end < len(path):
            stop = int(at[i + 2])
            zero = np.zeros(stop - int(start))
            one, two = (evidence[s, start:stop] if s != ABSENT else zero for s in (path[start], path[end]))
            total = np.concatenate([[0.0], np.cumsum(np.asarray(one, np.float64) - two)])
            fine = np.flatnonzero(total >= total[end - start] - slack)
            middle = end - start
            below = np.flatnonzero(np.diff(fine) > 1)
            first = max((int(fine[j + 1]) for j in below if fine[j + 1] <= middle), default=int(fine[0]))
            last = min((int(fine[j]) for j in below if fine[j] >= middle), default=int(fine[-1]))
            low, high = int(start) + first, int(start) + last
        out.append(Run(int(path[start]), int(start), int(end), low, high))
    return out
