"""What a text says of a clip's clock."""

from __future__ import annotations

import pytest

from recoupe.model import AssertedTime, Document
from recoupe.read.text import asserted_times, figures

STAGED = (
    "In the first video, which lasts 31 seconds, a crowd walks along a wall. An engineer told the paper that the sound "
    "of a gate can be heard at around 12 seconds. Just before the 15 second mark, a lamp goes out. A shout can be "
    "heard barely two seconds later.\n\n"
    "The second clip lasts almost two minutes and a half. At the one minute mark, a man says he is cold. At 1:20, "
    "another laughs."
)


def read(text: str, language: str = "en") -> list[AssertedTime]:
    marks = asserted_times.find(Document(text=text, language=language), source="a" * 64, reading="r", published=None)
    for m in marks:
        assert m.span.text is not None
        assert text[m.span.text.start : m.span.text.end] == m.span.text.exact
    return [m.body for m in marks if isinstance(m.body, AssertedTime)]


def test_an_article_about_two_clips() -> None:
    found = read(STAGED)
    assert [(t.kind, t.value_s, t.bound) for t in found] == [
        ("length", 31, "="),
        ("position", 12, "~"),
        ("position", 15, "<"),
        ("offset", 2, "~"),
        ("length", 150, "<"),
        ("position", 60, "="),
        ("position", 80, "="),
    ]
    assert [t.about for t in found] == ["the first video"] * 4 + ["The second clip"] * 3
    assert found[1].by == "An engineer"
    assert found[1].sense == "heard"
    assert "gate" in found[1].what
    assert found[2].hedge == "just before"
    assert found[3].hedge == "barely"


def test_an_offset_names_the_time_it_counts_from() -> None:
    marks = asserted_times.find(Document(text=STAGED, language="en"), source="a" * 64, reading="r", published=None)
    assert isinstance(marks[3].body, AssertedTime)
    assert marks[3].body.relative_to == marks[2].id


@pytest.mark.parametrize(
    ("text", "kind", "seconds"),
    [
        ("La vidéo dure 23 secondes.", "length", 23),
        ("Dans la vidéo, à la 16e seconde, un bruit retentit.", "position", 16),
        ("Au bout d'une minute, dans la vidéo, un homme crie.", "position", 60),
        ("Sur la vidéo, on entend un tir une seconde plus tard.", "offset", 1),
        ("La vidéo d'une durée de 1 min 30 montre une rue.", "length", 90),
        ("Dans cette vidéo, à 1:10, un homme crie.", "position", 70),
        ("Sur les images, vers la 20e seconde, une lampe s'éteint.", "position", 20),
    ],
)
def test_french(text: str, kind: str, seconds: float) -> None:
    found = read(text, "fr")
    assert [(t.kind, t.value_s) for t in found] == [(kind, seconds)]


@pytest.mark.parametrize(
    ("text", "kind", "seconds"),
    [
        ("The 40-second clip shows a street.", "length", 40),
        ("A clip of two minutes was posted.", "length", 120),
        ("In the footage a bang is heard 12 seconds in.", "position", 12),
        ("The recording runs for 1 minute and 30 seconds.", "length", 90),
        ("Ten seconds into the video a door opens.", "position", 10),
    ],
)
def test_english_wordings(text: str, kind: str, seconds: float) -> None:
    assert [(t.kind, t.value_s) for t in read(text)] == [(kind, seconds)]


@pytest.mark.parametrize(
    "text",
    [
        "The meeting starts at 1:10 on Friday.",
        "He came two minutes later.",
        "The video was posted at 7:10pm.",
        "The race lasts 23 seconds.",
    ],
)
def test_clock_times_and_other_lengths_are_not_a_clips(text: str) -> None:
    assert read(text) == []


def test_a_split_second_has_no_number() -> None:
    found = read("In the video a lamp is seen for a split second.")
    assert [(t.kind, t.value_s, t.low_s, t.high_s) for t in found] == [("duration", None, 0, 1)]


def test_each_is_a_figure_in_seconds_too() -> None:
    marks = figures.find(Document(text=STAGED, language="en"), source="a" * 64, reading="r", published=None)
    told = [(m.body.value, m.body.unit) for m in marks if m.type == "figure" and m.body.unit == "second"]
    assert told == [
        (31, "second"),
        (12, "second"),
        (15, "second"),
        (2, "second"),
        (150, "second"),
        (60, "second"),
        (80, "second"),
    ]
