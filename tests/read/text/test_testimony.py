"""Speech without marks: testimony, interviews, posts, pull quotes."""

from __future__ import annotations

from tests.read.text.helping import said

INTRODUCTION = "Ana Roy is the head of a staged bakery in Portville.\n\n"
WITNESS = "I saw two men at the corner that evening. They left when my neighbours came down to the street."


def test_a_block_after_an_introduction_is_testimony() -> None:
    (item,) = said(INTRODUCTION + WITNESS)
    assert (item.kind, item.person) == ("testimony", "Ana Roy")


def test_a_paragraph_about_the_person_is_not() -> None:
    assert said(INTRODUCTION + "She told me that I should leave the town before my train went.") == []


def test_without_an_introduction_the_writer_speaks() -> None:
    assert said("It was a staged evening in Portville.\n\n" + WITNESS) == []


def test_an_interview_with_labels() -> None:
    text = "ROY: Was it dark at all when you came?\n\nMARSH: It was dark, and cold as well.\n\nROY: Who saw it then?"
    assert [s.speaker for s in said(text)] == ["ROY", "MARSH", "ROY"]


def test_a_post_belongs_to_the_hand_that_signed_it() -> None:
    text = "Staged news.\n\n“It was dark”- this man was there. — Ana Roy (@anaroy) March 3, 2031"
    inner = next(s for s in said(text) if text[s.start : s.end] == "It was dark")
    outer = next(s for s in said(text) if s is not inner)
    assert (outer.kind, outer.person) == ("embed", "Ana Roy")
    assert (inner.speaker, inner.via) == ("this man", "Ana Roy")


def test_a_pull_quote_has_the_speaker_of_the_passage() -> None:
    text = (
        "It was a staged evening, and the whole of the town was out in the streets until the morning came.\n\n"
        "‘Nobody in this town saw who it was’\n\n"
        "“But nobody in this town saw who it was,” said Ana Roy, who had been there from the first minute on."
    )
    pull = next(s for s in said(text) if s.kind == "pull_quote")
    assert pull.person == "Ana Roy"


def test_labels_before_figures_are_no_interview() -> None:
    assert said("PORTVILLE:\n\nDead: 2\n\nInjured: 74\n\nDIEPPE:\n\nDead: 0\n\nInjured: 3") == []


def test_a_numeral_is_not_the_first_person() -> None:
    told = "Rules of the port called for a Level I centre to be opened within a day, sources in the town hall said."
    assert said(INTRODUCTION + told) == []
