"""Times that come again, and now: every three weeks · daily · chaque lundi · once a week · right now."""

from __future__ import annotations

from fractions import Fraction

from recoupe.read.text.numbers.amounts import amount, iso
from recoupe.read.text.numbers.calendars import DAY_PARTS, ORDINALS, UNITS, WEEKDAYS
from recoupe.read.text.numbers.lexer import Token
from recoupe.read.text.numbers.moments import Moment

_ADVERB_SETS = {
    "daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "yearly": "P1Y", "annually": "P1Y",
    "hourly": "PT1H", "nightly": "P1D", "biweekly": "P2W", "bi-weekly": "P2W", "fortnightly": "P2W",
    "biannually": "P0.5Y",
    "bimonthly": "P2M", "semiannually": "P0.5Y", "annuellement": "P1Y", "mensuellement": "P1M",
    "hebdomadairement": "P1W", "quotidiennement": "P1D", "biennially": "P2Y",
}  # fmt: skip
_ADJECTIVE_SETS_FR = {
    "quotidienne": "P1D",
    "hebdomadaire": "P1W",
    "mensuel": "P1M",
    "trimestriel": "P3M",
    "annuel": "P1Y",
    "bimensuel": "P2W",
}
_NOW_EN = {
    ("right", "now"),
    ("now",),
    ("at", "this", "time"),
    ("at", "present"),
    ("at", "the", "moment"),
    ("as", "of", "now"),
}
_NOW_FR = {("maintenant",), ("en", "ce", "moment"), ("a", "l", "'", "heure", "actuelle")}


def every(toks: list[Token], at: int, language: str) -> Moment | None:
    """every three weeks, each day, every Monday, once a week, any year; chaque lundi, tous les jours, par an."""
    tok = toks[at]
    if tok.kind != "w":
        return None
    if language == "en":
        if tok.key in ("once", "twice") and at + 2 < len(toks) and toks[at + 1].key in ("a", "per", "every", "an"):
            unit = UNITS["en"].get(toks[at + 2].key)
            return Moment(at, at + 3, "set", value=iso(unit, Fraction(1))) if unit else None
        if tok.key not in ("every", "each", "any"):
            return None
        return _every_of(toks, at, at + 1, "en")
    if tok.key == "chaque":
        return _every_of(toks, at, at + 1, "fr")
    if tok.key in ("tous", "toutes") and at + 1 < len(toks) and toks[at + 1].key == "les":
        return _every_of(toks, at, at + 2, "fr")
    return None


def _every_of(toks: list[Token], at: int, pos: int, language: str) -> Moment | None:
    if pos >= len(toks):
        return None
    single = toks[at].key == "any"
    if toks[pos].key == "single" and not single:
        pos += 1  # every single day
        if pos >= len(toks):
            return None
    ordinal = ORDINALS["en"].get(toks[pos].key, 0) if language == "en" and not single else 0
    if ordinal > 2 and pos + 1 < len(toks):
        unit = UNITS["en"].get(toks[pos + 1].key)  # every third day
        return Moment(at, pos + 2, "set", value=iso(unit, Fraction(ordinal))) if unit else None
    if toks[pos].key in ("other", "second", "alternate") and not single and pos + 1 < len(toks):
        weekday = WEEKDAYS[language].get(toks[pos + 1].key)
        if weekday:
            return Moment(at, pos + 2, "set", weekday=weekday, every=True)
        unit = UNITS[language].get(toks[pos + 1].key) if pos + 1 < len(toks) else None
        return Moment(at, pos + 2, "set", value=iso(unit, Fraction(2))) if unit else None
    key = toks[pos].key
    weekday = WEEKDAYS[language].get(key) or WEEKDAYS[language].get(key[:-1])
    if weekday and not single:
        return Moment(at, pos + 1, "set", weekday=weekday, every=True)
    part = DAY_PARTS[language].get(key)
    if part and not single:
        return Moment(at, pos + 1, "set", every=True, part=part)
    unit = UNITS[language].get(key)
    if unit == "day" and not single:
        return Moment(at, pos + 1, "set", every=True, length="P1D")
    if unit:
        return Moment(at, pos + 1, "set", value=iso(unit, Fraction(1))) if not single or unit != "day" else None
    found = amount(toks, pos, language) if not single and toks[pos].kind in "dw" and toks[at].key != "each" else None
    if found and toks[pos].key not in ("a", "an", "un", "une", "several", "some", "plusieurs"):
        return Moment(at, found[0], "set", value=found[2])
    return None


def adverb(toks: list[Token], at: int, language: str) -> Moment | None:
    """daily, annually, semi-annually; quotidien is an adjective and no time."""
    tok = toks[at]
    if tok.kind != "w" or (tok.capital and at and toks[at - 1].capital and not tok.line):
        return None
    if tok.key in ("bi", "semi") and at + 2 < len(toks) and toks[at + 1].text == "-":
        value = _ADVERB_SETS.get(tok.key + toks[at + 2].key)
        return Moment(at, at + 3, "set", value=value) if value else None
    if language == "fr" and at and toks[at - 1].key not in ("le", "l", "'", "’", "un", "du", "cet", "ce"):
        adjective = next((v for stem, v in _ADJECTIVE_SETS_FR.items() if tok.key.startswith(stem)), None)
        if adjective and not tok.key.endswith("ment"):
            return Moment(at, at + 1, "set", value=adjective)
    if at + 1 < len(toks) and toks[at + 1].capital and at and toks[at - 1].text not in '.!?"“':
        return None  # the daily Granma
    value = _ADVERB_SETS.get(tok.key)
    return Moment(at, at + 1, "set", value=value) if value else None


def now(toks: list[Token], at: int, language: str) -> Moment | None:
    for key in _NOW_EN if language == "en" else _NOW_FR:
        if (
            toks[at].key == key[0]
            and at + len(key) <= len(toks)
            and all(toks[at + i].key == w for i, w in enumerate(key))
        ):
            return Moment(at, at + len(key), "vague", value="PRESENT_REF")
    if language == "en" and toks[at].key == "future" and at and toks[at - 1].key in ("the", "near", "foreseeable"):
        return Moment(at, at + 1, "vague", value="FUTURE_REF")
    return None
