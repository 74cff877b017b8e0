"""Sums, leads and conversions on figures whose truth is worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.crosscheck.checks import CHECKS, run_check
from recoupe.crosscheck.numbers import agrees, decimal, places
from recoupe.model import Figure, Finding
from tests.crosscheck.making import records, text


def findings(name: str, content: str, *marks: tuple[str, Figure]) -> tuple[Finding, ...]:
    check = next(c for c in CHECKS if c.name == name)
    return run_check(check, records(text(content, *marks)))


def share(value: float) -> Figure:
    return Figure(value=value, unit="percent")


def points(value: float, bound: str = "=") -> Figure:
    return Figure(value=value, unit="percentage_point", bound=bound)  # type: ignore[arg-type]


VOTE = "She took 44.8 percent, he took 55.2 percent, and he won by {} points.\n"


def test_two_shares_that_make_a_whole_hold_with_their_sum_written_out() -> None:
    [found] = findings("sums", VOTE, ("44.8 percent", share(44.8)), ("55.2 percent", share(55.2)))
    assert found.outcome == "holds"
    assert found.workings[0].arithmetic == "44.8 + 55.2 = 100.0"
    assert len(found.marks) == 2


def test_shares_a_little_over_a_whole_are_a_tension_and_shares_under_it_say_nothing() -> None:
    over = "One has 47 percent and the other 56 percent.\n"
    [found] = findings("sums", over, ("47 percent", share(47)), ("56 percent", share(56)))
    assert found.outcome == "tension" and "103" in found.title
    under = "One has 47 percent and the other 23 percent.\n"
    assert not findings("sums", under, ("47 percent", share(47)), ("23 percent", share(23)))


def test_thirds_rounded_to_whole_numbers_still_hold() -> None:
    content = "They have 33 percent, 33 percent and 33 percent.\n"
    marks = [("33 percent", share(33)) for _ in range(1)]
    marks += [(" 33 percent", share(33)), (" and 33 percent", share(33))]
    [found] = findings("sums", content, *marks)
    assert found.outcome == "holds"


@pytest.mark.parametrize(
    ("claim", "bound", "outcome"),
    [(10, ">", "holds"), (10.4, "=", "holds"), (10, "=", "holds"), (11, ">", "differs"), (11.4, "=", "differs")],
)
def test_a_lead_is_compared_with_the_difference_of_the_shares_beside_it(claim: float, bound: str, outcome: str) -> None:
    content = VOTE.format(claim)
    marks = [("44.8 percent", share(44.8)), ("55.2 percent", share(55.2)), (f"{claim} points", points(claim, bound))]
    [found] = findings("leads", content, *marks)
    assert found.outcome == outcome
    assert found.workings[0].arithmetic == "55.2 − 44.8 = 10.4"
    assert (found.lead > 0) == (outcome == "differs")


def test_a_lead_is_explained_by_any_pair_of_its_sentence_before_it_is_called_a_slip() -> None:
    content = "From 40 percent she fell to 30 percent and lost by 5 points to his 35 percent.\n"
    marks = [("40 percent", share(40)), ("30 percent", share(30)), ("5 points", points(5)), ("35 percent", share(35))]
    [found] = findings("leads", content, *marks)
    assert found.outcome == "holds"


def test_a_lead_without_shares_beside_it_gives_nothing() -> None:
    assert not findings("leads", "He won by 5 points.\n", ("5 points", points(5)))


def money(value: float, unit: str, converted: str | None = None) -> Figure:
    return Figure(value=value, unit=unit, converted_from=converted)


@pytest.mark.parametrize(("second", "outcome"), [("$2,200", "holds"), ("$2,600", "differs")])
def test_two_conversions_imply_one_rate(second: str, outcome: str) -> None:
    content = f"It gets 1,000 euros ($1,100) and spends 2,000 euros ({second}).\n"
    value = float(second.strip("$").replace(",", ""))
    [found] = findings(
        "conversions",
        content,
        ("1,000 euros", money(1000, "EUR")),
        ("$1,100", money(1100, "USD", "1,000 euros")),
        ("2,000 euros", money(2000, "EUR")),
        (second, money(value, "USD", "2,000 euros")),
    )
    assert found.outcome == outcome


def test_a_number_keeps_the_decimals_it_was_written_with() -> None:
    assert str(decimal(44.87)) == "44.87" and places(44.87) == 2
    assert str(decimal(100.0)) == "100" and places(6000.0) == 0


@given(st.integers(-10_000, 10_000), st.integers(0, 3))
def test_a_number_always_agrees_with_itself_and_never_with_one_more(units: int, digits: int) -> None:
    value = float(Decimal(units).scaleb(-digits))
    assert agrees(value, decimal(value), "=")
    assert not agrees(value, decimal(value) + 1, "=")
    assert agrees(value, decimal(value), "<=") and agrees(value, decimal(value), ">=")
    assert not agrees(value, decimal(value), "<") and not agrees(value, decimal(value), ">")


def test_a_sentence_wrapped_over_lines_is_one_sentence_and_a_new_line_of_its_own_is_not() -> None:
    content = "Result\n\nShe took 52.6 percent and he took\n47.4 percent. She won by\nmore than 5 points.\n"
    content += "He had 60 percent before.\n"
    marks = [
        ("52.6 percent", share(52.6)),
        ("47.4 percent", share(47.4)),
        ("more than 5 points", points(5, ">")),
        ("60 percent", share(60)),
    ]
    [total] = findings("sums", content, *marks)
    assert total.workings[0].arithmetic == "52.6 + 47.4 = 100.0"
    [lead] = findings("leads", content, *marks)
    assert lead.outcome == "holds" and lead.workings[0].arithmetic == "52.6 − 47.4 = 5.2"
