"""Which language, and which are read."""

from __future__ import annotations

import pytest

from recoupe.model import Document
from recoupe.read.text.language import language_of
from recoupe.read.text.reader import with_language


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("The staged town was dark that night, and nobody had seen who it was.", "en"),
        ("La ville fictive était plongée dans le noir et personne n'avait rien vu.", "fr"),
        ("Die erfundene Stadt war dunkel, und niemand hatte gesehen, wer es gewesen war.", "de"),
        ("架空の町はその夜暗かった。", "ja"),
        ("העיר המבוימת הייתה חשוכה באותו לילה", "he"),
        ("ok", "und"),
        ("12:04 13:05 14:06", "und"),
    ],
)
def test_language(words: str, tag: str) -> None:
    assert language_of(words) == tag


def test_a_language_that_is_not_read_is_said() -> None:
    document = with_language(Document(text="架空の町はその夜暗かった。「何も見えなかった」と彼は言った。"))
    assert document.language == "ja"
    assert "not read" in document.remarks[0]


def test_a_stated_language_stands() -> None:
    assert with_language(Document(text="Nothing of this is French.", language="fr")).language == "fr"
