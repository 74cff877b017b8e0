"""Numbers in running text: digits, words, and both mixed, in English and French.

`read(tokens, at, language)` gives the longest number that begins at a token: 6,000 · 6 000 · 1.5 million · 10k · two
thousand and fifteen · quatre-vingt-quinze · three fifths · five and a quarter · half a million · 2½ · 1.1^23 · une
vingtaine. A word that names an amount without a number (dozens, tens of thousands, 1000s) is read as vague: no value,
the words kept. Ordinals are no numbers here; whether a number counts anything is for `figures` to say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from recoupe.read.text.numbers.calendars import UNITS
from recoupe.read.text.numbers.digits import spaced, value_of
from recoupe.read.text.numbers.lexer import Token, Tokens, words
from recoupe.read.text.numbers.lexicon import ABOUT, ENGLISH, FRENCH, LEXICONS, Lexicon

VULGAR = {
    "½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5), "⅖": Fraction(2, 5), "⅗": Fraction(3, 5), "⅘": Fraction(4, 5), "⅙": Fraction(1, 6),
    "⅚": Fraction(5, 6), "⅛": Fraction(1, 8), "⅜": Fraction(3, 8), "⅝": Fraction(5, 8), "⅞": Fraction(7, 8),
}  # fmt: skip
HYPHENS = frozenset("-‐‑–")
MINUS = frozenset("-−–")
GREATEST_EXPONENT = 300
_IN_MILLIONS = words(
    "people persons men women children adults inhabitants residents citizens voters workers jobs employees households "
    "homes customers users subscribers viewers listeners readers followers members passengers visitors tourists "
    "travellers refugees migrants patients students pupils pensioners taxpayers families copies units shares votes "
    "tickets tonnes tons barrels bushels litres liters gallons acres hectares doses tests jabs vehicles cars trees "
    "downloads views streams hits items records accounts members times cases deaths personnes habitants electeurs "
    "visiteurs voyageurs abonnes clients emplois foyers"
)
"""What is counted in millions, and never stands behind a length in metres (a 3m wall)."""
_HALVED = words(
    "percent percentage pc pct per mile kilometre kilometer metre meter degree inch foot pound kilo kilogram ton tonne "
    "acre hectare litre liter gallon pint ounce gram point cent euro"
)
"""What half of is said with an article: half a mile, half a percentage point."""
_HALVES = words("half demi quarter quart")
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 32, 64, 100, 128, 1000})
"""What fractions in digits are parts of; 24/7, 15/20 and 23/43 are something else."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number at tokens [first, end). value is exact; None where `vague` holds the words instead.

    digits: written with digits, at least in part. article: nothing but "a" or "un" stands for the one in it. about:
    the word itself is round (une vingtaine).
    """

    first: int
    end: int
    value: Fraction | None
    digits: bool = False
    article: bool = False
    about: bool = False
    vague: str = ""


def read(toks: list[Token], at: int, language: str) -> Number | None:
    """The longest number at `at`, or None; the tokens of a stretch keep it, for several grammars ask."""
    if at >= len(toks):
        return None
    tok = toks[at]
    language = "fr" if language == "fr" else "en"
    if tok.kind == "w":
        if tok.key not in _STARTS[language]:
            return None
    elif tok.kind != "d" and tok.text not in SIGNS:
        return None
    if not isinstance(toks, Tokens):
        return _read(toks, at, language)
    kept: dict[tuple[str, int], Number | None] = toks.kept
    place = (language, at)
    if place not in kept:
        kept[place] = _read(toks, at, language)
    return kept[place]


def _read(toks: list[Token], at: int, language: str) -> Number | None:
    tok = toks[at]
    lex = LEXICONS[language]
    if (tok.kind == "w" and tok.key in lex.minus) or tok.text in MINUS:
        return _signed(toks, at, language, lex)
    return (
        _vague(toks, at, language, lex)
        or _round(toks, at, language)
        or _halved(toks, at, language, lex)
        or _number(toks, at, language, lex)
    )


def _starts(lex: Lexicon) -> frozenset[str]:
    """The words a number can begin with."""
    out = {*lex.small, *lex.tens, *lex.hundred, *lex.scales, *lex.one, *lex.vague, *lex.half, *lex.parts, *lex.units}
    return frozenset(out | lex.minus | set(ABOUT))


_STARTS = {language: _starts(lex) for language, lex in LEXICONS.items()}
SIGNS = frozenset({*MINUS, *VULGAR})
"""The signs a number can begin with."""


def _signed(toks: list[Token], at: int, language: str, lex: Lexicon) -> Number | None:
    """A number below zero: the sign stands against the number and not against what comes before."""
    if toks[at].kind == "s" and (toks[at].glued or at + 1 >= len(toks)):
        return None
    if (
        toks[at].kind == "w"
        and at
        and toks[at - 1].key in ("au", "du", "le", "la", "les", "plus", "ou", "pas", "de", "or")
    ):
        return None  # au moins 15
    after = at + 1
    if toks[at].kind == "w":
        while after < len(toks) and after < at + 2 and toks[after].text in HYPHENS:
            after += 1
    if after >= len(toks) or (toks[at].kind == "w" and toks[after].kind == "s" and toks[after].text not in VULGAR):
        return None
    if toks[at].kind == "s" and not toks[after].glued and at > 0:
        return None
    key, kind = toks[after].key, toks[after].kind
    starts = (key in _STARTS[language] and key not in lex.minus) if kind == "w" else kind == "d"
    if not (starts or toks[after].text in VULGAR) or key in lex.one:
        return None
    found = _number(toks, after, language, lex)
    if found is None or found.value is None:
        return None
    return replace(found, first=at, value=-found.value)


def _number(toks: list[Token], at: int, language: str, lex: Lexicon) -> Number | None:
    found = _whole(toks, at, language, lex)
    if found is None:
        return _part_alone(toks, at, lex)
    for step in (_over, _denominator, _and_part, _scaled):
        found = step(toks, found, language, lex) or found
    if found.article and found.end == at + 1:
        return None
    return found


# ---- whole numbers


def _whole(toks: list[Token], at: int, language: str, lex: Lexicon) -> Number | None:
    tok = toks[at]
    if tok.kind == "d":
        return _digits(toks, at, language, lex)
    if tok.text in VULGAR:
        return Number(at, at + 1, VULGAR[tok.text], digits=True)
    return _words(toks, at, language, lex)


def _digits(toks: list[Token], at: int, language: str, lex: Lexicon) -> Number | None:
    grouped = spaced(toks, at, language)
    value = grouped[1] if grouped else value_of(toks[at].text, language)
    if value is None:
        return None
    found = Number(at, grouped[0] if grouped else at + 1, value, digits=True)
    found = _power(toks, found, language) or _mixed(toks, found) or found
    return _scales_after(toks, found, language, lex)


def _power(toks: list[Token], found: Number, language: str) -> Number | None:
    """1.1^23, 2.5^-1, 12,32e+14."""
    at, value = found.end, found.value
    if at >= len(toks) or not toks[at].glued or value is None or toks[at].text not in ("^", "e", "E"):
        return None
    after, sign = at + 1, 1
    while after < len(toks) and toks[after].glued and toks[after].text in ("+", "-") and after < at + 3:
        sign, after = sign * (-1 if toks[after].text == "-" else 1), after + 1
    if after >= len(toks) or not toks[after].glued or not toks[after].text.isdecimal() or len(toks[after].text) > 3:
        return None
    exponent = sign * int(toks[after].text)
    if abs(exponent) > GREATEST_EXPONENT or (value == 0 and exponent < 0) or abs(value) > 10**6:
        return None
    power = value**exponent if toks[at].text == "^" else value * Fraction(10) ** exponent
    return replace(found, end=after + 1, value=Fraction(power))


def _mixed(toks: list[Token], found: Number) -> Number | None:
    """10 1/2, 1/2, 2½."""
    at, value = found.end, found.value
    if value is None or at >= len(toks) or value.denominator != 1:
        return None
    if toks[at].text in VULGAR:
        return replace(found, end=at + 1, value=value + VULGAR[toks[at].text])
    direct = _slashed(toks, at - 1) if found.end == found.first + 1 else None
    if direct:
        return replace(found, end=at + 2, value=direct)
    part = _slashed(toks, at) if not toks[at].glued else None
    return replace(found, end=at + 3, value=value + part) if part and part < 1 else None


def _slashed(toks: list[Token], at: int) -> Fraction | None:
    """A fraction of two short whole numbers, written with a slash and nothing around it."""
    if at + 2 >= len(toks) or toks[at + 1].text not in ("/", "⁄") or not (toks[at + 1].glued and toks[at + 2].glued):
        return None
    up, low = toks[at].text, toks[at + 2].text
    if (up, low) == ("24", "7"):
        return None
    if not (up.isdecimal() and low.isdecimal() and len(up) <= 3 and len(low) <= 3 and int(low) in _DENOMINATORS):
        return None
    if at + 3 < len(toks) and toks[at + 3].glued and (toks[at + 3].text == "/" or toks[at + 3].kind == "d"):
        return None
    return Fraction(int(up), int(low))


def _scales_after(toks: list[Token], found: Number, language: str, lex: Lexicon) -> Number:
    """Digits and the words or letters that multiply them: 1.5 million, 10k, 4 thousand 3 hundred and 21."""
    at, value = found.end, found.value
    if value is None or at >= len(toks):
        return found
    if toks[at].text in HYPHENS and toks[at].glued and at + 1 < len(toks) and toks[at + 1].glued:
        scale = lex.scales.get(toks[at + 1].key)  # a $400-million loan
        return replace(found, end=at + 2, value=value * scale) if scale else found
    tok = toks[at]
    factor = lex.scales.get(tok.key) or (100 if tok.key in lex.hundred and not _is_cent(toks, at, lex) else None)
    if tok.kind == "w" and factor and not (lex is FRENCH and tok.key in ("mille", "cent") and "," in toks[at - 1].text):
        rest = _words(toks, at, language, lex, factor=value, scaled=True)
        if rest and rest.value is not None:
            return replace(found, end=rest.end, value=rest.value)
    if tok.kind == "w" and tok.key in lex.units:
        return replace(found, end=at + 1, value=value * lex.units[tok.key])
    letter = _letter(toks, at, lex)
    return replace(found, end=at + 1, value=value * letter) if letter else found


def _is_cent(toks: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether "cents" after digits is the coin and "cent" the end of "pour cent" (French)."""
    if lex is not FRENCH:
        return False
    return toks[at].key == "cents" or toks[at - 1].key == "pour"


def _letter(toks: list[Token], at: int, lex: Lexicon) -> int | None:
    """The factor of a scale letter that belongs to the digits before it."""
    tok = toks[at]
    factor = lex.letters.get(tok.key) if tok.kind == "w" else None
    if not factor:
        return None
    before = toks[at - 2].text if at >= 2 else ""
    money = before != "" and (before in "$€£¥₹" or (len(before) == 3 and before.isupper()))
    if tok.key == "k":
        return factor
    if at + 1 < len(toks) and toks[at + 1].glued and toks[at + 1].text in "€$£":
        return factor  # 3,5 M€
    if tok.glued:
        # 5m is five metres unless money stands before it or the letter is a capital; 2b and 5t alike
        counted = tok.key == "m" and at + 1 < len(toks) and toks[at + 1].key in _IN_MILLIONS  # 1.5m people
        safe = len(tok.key) > 1 or money or counted or (tok.text.isupper() and tok.key in "mb") or tok.key == "b"
        return factor if safe and tok.key != "mm" else None
    apart = money if len(tok.key) == 1 else tok.key not in ("mm", "mil", "md")
    return factor if apart else None


def _words(
    toks: list[Token], at: int, language: str, lex: Lexicon, *, factor: Fraction | None = None, scaled: bool = False
) -> Number | None:
    """Groups below a thousand, each with its scale, scales falling: two hundred and one thousand and five."""
    total, limit, pos, any_digits = Fraction(0), None, at, False
    article = False
    while pos < len(toks):
        here, linked = pos, False
        if pos > at:
            here, linked = _link(toks, pos, lex)
            if here >= len(toks):
                break
        if factor is not None and pos == at:
            group: tuple[int, Fraction, bool, bool] | None = (at, factor, True, False)
        else:
            group = _group(toks, here, language, lex, first=pos == at, linked=linked)
        if group is None:
            break
        end, value, digits, is_article = group
        scale_end, scale = _scale(toks, end, lex, limit)
        if scale is None and pos == at and is_article:
            return Number(at, end, Fraction(1), article=True)
        if limit is not None and value * (scale or 1) >= limit:
            break
        if digits and pos > at and scale is None and value.denominator != 1:
            break
        total += value * (scale or 1)
        any_digits |= digits
        article |= is_article
        pos = scale_end if scale else end
        if scale is None:
            break
        limit = scale
    if pos == at:
        return None
    found = Number(at, pos, total, digits=any_digits, article=False)
    return _point(toks, found, lex) if not scaled else found


def _link(toks: list[Token], pos: int, lex: Lexicon) -> tuple[int, bool]:
    if lex is ENGLISH and toks[pos].key in lex.link:
        return pos + 1, True
    if toks[pos].text in HYPHENS and toks[pos].glued:
        return pos + 1, False
    if toks[pos].text == "," and pos + 1 < len(toks) and not toks[pos].line:
        return pos, False
    return pos, False


def _scale(toks: list[Token], at: int, lex: Lexicon, limit: int | None) -> tuple[int, int | None]:
    """The product of the scale words at `at` (thousand, million, a hundred after digits)."""
    pos, product = at, 1
    while pos < len(toks) and toks[pos].kind in "ws":
        here = pos
        if toks[pos].text in HYPHENS and toks[pos].glued and pos + 1 < len(toks):
            here = pos + 1
        key = toks[here].key
        factor = lex.scales.get(key) or (100 if key in lex.hundred and pos == at else None)
        if factor is None or toks[here].kind != "w":
            break
        if lex is FRENCH and pos > at and factor < 10**6:
            break  # deux millions mille: a group of its own
        if lex is FRENCH and key in lex.hundred and (here == 0 or _is_cent(toks, here, lex)):
            break
        product, pos = product * factor, here + 1
    if pos == at or (limit is not None and product >= limit):
        return at, None
    return pos, product


def _group(
    toks: list[Token], at: int, language: str, lex: Lexicon, *, first: bool, linked: bool
) -> tuple[int, Fraction, bool, bool] | None:
    """A number below a thousand in words, or digits inside a chain: (end, value, digits, article)."""
    if at >= len(toks):
        return None
    tok = toks[at]
    if tok.kind == "d" and not first:
        value = value_of(tok.text, language)
        chained = at + 1 < len(toks) and (toks[at + 1].key in lex.hundred or toks[at + 1].key in lex.scales)
        return (at + 1, value, True, False) if value is not None and (chained or linked) else None
    if tok.kind != "w":
        return None
    if tok.key in lex.one and not (lex is FRENCH and not first):
        follows = toks[at + 1].key if at + 1 < len(toks) else ""
        if follows in lex.hundred and lex is ENGLISH:
            return _hundreds(toks, at + 1, Fraction(1), lex)
        return (at + 1, Fraction(1), False, True) if first else None
    if tok.key in lex.hundred and (lex is FRENCH):
        return _hundreds(toks, at, Fraction(1), lex) if tok.key == "cent" else None
    if tok.key in lex.scales and first and (tok.key == "mille" or (lex is ENGLISH and not tok.key.endswith("s"))):
        return (at, Fraction(1), False, False) if tok.key == "mille" else None
    if tok.key == "mille" and lex is FRENCH:
        return at, Fraction(1), False, False  # deux millions mille
    below = _below_hundred(toks, at, lex)
    if below is None:
        return None
    end, count = below
    if end < len(toks) and _hyphened(toks, end, lex.hundred) and count < 100:
        at_hundred = end + 1 if toks[end].text in HYPHENS else end
        if lex is ENGLISH or 2 <= count <= 16:  # vingt cents is money
            return _hundreds(toks, at_hundred, Fraction(count), lex)
    return end, Fraction(count), False, False


def _hyphened(toks: list[Token], at: int, words: frozenset[str]) -> bool:
    if toks[at].key in words:
        return True
    return toks[at].text in HYPHENS and toks[at].glued and at + 1 < len(toks) and toks[at + 1].key in words


def _hundreds(toks: list[Token], at: int, count: Fraction, lex: Lexicon) -> tuple[int, Fraction, bool, bool]:
    """From the word "hundred" at `at` on: the rest below a hundred."""
    end, value = at + 1, count * 100
    pos = end
    if pos < len(toks) and ((lex is ENGLISH and toks[pos].key in lex.link) or toks[pos].text in HYPHENS):
        pos += 1
    rest = _below_hundred(toks, pos, lex) if pos < len(toks) and toks[pos].kind == "w" else None
    linked = rest is None and lex is ENGLISH and end < pos < len(toks)
    if linked and toks[pos].text.isdecimal() and len(toks[pos].text) <= 2:
        rest = pos + 1, int(toks[pos].text)
    if rest and lex is ENGLISH and rest[0] < len(toks) and _hyphened(toks, rest[0], lex.hundred):
        rest = None
    return (rest[0], value + rest[1], False, False) if rest else (end, value, False, False)


def _below_hundred(toks: list[Token], at: int, lex: Lexicon) -> tuple[int, int] | None:
    key = toks[at].key
    if lex is FRENCH and key == "quatre" and _next_word(toks, at) in ("vingt", "vingts"):
        base, pos = 80, _skip(toks, at)[1] + 1
    elif key in lex.tens:
        base, pos = lex.tens[key], at + 1
    elif key in lex.small:
        if lex is FRENCH and lex.small[key] == 10 and _next_word(toks, at) in ("sept", "huit", "neuf"):
            here = _skip(toks, at)[1]
            return here + 1, 10 + lex.small[toks[here].key]
        return at + 1, lex.small[key]
    else:
        return None
    return _unit_after_tens(toks, pos, base, lex)


def _unit_after_tens(toks: list[Token], pos: int, base: int, lex: Lexicon) -> tuple[int, int]:
    here = pos
    if here < len(toks) and toks[here].text in HYPHENS:
        here += 1
    if here < len(toks) and lex is FRENCH and toks[here].key in lex.link:
        here += 1
        if here < len(toks) and toks[here].text in HYPHENS:
            here += 1
        if not (here < len(toks) and toks[here].key in ("un", "une", "onze")):
            return pos, base
    if here >= len(toks) or toks[here].kind != "w":
        return pos, base
    most = 19 if lex is FRENCH and base in (60, 80) else 9
    deep = _below_hundred(toks, here, lex) if lex is FRENCH and toks[here].key == "dix" else None
    value = deep[1] if deep else lex.small.get(toks[here].key)
    if value is None or not 0 < value <= most:
        return pos, base
    return (deep[0] if deep else here + 1), base + value


def _next_word(toks: list[Token], at: int) -> str:
    return _skip(toks, at)[0]


def _skip(toks: list[Token], at: int) -> tuple[str, int]:
    """The next word past one hyphen, and where it stands."""
    pos = at + 1
    if pos < len(toks) and toks[pos].text in HYPHENS:
        pos += 1
    return (toks[pos].key, pos) if pos < len(toks) else ("", pos)


def _point(toks: list[Token], found: Number, lex: Lexicon) -> Number:
    """five point five; deux virgule sept."""
    at = found.end
    if at + 1 >= len(toks) or toks[at].key not in lex.point or found.value is None:
        return found
    digits, pos = "", at + 1
    while pos < len(toks) and len(digits) < 12 and 0 <= lex.small.get(toks[pos].key, -1) <= 9:
        digits, pos = digits + str(lex.small[toks[pos].key]), pos + 1
    if len(digits) < 2:
        below = _below_hundred(toks, at + 1, lex) if toks[at + 1].kind == "w" else None
        if below and below[1] > 9:
            pos, digits = below[0], str(below[1])
    return replace(found, end=pos, value=found.value + Fraction(f"0.{digits}")) if digits else found


# ---- parts


def _part_alone(toks: list[Token], at: int, lex: Lexicon) -> Number | None:
    """quarter million: a part that multiplies a scale."""
    key = toks[at].key
    if key not in lex.parts or at + 1 >= len(toks):
        return None
    scale = lex.scales.get(toks[at + 1].key)
    if not scale or lex is FRENCH:
        return None
    return Number(at, at + 2, Fraction(scale, lex.parts[key]))


def _over(toks: list[Token], found: Number, language: str, lex: Lexicon) -> Number | None:
    """1 over 20; un sur vingt."""
    at = found.end
    if at + 1 >= len(toks) or found.value is None or found.value.denominator != 1:
        return None
    if lex is ENGLISH and toks[at].key == "out" and toks[at + 1].key == "of":
        low = _whole(toks, at + 2, language, lex) if at + 2 < len(toks) else None
        if low is None or low.value is None or low.article or not 0 < found.value < low.value:
            return None
        return replace(found, end=low.end, value=found.value / low.value, article=False)
    if lex is ENGLISH and toks[at].key == "in":
        return _one_in(toks, found, language, lex)
    if toks[at].key not in lex.over:
        return None
    low = _whole(toks, at + 1, language, lex)
    if low is None or low.value is None or low.value <= 1 or low.value.denominator != 1 or low.article:
        return None
    if lex is ENGLISH and low.end < len(toks) and toks[low.end].kind != "s":
        return None
    if lex is FRENCH and (found.value >= low.value or not _bare(toks, low.end)):
        return None
    return replace(found, end=low.end, value=found.value / low.value, article=False)


def _one_in(toks: list[Token], found: Number, language: str, lex: Lexicon) -> Number | None:
    """one in five Americans, 1 in 4 residents: a share; not three in 2015, nor two in ten years."""
    at = found.end
    every = at + 2 < len(toks) and toks[at + 1].key == "every"  # one in every five
    low = _whole(toks, at + 1 + every, language, lex)
    if low is None or low.value is None or low.article or low.value.denominator != 1 or found.value is None:
        return None
    if not (0 < found.value < low.value <= 1000 and found.value <= 20) or low.end >= len(toks):
        return None
    after = toks[low.end]
    counted = after.kind == "w" and after.key not in UNITS["en"] and len(after.key) > 3
    return replace(found, end=low.end, value=found.value / low.value, article=False) if counted else None


def _bare(toks: list[Token], at: int) -> bool:
    """Nothing that could be counted follows: the end, a sign, or a small word."""
    return at >= len(toks) or toks[at].kind == "s" or len(toks[at].key) <= 3


def _denominator(toks: list[Token], found: Number, language: str, lex: Lexicon) -> Number | None:
    """three fifths, a quarter, one hundred thirty-two fifths, twenty twenty-fifths."""
    value = found.value
    if value is None or value.denominator != 1 or value == 0:
        return None
    at = found.end
    if at < len(toks) and toks[at].text in HYPHENS:
        at += 1
    if at >= len(toks) or toks[at].kind != "w" or toks[at].line:
        return None
    key = toks[at].key
    if key in lex.parts:
        plural = key.endswith("s")
        if lex is FRENCH and key in ("demi", "demie") and not (found.article or value == 1):
            return None
        if found.article and not plural and not _part_of(toks, at + 1, lex) and key != "half":
            return None
        return replace(found, end=at + 1, value=value / lex.parts[key], article=False)
    end, low, plural = _ordinal(toks, at, lex)
    tens = lex.tens.get(toks[found.end - 1].key, 0) if lex is ENGLISH and at == found.end else 0
    if plural and 2 < low < 10 and tens and value > tens:
        return replace(found, end=end, value=(value - tens) / (tens + low))  # one hundred thirty-fifths
    if end < len(toks) and toks[end].text in HYPHENS and toks[end].glued:
        return None  # a third-party tool
    if low < 3 or (found.digits and not plural):
        return None
    if lex is ENGLISH and not plural and value != 1:
        return None
    if value == 1 and not plural and not _part_of(toks, end, lex):
        return None
    return replace(found, end=end, value=value / low, article=False)


def _part_of(toks: list[Token], at: int, lex: Lexicon) -> bool:
    """What stands after a part of one: "of", a scale, or nothing."""
    if at >= len(toks) or toks[at].kind == "s":
        return True
    return toks[at].key in ("of", "de", "des", "du", "d") or toks[at].key in lex.scales


def _ordinal(toks: list[Token], at: int, lex: Lexicon) -> tuple[int, int, bool]:
    """A denominator (fifths, twenty-first, one hundred and fifth): (end, its number, whether plural)."""
    total, pos = 0, at
    while pos < len(toks) and pos < at + 7:
        key = toks[pos].key
        single = key[:-1] if key.endswith("s") else key
        if single in lex.ordinals and toks[pos].kind == "w":
            low = lex.ordinals[single]
            if low in (1, 2) and not total:
                break
            low = total * low if low >= 100 and total else total + low
            return pos + 1, low, key.endswith("s")
        if key in lex.tens:
            total += lex.tens[key]
        elif key in lex.hundred:
            total = (total or 1) * 100
        elif key in lex.small and pos + 1 < len(toks) and toks[pos + 1].key in lex.hundred:
            total += lex.small[key]
        elif not (key in lex.link or toks[pos].text in HYPHENS) or not total:
            break
        pos += 1
    return at, 0, False


def _and_part(toks: list[Token], found: Number, language: str, lex: Lexicon) -> Number | None:
    """five and a quarter; deux et demi; one hundred and three and two thirds."""
    at = _unhyphened(toks, found.end)
    if at + 1 >= len(toks) or toks[at].key not in lex.link or found.value is None or found.article:
        return None
    part = part_after(toks, _unhyphened(toks, at + 1), language)
    if part is None or part[1] >= 1:
        return None
    scale = lex.scales.get(toks[found.end - 1].key, 1) if toks[part[0] - 1].key in _HALVES else 1
    scale = scale if scale >= 10**6 else 1  # un million et demi
    return replace(found, end=part[0], value=found.value + part[1] * scale)


def _unhyphened(toks: list[Token], at: int) -> int:
    """Past one hyphen inside a compound (four-and-a-half)."""
    return at + 1 if at + 1 < len(toks) and toks[at].text in HYPHENS and toks[at].glued else at


def part_after(toks: list[Token], at: int, language: str) -> tuple[int, Fraction] | None:
    """A part of one at `at` ("a half", "demi", "two thirds"): (token after it, value)."""
    lex = LEXICONS["fr" if language == "fr" else "en"]
    if at >= len(toks) or toks[at].kind != "w":
        return None
    if toks[at].key in lex.parts and toks[at].key in ("half", "demi", "demie", "demis", "quart"):
        return at + 1, Fraction(1, lex.parts[toks[at].key])
    bare = toks[at].key in lex.one and at + 2 < len(toks) and toks[at + 1].text in HYPHENS
    if bare and toks[at + 2].key in lex.parts:
        return at + 3, Fraction(1, lex.parts[toks[at + 2].key])
    up = _words(toks, at, language, lex)
    if up is None or up.value is None or up.end >= len(toks):
        return None
    low = up.end + (1 if toks[up.end].text in HYPHENS else 0)
    if low >= len(toks):
        return None
    key = toks[low].key
    if key in lex.parts:
        return low + 1, up.value / lex.parts[key]
    end, number, _ = _ordinal(toks, low, lex)
    return (end, up.value / number) if number > 2 else None


def _scaled(toks: list[Token], found: Number, language: str, lex: Lexicon) -> Number | None:
    """two and a half million; three quarters billion; two million and a half; trois douzaines."""
    at = found.end
    if at >= len(toks) or found.value is None:
        return None
    hyphen = 1 if toks[at].text in HYPHENS and toks[at].glued else 0
    key = toks[at + hyphen].key if at + hyphen < len(toks) else ""
    if lex is FRENCH and not hyphen and key.endswith("s") and key[:-1] in ABOUT and found.value >= 2:
        return replace(found, end=at + 1, value=found.value * ABOUT[key[:-1]], about=True)  # deux milliers
    if key in lex.units and (lex.units[key] != 20 or found.article):
        return replace(found, end=at + hyphen + 1, value=found.value * lex.units[key], article=False)
    if key == "of" and found.value < 1 and at + 2 < len(toks) and toks[at + 1].key in ("a", "an"):
        whole = lex.scales.get(toks[at + 2].key)
        return replace(found, end=at + 3, value=found.value * whole, article=False) if whole else None
    if lex is FRENCH and key == "de" and found.value < 1 and at + 1 < len(toks) and toks[at + 1].key in lex.scales:
        return replace(found, end=at + 2, value=found.value * lex.scales[toks[at + 1].key])  # un quart de million
    scale = lex.scales.get(key)
    if scale and not hyphen and (found.value.denominator != 1 or found.article):
        return replace(found, end=at + 1, value=found.value * scale, article=False)
    return None


def _halved(toks: list[Token], at: int, language: str, lex: Lexicon) -> Number | None:
    """half a million, half a dozen, half of; une demi-douzaine; la moitié."""
    key = toks[at].key
    if lex is ENGLISH and key == "half" and at + 1 < len(toks):
        pos = at + 1
        if toks[pos].key in ("a", "an") or toks[pos].text in HYPHENS:
            pos += 1
        word = toks[pos].key if pos < len(toks) else ""
        size = lex.scales.get(word) or lex.units.get(word)
        if size:
            return Number(at, pos + 1, Fraction(size, 2))
        if pos == at + 2 and word in _HALVED and toks[at + 1].key in ("a", "an"):
            return Number(at, pos, Fraction(1, 2))
        if toks[at + 1].key in ("of", "the", "its", "their", "his", "her", "our", "a") and pos == at + 1:
            return Number(at, at + 1, Fraction(1, 2))
        return None
    if lex is FRENCH and key in ("demi", "moitie"):
        nxt, pos = _skip(toks, at)
        if key == "demi" and (nxt in lex.units or nxt in lex.scales):
            return Number(at, pos + 1, Fraction(lex.units.get(nxt) or lex.scales[nxt], 2))
        return Number(at, at + 1, Fraction(1, 2)) if key == "moitie" else None
    return None


def _round(toks: list[Token], at: int, language: str) -> Number | None:
    """une vingtaine, 3 douzaines, un millier: a round French number, said to be about."""
    if language != "fr":
        return None
    pos = at + 1 if toks[at].key in ("un", "une") else at
    if pos + 1 < len(toks) and toks[pos].key in ("bonne", "petite", "grosse", "bon", "gros", "petit"):
        pos += 1  # une bonne centaine
    half = pos + 2 < len(toks) and pos > at and toks[pos].key == "demi"
    if half and (toks[pos + 1].text in HYPHENS or toks[pos + 1].key in ABOUT):
        end = pos + 2 if toks[pos + 1].text in HYPHENS else pos + 1
        size = FRENCH.scales.get(toks[end].key) or FRENCH.units.get(toks[end].key) or ABOUT.get(toks[end].key)
        return Number(at, end + 1, Fraction(size, 2)) if size else None
    if pos >= len(toks) or toks[pos].key not in ABOUT or toks[pos].kind != "w" or pos == at:
        return None
    return Number(at, pos + 1, Fraction(ABOUT[toks[pos].key]), about=True)


# ---- amounts without a number


def _vague(toks: list[Token], at: int, language: str, lex: Lexicon) -> Number | None:
    """dozens · tens of thousands · several hundred · 1000s · des dizaines de milliers."""
    tok = toks[at]
    if tok.kind == "d":
        after = toks[at + 1] if at + 1 < len(toks) else None
        if after and after.glued and after.key == "s" and lex is ENGLISH and after.end - tok.start < 12:
            value = value_of(tok.text, language)
            names = {10**2: "hundreds", 10**3: "thousands", 10**6: "millions", 10: "tens", 10**4: "tens of thousands"}
            word = names.get(int(value)) if value is not None and value.denominator == 1 else None
            if word:
                return Number(at, at + 2, None, vague=word, digits=True)
        return None
    if tok.key not in lex.vague:
        return None
    words, pos = [tok.low], at + 1
    while pos + 1 < len(toks) and toks[pos].key in ("of", "de") and toks[pos + 1].key in lex.vague:
        words, pos = [*words, toks[pos].low, toks[pos + 1].low], pos + 2
    return Number(at, pos, None, vague=" ".join(words))
