"""The value of a run of digits with its points and commas, in the English and in the French convention.

English groups by comma and divides by point (6,000 · 1.5); French groups by space or point and divides by comma (6
000 · 1.458.000,00 · 1,5). Where a run holds both signs the later one divides, in either language. A run that fits
neither (1.2.3, 12,34,56) is no number here.
"""

from __future__ import annotations

import re
from fractions import Fraction

from recoupe.read.text.numbers.lexer import Token

LONGEST = 40
"""Digits a number may have; a longer run is a key or a dump, not a figure."""

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?P<sign>[.,])\d{3})(?:(?P=sign)\d{3})*(?P<rest>[.,]\d+)?")
_INDIAN = re.compile(r"[1-9]\d?(?:,\d\d)+,\d{3}(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:(?P<sign>[.,])(?P<part>\d+))?")
SPACES = "\u00a0\u202f\u2009"
"""Spaces that only ever group digits; an ordinary space groups in French, and in English before round hundreds."""


def value_of(run: str, language: str) -> Fraction | None:
    """The number a run of digits writes, or None.

    Args:
        run: Digits with single points or commas between them, as the lexer gives them.
        language: `fr` for the French convention, anything else for the English one.
    """
    if len(run) > LONGEST:
        return None
    if run[0] == ".":
        return Fraction(run) if run[1:].isdecimal() else None
    plain = _PLAIN.fullmatch(run)
    if plain and not plain["sign"]:
        return Fraction(int(run))
    if _INDIAN.fullmatch(run) and language != "fr":
        return Fraction(run.replace(",", ""))
    grouped = _GROUPED.fullmatch(run)
    if grouped and _groups(grouped, language):
        whole = run[: grouped.start("rest")] if grouped["rest"] else run
        part = grouped["rest"] or ""
        return Fraction(whole.replace(grouped["sign"], "") + part.replace(",", "."))
    if plain and _divides(plain, language):
        return Fraction(run.replace(",", "."))
    return None


def _groups(m: re.Match[str], language: str) -> bool:
    """Whether the signs of a run that looks grouped do group."""
    signs = m[0].count(m["sign"]) - (1 if m["rest"] and m["rest"][0] == m["sign"] else 0)
    if m["rest"]:
        return m["rest"][0] != m["sign"]
    if signs > 1:
        return True
    return m["sign"] == ("." if language == "fr" else ",")


def _divides(m: re.Match[str], language: str) -> bool:
    if language == "fr" or m["sign"] == ".":
        return True
    return len(m["part"]) in (1, 2) and len(m[0]) <= 6  # 1,5 in English text: a decimal of the other convention


def spaced(toks: list[Token], at: int, language: str) -> tuple[int, Fraction] | None:
    """A number in groups of three parted by spaces (6 000 000,5): (token after it, value), or None."""
    first = toks[at]
    if not (first.text.isdecimal() and len(first.text) <= 3 and first.text[0] != "0"):
        return None
    whole, part, end = first.text, "", at + 1
    while end < len(toks) and not part and len(whole) < LONGEST:
        tok = toks[end]
        head, _, tail = tok.text.replace(".", ",").partition(",")
        if tok.kind != "d" or len(head) != 3 or not tok.gap or tok.line or "," in tail:
            break
        if language != "fr" and tok.gap not in SPACES and not head.endswith("00"):
            break
        whole, part, end = whole + head, tail, end + 1
    if end == at + 1:
        return None
    return end, Fraction(f"{whole}.{part}" if part else whole)
