"""The moments that begin at each token of a stretch: read once, kept, and not even tried where no time can begin."""

from __future__ import annotations

from recoupe.read.text.numbers import calendars, clock_times, day_names, periods
from recoupe.read.text.numbers.cardinals import VULGAR
from recoupe.read.text.numbers.fixed_phrases import phrases
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.lexicon import LEXICONS
from recoupe.read.text.numbers.moments import Moment

_LOOK_AHEAD = 5
"""Tokens that may stand between a small word that opens a time and the word that makes it one."""
_OPENING = {
    "en": words(
        "a an the in at as that of over these those from between since before after during by no not prior starting "
        "beginning w same half around about earlier later greater week quarter on"
    ),
    "fr": words(
        "le la les l du de des d dans en au aux ce cet cette ces il un une entre depuis avant apres a voici voila ici "
        "tous toutes par chaque demi"
    ),
}
_MAKING = {
    "en": words(
        "few several some many couple now right present moment eve daily weekly monthly quarterly yearly annually "
        "hourly nightly biweekly fortnightly biannually bimonthly semiannually biennially bi semi every each any once "
        "twice next last past previous prior this current coming upcoming following preceding early late later mid end "
        "middle start rest all another noon midday midnight high future q tonight tonite today tomorrow yesterday "
        "tmr tmrw tomorow twenties thirties forties fifties sixties seventies eighties nineties noughties same"
    ),
    "fr": words(
        "quelques plusieurs quotidienne quotidiennes hebdomadaire hebdomadaires mensuel mensuelle mensuels "
        "mensuelles trimestriel annuel annuelle annuels annuelles bimensuel maintenant moment heure actuelle "
        "annuellement mensuellement hebdomadairement quotidiennement hier demain aujourd'hui avant apres midi minuit "
        "lendemain surlendemain veille annees debut fin mi courant ya y voici voila xv xvi xvii xviii xix xx xxi xve "
        "xvie xviie xviiie xixe xxe xxie week"
    ),
}


def _making(language: str) -> frozenset[str]:
    """Every word that can make a time of what it stands in."""
    lex = LEXICONS[language]
    out: set[str] = set(_MAKING[language])
    tables: tuple[dict[str, int], ...] = (
        calendars.MONTHS[language], calendars.WEEKDAYS[language], calendars.WEEKDAYS_PLURAL[language],
        calendars.ORDINALS[language], lex.small, lex.tens, lex.scales,
    )  # fmt: skip
    for table in tables:
        out |= table.keys()
    out |= calendars.SEASONS[language].keys() | calendars.DAY_PARTS[language].keys() | calendars.UNITS[language].keys()
    out |= {key[0] for key in calendars.FEASTS[language]} | calendars.SHIFTS[language].keys() | lex.hundred
    return frozenset(out)


MAKING = {language: _making(language) for language in ("en", "fr")}


class Pieces:
    """Moments by token of one stretch, read on demand."""

    def __init__(self, toks: list[Token], language: str) -> None:
        self.toks = toks
        self.language = language
        self._known: dict[int, list[Moment]] = {}
        self.whole: dict[tuple[int, int], Moment] = {}
        """Moments joined with what follows them, by token and place among those that begin there."""
        self._phrases = phrases(toks, language)
        self._begins = _beginnings(toks, language)
        for place in self._phrases:
            self._begins[place] = True

    def begin_between(self, first: int, end: int) -> bool:
        """Whether a moment could begin at one of these tokens."""
        return True in self._begins[first:end]

    def at(self, place: int) -> list[Moment]:
        """The moments that begin at a token, unjoined; none past the end."""
        if place >= len(self.toks) or not self._begins[place]:
            return []
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = self._read(place)
        return known

    def _read(self, place: int) -> list[Moment]:
        toks, language = self.toks, self.language
        found = day_names.read(toks, place, language) + periods.read(toks, place, language)
        clock = clock_times.read(toks, place, language) if toks[place].kind in "dw" else None
        found = [*found, clock] if clock else found
        return [*self._phrases.get(place, ()), *found]


def _beginnings(toks: list[Token], language: str) -> list[bool]:
    """Whether a time could begin at each token: at a number, at a word that makes a time, or at a small word before."""
    making, opening = MAKING[language], _OPENING[language]
    out = [False] * len(toks)
    near = len(toks) + _LOOK_AHEAD
    for i in range(len(toks) - 1, -1, -1):
        tok = toks[i]
        kind = tok.kind
        if kind == "w":
            if tok.key in making:
                out[i] = True
                near = i
            elif near - i < _LOOK_AHEAD and tok.key in opening:
                out[i] = True
        elif kind == "d":
            out[i] = True
            near = i
        elif kind == "s":
            out[i] = tok.text in "'’" or tok.text in VULGAR
    return out
