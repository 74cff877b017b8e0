"""Dates and times: value, kind, and what they were counted from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.model import Document, When
from recoupe.read.text import dates
from recoupe.read.text.numbers import edtf

MONDAY = "2015-12-14"


def read(text: str, published: str | None = MONDAY, language: str = "en") -> list[When]:
    marks = dates.find(Document(text=text, language=language), source="a" * 64, reading="r", published=published)
    for m in marks:
        assert m.span.text is not None
        assert text[m.span.text.start : m.span.text.end] == m.span.text.exact
    return [m.body for m in marks if isinstance(m.body, When)]


def only(text: str, published: str | None = MONDAY, language: str = "en") -> When:
    found = read(text, published, language)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was filmed on December 10, 2015.", "2015-12-10"),
        ("It was filmed on 10 December.", "2015-12-10"),
        ("It was filmed on the 4th of July 1995.", "1995-07-04"),
        ("It was filmed on 12/10/2015.", "2015-12-10"),
        ("It was filmed on 2015-12-10.", "2015-12-10"),
        ("It was filmed on Friday.", "2015-12-11"),
        ("It was filmed yesterday.", "2015-12-13"),
        ("It was filmed last week.", "2015-W50"),
        ("It was filmed last month.", "2015-11"),
        ("It was filmed in October.", "2015-10"),
        ("It was filmed last summer.", "2015-22"),
        ("It was filmed in the summer of 2014.", "2014-22"),
        ("It was filmed in the 80s.", "198X"),
        ("It was filmed in 2002.", "2002"),
        ("It was filmed three days ago.", "2015-12-11"),
        ("It was filmed 30 years ago.", "1985"),
        ("It was filmed on Christmas Eve 2014.", "2014-12-24"),
        ("It was filmed on Friday night.", "2015-12-11"),
        ("It was filmed at 7:10pm on Friday.", "2015-12-11T19:10"),
        ("The trial will open on Friday.", "2015-12-18"),
        ("The trial will open in January.", "2016-01"),
        ("The summit is set for April 24.", "2016-04-24"),
        ("Nobody came before 2010.", "../2009-12-31"),
        ("Nobody came after 2010.", "2011-01-01/.."),
        ("He lived there since 2010.", "2010"),
        ("He lived there from 2010 to 2014.", "2010/2014"),
        ("They waited between 3 and 5 pm on Friday.", "2015-12-11T15:00/2015-12-11T17:00"),
        ("They waited for three days.", "P3D"),
        ("They waited an hour and a half.", None),
        ("They meet every three weeks.", "P3W"),
        ("They meet every Monday.", "XXXX-WXX-1"),
        ("It was filmed in the third quarter of 2014.", "2014-35"),
    ],
)
def test_english(text: str, value: str | None) -> None:
    if value is None:
        assert all(edtf.valid(w.value) for w in read(text))
    else:
        assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Filmé le 10 décembre 2015.", "2015-12-10"),
        ("Filmé le 1er mai.", "2015-05-01"),
        ("Filmé le 10/12/2015.", "2015-12-10"),
        ("Filmé vendredi dernier.", "2015-12-11"),
        ("Filmé hier soir.", "2015-12-13"),
        ("Filmé avant-hier.", "2015-12-12"),
        ("Filmé la semaine dernière.", "2015-W50"),
        ("Filmé le mois dernier.", "2015-11"),
        ("Filmé il y a trois jours.", "2015-12-11"),
        ("Filmé il y a dix ans.", "2005"),
        ("Le procès s'ouvrira dans deux jours.", "2015-12-16"),
        ("Filmé à l'été 2014.", "2014-22"),
        ("Filmé dans les années 80.", "198X"),
        ("Filmé vendredi à 17h30.", "2015-12-11T17:30"),
        ("Ils ont attendu pendant trois heures.", "PT3H"),
        ("Ils se réunissent chaque lundi.", "XXXX-WXX-1"),
        ("Filmé au début du XXe siècle.", "1900/1999"),
        ("Ouvert de 14h à 16h.", "T14:00/T16:00"),
    ],
)
def test_french(text: str, value: str) -> None:
    assert only(text, language="fr").value == value


def test_the_part_of_a_day_stands_beside_it() -> None:
    """EDTF has no form for it."""
    night = only("It was filmed on Friday night.")
    assert (night.value, night.part) == ("2015-12-11", "night")
    evening = only("Filmé hier soir.", language="fr")
    assert (evening.value, evening.part) == ("2015-12-13", "evening")
    assert only("It was filmed at 7:10pm on Friday.").part is None


def test_without_a_date_to_count_from_it_is_unknown() -> None:
    assert only("It was filmed last week.", None).value == "unknown"
    assert only("It was uploaded on December 18.", None).value == "XXXX-12-18"
    assert only("In December, they marched.", None).value == "XXXX-12"


def test_what_it_was_counted_from_stands_beside_it() -> None:
    said = only("It was filmed yesterday.")
    assert (said.anchor, said.basis) == (MONDAY, "publication")
    quoted = only("“I saw it yesterday,” she said.")
    assert quoted.basis == "quotation"
    assert only("It was filmed on December 10, 2015.").basis == "none"


def test_a_dateline_in_the_text_is_the_publication() -> None:
    text = "A headline\n\nDecember 14, 2015, 7:10pm\n\nIt was filmed yesterday."
    assert [w.value for w in read(text, None)] == ["2015-12-14T19:10", "2015-12-13"]


def test_a_scene_in_the_present_is_what_today_means() -> None:
    scene = ["It is a Sunday night in a bar.", "Results come in shortly after 8pm.", "Nobody voted today."]
    text = "\n\n".join([*scene, "They met on Friday."])
    found = read(text)
    assert [w.value for w in found] == ["2015-12-13", "2015-12-13T20:00", "2015-12-13", "2015-12-11"]
    assert found[2].basis == "scene"


def test_later_days_are_counted_from_the_day_just_named() -> None:
    assert [w.value for w in read("He came on December 1. The next day he left.")] == ["2015-12-01", "2015-12-02"]
    assert [w.value for w in read("He came in June 1998 and left later that year.")] == ["1998-06", "1998"]


@pytest.mark.parametrize(
    "text",
    [
        "He may come and march.",
        "The second clip shows a mar.",
        "A 28-year-old man waited.",
        "Call +33 1 23 45 67 89.",
        "They sold 2000 people a ticket.",
        "The SUN said so.",
        "She will fall.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert read(text) == []


def test_a_paragraph_elsewhere_changes_nothing() -> None:
    alone = read("It was filmed last week.")
    assert read("Nothing is said here.\n\nIt was filmed last week.\n\nNor here.") == alone


_PIECES = """
the a one first twenty-first half May march 2015 1990s '80s 14 3 0 7:10 7pm 17h30 h il y a dans depuis avant
before after since until from to between and or of in on at - – / . , ( ) " “ ” « » ' last next this ago later
every jours ans semaine Monday lundi décembre Q3 XXe siècle early fin à Noël Christmas Eve 10/25 week day //
1,5 ½
"""
PIECES = _PIECES.split()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=16),
    st.sampled_from([" ", "", "\n", "\u00a0"]),
    st.sampled_from(["en", "fr", "und"]),
    st.sampled_from([MONDAY, None, "2016-02-29T10:00", "XXXX-12-18", "0001-01-01", "9999-12-31"]),
)
def test_every_value_is_valid_and_every_span_the_text(
    pieces: list[str], joint: str, language: str, published: str | None
) -> None:
    text = joint.join(pieces)
    for when in read(text, published, language):
        assert edtf.valid(when.value), (text, when.value)


def test_no_time_runs_away() -> None:
    for text in (
        "1/" * 20_000,
        "Monday, " * 5_000,
        "from 1 to " * 5_000,
        "in the " * 20_000,
        "May " * 10_000,
        "12:" * 30_000,
    ):
        dates.find(Document(text=text, language="en"), source="a" * 64, reading="r", published=MONDAY)
