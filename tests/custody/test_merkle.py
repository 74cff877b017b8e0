"""The tree is RFC 6962's, held against pymerkle, and a path leads to the root from its own line alone."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from recoupe.preserve.custody import merkle

LINES = [b"line %d\n" % n for n in range(70)]


@pytest.mark.parametrize("size", range(1, 40))
def test_roots_are_those_of_pymerkle(size: int) -> None:
    theirs = InmemoryTree(algorithm="sha256")
    for line in LINES[:size]:
        theirs.append_entry(line)
    assert merkle.root(LINES[:size]) == theirs.get_root()


def test_the_empty_tree_is_the_hash_of_nothing() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 34))
def test_every_path_leads_to_the_root(size: int) -> None:
    lines = LINES[:size]
    for at, line in enumerate(lines):
        steps = merkle.path(lines, at)
        assert merkle.root_from(line, at, size, steps) == merkle.root(lines)
        assert len(steps) <= (size - 1).bit_length()


@given(st.integers(1, 60), st.data())
def test_a_path_is_of_one_line_at_one_place(size: int, data: st.DataObject) -> None:
    lines = LINES[:size]
    at = data.draw(st.integers(0, size - 1))
    steps, root = merkle.path(lines, at), merkle.root(lines)
    assert merkle.root_from(b"another\n", at, size, steps) != root
    other = data.draw(st.integers(0, size - 1))
    if other != at:
        assert merkle.root_from(lines[at], other, size, steps) != root
    assert merkle.root_from(lines[at], at, size, [*steps, b"x" * 32]) != root
    if steps:
        assert merkle.root_from(lines[at], at, size, steps[:-1]) != root
    assert merkle.root_from(lines[at], size, size, steps) is None


def test_a_path_to_no_line_is_refused() -> None:
    with pytest.raises(IndexError):
        merkle.path(LINES, len(LINES))
