"""Pairing of quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.read.text.layout import paragraphs
from recoupe.read.text.quotations import FARTHEST_OPEN, Marked, marked, unclosed


def between(text: str) -> list[str]:
    return [text[m.start : m.end] for m in found(text)]


def found(text: str) -> list[Marked]:
    return marked(text, paragraphs(text))


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('She said "no" and left.', ["no"]),
        ("She said “no” and left.", ["no"]),
        ("Elle a dit « non » puis «\u00a0rien\u00a0».", ["non", "rien"]),
        ("Sie sagte „nein“ und ging.", ["nein"]),
        ("She said ‘no’ and ‘don’t’.", ["no", "don’t"]),
        ("The migrants' plight is 'bad', he said.", ["bad"]),
        ("'Nobody's fault,' he said.", ["Nobody's fault,"]),
        ("It's the '80s, rock 'n' roll, isn't it?", []),
        ('A 5\'10" man in a 6" hole.', []),
        ("“He said ‘go’ twice.”", ["He said ‘go’ twice."]),
        ("''Typed so,'' he said.", ["Typed so,"]),
        ("”Turned the wrong way.” ― Ana", ["Turned the wrong way."]),
        ("“I call it “luck” here,” she said.", ["I call it “luck” here,"]),
        ('"Some found it “too loud” or “too late” then." He left.', ["Some found it “too loud” or “too late” then."]),
        ("“It was late. “Too late,” he said.", ["It was late.", "Too late,"]),
    ],
)
def test_pairs(text: str, inside: list[str]) -> None:
    assert between(text) == inside


def test_carried_over_paragraphs() -> None:
    pieces = found("“One, she said.\n\n“Two.\n\n“Three.”\n\nAfter.")
    assert len(pieces) == 3
    assert len({piece.run for piece in pieces}) == 1
    assert pieces[0].run >= 0


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    text = "“It never ends, she said.\n\nThe next paragraph is the narrator's.\n\nSo is this."
    assert between(text) == ["It never ends, she said."]
    assert unclosed(found(text)) == {0}


def test_only_the_last_of_those_carried_over_is_unclosed() -> None:
    assert unclosed(found("“One, she said.\n\n“Two.\n\n“Three.”\n\nAfter.")) == set()
    assert unclosed(found("“One, she said.\n\n“Two.\n\nAfter.")) == {1}


def test_an_unclosed_mark_in_a_long_paragraph_does_not_run_away() -> None:
    text = "He said “we left. " + "Then the rain came and nobody stayed. " * 100
    (piece,) = found(text)
    assert unclosed([piece]) == {0}
    assert piece.end - piece.start <= FARTHEST_OPEN and text[: piece.end].endswith("stayed.")
    (piece,) = found("“" + "word " * 1000)
    assert piece.end - piece.start <= FARTHEST_OPEN


def test_a_long_paragraph_carried_on_is_whole() -> None:
    first, _ = found("“" + "We went on and on. " * 100 + "\n\n“Then it ended.”")
    assert first.end - first.start > FARTHEST_OPEN


@given(st.text(alphabet="ab \"'“”‘’«».,\n", max_size=160))
def test_no_stretch_leaves_its_paragraph_or_overlaps_another(text: str) -> None:
    places = paragraphs(text)
    last = 0
    for piece in marked(text, places):
        assert places[piece.paragraph].start <= piece.outer_start <= piece.start
        assert piece.start < piece.end <= piece.outer_end <= places[piece.paragraph].end
        assert last <= piece.outer_start
        last = piece.outer_end
