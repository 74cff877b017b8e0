"""Who he or she is, on staged pieces: the person a sentence is about, not one it only names."""

from __future__ import annotations

import pytest

from tests.read.text.helping import said


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ana Roy keeps the bakery. Leo Marsh came by.\n\n“It was dark,” she said.", "Ana Roy"),
        # the subject of the sentence before, though another was quoted before and a third is named nearer
        (
            "“It was dark,” said Leo Marsh.\n\nPeter Dunn, the baker, denied that he would leave Tom Reed."
            "\n\n“Never,” he said. “This is my home and my town.”",
            "Peter Dunn",
        ),
        # a sentence about a pronoun takes the person of the one before it
        (
            "Leo Marsh was there.\n\nThe crowd listened to Ana Roy, who was hurt that night. She spoke of the sea."
            "\n\n“They paid an awful price,” she said.",
            "Ana Roy",
        ),
        # the subject of the last clause
        (
            "The town is wary, and Leo Marsh has gone out of his way to calm it. “We want you here,” he said.",
            "Leo Marsh",
        ),
        # the speaker told behind a comma
        ("The work, says Leo Marsh, a sculptor, goes on. It may last. “Who knows?” he adds.", "Leo Marsh"),
        # somebody without a name
        (
            "A police spokeswoman said windows were smashed. The roads were closed. The spokeswoman said no more."
            "\n\n“It is over,” she added.",
            "A police spokeswoman",
        ),
        # a wife is no he
        ("“It was late,” said Leo Marsh. His wife Ana Roy agreed. “We left at once,” he said.", "Leo Marsh"),
    ],
)
def test_he_or_she_is(text: str, person: str) -> None:
    last = next(item for item in reversed(said(text)) if item.speaker in {"he", "she"})
    assert last.person == person


def test_a_person_without_a_name_far_back_is_not_taken_for_the_next_speaker() -> None:
    text = "A girl ran past. " + "The town was quiet. " * 8 + "\n\n“It was dark,” she said."
    assert said(text)[0].person is None


def test_speakers_behind_the_verb_where_the_sentence_is_reported() -> None:
    (item,) = said("“It was high time” the boats were sent home, said Leo Marsh, a fisherman.")
    assert item.speaker == "Leo Marsh"
    (item,) = said("“It was high time” the boats were sent home, said a spokeswoman for the port.")
    assert item.speaker == "a spokeswoman for the port"


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Leo Marsh met a port official on Friday. “It is late,” the official said.", "a port official"),
        ("Ana Roy, an official of the port, met Leo Marsh. “It is late,” the official said.", "Ana Roy"),
        ("Leo Marsh is a baker in Portville. “It is late,” the baker said.", "Leo Marsh"),
    ],
)
def test_a_description_goes_back_to_who_was_brought_in_by_it(text: str, person: str) -> None:
    assert said(text)[0].person == person


def test_a_surname_that_is_a_town_is_still_hers() -> None:
    text = (
        "Mary Reno heads the office.\n\nPeter Dunn spoke on Friday.\n\nReno said it was late. “It is over,” she said."
    )
    assert said(text)[0].person == "Mary Reno"


def test_a_first_name_beside_a_word_of_kin_is_somebody() -> None:
    text = "Leo Marsh left.\n\nHis paternal grandmother, Mariela, told reporters to wait. “I would go there,” she said."
    assert said(text)[0].person == "Mariela"
