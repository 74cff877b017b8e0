"""French guillemets in running prose: terms, charges and titles beside speech. All of it staged."""

from __future__ import annotations

import pytest

from tests.read.text.helping import said


def found(text: str) -> list[tuple[str, str | None]]:
    return [(text[s.start : s.end], s.speaker) for s in said(text, "fr")]


@pytest.mark.parametrize(
    "text",
    [
        "Les articles « fondateurs » sont rares, et les « presses universitaires » aussi.",
        "Selon les domaines, la place de « la recherche » varie beaucoup.",
        "On juge parfois qu'un livre a « fait date ».",
        "Les revues dites « à comité de lecture » sont plus ou moins explicites sur ce point.",
        "Il convient de regarder ces « listes » de près.",
        "Alix Exemple a été mise en examen pour « abus de confiance aggravé par la fonction ».",
        "Octave Scénario a été nommé « conseiller en service extraordinaire ».",
        "Il faut dire « merci » aux bénévoles de la commune inventée.",
    ],
)
def test_terms_and_charges_are_no_speech(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("« Nous ne savions rien », a tenu à préciser la ministre Zoé Fictif.", "Nous ne savions rien", "Zoé Fictif"),
        ("Une « négligence », tente d’expliquer la ministre Alix Exemple.", "négligence", "Alix Exemple"),
        ("« Une erreur », laisse entendre la mairie.", "Une erreur", "la mairie"),
        ("« Tout va bien », croit savoir Octave Scénario.", "Tout va bien", "Octave Scénario"),
        ("La préfecture a fait savoir que « deux routes » sont fermées.", "deux routes", "La préfecture"),
        ("« Douze élus seront là », peut-on lire dans Le Journal Inventé.", "Douze élus seront là", "Journal"),
        ("Octave Scénario, le maire, dénonce une « mascarade ».", "mascarade", "Octave Scénario"),
        ("Selon les chiffres du ministère, « douze communes » sont touchées.", "douze communes", "les chiffres"),
    ],
)  # fmt: skip
def test_what_leads_to_a_verb_of_saying(text: str, words: str, speaker: str) -> None:
    ((exact, who),) = found(text)
    assert exact == words and who is not None and speaker in who


def test_what_the_speaker_is_belongs_to_the_attribution_inside_the_marks() -> None:
    text = "« Absurde. C'est la norme, explique Antoine Fictif, toxicologue, ancien de l’agence. Les études sont là. »"
    assert found(text) == [("Absurde. C'est la norme", "Antoine Fictif"), ("Les études sont là.", "Antoine Fictif")]
