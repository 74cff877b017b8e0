"""What holds for every text: marks are the text at their place, the same on every run, and a paragraph added elsewhere
changes no figure and no date that does not lean on a date said before it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.model import Document, Mark
from recoupe.read.text import dates, figures

SENTENCES = {
    "en": (
        "At least 15 boats left Harbourton on Friday.",
        "The wall cost $5 million in 2018.",
        "They met three weeks ago at 7 p.m.",
        "About 7 percent of the 1,200 residents stayed until June 3, 2018.",
        "The ferry ran at 20 knots, 3 miles off the quay.",
        "They meet every Monday and on the first Sunday of May.",
        "Nobody counted.",
        "An 18-year-old nurse waited for two and a half hours.",
    ),
    "fr": (
        "Au moins 15 bateaux ont quitté le port vendredi.",
        "Le mur a coûté 5 millions d'euros en 2018.",
        "Ils se sont vus il y a trois semaines à 19 heures.",
        "Environ 7 % des 1 200 habitants sont restés jusqu'au 3 juin 2018.",
        "Ils se réunissent chaque lundi et le premier dimanche de mai.",
        "Personne n'a compté.",
        "Une infirmière de 18 ans a attendu pendant deux heures et demie.",
    ),
}
FAR = (
    "Nothing was said of it.",
    "Rien n'a été dit.",
    "The quay is 300 metres long and opened on March 4, 1996.",
    "Le quai mesure 300 mètres ; il a ouvert le 4 mars 1996.",
    "« Personne »",
    "1. 2/3 – $ % 7:10",
)


def found(text: str, language: str) -> list[Mark]:
    document = Document(text=text, language=language)
    marks = [
        mark
        for find in (figures.find, dates.find)
        for mark in find(document, source="a" * 64, reading="r", published="2019-06-12")
    ]
    for mark in marks:
        assert mark.span.text is not None
        assert text[mark.span.text.start : mark.span.text.end] == mark.span.text.exact
    return marks


def seen(marks: list[Mark], start: int, end: int) -> list[tuple[int, int, object]]:
    """Marks inside [start, end) as place and body, counted from its start."""
    places = [(m.span.text, m.body) for m in marks if m.span.text is not None]
    return [(p.start - start, p.end - start, body) for p, body in places if start <= p.start and p.end <= end]


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(["en", "fr"]))
def test_a_paragraph_elsewhere_changes_no_figure_and_no_date(data: st.DataObject, language: str) -> None:
    middle = " ".join(data.draw(st.lists(st.sampled_from(SENTENCES[language]), min_size=1, max_size=3)))
    before = data.draw(st.lists(st.sampled_from(FAR), max_size=3))
    after = data.draw(st.lists(st.sampled_from(FAR), max_size=3))
    ahead = "".join(paragraph + "\n\n" for paragraph in before)
    text = ahead + middle + "".join("\n\n" + paragraph for paragraph in after)
    alone = seen(found(middle, language), 0, len(middle))
    assert seen(found(text, language), len(ahead), len(ahead) + len(middle)) == alone


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(" \n.,;:-–/'’“”«»()%$€°0123456789abdehilmnoprstuy"), max_size=80))
def test_the_same_on_every_run(text: str) -> None:
    for language in ("en", "fr"):
        assert found(text, language) == found(text, language)
