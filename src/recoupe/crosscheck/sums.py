"""Shares told in one breath: do they make a whole?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from recoupe.crosscheck.check import Check, working
from recoupe.crosscheck.numbers import Placed, decimal, percents, places, quoted, within
from recoupe.crosscheck.records import Records, Text
from recoupe.model import Finding

OVER = Decimal(5)
"""Above 100 by more than this, shares are taken to be of different things and nothing is said."""


def run(records: Records, check: Check) -> Iterator[Finding]:
    """Two or more shares in one sentence that make up 100 % hold; a little over 100 % is a tension.

    A sum under 100 says nothing: the rest may be others'. Rounding is allowed for: n shares with d decimals may
    miss by n/2 units of the last place.
    """
    for text in records.texts:
        for shares in by_sentence(text):
            total = sum((decimal(f.value or 0) for _, f in shares), Decimal(0))
            slack = Decimal(len(shares)) / 2 / 10 ** min(places(f.value or 0) for _, f in shares)
            if abs(total - 100) <= slack:
                yield _finding(check, text, shares, total, "holds", f"add up to {_written(shares, total)} percent")
            elif 100 < total <= 100 + OVER:
                what = f"add up to {total} percent: more than a whole, if they are shares of one thing"
                yield _finding(check, text, shares, total, "tension", what)


def by_sentence(text: Text) -> Iterator[list[Placed]]:
    """The exact shares of each sentence that has two or more, each share of a person or list once."""
    shares = percents(text)
    done: set[tuple[int, int]] = set()
    for mark, _ in shares:
        stretch = text.sentence(mark.span.text.start if mark.span.text else 0)
        group = within(shares, stretch)
        if stretch not in done and len(group) > 1:
            done.add(stretch)
            yield group


def _written(shares: list[Placed], total: Decimal) -> str:
    return f"{total:.{max(places(f.value or 0) for _, f in shares)}f}"


def _finding(check: Check, text: Text, shares: list[Placed], total: Decimal, outcome: str, what: str) -> Finding:
    numbers = [str(decimal(f.value or 0)) for _, f in shares]
    words = " and ".join(quoted(m) for m, _ in shares)
    return check.finding(
        "holds" if outcome == "holds" else "tension",
        f"{words} {what}.",
        kind="sum",
        workings=[working(numbers, f"{' + '.join(numbers)} = {_written(shares, total)}", what)],
        marks=[m for m, _ in shares],
        lead=0 if outcome == "holds" else 45,
    )
