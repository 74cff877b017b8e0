"""Names tied within a document, and lookalikes kept apart."""

from __future__ import annotations

import pytest

from recoupe.read.text.entities import Entity
from tests.read.text.helping import analysis, marks


def entities(text: str, language: str = "en") -> dict[str, Entity]:
    return {e.name: e for e in analysis(text, language).entities}


def test_a_surname_belongs_to_the_full_name() -> None:
    found = entities("Ana Roy spoke first. Roy said it was dark, and Leo Marsh agreed with Roy.")
    assert len(found["Ana Roy"].names) == 3
    assert found["Ana Roy"].aliases == ["Roy"]
    assert "Roy" not in found


def test_a_father_and_a_daughter_of_one_surname_stay_apart() -> None:
    text = "Marie Vox lost to her father. Jean Vox founded the party in 1972. Mr. Vox left it. Ms. Vox stayed."
    found = entities(text)
    assert set(found) >= {"Marie Vox", "Jean Vox"}
    places = {name: [text[n.start : n.end + 9] for n in e.names] for name, e in found.items()}
    assert "Vox left it" in " ".join(places["Jean Vox"])
    assert "Vox stayed" in " ".join(places["Marie Vox"])


def test_two_groups_with_similar_names_stay_apart() -> None:
    found = entities("Two groups met: ‘Sauvons Portville’ and ‘Portville Libre’. The group ‘Portville Libre’ left.")
    assert {"Sauvons Portville", "Portville Libre"} <= set(found)


def test_acronyms_translations_and_handles_are_aliases() -> None:
    text = (
        "The Staged Union Party (SUP) met ‘Boulangers en colère’, which translates as ‘Angry bakers’. "
        "Ana Roy (@anaroy) of the SUP spoke for the group."
    )
    found = entities(text)
    assert "SUP" in found["Staged Union Party"].aliases
    assert found["Boulangers en colère"].gloss == "Angry bakers"
    assert "@anaroy" in found["Ana Roy"].aliases


def test_roles_and_ages_as_worded() -> None:
    text = (
        "Ana Roy is the head of a staged bakery. Leo Marsh, 41, lives here. "
        "“No,” said Zoe Finch, president of the staged council."
    )
    found = entities(text)
    assert found["Ana Roy"].role == "the head of a staged bakery"
    assert found["Leo Marsh"].age == 41
    assert found["Zoe Finch"].role == "president of the staged council"


def test_kinds_by_the_words_around() -> None:
    found = entities("Staged Motors Inc. opened in Lyon. The mayor of Portville, Ana Roy, was there with Mr. Lintz.")
    assert found["Staged Motors Inc."].kind == "organisation"
    assert found["Lyon"].kind == "place"
    assert found["Ana Roy"].kind == "person"
    assert found["Lintz"].kind == "person"


def test_the_same_name_has_the_same_id_in_every_text() -> None:
    one = entities("Ana Roy spoke in Lyon.")
    other = entities("In Lyon nothing happened. Later Ana Roy came.")
    assert one["Ana Roy"].id == other["Ana Roy"].id
    assert one["Lyon"].id == other["Lyon"].id


def test_sentence_openers_are_no_names() -> None:
    assert set(entities("Yesterday it rained. Nobody came. Factories closed.")) == set()


def test_an_office_a_unit_and_the_end_of_a_company_are_told_from_names() -> None:
    text = (
        "Staged Motors Inc. Paul Example spoke. The Chief Operating Officer of Probe Aircraft waited. "
        "It holds 16 GB and costs 30 USD, or US$29."
    )
    found = {text[m.span.text.start : m.span.text.end] for m in marks(text) if m.type == "mention" and m.span.text}
    assert "Paul Example" in found
    assert not found & {
        "GB",
        "USD",
        "US",
        "Operating Officer",
        "Chief Operating Officer",
        "Staged Motors Inc. Paul Example",
    }


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("“No,” said staged widow Terry Sample.", "f"),
        ("“No,” said Terry Sample, a spokesman for the port.", "m"),
        ("Terry Sample left. Later she came back.", "f"),
        ("Terry Sample left. Later he came back.", "m"),
        ("The mother of Tom Placeholder left.", "m"),
        ("Tom Placeholder, the son of a nurse, left.", "m"),
        ("« Non », dit Dominique Fictif, mère de deux enfants.", "f"),
    ],
)
def test_a_gender_is_told_by_the_noun_beside_the_name_or_by_pronouns(text: str, gender: str) -> None:
    (person,) = (e for e in analysis(text, "fr" if text.startswith("«") else "en").entities if e.kind == "person")
    assert person.gender == gender
