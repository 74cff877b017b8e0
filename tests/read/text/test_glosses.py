"""Translations beside quotations, languages they were said in, what editors put in and left out. All of it staged."""

from __future__ import annotations

import pytest

from recoupe.model import Quote
from recoupe.read.text.glosses import own_language, spoken_in
from tests.read.text.helping import marks


def quotes(text: str, language: str = "en") -> list[tuple[str, Quote]]:
    return [
        (m.span.text.exact, m.body)
        for m in marks(text, language)
        if isinstance(m.body, Quote) and m.body.kind != "indirect" and m.span.text is not None
    ]


@pytest.mark.parametrize(
    ("language", "text", "words", "gloss", "own", "speaker"),
    [
        ("en", "“Sauve qui peut,” (“Every man for himself”) shouted Ana Roy, a staged baker.",
         "Sauve qui peut,", "Every man for himself", "fr", "Ana Roy"),
        ("en", "Ana Roy shouted “Sauve qui peut” (“every man for himself”) as she ran.",
         "Sauve qui peut", "every man for himself", "fr", "Ana Roy"),
        ("en", "The crowd chanted “On lâche rien”, meaning “we give up nothing”.",
         "On lâche rien", "we give up nothing", "fr", "The crowd"),
        ("en", "They shouted “On est là” – “we are here” – as the police came.",
         "On est là", "we are here", "fr", "They"),
        ("en", "“Je n'ai rien vu,” said Ana Roy (“I saw nothing”).",
         "Je n'ai rien vu,", "I saw nothing", "fr", "Ana Roy"),
        ("en", "Leo Marsh cried “Allahu akbar” (God is great) and ran.",
         "Allahu akbar", "God is great", "und", "Leo Marsh"),
        ("fr", "« We shall overcome » (« Nous vaincrons »), a chanté Alix Exemple.",
         "We shall overcome", "Nous vaincrons", "en", "Alix Exemple"),
        ("fr", "Alix Exemple a crié « No pasarán » (« ils ne passeront pas »).",
         "No pasarán", "ils ne passeront pas", "und", "Alix Exemple"),
        ("fr", "Alix Exemple a repris le slogan « Yes we can », littéralement « oui, nous le pouvons ».",
         "Yes we can", "oui, nous le pouvons", "en", "Alix Exemple"),
    ],
)  # fmt: skip
def test_a_gloss_explains_and_is_no_quotation(
    language: str, text: str, words: str, gloss: str, own: str, speaker: str
) -> None:
    ((exact, body),) = quotes(text, language)
    assert (exact, body.gloss, body.language, body.speaker) == (words, gloss, own, speaker)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "“It was dark,” (“too dark”) said Ana Roy."),
        ("en", "“We ran,” said Ana Roy. “They ran,” said Leo Marsh."),
        ("en", "Ana Roy said “it was dark”, “it was late” and “it was cold”."),
        ("en", "“It was a very dark night,” (it was nine) Ana Roy said."),
        ("fr", "« Il faisait nuit », « il faisait froid », a dit Alix Exemple."),
    ],
)
def test_quotations_of_one_language_do_not_explain_each_other(language: str, text: str) -> None:
    assert all(body.gloss is None for _, body in quotes(text, language))


@pytest.mark.parametrize(
    ("language", "text", "said_in"),
    [
        ("en", "“I saw nothing at all,” Ana Roy said in French.", "fr"),
        ("en", "Speaking in Arabic, Leo Marsh said: “They ran towards the bridge.”", "ar"),
        ("en", "Leo Marsh told reporters, in Spanish, “We will go on.”", "es"),
        ("en", "“I was afraid of them,” Ana Roy said through an interpreter.", "und"),
        ("fr", "« Nous avons eu peur », a déclaré Alix Exemple en anglais.", "en"),
        ("fr", "« Ils ont couru », a raconté Alix Exemple (traduit de l’arabe).", "ar"),
        ("en", "“I saw nothing at all,” Ana Roy said in French custody.", None),
        ("en", "“They all speak in French,” Ana Roy said.", None),
    ],
)
def test_the_language_that_words_were_said_in(language: str, text: str, said_in: str | None) -> None:
    ((_, body),) = quotes(text, language)
    assert body.spoken_in == said_in


@pytest.mark.parametrize(
    ("words", "own"),
    [("Sauve qui peut", "fr"), ("every man for himself", "en"), ("No pasarán", "und"), ("Salam", "und")],
)
def test_few_words_tell_their_language_by_the_common_ones(words: str, own: str) -> None:
    assert own_language(words) == own


def test_words_of_another_language_are_marked_without_a_gloss() -> None:
    ((_, body),) = quotes("“Je n'ai rien vu,” said Ana Roy.")
    assert body.language == "fr"


@pytest.mark.parametrize(("told", "said_in"), [("said in Latin.", "la"), ("said in Latin America", None)])
def test_a_language_is_no_continent(told: str, said_in: str | None) -> None:
    assert spoken_in(told) == said_in


@pytest.mark.parametrize(
    ("language", "text", "insertions", "omissions", "sic"),
    [
        ("en", "“We [the council] was [sic] never told […] of it,” Ana Roy said.", ("the council",), 1, True),
        ("en", "“It is … bad (…) for all (laughs),” Ana Roy said.", ("laughs",), 1, False),
        ("fr", "« Il [le maire] nous a menti (sic) et (...) il est parti (la nuit, NDLR) », a dit Alix Exemple.",
         ("le maire", "la nuit, NDLR"), 1, True),
    ],
)  # fmt: skip
def test_what_an_editor_did_is_kept_apart(
    language: str, text: str, insertions: tuple[str, ...], omissions: int, sic: bool
) -> None:
    ((exact, body),) = quotes(text, language)
    assert exact in text
    assert (body.insertions, body.omissions, body.sic) == (insertions, omissions, sic)


TRANSCRIPT = "The call:\n\n“ROY: I saw it at nine.\n\n“MARSH: Are you sure?\n\n“ROY: Yes.\n\n“I am.”"
TURNS = "Ana: It was dark by nine.\n\nLeo: How dark was it?\n\nAna: Very dark.\n\nLeo: And then?\n\nAna: We ran."
DISHES = "\n\n".join(f"A staged dish, number {n}.\n\nStaged Box: {n} green, 1 red, 2 tsp. of salt" for n in range(5))


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (TRANSCRIPT, ["ROY", "MARSH", "ROY", "ROY"]),
        (TURNS, ["Ana", "Leo", "Ana", "Leo", "Ana"]),
        # a heading that comes back before a list is no speaker
        (DISHES, []),
        # the narrator between two halves is no signature
        ("“I have seen it”—Ana Roy paused—“and I will tell.”", ["Ana Roy", "Ana Roy"]),
        # the nearest source counts
        ("According to Ana Roy, it was “as many as ten” people, and, per Leo Marsh, “far fewer than that”.",
         ["Ana Roy", "Leo Marsh"]),
        # things do not speak by standing before a quotation
        ("The transcript follows here.\n\n“It was a dark night in the staged town.”", [None]),
        # marks that keep a distance are no speech
        ("Ana Roy opened a “virtual” shop in the staged town and a second one in the next.", []),
        ("I can “dial back” my working hours in the staged town whenever I want to do so.", []),
        ("One of the rules of the staged town is “put it first”, which nobody has ever explained.", []),
    ],
)  # fmt: skip
def test_who_speaks(text: str, speakers: list[str | None]) -> None:
    assert [body.speaker for _, body in quotes(text)] == speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It went dark at nine,” a plumber told the staged paper.", "plumber"),
        ("“It went dark at nine,” two paramedics recollected.", "paramedics"),
        ("“It went dark at nine,” rasped Ana Roy.", "Ana Roy"),
        ("Ana Roy said it was late because “the lights were out by then,” she said.", "Ana Roy"),
        ("Ana Roy scolded him: “You never told us of it,” she said.", "Ana Roy"),
    ],
)
def test_verbs_and_people_of_every_class(text: str, speaker: str) -> None:
    ((_, body),) = quotes(text)
    assert body.speaker is not None and speaker in body.speaker


def test_a_quotation_in_a_heading_has_the_speaker_of_the_passage_it_repeats() -> None:
    body = "“The lights were out by nine, and the whole town was dark,” Ana Roy said. " + "It was a staged night. " * 6
    found = quotes(f"Staged Baker Hammers Council Chief: “Lights were out by nine”\n\n{body}\n\nLeo Marsh left at ten.")
    assert [(w, b.speaker, b.attribution) for w, b in found] == [
        ("Lights were out by nine", "Ana Roy", "implied"),
        ("The lights were out by nine, and the whole town was dark,", "Ana Roy", "explicit"),
    ]
    found = quotes(f"Leo Marsh came.\n\n{body}\n\n6. “The lamp problem”\n\n{'It was dark there for hours. ' * 6}")
    assert [(w, b.kind, b.speaker) for w, b in found][-1] == ("The lamp problem", "pull_quote", None)
