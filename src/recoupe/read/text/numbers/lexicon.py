"""Number words of English and French, by what they do in the grammar of `cardinals`.

Keys are words as `lexer.Token.key` gives them: lower case, no accents. French number words of Belgium and Switzerland
(septante, nonante) stand beside those of France. A French *billion* is a million of millions.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What each word is worth. `small` 0–19, `tens` 20–90, `scales` multiply, `vague` name an amount without a number.

    letters: scales written as letters after digits (10k, 2.3bn); those of more than one letter may stand apart.
    parts: denominators of a fraction that are not ordinals. point: words for the decimal sign.
    """

    small: dict[str, int]
    tens: dict[str, int]
    hundred: frozenset[str]
    scales: dict[str, int]
    letters: dict[str, int]
    units: dict[str, int]
    vague: frozenset[str]
    parts: dict[str, int]
    ordinals: dict[str, int]
    point: frozenset[str]
    link: frozenset[str]
    one: frozenset[str]
    over: frozenset[str]
    minus: frozenset[str]
    half: frozenset[str]


_EN_SMALL = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_EN_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_EN_SCALES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15,
    "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7,
}  # fmt: skip
_EN_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
    "thousandth": 1000, "millionth": 10**6, "billionth": 10**9, "trillionth": 10**12,
}  # fmt: skip

ENGLISH = Lexicon(
    small=_EN_SMALL,
    tens=_EN_TENS,
    hundred=frozenset({"hundred", "hundreds"}),
    scales=_EN_SCALES | {w + "s": n for w, n in _EN_SCALES.items() if not w.endswith("s")},
    letters={
        "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mil": 10**6, "mm": 10**6, "b": 10**9, "bn": 10**9,
        "bln": 10**9, "bil": 10**9, "t": 10**12, "tn": 10**12, "tln": 10**12, "trn": 10**12,
    },
    units={"dozen": 12, "dozens": 12, "score": 20},
    vague=frozenset({"dozens", "scores", "tens", "hundreds", "thousands", "millions", "billions", "trillions"}),
    parts={"half": 2, "halves": 2, "quarter": 4, "quarters": 4},
    ordinals=_EN_ORDINALS,
    point=frozenset({"point"}),
    link=frozenset({"and"}),
    one=frozenset({"a", "an"}),
    over=frozenset({"over"}),
    minus=frozenset({"minus", "negative"}),
    half=frozenset({"half"}),
)  # fmt: skip

_FR_SMALL = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "un",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
        ]
    )
} | {"une": 1}
_FR_ORDINALS = {
    "premier": 1, "premiere": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4,
    "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10, "onzieme": 11,
    "douzieme": 12, "treizieme": 13, "quatorzieme": 14, "quinzieme": 15, "seizieme": 16, "vingtieme": 20,
    "trentieme": 30, "quarantieme": 40, "cinquantieme": 50, "soixantieme": 60, "centieme": 100, "millieme": 1000,
    "millionieme": 10**6, "milliardieme": 10**9, "billionieme": 10**12, "unieme": 1,
}  # fmt: skip

FRENCH = Lexicon(
    small=_FR_SMALL,
    tens={
        "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
        "huitante": 80, "octante": 80, "nonante": 90,
    },
    hundred=frozenset({"cent", "cents"}),
    scales={
        "mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
        "billion": 10**12, "billions": 10**12, "billiard": 10**15, "trillion": 10**18, "trillions": 10**18,
    },
    letters={"k": 10**3, "m": 10**6, "md": 10**9, "mds": 10**9, "mrd": 10**9, "mrds": 10**9, "mio": 10**6},
    units={"douzaine": 12, "douzaines": 12},
    vague=frozenset(
        {"dizaines", "douzaines", "vingtaines", "centaines", "milliers", "millions", "milliards", "dizaine"}
    ),
    parts={"demi": 2, "demie": 2, "demis": 2, "tiers": 3, "quart": 4, "quarts": 4, "moitie": 2},
    ordinals=_FR_ORDINALS,
    point=frozenset({"virgule"}),
    link=frozenset({"et"}),
    one=frozenset({"un", "une"}),
    over=frozenset({"sur"}),
    minus=frozenset({"moins"}),
    half=frozenset({"demi"}),
)  # fmt: skip

ABOUT = {
    "dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50,
    "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
"""French nouns for a round number (une vingtaine de personnes): a value, but about."""


LEXICONS = {"en": ENGLISH, "fr": FRENCH}
