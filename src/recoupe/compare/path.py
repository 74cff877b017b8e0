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
    came = np.empty((moments, states + 1), np.int64)
    total = gain[:, 0].copy() if moments else np.zeros(states + 1)
    own = np.arange(states + 1)
    for t in range(1, moments):
        best = int(total.argmax())
        stay = total >= total[best] - change
        came[t] = np.where(stay, own, best)
        total = np.where(stay, total, total[best] - change) + gain[:, t]
    path = np.empty(moments, np.int64)
    if moments:
        path[-1] = int(total.argmax())
        for t in range(moments - 1, 0, -1):
            path[t - 1] = came[t, path[t]]
    path[path == states] = ABSENT
    return path


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
