"""Declined comment, denials, cautions, reported speech."""

from __future__ import annotations

import pytest

from recoupe.model import Caution, Declined, Denial, Quote
from tests.read.text.helping import marks


def bodies(text: str, kind: type, language: str = "en") -> list:  # type: ignore[type-arg]
    return [m.body for m in marks(text, language) if isinstance(m.body, kind)]


@pytest.mark.parametrize(
    ("text", "who", "kind", "language"),
    [
        ("Asked to comment, the group declined our request for a phone interview.", "the group", "declined", "en"),
        ("The ministry did not respond to a request for comment.", "The ministry", "no_reply", "en"),
        ("Leo Marsh could not be reached for comment.", "Leo Marsh", "unreachable", "en"),
        ("La mairie n’a pas répondu à nos questions.", "La mairie", "no_reply", "fr"),
        ("Le préfet fictif a refusé de répondre.", "Le préfet fictif", "declined", "fr"),
    ],
)
def test_declined(text: str, who: str, kind: str, language: str) -> None:
    (body,) = bodies(text, Declined, language)
    assert (body.who, body.kind) == (who, kind)


def test_a_refusal_of_something_else_is_not_declined_comment() -> None:
    assert bodies("The court declined to hear the case. Nobody responded to the alarm.", Declined) == []


@pytest.mark.parametrize(
    ("text", "who", "kind", "language"),
    [
        ("The group denies any link to the attack.", "The group", "denial", "en"),
        ("The group asks its members to avoid racist remarks.", "The group", "disavowal", "en"),
        ("Le maire fictif dément toute pression.", "Le maire fictif", "denial", "fr"),
    ],
)
def test_denials(text: str, who: str, kind: str, language: str) -> None:
    (body,) = bodies(text, Denial, language)
    assert (body.who, body.kind) == (who, kind)


def test_cautions_keep_the_words_they_limit_and_who_limits() -> None:
    text = "A shot – or what could be a blank – is heard. “There’s no way of establishing a link,” said Ana Roy."
    found = {body.about: body.by for body in bodies(text, Caution)}
    assert any(about.startswith("what could be a blank") and by == "narrator" for about, by in found.items())
    assert any("establishing a link" in about and by == "Ana Roy" for about, by in found.items())


def test_reported_speech_is_listed_apart() -> None:
    (quote,) = bodies("Ana Roy said that the town had been dark for three hours.", Quote)
    assert (quote.kind, quote.person) == ("indirect", "Ana Roy")
