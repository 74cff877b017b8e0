"""A lead told in points, against the two shares it is the difference of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from recoupe.crosscheck.check import Check, working
from recoupe.crosscheck.numbers import Placed, agrees, decimal, near_pairs, percents, quoted, within
from recoupe.crosscheck.records import Records, Text
from recoupe.model import Figure, Finding

POINTS = frozenset({"percentage_point", "point"})
"""A lead is told in points as often as in percentage points; the shares beside it say which points are meant."""

WORDS = {">": "more than", "<": "less than", ">=": "at least", "<=": "at most", "~": "about", "=": ""}


def run(records: Records, check: Check) -> Iterator[Finding]:
    """Each number of percentage points beside two shares is compared with their difference.

    The pair is looked for in the sentence, then in the paragraph; of several pairs the one whose difference fits
    is taken, else the closest together, so that a slip is only told when no pair near it explains the lead.
    A change from an earlier round beside it therefore never makes a false alarm by itself.
    """
    for text in records.texts:
        shares = percents(text)
        for mark, figure in text.of(Figure):
            if figure.unit not in POINTS or figure.value is None or mark.span.text is None:
                continue
            for stretch in (text.sentence(mark.span.text.start), text.paragraph(mark.span.text.start)):
                pairs = near_pairs(within(shares, stretch))
                if pairs:
                    yield _judge(check, text, (mark, figure), pairs)
                    break


def _judge(check: Check, text: Text, claim: Placed, pairs: list[tuple[Placed, Placed]]) -> Finding:
    mark, figure = claim
    stated = figure.value or 0.0
    fitting = [p for p in pairs if agrees(stated, _difference(p), figure.bound)]
    one, two = (fitting or pairs)[0]
    high, low = sorted((one[1].value or 0, two[1].value or 0), reverse=True)
    difference = _difference((one, two))
    arithmetic = f"{decimal(high)} − {decimal(low)} = {difference}"
    told = f"{WORDS[figure.bound]} {decimal(stated)} points".strip()
    if fitting:
        title = f"“{quoted(mark)}”: the lead is {difference} points, which agrees with {told}."
    else:
        title = f"“{quoted(mark)}”: the two shares beside it are {difference} points apart, not {told}."
    return check.finding(
        "holds" if fitting else "differs",
        title,
        kind="difference",
        workings=[
            working(
                [str(decimal(high)), str(decimal(low)), f"stated: {told}"],
                arithmetic,
                f"{difference} {'agrees with' if fitting else 'does not agree with'} {told}",
            )
        ],
        marks=[mark, one[0], two[0]],
        lead=0 if fitting else 70,
    )


def _difference(pair: tuple[Placed, Placed]) -> Decimal:
    return abs(decimal(pair[0][1].value or 0) - decimal(pair[1][1].value or 0))
