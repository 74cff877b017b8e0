"""Every date that begins at a word: by number, month, weekday, feast, season or a word that points to a day."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from recoupe.read.text.numbers.calendars import (
    DAY_PARTS,
    FEASTS_BY_WORD,
    MONTHS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    WEEKDAYS_PLURAL,
)
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.lexicon import LEXICONS
from recoupe.read.text.numbers.moments import Moment
from recoupe.read.text.numbers.named_days import (
    POINTING_WORDS,
    day_part,
    feast,
    nth,
    pointing,
    quarter,
    season,
    weekday,
)
from recoupe.read.text.numbers.written_dates import day_month, day_only, month_day, numeric
from recoupe.read.text.numbers.written_years import EDGES, century, decade, edge_of_year, short_year, worded_year, year

Read = Callable[[list[Token], int, str], Moment | None]
_ARTICLES = words("the le la au")
_LEADING_PART = words("in at the during late early later mid dans du le la de en au l cet apres")
_DECADES = words("annees noughties twenties thirties forties fifties sixties seventies eighties nineties")
_ROMAN = words("xv xvi xvii xviii xix xx xxi")


@lru_cache(maxsize=2_000)
def _readers(key: str, language: str) -> tuple[Read, ...]:
    """What could begin at a word: only the readers that this word can open are asked."""
    lex = LEXICONS[language]
    number = key in lex.small or key in lex.tens or key in lex.hundred or key in lex.scales or key in lex.one
    ordinal = (
        key in ORDINALS[language] or key in ORDINALS["en"] or key in ("premier", "twenty", "thirty", "last", "final")
    )
    article, edge, counted = key in _ARTICLES, key in EDGES[language], number or ordinal
    table: tuple[tuple[Read, bool], ...] = (
        (month_day, edge or key in MONTHS[language]),
        (day_month, article or counted),
        (weekday, key in WEEKDAYS[language] or key in WEEKDAYS_PLURAL[language]),
        (pointing, key in POINTING_WORDS),
        (feast, key in FEASTS_BY_WORD[language]),
        (season, key in SEASONS[language]),
        (_decade, key in _DECADES),
        (worded_year, number or key in lex.half or key in lex.vague or key in lex.units),
        (nth, article or ordinal),
        (century, article or counted or key.rstrip("em") in _ROMAN),
        (day_only, article or counted),
        (day_part, key in _LEADING_PART or key in DAY_PARTS[language]),
        (edge_of_year, article or edge),
        (quarter, article or ordinal or key in ("q", "quatrieme")),
    )
    return tuple(read for read, could in table if could)


def _decade(toks: list[Token], at: int, language: str) -> Moment | None:
    return decade(toks, at)


def read(toks: list[Token], at: int, language: str) -> list[Moment]:
    """Every date that begins at token `at`, longest first."""
    tok = toks[at]
    found: list[Moment | None] = []
    if tok.kind == "d":
        found += [
            numeric(toks, at, language),
            day_month(toks, at, language),
            year(toks, at, language),
            decade(toks, at),
            nth(toks, at, language),
            century(toks, at, language),
            day_only(toks, at, language),
        ]
    elif tok.kind == "w":
        found += [read(toks, at, language) for read in _readers(tok.key, language)]
    elif tok.text in "'’":
        found += [decade(toks, at), short_year(toks, at, language)]
    return sorted((m for m in found if m), key=lambda m: -m.end)
