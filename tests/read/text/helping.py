"""Short ways to read a staged text in tests."""

from __future__ import annotations

import re

from recoupe.model import Document, Mark
from recoupe.read.text.analysis import Analysis, analyse
from recoupe.read.text.joining import read_document
from recoupe.read.text.saying import Saying, sayings

SOURCE = "0" * 64


def marks(text: str, language: str = "en") -> tuple[Mark, ...]:
    """Every mark on a staged text."""
    return read_document(Document(text=text, language=language), SOURCE, "reading-staged")


def analysis(text: str, language: str = "en") -> Analysis:
    """A staged text, analysed."""
    return analyse(Document(text=text, language=language))


def said(text: str, language: str = "en") -> list[Saying]:
    """Its quotations, reported speech left out."""
    return [s for s in sayings(analysis(text, language)) if s.kind != "indirect"]


def who(text: str, language: str = "en") -> list[tuple[str, str | None]]:
    """Each quotation's first word and the words that name its speaker."""
    return [(re.findall(r"\w+", text[s.start : s.end])[0], s.speaker) for s in said(text, language)]
