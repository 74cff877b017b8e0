"""Amounts of time: three weeks · an hour and a half · few days · 1 hour and 30 minutes · quelques heures."""

from __future__ import annotations

from fractions import Fraction

from recoupe.read.text.numbers.calendars import UNITS
from recoupe.read.text.numbers.cardinals import part_after
from recoupe.read.text.numbers.cardinals import read as number_at
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.moments import Moment

LETTERS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "month": "M", "year": "Y",
    "decade": "DE", "century": "CE", "quarter": "Q", "fortnight": "W", "weekend": "WE", "millennium": "ML",
}  # fmt: skip
_FEW = {"en": words("few several some many"), "fr": words("quelques plusieurs")}
_PASSED_OVER = words(
    "bonne bonnes bon petite petites longue longues more full consecutive straight whole additional long other "
    "different business working d ' ’ de solid short"
)


def amount(toks: list[Token], at: int, language: str) -> tuple[int, tuple[tuple[str, float], ...], str] | None:
    """An amount of time at `at`: (token after it, ((unit, number), …), value as an ISO duration)."""
    pos, number, vague = _how_many(toks, at, language)
    if number is None and not vague:
        return None
    if pos < len(toks) and toks[pos].text in "-‐‑" and pos + 1 < len(toks):
        pos += 1
    while pos < len(toks) and toks[pos].key in _PASSED_OVER:
        pos += 1
    if pos >= len(toks):
        return None
    unit = UNITS[language].get(toks[pos].key)
    if number is not None and number.denominator not in (1, 2, 3, 4, 5, 8, 10, 20, 100):
        return None  # dix-neuvième siècle
    if toks[pos].key == "year" and toks[at].text.isdecimal() and len(toks[at].text) == 4:
        return None  # the 2018 business year
    letter = len(toks[pos].key) == 1 and not toks[pos].glued
    if unit is None or letter or (toks[pos].key in ("min", "mn", "sec") and toks[pos - 1].kind != "d"):
        return None
    if len(toks[pos].key) == 1 and pos + 1 < len(toks) and toks[pos + 1].kind == "d" and toks[pos + 1].glued:
        return None
    end = pos + 1
    if number is None:
        return end, ((unit, 3.0),), iso(unit, None)
    half = _and_half(toks, end, language)
    if half:
        end, number = half[0], number + half[1]
    parts = [(unit, float(number))]
    value = iso(unit, number)
    more = _finer(toks, end, language, unit)
    if more:
        end, rest, text = more
        parts += rest
        value = _together(value, text)
    return end, tuple(parts), value


def _how_many(toks: list[Token], at: int, language: str) -> tuple[int, Fraction | None, bool]:
    """The number before a unit of time: (token after, number, or vague)."""
    tok = toks[at]
    if tok.kind == "w":
        if tok.key in _FEW[language] and not (tok.key == "some" and at + 1 < len(toks) and toks[at + 1].kind == "d"):
            return at + 1, None, True
        if language == "en" and tok.key == "a" and at + 1 < len(toks) and toks[at + 1].key in ("few", "couple"):
            end = at + 3 if at + 2 < len(toks) and toks[at + 2].key == "of" else at + 2
            return (end, None, True) if toks[at + 1].key == "few" else (end, Fraction(2), False)
        if language == "en" and tok.key == "half" and at + 1 < len(toks):
            end = at + 1
            while end < len(toks) and (toks[end].key in ("a", "an", "the") or toks[end].text == "-") and end < at + 3:
                end += 1
            return end, Fraction(1, 2), False
        if language == "fr" and tok.key == "demi" and at + 1 < len(toks):
            return at + (2 if toks[at + 1].text == "-" else 1), Fraction(1, 2), False
        if language == "fr" and tok.key in ("une", "un") and at + 1 < len(toks) and toks[at + 1].key == "demi":
            return at + (3 if toks[at + 2 : at + 3] and toks[at + 2].text == "-" else 2), Fraction(1, 2), False
    number = number_at(toks, at, language)
    if number is not None:
        return number.end, number.value, False
    if tok.key in ("a", "an", "un", "une") and tok.kind == "w":
        return at + 1, Fraction(1), False
    return at, None, False


def _and_half(toks: list[Token], at: int, language: str) -> tuple[int, Fraction] | None:
    if at + 1 >= len(toks) or toks[at].key not in ("and", "et"):
        return None
    part = part_after(toks, at + 1, language)
    return part if part and part[1] < 1 else None


def _finer(toks: list[Token], at: int, language: str, unit: str) -> tuple[int, list[tuple[str, float]], str] | None:
    """The smaller unit behind a larger one: 1 hour and 30 minutes."""
    pos = at
    while pos < len(toks) and (toks[pos].key in ("and", "et") or toks[pos].text == ",") and pos < at + 2:
        pos += 1
    if pos >= len(toks) or toks[pos].kind == "s":
        return None
    number = number_at(toks, pos, language)
    if number is None or number.value is None or number.end >= len(toks):
        return None
    smaller = UNITS[language].get(toks[number.end].key)
    order = ["second", "minute", "hour", "day", "week", "month", "year"]
    if smaller not in order or unit not in order or order.index(smaller) >= order.index(unit):
        return None
    more = _finer(toks, number.end + 1, language, smaller)
    parts, value, end = [(smaller, float(number.value))], iso(smaller, number.value), number.end + 1
    if more:
        return more[0], parts + more[1], _together(value, more[2])
    return end, parts, value


def iso(unit: str, number: Fraction | None) -> str:
    letter = LETTERS[unit]
    if number is not None and unit == "fortnight":
        number *= 2
    if number is not None and unit in ("decade", "century", "millennium"):
        number, letter = number * {"decade": 10, "century": 100, "millennium": 1000}[unit], "Y"
    if number is not None and unit == "quarter":
        number, letter = number * 3, "M"
    if number is None and unit in ("decade", "century", "millennium"):
        letter = "Y"
    amount_text = "X" if number is None else _plain(number)
    return f"PT{amount_text}{letter[1:]}" if letter.startswith("T") and len(letter) == 2 else f"P{amount_text}{letter}"


def _plain(number: Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.4f}".rstrip("0")


def _together(large: str, small: str) -> str:
    """P1Y and P2M as P1Y2M; PT1H and PT30M as PT1H30M."""
    if small.startswith("PT"):
        return large + (small[2:] if "T" in large else small[1:])
    return large + small[1:]


def stretch(first: int, end: int, unit: str, n: int, number: int) -> Moment:
    """The last three days are an interval; the last twenty years a length, since no day begins them."""
    if unit in ("month", "quarter", "year", "decade", "century"):
        return Moment(first, end, "duration", value=iso(unit, Fraction(number)))
    return Moment(first, end, reach=(unit, n * number))
