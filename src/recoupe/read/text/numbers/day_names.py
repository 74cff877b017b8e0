"""Every date that begins at a word: by number, month, weekday, feast, season or a word that points to a day."""

from __future__ import annotations

from recoupe.read.text.numbers.lexer import Token
from recoupe.read.text.numbers.moments import Moment
from recoupe.read.text.numbers.named_days import day_part, feast, nth, pointing, quarter, season, weekday
from recoupe.read.text.numbers.written_dates import day_month, day_only, month_day, numeric
from recoupe.read.text.numbers.written_years import century, decade, edge_of_year, short_year, worded_year, year


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
        found += [
            month_day(toks, at, language),
            day_month(toks, at, language),
            weekday(toks, at, language),
            pointing(toks, at, language),
            feast(toks, at, language),
            season(toks, at, language),
            decade(toks, at),
            worded_year(toks, at, language),
            nth(toks, at, language),
            century(toks, at, language),
            day_only(toks, at, language),
            day_part(toks, at, language),
            edge_of_year(toks, at, language),
            quarter(toks, at, language),
        ]
    elif tok.text in "'’":
        found += [decade(toks, at), short_year(toks, at, language)]
    return sorted((m for m in found if m), key=lambda m: -m.end)
