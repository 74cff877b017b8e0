"""Decimal arithmetic on figures as a text writes them: 44.87 stays 44.87, and keeps its two decimals."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import combinations
from operator import ge, gt, le, lt

from recoupe.crosscheck.records import Text
from recoupe.model import Figure, Mark

Placed = tuple[Mark, Figure]
COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {">": gt, "<": lt, ">=": ge, "<=": le}


def decimal(value: float) -> Decimal:
    """The decimal number a text wrote; a figure read from digits survives the float exactly to 15 places."""
    number = Decimal(repr(value))
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def places(value: float) -> int:
    """Digits after the decimal point."""
    exponent = decimal(value).as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def agrees(claim: float, exact: Decimal, bound: str) -> bool:
    """Whether a claimed number with its bound is a fair statement of an exact one.

    `=` allows rounding and cutting off at the claim's own precision: 15.54 may be told as 16, 15.5 or 15.
    `~` allows a tenth of the claim.
    """
    stated = decimal(claim)
    if bound in {">", "<", ">=", "<="}:
        return COMPARE[bound](exact, stated)
    if bound == "~":
        return abs(exact - stated) <= max(abs(stated) / 10, Decimal(1).scaleb(-places(claim)))
    step = Decimal(1).scaleb(-places(claim))
    return any(stated == exact.quantize(step, way) for way in (ROUND_HALF_UP, ROUND_DOWN))


def percents(text: Text) -> list[Placed]:
    """Shares in percent with one exact value, in order of place."""
    return [
        (m, f)
        for m, f in text.of(Figure)
        if f.unit == "percent" and f.value is not None and f.low is None and f.bound == "=" and f.converted_from is None
    ]


def within(items: list[Placed], stretch: tuple[int, int]) -> list[Placed]:
    """The figures that begin in a stretch of the text."""
    return [item for item in items if item[0].span.text and stretch[0] <= item[0].span.text.start < stretch[1]]


def near_pairs(items: list[Placed]) -> list[tuple[Placed, Placed]]:
    """Pairs of figures, those closest together first."""
    pairs = list(combinations(items, 2))
    return sorted(pairs, key=lambda p: _start(p[1]) - _start(p[0]))


def quoted(mark: Mark) -> str:
    """The words of a mark."""
    return mark.span.text.exact if mark.span.text else ""


def _start(item: Placed) -> int:
    return item[0].span.text.start if item[0].span.text else 0
