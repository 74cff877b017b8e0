"""Times on a clip's clock as the press writes them: 1:10 · 00:01:10 · 16 seconds · a minute and a half · 1 min 30 ·
la 16e seconde · 1'10 · a split second. Values are the text's own decimal words, in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from recoupe.read.text.numbers import cardinals, units
from recoupe.read.text.numbers.lexer import Token, words

_IN_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_ORDINAL = words("e eme ieme th st nd rd er ere")
_FRACTIONS = {
    ("a", "split", "second"), ("split", "second"), ("a", "fraction", "of", "a", "second"), ("an", "instant"),
    ("une", "fraction", "de", "seconde"), ("un", "instant"),
}  # fmt: skip
_FEW = {("a", "few"), ("several",), ("some",), ("quelques",), ("plusieurs",)}


@dataclass(frozen=True, slots=True)
class ClipTime:
    """A time at tokens [first, end): seconds, or a range where no number is given. clock: written as 1:10.

    ordinal: names a second in a row (la 16e seconde). unit: the unit as written.
    """

    first: int
    end: int
    seconds: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    clock: bool = False
    ordinal: bool = False
    unit: str = ""
    vague: str = ""


def read(toks: list[Token], at: int, language: str) -> ClipTime | None:
    """The clip time that begins at token `at`, or None."""
    return _clock(toks, at) or _fraction(toks, at) or _few(toks, at) or _counted(toks, at, language)


def _clock(toks: list[Token], at: int) -> ClipTime | None:
    """1:10, 00:16, 1:02:03, 1'10."""
    parts, pos = [toks[at].text], at + 1
    if not (toks[at].text.isdecimal() and len(toks[at].text) <= 2) or (toks[at].glued and toks[at - 1].kind == "w"):
        return None
    while (
        pos + 1 < len(toks) and toks[pos].text in ":'’′" and toks[pos].glued and toks[pos + 1].glued and len(parts) < 3
    ):
        if not (toks[pos + 1].text.isdecimal() and len(toks[pos + 1].text) == 2 and int(toks[pos + 1].text) < 60):
            break
        parts.append(toks[pos + 1].text)
        pos += 2
    if len(parts) < 2 or (pos < len(toks) and toks[pos].key in ("am", "pm", "h", "gmt", "utc", "est", "cet")):
        return None
    total = 0
    for part in parts:
        total = total * 60 + int(part)
    return ClipTime(at, pos, Fraction(total), clock=True, unit="second")


def _fraction(toks: list[Token], at: int) -> ClipTime | None:
    for key in _FRACTIONS:
        if all(at + i < len(toks) and toks[at + i].key == word for i, word in enumerate(key)):
            end = at + len(key)
            vague = " ".join(t.key for t in toks[at:end] if t.key not in ("a", "an", "une", "un"))
            return ClipTime(at, end, None, Fraction(0), Fraction(1), unit="second", vague=vague)
    return None


def _few(toks: list[Token], at: int) -> ClipTime | None:
    for key in _FEW:
        if all(at + i < len(toks) and toks[at + i].key == word for i, word in enumerate(key)):
            unit = units.measure(toks, at + len(key), digits=False)
            if unit and unit.name in ("second", "minute"):
                return ClipTime(at, unit.end, None, unit=unit.name, vague=" ".join(key))
    return None


def _counted(toks: list[Token], at: int, language: str) -> ClipTime | None:
    number = cardinals.read(toks, at, language)
    article = number is None and toks[at].key in ("a", "an", "one", "un", "une")
    value = Fraction(1) if article else number.value if number else None
    if value is None or value < 0:
        return None
    pos = number.end if number else at + 1
    ordinal = number is not None and number.digits and pos < len(toks) and toks[pos].glued and toks[pos].key in _ORDINAL
    pos += ordinal
    if pos < len(toks) and toks[pos].text in "-‐‑":
        pos += 1
    if pos < len(toks) and toks[pos].key in ("de", "full"):
        pos += 1
    unit = units.measure(toks, pos, digits=True) if pos < len(toks) else None
    if unit is None and pos < len(toks) and toks[pos].key == "mn":
        unit = units.Unit(pos, pos + 1, "minute")
    if unit is None or unit.name not in _IN_SECONDS or (ordinal and unit.name == "hour"):
        return None
    total, end, finest = value * _IN_SECONDS[unit.name], unit.end, unit.name
    half = _half(toks, end, language)
    if half:
        return ClipTime(at, half[0], total + half[1] * _IN_SECONDS[unit.name], ordinal=ordinal, unit=unit.name)
    more = _smaller(toks, end, language, unit.name)
    if more:
        end, total, finest = more.end, total + (more.seconds or 0), more.unit
    return ClipTime(at, end, total, ordinal=ordinal, unit=finest)


def _half(toks: list[Token], at: int, language: str) -> tuple[int, Fraction] | None:
    if at + 1 >= len(toks) or toks[at].key not in ("and", "et"):
        return None
    part = cardinals.part_after(toks, at + 1, language)
    return part if part and part[1] < 1 else None


def _smaller(toks: list[Token], at: int, language: str, unit: str) -> ClipTime | None:
    """The seconds after minutes: 1 minute 30, 1 minute and 30 seconds."""
    pos = at + 1 if at < len(toks) and toks[at].key in ("and", "et") else at
    if pos >= len(toks) or toks[pos].kind not in "dw" or unit == "second":
        return None
    if toks[pos].text.isdecimal() and len(toks[pos].text) == 2 and unit == "minute" and pos == at:
        after = toks[pos + 1] if pos + 1 < len(toks) else None
        if after is None or after.kind == "s" or units.measure(toks, pos + 1, digits=True) is None:
            return ClipTime(pos, pos + 1, Fraction(int(toks[pos].text)), unit="second")
    found = _counted(toks, pos, language)
    smaller = found is not None and found.seconds is not None and _IN_SECONDS[found.unit] < _IN_SECONDS[unit]
    return found if smaller else None
