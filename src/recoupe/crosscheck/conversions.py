"""Sums of money given in two currencies: is it one rate throughout a text?"""

from __future__ import annotations

from collections.abc import Iterator

from recoupe.crosscheck.check import Check, working
from recoupe.crosscheck.numbers import Placed, decimal, places, quoted
from recoupe.crosscheck.records import Records, Text
from recoupe.model import Figure, Finding

Conversion = tuple[Placed, Placed]


def run(records: Records, check: Check) -> Iterator[Finding]:
    """Conversions between the same two currencies in one text should imply one rate, within rounding."""
    for text in records.texts:
        by_currencies: dict[tuple[str, str], list[Conversion]] = {}
        for pair in conversions(text):
            key = (pair[0][1].unit or "", pair[1][1].unit or "")
            by_currencies.setdefault(key, []).append(pair)
        for found in by_currencies.values():
            if len(found) > 1:
                yield _judge(check, found)


def conversions(text: Text) -> list[Conversion]:
    """Each amount with the amount in brackets that was converted from it."""
    figures = text.of(Figure)
    out: list[Conversion] = []
    for i, (mark, figure) in enumerate(figures):
        if figure.converted_from is None or not figure.value:
            continue
        before = next((p for p in reversed(figures[:i]) if p[1].value and p[1].unit != figure.unit), None)
        if before is not None and _close(before, (mark, figure)):
            out.append((before, (mark, figure)))
    return out


def _close(one: Placed, two: Placed) -> bool:
    first, second = one[0].span.text, two[0].span.text
    return first is not None and second is not None and second.start - first.end <= 4


def _judge(check: Check, found: list[Conversion]) -> Finding:
    rates = [(b[1].value or 0) / (a[1].value or 1) for a, b in found]
    slack = max((0.5 / 10 ** places(b[1].value or 0)) / (a[1].value or 1) for a, b in found) * 2
    holds = max(rates) - min(rates) <= max(slack, 0.0005 * max(rates))
    lines = [
        working(
            [str(decimal(a[1].value or 0)), str(decimal(b[1].value or 0))],
            f"{decimal(b[1].value or 0)} ÷ {decimal(a[1].value or 0)} = {rate:.5f}",
            f"{rate:.4f} {b[1].unit} to one {a[1].unit}",
        )
        for (a, b), rate in zip(found, rates, strict=True)
    ]
    told = ", ".join(f"{quoted(a[0])} ({quoted(b[0])})" for a, b in found)
    return check.finding(
        "holds" if holds else "differs",
        f"{told}: {'one rate of exchange throughout' if holds else 'different rates of exchange in one text'}.",
        kind="conversion",
        workings=lines,
        marks=[m for pair in found for m, _ in pair],
        lead=0 if holds else 40,
    )
