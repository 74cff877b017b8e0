"""The day of a month in digits or words: 4 · 4th · fourth · twenty third · 1er · vingt-neuf."""

from __future__ import annotations

from recoupe.read.text.numbers.calendars import ORDINALS
from recoupe.read.text.numbers.cardinals import read as number_at
from recoupe.read.text.numbers.lexer import Token, words

TAILS = words("st nd rd th er e eme ere ieme")
"""What makes digits an ordinal."""


def day_number(toks: list[Token], at: int, language: str) -> tuple[int | None, int]:
    """A day of the month in digits or words, cardinal or ordinal: (day, token after)."""
    tok = toks[at]
    if tok.kind == "d":
        if not tok.text.isdecimal() or len(tok.text) > 2 or not 1 <= int(tok.text) <= 31:
            return None, at
        end = at + 1
        if end < len(toks) and toks[end].glued and toks[end].key in TAILS:
            end += 1
        elif end < len(toks) and toks[end].glued and toks[end].kind in "wd":
            return None, at
        return int(tok.text), end
    if tok.kind != "w":
        return None, at
    if language == "fr":
        if tok.key == "premier":
            return 1, at + 1
        number = number_at(toks, at, "fr")
        ok = number is not None and number.value is not None and not number.article and 1 <= number.value <= 31
        return (int(number.value), number.end) if ok and number and number.value is not None else (None, at)
    tens = {"twenty": 20, "thirty": 30}.get(tok.key)
    if tens:
        pos = at + 1
        if pos < len(toks) and toks[pos].text in "-‐‑":
            pos += 1
        unit = ORDINALS["en"].get(toks[pos].key) if pos < len(toks) else None
        return (tens + unit, pos + 1) if unit and unit < 10 and tens + unit <= 31 else (None, at)
    unit = ORDINALS["en"].get(tok.key)
    return (unit, at + 1) if unit and unit <= 30 else (None, at)
