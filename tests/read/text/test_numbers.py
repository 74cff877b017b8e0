"""Numbers, quantities and tokens: by hand, and as properties."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.read.text.numbers import cardinals, digits, nouns, units
from recoupe.read.text.numbers.lexer import plain, stretches, tokens

ONES = [
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
TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety"}


def english(n: int) -> str:
    """A whole number in English words, written independently of the reader."""
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if n >= scale:
            rest = n % scale
            joint = " and " if 0 < rest < 100 else " "
            return f"{english(n // scale)} {name}" + (f"{joint}{english(rest)}" if rest else "")
    if n >= 100:
        return f"{ONES[n // 100]} hundred" + (f" and {english(n % 100)}" if n % 100 else "")
    if n >= 20:
        return TENS[n // 10 * 10] + (f"-{ONES[n % 10]}" if n % 10 else "")
    return ONES[n]


_UNS = """zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept
dix-huit dix-neuf"""
UNS = _UNS.split()
DIX = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}


def french(n: int) -> str:
    """A whole number in the French words of France, written independently of the reader."""
    for scale, name in ((10**9, "milliard"), (10**6, "million")):
        if n >= scale:
            head = f"{french(n // scale)} {name}{'s' if n // scale > 1 else ''}"
            return head + (f" {french(n % scale)}" if n % scale else "")
    if n >= 1000:
        head = "mille" if n < 2000 else f"{french(n // 1000)} mille"
        return head + (f" {french(n % 1000)}" if n % 1000 else "")
    if n >= 100:
        head = "cent" if n < 200 else f"{UNS[n // 100]} cent{'s' if n % 100 == 0 else ''}"
        return head + (f" {french(n % 100)}" if n % 100 else "")
    if n >= 80:
        return "quatre-vingts" if n == 80 else f"quatre-vingt-{UNS[n - 80]}"
    if n >= 60:
        return "soixante" if n == 60 else f"soixante et {UNS[n - 60]}" if n in (61, 71) else f"soixante-{UNS[n - 60]}"
    if n >= 20:
        base, unit = n // 10 * 10, n % 10
        return DIX[base] + ("" if not unit else f" et {UNS[1]}" if unit == 1 else f"-{UNS[unit]}")
    return UNS[n]


def value(text: str, language: str = "en") -> Fraction | None:
    toks = tokens(text)
    found = cardinals.read(toks, 0, language)
    return found.value if found and found.end == len(toks) else None


@given(st.integers(1, 10**15 - 1))
def test_english_words_read_back(n: int) -> None:
    assert value(english(n)) == n


@given(st.integers(2, 10**11))
def test_french_words_read_back(n: int) -> None:
    assert value(french(n), "fr") == n


@given(st.integers(0, 10**12))
def test_grouped_digits_read_back_in_both_conventions(n: int) -> None:
    assert value(f"{n:,}") == n
    assert value(f"{n:,}".replace(",", "\u202f"), "fr") == n
    assert value(f"{n:,}".replace(",", " "), "fr") == n


@given(st.integers(0, 10**6), st.integers(0, 99))
def test_decimals_read_back_in_both_conventions(whole: int, part: int) -> None:
    exact = Fraction(whole) + Fraction(part, 100)
    assert value(f"{whole}.{part:02d}") == exact
    assert value(f"{whole},{part:02d}", "fr") == exact


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1.5 million", "en", 1_500_000),
        ("half a million", "en", 500_000),
        ("three fifths", "en", Fraction(3, 5)),
        ("five and a quarter", "en", Fraction(21, 4)),
        ("10 1/2", "en", Fraction(21, 2)),
        ("2½", "en", Fraction(5, 2)),
        ("a dozen", "en", 12),
        ("minus five point five", "en", Fraction(-11, 2)),
        ("1.458.000,00", "fr", 1_458_000),
        ("nonante-cinq", "fr", 95),
        ("septante et un", "fr", 71),
        ("deux virgule sept", "fr", Fraction(27, 10)),
        ("une demi-douzaine", "fr", 6),
        ("trois quarts", "fr", Fraction(3, 4)),
        ("une vingtaine", "fr", 20),
        ("2,5 milliards", "fr", 2_500_000_000),
    ],
)
def test_numbers_as_the_press_writes_them(text: str, language: str, expected: Fraction | int) -> None:
    assert value(text, language) == expected


@pytest.mark.parametrize(
    ("run", "language"), [("1.2.3", "en"), ("12,34,56", "fr"), ("9" * 41, "en"), ("1,2,3,4", "en")]
)
def test_what_is_no_number(run: str, language: str) -> None:
    assert digits.value_of(run, language) is None


def test_an_article_alone_is_no_number() -> None:
    for word, language in (("a", "en"), ("an", "en"), ("un", "fr"), ("une", "fr")):
        assert cardinals.read(tokens(word), 0, language) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("km/h", "kilometre per hour"),
        ("miles per hour", "mile per hour"),
        ("metres carres", "square metre"),
        ("degres Celsius", "celsius"),
        ("%", "percent"),
        ("points de pourcentage", "percentage_point"),
        ("octets", "byte"),
        ("Nm", "newton metre"),
    ],
)
def test_units_in_both_languages(text: str, unit: str) -> None:
    toks = tokens("5 " + text)
    found = units.measure(toks, 1, digits=True)
    assert found is not None
    assert (found.name, found.end) == (unit, len(toks))


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("first-team players left the club", "en", "first-team player"),
        ("heart transplants", "en", "heart transplant"),
        ("young women", "en", "woman"),
        ("asylum seekers", "en", "person"),
        ("wait staff", "en", "person"),
        ("personnes blessées", "fr", "person"),
        ("petites maisons", "fr", "maison"),
        ("chevaux", "fr", "cheval"),
    ],
)
def test_what_is_counted(text: str, language: str, unit: str) -> None:
    found = nouns.counted(tokens(text), 0, language)
    assert found is not None
    assert found.unit == unit


@given(st.text(max_size=300))
def test_tokens_stand_where_they_say(text: str) -> None:
    last = 0
    for tok in tokens(text):
        assert text[tok.start : tok.end] == tok.text
        assert tok.start >= last
        last = tok.end


@given(st.lists(st.text(alphabet="ab \n\r", max_size=40), max_size=8), st.lists(st.integers(0, 200), max_size=3))
def test_stretches_cover_every_word_once(parts: list[str], cuts: list[int]) -> None:
    text = "\n\n".join(parts)
    spans = list(stretches(text, tuple(c for c in cuts if c < len(text))))
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = "".join(text[s:e] for s, e in spans)
    assert "".join(covered.split()) == "".join(text.split())


def test_keys_fold_accents_and_typography() -> None:
    assert plain("Août") == "aout"
    assert plain("aujourd’hui") == "aujourd'hui"
