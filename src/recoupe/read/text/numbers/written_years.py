"""Years, decades and centuries: 2015 · nineteen ninety-six · the end of 2008 · the 80s · le XXe siècle."""

from __future__ import annotations

from recoupe.read.text.numbers.cardinals import read as number_at
from recoupe.read.text.numbers.day_numbers import day_number
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.moments import Moment

EDGES = {
    "en": {
        "early": "start",
        "late": "end",
        "mid": "mid",
        "beginning": "start",
        "start": "start",
        "end": "end",
        "middle": "mid",
    },
    "fr": {"debut": "start", "fin": "end", "mi": "mid", "courant": "mid"},
}
_YEAR_BEFORE = words(
    "in since from until till through during by of before after around about circa year the late early mid and to "
    "between en de depuis des jusqu jusque avant apres vers annee courant fin debut mi l ' entre a et year late pre "
    "post fiscal"
)


_SHORT_LED = words(
    "in since of from until till to and by late early mid summer winter spring fall autumn january february march "
    "april may june july august september october november december en depuis de"
)


def year_like(text: str) -> bool:
    return len(text) == 4 and text.isdecimal() and 1000 <= int(text) <= 2199


def four(year: str) -> int:
    """A year of two digits lies between 1940 and 2039."""
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 40 else 1900)


def year(toks: list[Token], at: int, language: str) -> Moment | None:
    """A year of four digits; weak where nothing before it says that it is one."""
    text = toks[at].text
    if not year_like(text) or (toks[at].glued and at and toks[at - 1].text not in "(-–—/\"'“‘«,=~"):
        return None
    after = toks[at + 1] if at + 1 < len(toks) else None
    if after and after.glued and (after.kind == "w" or after.text in "%°$€£:_"):
        return None
    if after and after.text in "%$€£":
        return None
    before = toks[at - 1] if at else None
    if dashed_key(toks, at):
        return None
    if before and (before.text in "$€£¥#" or before.key in ("no", "number", "n")):
        return None
    if at >= 2 and toks[at - 1].text == "." and toks[at - 2].key in ("c", "ca"):
        before = toks[at - 2]
    said = before is not None and (before.key in _YEAR_BEFORE or before.key in ("c", "ca"))
    common = 1800 <= int(text) <= 2100
    if not common:
        free = after is None or after.kind == "s" or len(after.key) <= 3
        said = (
            said
            and free
            and before is not None
            and before.key in ("in", "en", "since", "depuis", "year", "by", "annee")
        )
    if not said and not common:
        return None
    return Moment(at, at + 1, year=int(text), weak=not (said or 1900 <= int(text) <= 2060))


def short_year(toks: list[Token], at: int, language: str) -> Moment | None:
    """'98 behind a word that leads to a year."""
    if toks[at].text not in "'’‘" or not at or at + 1 >= len(toks) or toks[at - 1].key not in _SHORT_LED:
        return None
    text = toks[at + 1].text
    tail = toks[at + 2] if at + 2 < len(toks) else None
    if len(text) != 2 or not text.isdecimal() or not toks[at + 1].glued or toks[at].glued:
        return None
    if tail is not None and tail.glued and (tail.kind != "s" or tail.text in "'’%-:/"):
        return None
    return Moment(at, at + 2, year=four(text))


def dashed_key(toks: list[Token], at: int) -> bool:
    """A year tied by dashes to digits that are no year: part of a key or a telephone number."""
    for step in (-1, 1):
        sign, other = at + step, at + 2 * step
        if not (0 <= other < len(toks) and toks[sign].text in "-–" and toks[other].kind == "d"):
            continue
        text = toks[other].text
        year = year_like(text) or (
            step > 0 and len(text) == 2 and text.isdecimal() and int(text) > int(toks[at].text[2:])
        )
        if not year:
            return True
        opposite = at - 2 * step
        if 0 <= opposite < len(toks) and toks[at - step].text in "-–" and toks[opposite].kind == "d":
            return True
        far = at + 4 * step
        chained = 0 <= far < len(toks) and toks[at + 3 * step].text in "-–" and toks[far].kind == "d"
        if chained and toks[far].glued == toks[other].glued:
            return True
    return False


def worded_year(toks: list[Token], at: int, language: str) -> Moment | None:
    """nineteen ninety six, two thousand and fifteen, deux mille quinze: only where a word before says it is a year."""
    if not at or toks[at - 1].key not in ("in", "since", "year", "of", "en", "depuis", "from", "until", "annee"):
        return None
    first = number_at(toks, at, language)
    if first is None or first.value is None or first.digits or first.article:
        return None
    if 1900 <= first.value <= 2099 and first.value.denominator == 1:
        return Moment(at, first.end, year=int(first.value))
    if language == "en" and first.value in (18, 19, 20) and first.end < len(toks):
        second = number_at(toks, first.end, language)
        if second and second.value is not None and not second.digits and 10 <= second.value <= 99:
            return Moment(at, second.end, year=int(first.value * 100 + second.value))
    return None


def edge_of_year(toks: list[Token], at: int, language: str) -> Moment | None:
    """the end of 2008, early 1997, fin 2014."""
    pos = at + 1 if toks[at].key in ("the", "la", "le") and at + 1 < len(toks) else at
    edge = EDGES[language].get(toks[pos].key)
    if edge is None or pos + 1 >= len(toks):
        return None
    end = pos + 1
    if toks[end].key in ("of", "de") or toks[end].text == "-":
        end += 1
    year = end < len(toks) and year_like(toks[end].text) and not dashed_key(toks, end)
    if end + 1 < len(toks) and toks[end + 1].glued and (toks[end + 1].kind != "s" or toks[end + 1].text in "'’%"):
        return None  # the early 1990s
    return Moment(at, end + 1, year=int(toks[end].text), edge=edge) if year else None


def year_after(toks: list[Token], at: int, after_day: bool) -> tuple[int | None, int]:
    """The year behind a month or a day: (year, token after)."""
    pos = at
    if pos < len(toks) and (toks[pos].text in ",-/" or toks[pos].key in ("of", "in", "de")) and pos + 1 < len(toks):
        pos += 1
    if pos < len(toks) and toks[pos].text in "'’" and pos + 1 < len(toks) and toks[pos + 1].glued:
        short = toks[pos + 1].text
        return (four(short), pos + 2) if len(short) == 2 and short.isdecimal() else (None, at)
    if pos >= len(toks) or toks[pos].kind != "d":
        return None, at
    text = toks[pos].text
    tail = toks[pos + 1] if pos + 1 < len(toks) else None
    if tail and tail.glued and (tail.kind == "w" or (tail.text in ":%" and tail.kind == "s")):
        return None, at
    if year_like(text):
        return int(text), pos + 1
    brief = len(text) == 2 and text.isdecimal() and not after_day and int(text) > 31 and pos == at
    return (four(text), pos + 1) if brief else (None, at)


_MEASURED_IN_TENS = words("temperature temperatures degrees rate rates unemployment polls percent highs lows")


def _of_life_or_heat(toks: list[Token], at: int) -> bool:
    """in his mid-30s, temperatures in the mid-30s: no decade of a century."""
    ahead = toks[max(0, at - 9) : at]
    owned = any(t.key in ("his", "her", "their", "my", "your", "our") for t in ahead[-4:])
    return owned or any(t.key in _MEASURED_IN_TENS for t in ahead)


def decade(toks: list[Token], at: int) -> Moment | None:
    """1980s · the 80s · '80s · the eighties · les années 1980 · les années 80 · mid-1990s."""
    tok = toks[at]
    if tok.kind == "d" or tok.text in "'’":
        pos = at + 1 if tok.kind != "d" else at
        if pos + 1 >= len(toks) or not toks[pos].text.isdecimal() or toks[pos].text[-1] != "0":
            return None
        tail = pos + 1
        if toks[tail].text in "'’" and toks[tail].glued and tail + 1 < len(toks):
            tail += 1
        if (
            toks[tail].key != "s"
            or len(toks[tail].text) != 1
            or not (toks[tail].glued or toks[pos].text[:2] in ("19", "20"))
        ):
            return None
        text = toks[pos].text
        led = at > 0 and toks[at - 1].key in ("the", "early", "late", "mid", "-", "in")
        if len(text) == 4 and text.endswith("00") and 1400 <= int(text) <= 1900 and tok.kind == "d" and led:
            return Moment(at, tail + 1, century=int(text))  # the 1800s
        if len(text) == 4 and 1000 <= int(text) <= 2100 and not text.endswith("000"):
            return Moment(at, tail + 1, decade=int(text))
        if text == "2000":
            return Moment(at, tail + 1, decade=2000)
        led = led or tok.kind != "d"
        if len(text) != 2 or not led or (tok.kind == "d" and _of_life_or_heat(toks, at)):
            return None
        return Moment(at, tail + 1, decade=int(text) + (1900 if int(text) > 10 else 2000))
    if (
        tok.key in ("annees",)
        and at + 1 < len(toks)
        and toks[at + 1].text.isdecimal()
        and toks[at + 1].text.endswith("0")
    ):
        text = toks[at + 1].text
        if len(text) == 2:
            return Moment(at, at + 2, decade=int(text) + (1900 if int(text) > 10 else 2000))
        return Moment(at, at + 2, decade=int(text)) if len(text) == 4 else None
    if tok.key == "noughties" and at and toks[at - 1].key in ("the", "early", "late", "mid", "-"):
        return Moment(at, at + 1, decade=2000)
    named = {
        "twenties": 20,
        "thirties": 30,
        "forties": 40,
        "fifties": 50,
        "sixties": 60,
        "seventies": 70,
        "eighties": 80,
        "nineties": 90,
    }.get(tok.key)
    if named and at and toks[at - 1].key in ("the", "early", "late", "mid", "-"):
        return Moment(at, at + 1, decade=1900 + named)
    return None


def century(toks: list[Token], at: int, language: str) -> Moment | None:
    """the 20th century · le XIXe siècle."""
    pos = at + 1 if toks[at].key in ("the", "le", "au") and at + 1 < len(toks) else at
    if language == "fr":
        roman = {"xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
        key = toks[pos].key.rstrip("em")
        if key in roman and pos + 1 < len(toks) and toks[pos + 1].key in ("siecle", "siecles"):
            return Moment(at, pos + 2, century=(roman[key] - 1) * 100)
    day, end = day_number(toks, pos, language)
    if day and end < len(toks) and toks[end].text in "-‐":
        end += 1
    if day and end < len(toks) and toks[end].key in ("century", "siecle") and 5 <= day <= 21:
        return Moment(at, end + 1, century=(day - 1) * 100)
    return None
