"""Headlines, repeated quotations and names, on short staged texts."""

from __future__ import annotations

import pytest

from recoupe.crosscheck.checks import CHECKS, run_check
from recoupe.crosscheck.names import fold
from recoupe.crosscheck.quotations import same_passage
from recoupe.model import Finding, Mention, Quote
from tests.crosscheck.making import records, text


def check(name: str, *holders: object) -> tuple[Finding, ...]:
    return run_check(next(c for c in CHECKS if c.name == name), records(*holders))  # type: ignore[arg-type]


def test_a_headline_that_states_what_the_body_hedges_is_a_tension() -> None:
    story = text("Gunman fires on crowd\n\nWhat may have been a shot is heard. People run.\n", headline=True)
    [found] = check("headlines", story)
    assert found.outcome == "tension" and "gunfire" in found.title


@pytest.mark.parametrize(
    "content",
    [
        "Gunman fires on crowd\n\nA man fired at people. What may have been a second shot is heard.\n",
        "Possible shot heard in town?\n\nWhat may have been a shot is heard.\n",
        "Town votes on shelter\n\nWhat may have been a shot is heard.\n",
    ],
)
def test_a_headline_that_the_body_bears_out_or_that_hedges_itself_gives_nothing(content: str) -> None:
    assert check("headlines", text(content, headline=True)) == ()


def test_a_subject_that_only_a_quotation_states_does_not_bear_out_the_headline() -> None:
    words = "he fired at us"
    content = f"Gunman fires on crowd\n\nOne said “{words}”. A shot may have been heard.\n"
    assert len(check("headlines", text(content, (words, Quote(speaker="One")), headline=True))) == 1


SAID = "It seems that they want us to be afraid. That is all I can say."


def test_a_pull_quote_without_its_hedge_differs() -> None:
    content = f"“They want us to be afraid”\n\n“{SAID}”\n"
    marks = [("They want us to be afraid", Quote(kind="pull_quote")), (SAID, Quote())]
    [found] = check("quotations", text(content, *marks))
    assert found.outcome == "differs" and "without its hedge" in found.title


def test_a_pull_quote_that_only_begins_later_holds() -> None:
    said = "But there is a difference between anger and violence."
    content = f"“There is a difference between anger and violence”\n\n“{said}”\n"
    marks = [("There is a difference between anger and violence", Quote(kind="pull_quote")), (said, Quote())]
    [found] = check("quotations", text(content, *marks))
    assert found.outcome == "holds"


def test_a_caption_in_other_words_differs_and_shows_the_change() -> None:
    content = "“It is not as if it makes a difference anyway”\n\n“It would not make a difference anyway”\n"
    marks = [
        ("It is not as if it makes a difference anyway", Quote()),
        ("It would not make a difference anyway", Quote(kind="caption")),
    ]
    [found] = check("quotations", text(content, *marks))
    assert found.outcome == "differs" and "→" in found.workings[0].arithmetic


def test_unrelated_quotations_are_not_paired() -> None:
    content = "“We will rebuild the harbour soon”\n\n“Nobody asked the fishermen about anything”\n"
    marks = [
        ("We will rebuild the harbour soon", Quote(kind="pull_quote")),
        ("Nobody asked the fishermen about anything", Quote()),
    ]
    assert check("quotations", text(content, *marks)) == ()


def test_the_passage_is_the_sentence_a_repeat_was_taken_from() -> None:
    body = "We came early. It seems they want us to be afraid. Nobody helped."
    assert same_passage("They want us to be afraid", body) == "It seems they want us to be afraid."


def person(
    name: str, entity: str, role: str | None = None, kind: str = "person", aliases: tuple[str, ...] = ()
) -> Mention:
    return Mention(name=name, entity=entity, role=role, kind=kind, aliases=aliases)  # type: ignore[arg-type]


def test_a_person_and_a_group_in_two_texts_are_tied_whatever_their_accents_and_capitals() -> None:
    one = text(
        "Robin Placéholder leads Open Door.\n",
        ("Robin Placéholder", person("Robin Placéholder", "p", "president")),
        ("Open Door", person("Open Door", "o", kind="organisation")),
        name="one.txt",
    )
    two = text(
        "The open door is led by Robin Placeholder.\n",
        ("open door", person("open door", "x", kind="organisation")),
        ("Robin Placeholder", person("Robin Placeholder", "y", "head")),
        name="two.txt",
    )
    found = check("same_name", one, two)
    assert {f.title.split(" stands")[0] for f in found} == {"Robin Placéholder", "Open Door"}
    assert all(f.kind == "same_entity" and "a person to confirm" in f.detail for f in found)


def test_a_shared_surname_ties_nobody() -> None:
    one = text("Alex Sample came.\n", ("Alex Sample", person("Alex Sample", "a", aliases=("Sample",))), name="1")
    two = text("Chris Sample left.\n", ("Chris Sample", person("Chris Sample", "c", aliases=("Sample",))), name="2")
    assert check("same_name", one, two) == ()


def test_folding_a_name_keeps_its_words() -> None:
    assert fold("L’Œuvre d’Été") == "l'oeuvre d'ete"
    assert fold("The Open Door") == "open door"
