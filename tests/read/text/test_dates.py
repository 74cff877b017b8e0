"""Dates and times: value, kind, and what they were counted from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.model import Document, When
from recoupe.read.text import dates
from recoupe.read.text.numbers import edtf

MONDAY = "2015-12-14"
WEDNESDAY = "2019-07-17"


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
        ("It was filmed in the '30s.", "193X"),
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
        ("Filmé dans les années 30.", "193X"),
        ("Filmé vendredi à 17h30.", "2015-12-11T17:30"),
        ("Ils ont attendu pendant trois heures.", "PT3H"),
        ("Ils se réunissent chaque lundi.", "XXXX-WXX-1"),
        ("Filmé au début du XXe siècle.", "1900/1999"),
        ("Ouvert de 14h à 16h.", "T14:00/T16:00"),
    ],
)
def test_french(text: str, value: str) -> None:
    assert only(text, language="fr").value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sales fell in 3Q19.", "2019-35"),
        ("I'll be there 9ish tomorrow.", "2019-07-18T09:00"),
        ("It is the largest to date.", "../2019-07-17"),
        ("It is due at month's end.", "2019-07"),
        ("It is due by the end of the decade.", "201X"),
        ("It was due in the first nine months of 2018.", "2018-01/2018-09"),
        ("It was due in the first six months of the year.", "2019-01/2019-06"),
        ("It fell in the second quarter of fiscal 2019.", "2019-34"),
        ("It happened on a Tuesday in May.", "2019-05"),
        ("Following Monday's debate, he left.", "2019-07-15"),
        ("Sales rose in FY2018-19.", "2018/2019"),
        ("It opens this coming weekend.", "2019-W29-WE"),
        ("It opened a month ago today.", "2019-06-17"),
        ("It closed in the wee hours of Sunday.", "2019-07-14 morning"),
        ("It closed on the eve of Christmas 2018.", "2018-12-24"),
        ("It closed on Palm Sunday last year.", "2018-03-25"),
        ("It closed on Pancake Day.", "2019-03-05"),
        ("He came in the small hours.", "TMO"),
        ("He comes on weekends.", "XXXX-WXX-WE"),
        ("He comes at weekends.", "XXXX-WXX-WE"),
        ("He comes on weekdays.", "XXXX-WXX-1/XXXX-WXX-5"),
        ("He comes every weekday.", "XXXX-WXX-1/XXXX-WXX-5"),
        ("He comes each evening at 8.", "T20:00"),
        ("He comes on Monday mornings.", "XXXX-WXX-1TMO"),
        ("He came in the spring.", "2019-21"),
        ("He will come a week tomorrow.", "2019-07-25"),
        ("He came two weekends ago.", "2019-W27-WE"),
        ("He came half a century ago.", "1969"),
        ("It dates from the 5th century BC.", "-0499/-0400"),
        ("It dates from 1914-18.", "1914/1918"),
        ("It began at five to midnight.", "T23:55"),
        ("It began at 1900 hours.", "T19:00"),
        ("It began at 19.00 GMT.", "T19:00"),
        ("Report the sales year to date.", "2019-01-01/2019-07-17"),
        ("Report the sales month to date.", "2019-07-01/2019-07-17"),
        ("It opened on Easter weekend.", "2019-W16-WE"),
        ("It opened over the Thanksgiving weekend.", "2018-W47-WE"),
        ("It opens two weeks from Friday.", "2019-08-02"),
        ("It opens two Fridays from now.", "2019-07-26"),
        ("It opens next week between Monday and Wednesday.", "2019-07-22/2019-07-24"),
        ("It ran no earlier than May 2018.", "2018-05/.."),
        ("It ran ahead of Friday.", "2019-07-19"),
        ("It ran in the nineteen eighties.", "198X"),
        ("It ran in the two thousands.", "200X"),
        ("It ran in the roaring twenties.", "192X"),
        ("It ran for 2 business days.", "P2D"),
        ("It ran for three working days.", "P3D"),
        ("It ran every alternate day.", "P2D"),
        ("It ran every third day.", "P3D"),
        ("It ran every fifth year.", "P5Y"),
        ("It runs every day at noon.", "T12:00"),
        ("It runs every year on May 3.", "XXXX-05-03"),
        ("It runs annually on 3 May.", "XXXX-05-03"),
        ("It runs the first Monday of every month.", "P1M"),
        ("It opened in 2018's third quarter.", "2018-35"),
        ("It opens in next year's third quarter.", "2020-35"),
        ("It opened the year before.", "2018"),
        ("It opened the week before.", "2019-W28"),
        ("It opened the month after.", "2019-08"),
        ("It opened two years before that.", "2017"),
        ("It opened two years prior.", "2017"),
        ("It opened a year or so ago.", "2018"),
        ("It opened nearly half a century ago.", "1969"),
        ("It opened on the afternoon of the 4th.", "2019-07-04 afternoon"),
        ("It opened the night before.", "2019-07-16 night"),
        ("It opened in the dead of night.", "TNI"),
        ("It opened in the middle of the night.", "TNI"),
        ("It opened on Labor Day weekend.", "2019-W35-WE"),
        ("It opened on Orthodox Easter.", "2019-04-28"),
        ("It opened at 7 on Friday evening.", "2019-07-12T19:00"),
        ("I'll leave next week on wed at 9am.", "2019-07-24T09:00"),
        ("I'll leave at 0730.", "T07:30"),
        ("I'll leave between 0730 and 0930.", "T07:30/T09:30"),
        ("I'll leave after the 15th.", "2019-07-15/.."),
        ("I'll leave starting from August 1.", "2019-08-01/.."),
        ("I'll leave in two business days.", "2019-07-19"),
        ("I'll leave the full month.", "P1M"),
        ("I'll leave every single day.", "P1D"),
        ("I'll leave every night at 9.", "T21:00"),
        ("I'll leave the evening of the 20th.", "2019-07-20 evening"),
        ("I'll leave on the 20th in the evening.", "2019-07-20 evening"),
        ("The staged meeting is planned for w/c Aug 5.", "2019-W32"),
        ("It was a staged Friday 13.", "2019-09-13"),
        ("It was a staged Friday 31.", "2019-05-31"),
    ],
)
def test_more_english(text: str, value: str) -> None:
    """As one more value, with the part of the day behind it."""
    found = only(text, WEDNESDAY, "en")
    assert f"{found.value} {found.part or ''}".strip() == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ils se voient sous huitaine.", "P1W"),
        ("Ouvert les six premiers mois de l'année.", "2019-01/2019-06"),
        ("Ouvert au dernier trimestre 2018.", "2018-36"),
        ("Ils se voient tous les premiers lundis du mois.", "P1M"),
        ("Ils se voient le premier lundi de chaque mois.", "P1M"),
        ("Ils se voient les week-ends.", "XXXX-WXX-WE"),
        ("Ouvert le 1er du mois.", "2019-07-01"),
        ("Ouvert au 3e trimestre 2018.", "2018-35"),
        ("Ouvert au Ier siècle av. J.-C.", "-0099/0000"),
        ("Ouvert en 44 avant Jésus-Christ.", "-0043"),
        ("Ouvert aux alentours de 15 heures.", "T15:00"),
        ("Ouvert au petit matin.", "TMO"),
        ("Ouvert à l'aube.", "TMO"),
        ("Ouvert le jour même.", "2019-07-17"),
        ("Ouvert la première quinzaine de juin.", "2019-06-01/2019-06-15"),
        ("Rendez-vous en soirée.", "TEV"),
        ("Rendez-vous à 20 h 15 précises.", "T20:15"),
        ("Rendez-vous à une heure du matin.", "T01:00"),
        ("Il est venu tard dans la nuit.", "TNI"),
        ("Il est venu à la nuit tombée.", "TEV"),
        ("Il est venu pendant la nuit.", "TNI"),
        ("Il est venu en pleine nuit.", "TNI"),
        ("Il est venu tous les jours à 8h.", "T08:00"),
        ("Il est venu une journée entière.", "P1D"),
        ("Il est venu une bonne heure.", "PT1H"),
        ("Il est venu de longues années.", "PXY"),
    ],
)
def test_more_french(text: str, value: str) -> None:
    """The same in French."""
    found = only(text, WEDNESDAY, "fr")
    assert f"{found.value} {found.part or ''}".strip() == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The council meets Friday.", "2019-07-19"),
        ("The council meets again on Monday.", "2019-07-22"),
        ("The council is meeting on Friday.", "2019-07-19"),
        ("A vote is expected Friday.", "2019-07-19"),
        ("A vote may come Friday.", "2019-07-19"),
        ("A vote should take place on Friday.", "2019-07-19"),
        ("The strike begins Friday.", "2019-07-19"),
        ("The strike starts on Friday.", "2019-07-19"),
        ("The strike ends Friday.", "2019-07-19"),
        ("The ruling, expected Friday, will decide.", "2019-07-19"),
        ("The two leaders arrive Friday for talks.", "2019-07-19"),
        ("He leaves for Rome on Friday.", "2019-07-19"),
        ("He flies to Rome on Friday.", "2019-07-19"),
        ("He goes on trial Friday.", "2019-07-19"),
        ("He appears in court on Friday.", "2019-07-19"),
        ("He is likely to appear in court on Friday.", "2019-07-19"),
        ("He wants to leave on Friday.", "2019-07-19"),
        ("Ahead of Friday's vote, he spoke.", "2019-07-19"),
        ("The film opened in September.", "2018-09"),
        ("The deadline is Oct. 31.", "2019-10-31"),
        ("It expires Dec. 31.", "2019-12-31"),
        ("It takes effect Jan. 1.", "2020-01-01"),
        ("The council voted Tuesday to close the mill.", "2019-07-16"),
        ("He told reporters Friday that he would leave.", "2019-07-12"),
        ("The two leaders arrived Friday for talks.", "2019-07-12"),
        ("The strike, which began Friday, goes on.", "2019-07-12"),
        ("Friday's vote was close.", "2019-07-12"),
        ("It took effect Jan. 1.", "2019-01-01"),
    ],
)
def test_what_is_planned_lies_ahead(text: str, value: str) -> None:
    """The verb tells the coming day from the last one."""
    found = only(text, WEDNESDAY, "en")
    assert f"{found.value} {found.part or ''}".strip() == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Le conseil se réunit vendredi.", "2019-07-19"),
        ("La grève commence vendredi.", "2019-07-19"),
        ("La grève débute vendredi.", "2019-07-19"),
        ("La grève s'achève vendredi.", "2019-07-19"),
        ("La grève pourrait prendre fin vendredi.", "2019-07-19"),
        ("Le procès s'ouvre lundi.", "2019-07-22"),
        ("Il arrive vendredi à Rome.", "2019-07-19"),
        ("Il est attendu vendredi à Rome.", "2019-07-19"),
        ("Il part vendredi pour Rome.", "2019-07-19"),
        ("Il comparaît vendredi.", "2019-07-19"),
        ("Il a annoncé qu'il partirait vendredi.", "2019-07-19"),
        ("Le film est sorti en septembre.", "2018-09"),
        ("La date limite est le 31 octobre.", "2019-10-31"),
        ("Le rendez-vous est fixé au 31 octobre.", "2019-10-31"),
        ("L'accord expire le 31 décembre.", "2019-12-31"),
        ("L'accord est entré en vigueur le 1er août.", "2018-08-01"),
        ("Le conseil a voté mardi.", "2019-07-16"),
        ("La grève s'est achevée vendredi.", "2019-07-12"),
        ("Le procès s'est ouvert lundi.", "2019-07-15"),
        ("Il est arrivé vendredi à Rome.", "2019-07-12"),
        ("Il a annoncé vendredi qu'il partirait.", "2019-07-12"),
    ],
)
def test_what_is_planned_lies_ahead_in_french(text: str, value: str) -> None:
    """The same in French."""
    found = only(text, WEDNESDAY, "fr")
    assert f"{found.value} {found.part or ''}".strip() == value


@pytest.mark.parametrize("text", ["Il est venu au lendemain des élections.", "Il est venu à la veille du scrutin. |"])
def test_a_day_beside_an_event_is_no_day_of_the_calendar(text: str) -> None:
    assert read(text, WEDNESDAY, "fr") == []


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
        "She spoke of today's youth.",
        "She is in her mid-30s.",
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
