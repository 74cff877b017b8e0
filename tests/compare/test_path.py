"""The best path, against the same dynamic programme taken one moment at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from recoupe.compare.path import ABSENT, best_path, runs


def best_value(evidence: NDArray[np.float32], change: float) -> float:
    """The greatest sum there is."""
    gain = np.vstack([evidence, np.zeros((1, evidence.shape[1]), np.float32)]).astype(float)
    total = gain[:, 0]
    for t in range(1, gain.shape[1]):
        total = np.maximum(total, total.max() - change) + gain[:, t]
    return float(total.max())


def value(path: NDArray[np.int64], evidence: NDArray[np.float32], change: float) -> float:
    on = np.where(path == ABSENT, 0.0, evidence[np.maximum(path, 0), np.arange(len(path))])
    return float(on.sum()) - change * int((np.diff(path) != 0).sum())


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.integers(1, 700), st.floats(0.5, 15), st.integers(0, 2**32 - 1))
def test_no_path_is_better(states: int, moments: int, change: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    slow = np.repeat(rng.normal(0, 1, (states, moments // 30 + 1)), 30, axis=1)[:, :moments]
    evidence = (slow + rng.normal(0, 1.5, (states, moments))).astype(np.float32)
    path = best_path(evidence, change)
    assert value(path, evidence, change) == pytest.approx(best_value(evidence, change), abs=1e-3)


def test_a_long_quiet_path_is_one_run() -> None:
    evidence = np.full((2, 50_000), -0.5, np.float32)
    evidence[1] = 0.5
    path = best_path(evidence, 5.0)
    assert (path == 1).all()
    (run,) = runs(path, evidence)
    assert (run.state, run.start, run.end) == (1, 0, 50_000)


def test_nothing_is_no_path() -> None:
    assert len(best_path(np.zeros((3, 0), np.float32), 1.0)) == 0
    assert runs(np.zeros(0, np.int64), np.zeros((3, 0), np.float32)) == []
