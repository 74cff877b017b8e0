"""What spares the slow looks must never spare one that would have found something."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoupe.read.text.numbers import expressions, quantities
from recoupe.read.text.numbers.lexer import tokens
from recoupe.read.text.numbers.pieces import Pieces
from recoupe.read.text.words.needles import ANY, may_match, needles, present, search
from recoupe.read.text.words.wording import wording

WORDINGS = [
    *(("stances", kind) for kind in ("declined", "no_reply", "unreachable", "denial", "disavowal", "caution")),
    *(("edits", kind) for kind in ("removed", "shortened", "muted", "added", "altered", "complete", "footage")),
    *(("layout", kind) for kind in ("caption_tail", "shared_post")),
]


@pytest.mark.parametrize(("file", "section"), WORDINGS)
def test_every_match_holds_a_needle(file: str, section: str) -> None:
    pattern = wording(file, section)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(pattern, fullmatch=True))
    def check(words: str) -> None:
        assert may_match(pattern, words.casefold()) or pattern.search(words) is None

    assert needles(pattern) != ANY
    check()


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"declin(?:ed|es) to comment|no comment", ("declined to comment", "declines to comment", "no comment")),
        (r"a{2}bc", ("bc",)),
        (r"(?:not )?known", ("known",)),
        (r"\w+ing", ("ing",)),
        (r"(?P<who>one|two) left", ("one left", "two left")),
        (r"x?\s", ANY),
        (r"[ab]cd\b", ("acd", "bcd")),
        (r"(?<!un)seen(?! again)", ("seen",)),
    ],
)
def test_needles_of_a_pattern(pattern: str, found: tuple[str, ...]) -> None:
    assert needles(re.compile(pattern)) == found


def test_present_and_search_agree_with_the_pattern() -> None:
    pattern = re.compile(r"\bhad no (?:role|part)\b", re.IGNORECASE)
    assert present(pattern, "they HAD no part in it".casefold()) == ("had no part",)
    assert present(pattern, "they had a part in it") == ()
    found = search(pattern, "They Had No Role, it said")
    assert found is not None
    assert found.group() == "Had No Role"
    assert search(pattern, "nothing of the kind") is None


SENTENCES = {
    "en": (
        "At 7:10 p.m. on Friday, May 3, 2019, some 1,200 people, up from 40, left; no later than June it cost $3m.",
        "As early as 9 am, between Monday and the end of next week, half a dozen of them waited for an hour or two.",
        "The staged piece says nothing of the time, but that it was the last of its kind in a row of five.",
    ),
    "fr": (
        "Le 3 mai 2019, à 14h30, environ 1 200 personnes, contre 40 en avril, ont payé 3 millions d'euros.",
        "D'ici la fin de la semaine prochaine, entre lundi et mercredi, une dizaine d'elles attendra une heure.",
    ),
}


@pytest.mark.parametrize(("language", "words"), [(lang, s) for lang, each in SENTENCES.items() for s in each])
def test_nothing_begins_beside_the_candidates(language: str, words: str) -> None:
    toks = tokens(words)
    pieces = Pieces(toks, language)
    times, amounts = set(expressions.candidates(pieces)), set(quantities.candidates(toks, language))
    assert times
    assert amounts
    for at in range(len(toks)):
        if at not in times:
            assert expressions.expression_at(pieces, at) is None, toks[at].text
        if at not in amounts:
            assert quantities.read(toks, at, language) is None, toks[at].text
