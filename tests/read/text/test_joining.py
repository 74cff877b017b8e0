"""The joined reader: marks stand where they say, the same on every run, and far text changes nothing."""

from __future__ import annotations

from recoupe.model import Document, Quote
from recoupe.read.text.joining import read_document

STAGED = (
    "A staged evening in Portville\n\n"
    "“It was dark,” said Ana Roy, a baker from Portville. “Nobody saw who it was.”\n\n"
    "Leo Marsh, 41, said the street had been “closed all day.” He did not stay.\n\n"
    "The group ‘Portville ensemble’ said it was “not involved”."
)


def read(text: str, language: str = "en") -> tuple:  # type: ignore[type-arg]
    return read_document(Document(text=text, language=language), "0" * 64, "reading-x")


def test_every_mark_is_the_text_at_its_place() -> None:
    for mark in read(STAGED):
        span = mark.span.text
        assert span is not None
        assert STAGED[span.start : span.end] == span.exact


def test_the_same_on_every_run() -> None:
    assert read(STAGED) == read(STAGED)


def test_speakers_are_named() -> None:
    quotes = {m.span.text.exact: m.body for m in read(STAGED) if m.type == "quote"}
    assert quotes["It was dark,"].speaker == "Ana Roy"
    assert quotes["Nobody saw who it was."].attribution == "continued"
    assert quotes["closed all day."].person == "Leo Marsh"


def test_a_name_between_marks_is_not_speech() -> None:
    assert all(m.span.text.exact != "Portville ensemble" for m in read(STAGED) if m.type == "quote")


def test_reported_words_end_before_an_attribution_behind_them() -> None:
    for text, words in (
        ("The staged ferries go on until noon, the note adds.", "The staged ferries go on until noon"),
        ("The staged ferries, the note adds, go on until noon.", "The staged ferries, the note adds, go on until noon"),
    ):
        said = [m for m in read(text) if isinstance(m.body, Quote) and m.body.kind == "indirect"]
        assert [m.span.text.exact for m in said if m.span.text is not None] == [words]
        assert [m.body.speaker for m in said if isinstance(m.body, Quote)] == ["the note"]
