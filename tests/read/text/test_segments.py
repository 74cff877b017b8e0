"""Roles of the parts of a plain text, by layout and wording."""

from __future__ import annotations

import pytest

from recoupe.model import Document
from recoupe.read.text.segments import authors_of, by_wording, enclosed, likeness, segment, with_segments

BODY = "It was a staged evening in a staged town, and nobody who was there that night would forget what happened next. "
PAGE = (
    "This story is over 3 years old.\n\nThe Night the Lights Went Out\n\n"
    "A power cut in a staged town left thousands in the dark for hours.\nAna Roy\nPortville, FR\n"
    "March 3, 2031, 7:10pm\n\n"
    + BODY
    + "\n\n"
    + BODY * 2
    + "\n\nHow it began\n\n"
    + BODY
    + "[Editor’s note: the staged town does not exist.] "
    + BODY
)


def roles(text: str) -> list[str]:
    return [part.role for part in segment(text)]


def test_the_head_of_a_page() -> None:
    assert roles(PAGE)[:6] == ["notice", "headline", "standfirst", "byline", "dateline", "timestamp"]


def test_a_crosshead_and_a_note_inside_a_paragraph() -> None:
    assert roles(PAGE)[6:] == ["body", "body", "crosshead", "body", "editor_note", "body"]


def test_a_text_that_begins_with_its_first_sentence_has_no_headline() -> None:
    assert roles(BODY + "\n\n" + BODY) == ["body", "body"]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Video filmed in a staged street and uploaded by nobody.", "caption"),
        ("Une rue déserte. (Photo : service fictif)", "caption"),
        ("Photo d’illustration", "caption"),
        ("Related: What we know of the staged night", "related"),
        ("Lire aussi : ce que l’on sait de la nuit fictive", "related"),
        ("Correction: an earlier version gave another hour.", "correction"),
        ("Mise à jour : l’heure a été corrigée.", "correction"),
        ("Editor’s note: nothing here is real.", "editor_note"),
        ("This article was written with Ana Roy (@anaroy).", "credit"),
        ("Follow Ana Roy on Twitter: @anaroy", "boilerplate"),
        ("It was dark — Ana Roy (@anaroy) March 3, 2031", "embed"),
        ("Read on the beach, the book is a pleasure and nothing more than that.", "body"),
    ],
)
def test_wording(words: str, role: str) -> None:
    assert by_wording(words) == role


def test_a_quotation_that_the_text_repeats_is_a_pull_quote() -> None:
    text = (
        f"{BODY}\n\n‘Nobody saw who turned off the lights’\n\n{BODY}“Nobody saw who turned off the lights,” she said."
    )
    assert "pull_quote" in roles(text)


def test_enclosed_needs_one_pair_around_everything() -> None:
    assert enclosed("“All of this is one quotation”")
    assert not enclosed("“All of this” is not “one quotation”")


def test_likeness_counts_words_in_order() -> None:
    assert likeness(["a", "b", "c", "d"], ["x", "a", "b", "c", "d", "y"]) == 1.0
    assert likeness(["a", "b", "c", "d"], ["d", "c", "b", "a"]) < 0.5


def test_parts_that_a_page_brings_are_kept() -> None:
    document = with_segments(Document(text=PAGE))
    assert with_segments(document) is document
    assert document.headline == "The Night the Lights Went Out"


def test_authors_of_a_byline() -> None:
    assert authors_of("By Ana Roy and Leo Marsh, CNN") == ("Ana Roy", "Leo Marsh")
    assert authors_of("Par Ana Roy à Port-Fictif") == ("Ana Roy",)
    assert with_segments(Document(text=PAGE)).authors == ("Ana Roy",)
