"""No order of words, figures and signs makes a reader fail: real texts are cut off, garbled and badly scanned."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from recoupe.model import Document
from recoupe.read.text import numbers
from recoupe.read.text.joining import read_document
from recoupe.read.text.numbers.lexer import words
from recoupe.read.text.words.lists import lists

TEXTS = 1_500
LISTS = {"en": "english", "fr": "french"}
FORMS = sorted(
    words(
        "1 2 10 2019 7:10 3.5 1,200 0630 5m 9/11 3Q19 1980s 20th 1er h pm a.m. U.S. Ana Roy May March Monday lundi "
        "mai million and to of between from or et à de du la le l’ d’ "
        "$ € £ % ½ ¼ ² ³ – — - / . , : ; ! ? ( ) [ ] “ ” « » \" ' ’ ‘ … & @ # °"
    )
)


def vocabulary(language: str) -> list[str]:
    """The words of the language's lists, and every word that the grammars of numbers and times name."""
    found = {word for group in lists(LISTS[language]).values() for entry in group for word in entry.split()}
    for module in Path(numbers.__file__).parent.glob("*.py"):
        found |= set(re.findall(r"[a-zéèà']{2,12}", module.read_text(encoding="utf-8")))
    return sorted(found)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_fails_on_word_soup(language: str) -> None:
    dice, listed = random.Random(language), vocabulary(language)
    for _ in range(TEXTS):
        soup = [dice.choice(FORMS if dice.random() < 0.5 else listed) for _ in range(dice.randint(1, 60))]
        soup = [word.capitalize() if dice.random() < 0.15 else word for word in soup]
        text = "".join(word + ("" if dice.random() < 0.2 else dice.choice(" " * 20 + "\n")) for word in soup)
        document = Document(text=text, language=language)
        try:
            marks = read_document(document, "0" * 64, "staged", dice.choice(("2019-06-12", "", None)))
        except Exception as error:
            raise AssertionError(f"{error!r} on {text!r}") from error
        for mark in marks:
            assert mark.span.text is not None
            assert text[mark.span.text.start : mark.span.text.end] == mark.span.text.exact


CUT = {
    "en": "Staged: it cost between $33 million and $4.5 billion, from 5 to 7 percent, at 7:10 p.m. on May 3, 2019, "
    "said Ana Muster.",
    "fr": "Il a coûté entre 33 et 45 millions d'euros, soit 5 à 7 %, à 19 h 30 le vendredi 3 mai 2019, a dit "
    "Ana Exemple.",
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_fails_on_a_text_cut_off_anywhere(language: str) -> None:
    for end in range(len(CUT[language]) + 1):
        read_document(Document(text=CUT[language][:end], language=language), "0" * 64, "staged", "2019-06-12")
