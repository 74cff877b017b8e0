"""A number with what belongs to it: currency, unit or noun, range, rate, and the words that bound it.

`read(tokens, at, language)` reads the quantity that begins at a token, or None. Whether it is a figure of the text or
part of a name, a date or an address is decided by `recoupe.read.text.figures`, which sees the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from recoupe.model.marks import Bound
from recoupe.read.text.numbers import bounds, cardinals, currencies, digits, nouns, units
from recoupe.read.text.numbers.cardinals import HYPHENS, Number
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.lexicon import ABOUT, LEXICONS

DASHES = frozenset("-‐‑–—−")
_TO = {"en": words("to through"), "fr": words("a")}
_AND = {"en": "and", "fr": "et"}
_OR = {"en": "or", "fr": "ou"}
_BETWEEN = {"en": "between", "fr": "entre"}
_VAGUE_FEW: dict[str, dict[tuple[str, ...], str]] = {
    "en": {("a", "few"): "a few", ("several",): "several", ("a", "couple", "of"): "a couple", ("few",): "few"},
    "fr": {("quelques",): "quelques", ("plusieurs",): "plusieurs"},
}
_CHANGE = words(
    "rose rise rises risen rising fell fall falls fallen falling dropped drop drops dropping increased increase "
    "increases decreased decrease decreases up down grew grow grown went go gone cut cuts raised raise jumped "
    "plunged plummeted climbed slowed slow shrank shrunk slipped surged soared declined decline reduced lifted moved "
    "swelled passe passer augmente baisse monte descendu tombe grimpe chute recule hausse"
)
_SOLD_BY = words("share barrel head gallon piece person unit ounce pound litre liter kilo ton tonne bottle ticket")
_PAYING = words(
    "cost costs pay pays paid price prices priced worth fine fined fund funds budget spend spent spending bid deal "
    "tax wage wages salary debt bill bills benefit benefits grant grants money cash bank loan invest invested raised "
    "donated stake shares profit revenue rent income earn earns earned bought sold sterling penny pence"
)
_RANGING = words("range ranges ranging ranged varies vary varie varient anywhere")
_LIFE = {
    "teens": 10, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
    "eighties": 80, "nineties": 90,
}  # fmt: skip
_SCALE_WORDS = words("hundreds thousands millions billions centaines milliers millions milliards")
_RATE = {"en": words("per a an each every"), "fr": words("par chaque")}
_RATE_ADJECTIVES = {"mensuel": "month", "mensuels": "month", "annuels": "year", "hebdomadaires": "week"}
_ARTICLE_UNITS = words("decade century minute hour second month week day year")
_INCH_AFTER = words("long wide tall high deep thick screen display across diameter")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at tokens [first, end); `number` spans its number alone, `core` what is needed to understand it.

    value is exact, None for a range (low, high) or a vague amount. noun: tokens of the counted noun. age: how old.
    """

    first: int
    end: int
    number: tuple[int, int]
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    unit: str | None = None
    per: str | None = None
    bound: Bound = "="
    qualifier: tuple[int, int] | None = None
    qualifier_after: tuple[int, int] | None = None
    noun: tuple[int, int] | None = None
    vague: str = ""
    money: bool = False
    measured: bool = False
    age: bool = False
    digits: bool = False
    article: bool = False


def candidates(toks: list[Token], language: str) -> list[int]:
    """The tokens at which a quantity could begin, in order: digits, signs and the words that open one."""
    said = _OPENING["fr" if language == "fr" else "en"]
    return [
        i
        for i, (kind, text, _, key, *_) in enumerate(toks)
        if kind == "d" or (text in _SIGNS if kind == "s" else key in said or text in currencies.CODED)
    ]


def _opening(language: str) -> frozenset[str]:
    lex = LEXICONS[language]
    out = set(lex.small) | set(lex.tens) | lex.hundred | set(lex.scales) | lex.one | lex.vague | lex.half
    out |= set(lex.parts) | set(ABOUT) | set(lex.units) | lex.minus
    return frozenset(
        out | currencies.OPENING | {"a", "an", "un", "une", "few", "several", "quelques", "plusieurs", "in"}
    )


_SIGNS = currencies.SIGNS | cardinals.SIGNS
_OPENING = {language: _opening(language) for language in ("en", "fr")}


def read(toks: list[Token], at: int, language: str) -> Quantity | None:
    """The quantity whose number or currency sign begins at `at`, with its qualifiers."""
    found = _core(toks, at, language)
    if found is None:
        return None
    return _qualified(toks, _rate(toks, found, language), language)


def _core(toks: list[Token], at: int, language: str) -> Quantity | None:
    few = _few(toks, at, language) or _decade_of_life(toks, at)
    if few:
        return few
    sign = currencies.before(toks, at)
    start = sign.end if sign else at
    if start >= len(toks) or (sign and toks[start].kind == "w" and toks[start].key in ("a", "an", "un", "une")):
        return None
    below = sign is not None and toks[start].text in cardinals.MINUS and start + 1 < len(toks) and toks[start + 1].glued
    number = cardinals.read(toks, start + below, language)
    if below and number is not None and number.value is not None:
        number = replace(number, value=-number.value)  # $-50.8bn
    if number is None:
        return _article(toks, at, language) if not sign else None
    found = Quantity(
        first=at,
        end=number.end,
        number=(number.first, number.end),
        value=number.value,
        vague=number.vague,
        bound="~" if number.about else "=",
        digits=number.digits,
        article=number.article,
    )
    if number.vague:
        return _vague_of(toks, found, language)
    found = _range(toks, found, number, language, sign is not None)
    if sign:
        found = replace(found, unit=sign.unit, money=True)
        return _more_precise(toks, _said_again(toks, found))
    return _unit(toks, found, language)


def _said_again(toks: list[Token], found: Quantity) -> Quantity:
    """$75 U.S., $5 million Canadian, £10 GBP: whose dollars they are, behind the amount."""
    pos = found.end
    if pos >= len(toks) or toks[pos].kind != "w" or toks[pos].line:
        return found
    whose = {"us": "USD", "usd": "USD", "canadian": "CAD", "cad": "CAD", "australian": "AUD", "aud": "AUD"}
    unit = whose.get(toks[pos].key) if found.unit == "USD" else None
    named = toks[pos].key in ("us", "canadian", "australian")
    if named and (not toks[pos].capital or (pos + 1 < len(toks) and toks[pos + 1].capital)):
        unit = None  # $5 million US aid would need more than a look at the next word
    if unit is None and toks[pos].text != found.unit:
        return found
    return replace(found, end=pos + 1, unit=unit or found.unit)


def _few(toks: list[Token], at: int, language: str) -> Quantity | None:
    """a few miles, several hundred people, quelques heures."""
    if toks[at].kind != "w" or toks[at].key not in ("a", "few", "several", "quelques", "plusieurs"):
        return None
    for key, word in _VAGUE_FEW["fr" if language == "fr" else "en"].items():
        if all(at + i < len(toks) and toks[at + i].key == k for i, k in enumerate(key)):
            pos = at + len(key)
            scale = toks[pos].key if pos < len(toks) else ""
            many = {
                "hundred": "hundred",
                "thousand": "thousand",
                "million": "million",
                "dozen": "dozen",
                "centaines": "centaines",
                "milliers": "milliers",
                "dizaines": "dizaines",
            }.get(scale)
            end = pos + 1 if many else pos
            while many and end + 1 < len(toks) and toks[end].key in ("of", "de") and toks[end + 1].key in _SCALE_WORDS:
                many, end = f"{many} {toks[end].key} {toks[end + 1].key}", end + 2
            found = Quantity(at, end, (at, end), vague=f"{word} {many}" if many else word, bound="~")
            named = _vague_of(toks, found, language)
            return named if named.unit and (many or named.measured) else None
    return None


def _decade_of_life(toks: list[Token], at: int) -> Quantity | None:
    """in his sixties, in her early forties: an age between two ends."""
    if toks[at].key != "in" or at + 2 >= len(toks) or toks[at + 1].key not in ("his", "her", "their", "my", "our"):
        return None
    pos = at + 3 if toks[at + 2].key in ("early", "mid", "late") else at + 2
    if pos < len(toks) and toks[pos].text in HYPHENS:
        pos += 1
    low = _LIFE.get(toks[pos].key) if pos < len(toks) else None
    if low is None:
        return None
    return Quantity(
        at,
        pos + 1,
        (at, pos + 1),
        low=Fraction(low),
        high=Fraction(low + 9),
        unit="year",
        bound="~",
        vague=toks[pos].key,
        age=True,
        measured=True,
    )


def _article(toks: list[Token], at: int, language: str) -> Quantity | None:
    """a decade: ten years where the words stand for an amount."""
    if toks[at].key not in ("a", "an", "une", "un") or at + 1 >= len(toks) or toks[at].kind != "w":
        return None
    unit = units.measure(toks, at + 1, digits=False)
    if unit is None or unit.name not in _ARTICLE_UNITS:
        return None
    return _longer(
        Quantity(
            at,
            unit.end,
            (at, at + 1),
            value=Fraction(1),
            unit=unit.name,
            measured=True,
            article=True,
            noun=(at + 1, unit.end),
        )
    )


def _vague_of(toks: list[Token], found: Quantity, language: str) -> Quantity:
    """The unit of a vague amount: thousands of migrants, des centaines de personnes, a few miles."""
    pos = found.end
    if pos < len(toks) and toks[pos].key in ("of", "de", "d", "des"):
        pos += 1
        if pos < len(toks) and toks[pos].text in "'’":
            pos += 1
    while pos < len(toks) and toks[pos].key in ("the", "these", "those", "our", "more"):
        pos += 1
    found = replace(found, bound="~")
    money = currencies.after(toks, pos)
    if money and not (toks[money.end - 1].kind == "s" and money.end < len(toks) and toks[money.end].kind == "d"):
        return replace(found, end=money.end, unit=money.unit, money=True)
    unit = units.measure(toks, pos, digits=False)
    if unit:
        return replace(found, end=unit.end, unit=unit.name, measured=True, noun=(unit.first, unit.end))
    noun = nouns.counted(toks, pos, language)
    if noun:
        return replace(found, end=noun.end, unit=noun.unit, noun=(noun.first, noun.end))
    return found


def _range(toks: list[Token], found: Quantity, number: Number, language: str, money: bool) -> Quantity:
    """5-10, 15 to 22, between 62 and 68, $4 to $5 billion: low and high, one scale for both where only the last has
    it."""
    lang = "fr" if language == "fr" else "en"
    pos = _link(toks, found, lang, money) if found.value is not None else None
    if pos is None or found.value is None:
        return found
    before = toks[found.first - 1].key if found.first else ""
    dash, apart = toks[pos].text in DASHES, toks[pos].text not in DASHES
    after = pos + 1
    sign = currencies.before(toks, after)
    second = cardinals.read(toks, sign.end if sign else after, language) if (sign or not toks[after].line) else None
    if second is None or second.value is None or second.article or (money and not sign and dash and not second.digits):
        return found
    low, high = found.value, second.value
    if pos > found.end and not _same_unit(toks, found.end, second.end):
        return found
    if toks[pos].key == _OR[lang] and not (0 < high - low <= 5 and low.denominator == high.denominator == 1):
        return found
    scale = _scale_of(toks, second, language)
    if scale > 1 and low < 1000 and not _scale_of(toks, number, language) > 1 and low <= high / scale:
        low *= scale
    counted = money or pos > found.end
    if low >= high or (apart and counted and before in ("by", "up", "down")) or (sign is not None and not money):
        return found
    if before in ("from", "de") and _changes(toks, found.first - 1):
        return found
    return replace(
        found, end=second.end, number=(found.number[0], second.end), value=None, low=low, high=high, digits=True
    )


def _same_unit(toks: list[Token], first: int, second: int) -> bool:
    """Whether the same unit stands behind both ends of a range."""
    one, other = units.measure(toks, first, digits=True), units.measure(toks, second, digits=True)
    return one is not None and other is not None and one.name == other.name


def _link(toks: list[Token], found: Quantity, lang: str, money: bool) -> int | None:
    """The token that ties the low end of a range to the high one: a dash, "to", or the "and" of "between"."""
    before = toks[found.first - 1].key if found.first else ""
    between = before == _BETWEEN[lang]
    if before == "of" and found.first > 2 and toks[found.first - 2].key == "ages":
        between = any(t.key == "between" for t in toks[max(0, found.first - 4) : found.first])
    pos = found.end
    if pos + 1 >= len(toks):
        return None
    unit = (
        units.measure(toks, pos, digits=True)
        if not money and (toks[pos].kind == "w" or toks[pos].text == "%")
        else None
    )
    if unit is not None:
        pos = unit.end
        if pos + 1 >= len(toks):
            return None
    tied = toks[pos].text in DASHES and toks[pos].glued == toks[pos + 1].glued
    if tied:
        return pos
    if toks[pos].key == _OR[lang] and unit is None:
        return pos
    if not (toks[pos].key in _TO[lang] or (between and toks[pos].key == _AND[lang])):
        return None
    if unit is not None and not between and before in ("from", "de"):
        ranging = any(t.key in _RANGING for t in toks[max(0, found.first - 5) : found.first])
        return pos if ranging else None
    return pos


def _changes(toks: list[Token], at: int) -> bool:
    """Whether "from A to B" at token `at` tells a change, two figures, and not a range."""
    return any(t.key in _CHANGE for t in toks[max(0, at - 6) : at])


def _scale_of(toks: list[Token], number: Number, language: str) -> int:
    """What the last word of a number multiplies its digits by."""
    if not number.digits or number.end - number.first < 2 or number.value is None:
        return 1
    bare = digits.value_of(toks[number.first].text, language)
    if not bare:
        return 1
    ratio = number.value / bare
    return int(ratio) if ratio.denominator == 1 and ratio in (100, 10**3, 10**6, 10**9, 10**12) else 1


def _unit(toks: list[Token], found: Quantity, language: str) -> Quantity:
    pos = found.end
    if pos >= len(toks):
        return found
    if toks[pos].text in HYPHENS and toks[pos].glued and pos + 1 < len(toks) and toks[pos + 1].glued:
        pos += 1
    whole = _of_one(toks, pos) if found.value is not None and 0 < found.value < 1 else None
    if whole is not None:
        return replace(found, end=whole.end, unit=whole.name, measured=True, noun=(whole.first, whole.end))
    if pos < len(toks) and toks[pos].text == "'" and toks[pos].glued:
        return replace(found, end=pos + 1, unit="foot", measured=True) if found.digits and _inches(toks, pos) else found
    if language == "fr" and pos + 2 < len(toks) and toks[pos].key in ("d", "de"):
        inner = pos + 2 if toks[pos + 1].text in "'’" else pos + 1
        measured = units.measure(toks, inner, digits=False)
        if measured is not None and measured.name in units.TIME:
            return _measured(
                toks,
                replace(found, end=measured.end, unit=measured.name, measured=True, noun=(inner, measured.end)),
                language,
            )
    more = pos + 1 if pos + 1 < len(toks) and toks[pos].key in ("more", "additional", "other", "further") else pos
    money = currencies.after(toks, pos)
    unit = units.measure(toks, more, digits=found.digits)
    degrees = _degrees(toks, found, pos)
    if degrees is not None:
        return degrees
    if unit and unit.name == "mile" and language == "fr" and toks[unit.first].key == "mille":
        unit = None
    if (
        language == "en"
        and money is None
        and toks[more].key in ("pound", "pounds")
        and (unit is None or unit.end == more + 1)
    ):
        if _of_money(toks, found, more):
            return _more_precise(toks, replace(found, end=more + 1, unit="GBP", money=True))
        unit = units.Unit(more, more + 1, "pound-mass")
    if money and (unit is None or money.end > unit.end or (money.end == unit.end and unit.name != "pound-mass")):
        return _more_precise(toks, replace(found, end=money.end, unit=money.unit, money=True))
    if unit:
        return _measured(
            toks, replace(found, end=unit.end, unit=unit.name, measured=True, noun=(more, unit.end)), language
        )
    marked = toks[pos].text in '"”' and pos + 1 < len(toks) and toks[pos + 1].key in _INCH_AFTER
    if found.digits and (toks[pos].text == "″" or marked):
        return replace(found, end=pos + 1, unit="inch", measured=True)
    return _noun(toks, found, pos, language)


def _degrees(toks: list[Token], found: Quantity, at: int) -> Quantity | None:
    """12 C, 85F: a temperature with the bare letter of its scale."""
    tok = toks[at]
    if not found.digits or tok.text not in ("C", "F") or found.value is None or not -100 <= found.value <= 4000:
        return None
    after = toks[at + 1] if at + 1 < len(toks) else None
    if after is not None and (after.capital or after.kind == "d" or (after.kind == "s" and after.text not in ",.;:)/")):
        return None
    return replace(found, end=at + 1, unit="celsius" if tok.text == "C" else "fahrenheit", measured=True)


def _of_money(toks: list[Token], found: Quantity, at: int) -> bool:
    """Whether pounds are money here: millions of them, or words of paying close by."""
    most = max(v for v in (found.value, found.high, Fraction(0)) if v is not None)
    around = toks[max(0, found.first - 10) : at + 8]
    return most >= 10**6 or any(t.key in _PAYING for t in around)


def _of_one(toks: list[Token], at: int) -> units.Unit | None:
    """half of a mile, 1/16 of a US pint."""
    if at + 2 >= len(toks) or toks[at].key != "of" or toks[at + 1].key not in ("a", "an"):
        return None
    pos = at + 3 if toks[at + 2].key in ("us", "uk", "imperial") and at + 3 < len(toks) else at + 2
    return units.measure(toks, pos, digits=False)


def _inches(toks: list[Token], at: int) -> bool:
    return at + 1 < len(toks) and toks[at + 1].kind == "d" and toks[at + 1].glued


def _noun(toks: list[Token], found: Quantity, pos: int, language: str) -> Quantity:
    hyphened = pos > found.end
    if hyphened and found.value is not None and found.value.denominator != 1 and not found.digits:
        return found  # half-frozen
    if hyphened and toks[pos].key in ("plus", "odd", "something"):
        return found  # 10-plus ships: a bound
    if hyphened and language == "en" and toks[pos].kind == "w":
        return replace(found, end=pos + 1, unit=toks[pos].key, noun=(pos, pos + 1))  # six-cylinder engines
    one = found.value == 1 or (language == "fr" and found.value is not None and 0 <= found.value < 2)
    noun = nouns.counted(toks, pos, language, one=one)
    if noun is None:
        return found
    return replace(found, end=noun.end, unit=noun.unit, noun=(noun.first, noun.end))


def _measured(toks: list[Token], found: Quantity, language: str) -> Quantity:
    """What follows a unit and changes it: years old, years of age, and a half, larger units of time."""
    end = found.end
    if found.unit in units.TIME:
        pos = end + 1 if end < len(toks) and toks[end].text in HYPHENS else end
        if pos < len(toks) and toks[pos].key in ("old", "olds", "vieille", "vieux", "vieilles"):
            return replace(found, end=pos + 1, age=True)
        if pos + 1 < len(toks) and toks[pos].key in ("of", "d") and toks[pos + 1].key == "age":
            return replace(found, end=pos + 2, age=True)
        ahead = [t.key for t in toks[max(0, found.number[0] - 2) : found.number[0]]]
        if found.unit == "year" and ahead[1:] == ["de"] and ahead[0] in ("age", "agee", "ages", "agees"):
            return replace(found, age=True)
    part = _and_half(toks, end, language)
    if part and found.value is not None and toks[part[0] - 1].key in _HALVES:
        found = replace(found, end=part[0], value=found.value + part[1])
    if found.unit == "metre" and found.value is not None and found.value < 100 and found.value.denominator == 1:
        found = _centimetres(toks, found, language)
    return _longer(found)


_HALVES = words("half quarter demi demie demis quart third")


def _centimetres(toks: list[Token], found: Quantity, language: str) -> Quantity:
    """1m85, 1 mètre 85."""
    at = found.end
    if at >= len(toks) or found.value is None or len(toks[at].text) != 2 or not toks[at].text.isdecimal():
        return found
    worded = language == "fr" and toks[at - 1].key in ("metre", "metres")
    if not (toks[at].glued or worded) or (at + 1 < len(toks) and toks[at + 1].kind == "w" and toks[at + 1].glued):
        return found
    return replace(found, end=at + 1, value=found.value + Fraction(int(toks[at].text), 100))


def _longer(found: Quantity) -> Quantity:
    """Decades and centuries as years, fortnights as weeks: one unit to count in."""
    factor, unit = {"decade": (10, "year"), "century": (100, "year"), "fortnight": (2, "week")}.get(
        found.unit or "", (1, "")
    )
    if not unit:
        return found
    return replace(
        found,
        unit=unit,
        value=found.value * factor if found.value is not None else None,
        low=found.low * factor if found.low is not None else None,
        high=found.high * factor if found.high is not None else None,
    )


def _and_half(toks: list[Token], at: int, language: str) -> tuple[int, Fraction] | None:
    """and a half, et demie, after the unit."""
    if at + 1 >= len(toks) or toks[at].key not in ("and", "et"):
        return None
    part = cardinals.part_after(toks, at + 1, language)
    return part if part and part[1] < 1 else None


def _more_precise(toks: list[Token], found: Quantity) -> Quantity:
    """thirteen dollars and forty-five cents; 15 dollars 50; 7 euros 20."""
    pos = found.end
    if found.value is None or found.value.denominator != 1 or pos >= len(toks) or found.unit in currencies.COINS:
        return found
    linked = toks[pos].key in ("and", "et") or toks[pos].text == ","
    at = pos + 1 if linked else pos
    if at >= len(toks):
        return found
    coins = cardinals.read(toks, at, "en") or cardinals.read(toks, at, "fr")
    if coins is None or coins.value is None or not 0 < coins.value < 100 or coins.value.denominator != 1:
        return found
    coin = currencies.after(toks, coins.end)
    if coin and coin.unit in ("cent", "penny"):
        return replace(found, end=coin.end, value=found.value + coins.value / 100)
    bare = not linked and (coins.end >= len(toks) or toks[coins.end].kind == "s")
    spoken = not coins.digits and coins.value >= 10
    if (
        bare
        and (spoken or (coins.end == at + 1 and len(toks[at].text) == 2))
        and currencies.before(toks, found.first) is None
    ):
        return replace(found, end=coins.end, value=found.value + coins.value / 100)
    return found


def _rate(toks: list[Token], found: Quantity, language: str) -> Quantity:
    """per year, a month, each day, par habitant, /kg."""
    if not (found.money or found.measured or found.noun) or found.age:
        return found
    pos = found.end
    dashed = pos < len(toks) and toks[pos].text in HYPHENS
    if dashed:
        pos += 1
    if pos + 1 >= len(toks):
        return found
    yearly = _RATE_ADJECTIVES.get(toks[pos].key) if found.money and language == "fr" else None
    if yearly:
        return _rated(found, yearly, pos + 1)  # 1 500 euros mensuels
    slash = toks[pos].text == "/" and (found.money or toks[pos].glued)
    led = toks[pos].key in _RATE["fr" if language == "fr" else "en"]
    if not slash and not led:
        priced = language == "fr" and toks[pos].key in (("le", "la", "l") if found.money else ("au",))
        return _priced(toks, found, pos) if priced else found
    article = toks[pos].key in ("a", "an", "each", "every")
    at = pos + 1
    if toks[at].text in HYPHENS:
        at += 1
    unit = units.measure(toks, at, digits=False)
    if unit and (not article or unit.name in units.TIME or found.money):
        return _rated(found, unit.name, unit.end)
    if slash and not found.money:
        return found  # migrants/refugees
    if (article and not (found.money and toks[at].key in _SOLD_BY)) or toks[at].kind != "w" or toks[at].capital:
        return found
    return _rated(found, nouns.singular(toks[at].key) if language == "en" else toks[at].key, at + 1)


def _priced(toks: list[Token], found: Quantity, pos: int) -> Quantity:
    """2 euros le kilo, 50 euros la nuit, 20 habitants au kilomètre carré."""
    at = pos + 2 if pos + 2 < len(toks) and toks[pos + 1].text in "'’" else pos + 1
    unit = units.measure(toks, at, digits=True)
    if unit is None or (not found.money and not unit.name.startswith(("square", "cubic", "hect", "litre"))):
        return found
    plural = toks[at].key.endswith("s") and toks[at].key != "mois"
    return found if plural else _rated(found, unit.name, unit.end)


def _rated(found: Quantity, per: str, end: int) -> Quantity:
    """Money by the year and shares of a hundred keep what they are per apart; any other rate is a unit of its own.

    Income of 6,000 euros per year is euros; a price of two dollars per barrel is "dollar per barrel".
    """
    if found.unit in ("percent", "percentage_point") or (found.money and per in units.TIME):
        return replace(found, per=per, end=end)
    return replace(found, unit=f"{currencies.in_words(found.unit or '')} per {per}", end=end)


def _qualified(toks: list[Token], found: Quantity, language: str) -> Quantity:
    ahead = bounds.before(toks, found.first)
    if ahead and found.vague and ahead.bound == "~" and toks[ahead.first].key in ("some", "quelques", "quelque"):
        ahead = None
    after = bounds.after(toks, found.number[1]) or bounds.after(toks, found.end)
    bound: Bound = found.bound
    if ahead and ahead.bound != "=":
        bound = ahead.bound
    elif after:
        bound = after.bound
    found = replace(found, bound=bound, qualifier=(ahead.first, ahead.end) if ahead else None)
    if after:
        found = replace(found, qualifier_after=(after.first, after.end), end=max(found.end, after.end))
        if found.noun is None and not found.money and not found.measured:
            noun = nouns.counted(toks, found.end, language, one=found.value == 1)
            unit = units.measure(toks, found.end, digits=False)
            if unit:
                found = replace(found, end=unit.end, unit=unit.name, measured=True, noun=(unit.first, unit.end))
            elif noun:
                found = replace(found, end=noun.end, unit=noun.unit, noun=(noun.first, noun.end))
    return found
