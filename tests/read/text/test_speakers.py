"""Whose words they are, in English: one construction a line."""

from __future__ import annotations

import pytest

from tests.read.text.helping import said, who


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It was dark,” said Ana Roy, a baker.", "Ana Roy"),
        ("“It was dark,” Roy said.", "Roy"),
        ("“It was dark,” she later told reporters.", "she"),
        ("Ana Roy said: “It was dark.”", "Ana Roy"),
        ("Ana Roy, the staged town's baker, said, “It was dark.”", "Ana Roy"),
        ("Ana Roy (left), who lives here, said that it was “dark as ink that night.”", "Ana Roy"),
        ("According to Leo Marsh, “it was dark.”", "Leo Marsh"),
        ("It was “dark as ink,” according to the police.", "the police"),
        ("In a statement on Friday, the ministry said it was “dark as ink.”", "the ministry"),
        ("Leo Marsh took to the stage on Friday, saying “it was dark.”", "Leo Marsh"),
        ("Two women were heard shouting “it was dark” at the guards.", "Two women"),
        ("“It was dark.” — Ana Roy", "Ana Roy"),
        ("Leo Marsh shook his head. “It was dark.”", "Leo Marsh"),
        ("Mayor Ana Roy wrote on her page: “It was dark.”", "Ana Roy"),
        ("A report by the staged agency found it was “dark as ink that night.”", "A report by the staged agency"),
        ("Roy says she hopes it was “dark as ink that night.”", "Roy"),
        ("“It was dark,” said the mayor, Ana Roy.", "Ana Roy"),
        ("A man can be heard saying ‘it was dark’.", "A man"),
        ("“It was dark,” Rep. Leo Marsh (D-Md.) said in an interview.", "Leo Marsh"),
        ("“It was dark,” a spokeswoman for the group said.", "a spokeswoman for the group"),
        # the subject of the last clause, not of the sentence
        (
            "Leo Marsh hopes to leave, but Ana Roy, head of the staged union, said it was “far too late for that.”",
            "Ana Roy",
        ),
        # what stands before the dash of a dateline is a place
        ("PORTVILLE, France (AP) — Ana Roy, the staged mayor, said it was “far too late for that.”", "Ana Roy"),
        ("PORTVILLE — Mayor Roy, speaking on Friday, said it was “far too late for that.”", "Roy"),
        # a relative clause speaks for the noun before it
        ("Two men held a banner that said “Leave the harbour to us all.”", "a banner"),
        ("The agency released two reports that called it “far too late for that.”", "two reports"),
        ("A doctor treated the man who said “it was far too late.”", "the man"),
        ("Leo Marsh told a girl who said that she was cold that “the sun will be out by noon.”", "Leo Marsh"),
        ("She lives in what host Leo Marsh described as “the loudest street of the town.”", "Leo Marsh"),
        # who is quoted, not who quotes
        ("“It was dark,” the Staged Courier quoted Ana Roy as saying.", "Ana Roy"),
        ("The Staged Courier quoted Ana Roy as saying: “It was dark.”", "Ana Roy"),
        ("“It was dark,” she was quoted as saying.", "she"),
        # a place before a participle
        (
            "Hundreds of children marched around Staged Park chanting “Leave the harbour to us all!”",
            "Hundreds of children",
        ),
        ("Footage shows Ana Roy saying “it was dark out there.”", "Ana Roy"),
        ("About 100 protesters marched on Friday, waving flags and chanting “Leave us the harbour!”", "100 protesters"),
        (
            "A March 2019 study by the staged institute, a think tank, concluded that “it is far too late.”",
            "A March 2019 study by the staged institute",
        ),
        ("He spoke first.\n\nDeputy secretary of the board Leo Marsh: “It was dark out there.”", "Leo Marsh"),
        # reported speech earlier in the paragraph
        ("The night was dark, Marsh says. The town was quiet. As for the harbour, “nobody knows who lit it.”", "Marsh"),
        # a comma of the narrator inside the marks of a title
        ("Ana Roy, who starred in “The Staged Road,” said it was “far too late for that.”", "Ana Roy"),
    ],
)
def test_construction(text: str, speaker: str) -> None:
    assert [s.speaker for s in said(text)] == [speaker]


def test_a_second_quotation_has_the_same_speaker() -> None:
    text = "“It was dark,” said Ana Roy. “Nobody saw it.”"
    assert who(text) == [("It", "Ana Roy"), ("Nobody", "Ana Roy")]
    assert [s.how for s in said(text)] == ["explicit", "continued"]


def test_two_speakers_in_one_paragraph() -> None:
    text = "“It was dark,” said Ana Roy. “It was not,” said Leo Marsh."
    assert who(text) == [("It", "Ana Roy"), ("It", "Leo Marsh")]


def test_each_has_a_verb_of_its_own() -> None:
    text = "Roy said it was “dark as ink that night,” but Marsh called it “bright as day all night.”"
    assert [speaker for _, speaker in who(text)] == ["Roy", "Marsh"]


def test_the_paragraph_before_ends_in_a_colon() -> None:
    assert who("Ana Roy continued:\n\n“It was dark.”")[0] == ("It", "Ana Roy")


@pytest.mark.parametrize("between", ["(Image: Staged Agency)", "[Photo: staged]"])
def test_a_credit_between_paragraphs_is_passed_over(between: str) -> None:
    text = f"Ana Roy said: “It was dark that night.\n\n{between}\n\n“Nobody saw a thing.”"
    assert who(text) == [("It", "Ana Roy"), ("Nobody", "Ana Roy")]


def test_what_a_merger_or_an_impersonal_verb_brings_is_nobodys_speech() -> None:
    assert said("The merger of two staged newspapers will create a group “with deep roots in the region.”") == []
    text = "Il s’agissait ensuite de partir. Avec le souci, « dans un port où tout manque, de ne rien perdre »."
    assert all(item.speaker is None for item in said(text, "fr"))


def test_a_quotation_around_another_is_whole() -> None:
    (item,) = said("“Some in the village call it “luck” even now,” said Ana Roy.")
    assert (item.speaker, item.kind) == ("Ana Roy", "direct")


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    text = "“It was dark,” said Ana Roy. “Nobody saw it.\n\n“Nobody came.”"
    assert {speaker for _, speaker in who(text)} == {"Ana Roy"}


def test_a_pronoun_is_given_to_the_person_named_before() -> None:
    text = "Ana Roy keeps the bakery. Leo Marsh came by.\n\n“It was dark,” she said."
    (item,) = said(text)
    assert (item.speaker, item.person) == ("she", "Ana Roy")


def test_nobody_is_made_up() -> None:
    (item,) = said("“It was dark.”")
    assert (item.speaker, item.person, item.how) == (None, None, "none")


@pytest.mark.parametrize(
    "text",
    [
        "The group ‘Portville ensemble’ met on Friday.",
        "They sang “The Night the Lights Went Out” twice.",
        "Many “for sale” signs hang in the windows.",
        "The camp that has come to be called ‘the jungle’ was empty.",
        "Its name translates as ‘Angry bakers’ in English.",
        "The band began “Takin’ It to the Shore.” The crowd sang.",
        "She was named for “Outstanding Staged Performance in a Variety or Music Program.”",
        "In her book “Open Water: A Staged Path to All the Harbours You Will Ever Need,” Roy walks the coast.",
    ],
)
def test_names_titles_and_signs_are_not_speech(text: str) -> None:
    assert said(text) == []


def test_one_word_that_is_said_is_no_name() -> None:
    assert who("The papers were signed. “Hallelujah,” Ana Roy exclaimed.") == [("Hallelujah", "Ana Roy")]
    assert who("“Long Live the Harbour,” read the staged banner.") == [("Long", "the staged banner")]


def test_fragments_are_partial_and_utterances_direct() -> None:
    assert said("Roy said the night was “dark as ink.”")[0].kind == "partial"
    assert said("Roy said: “The night was dark.”")[0].kind == "direct"


def test_insertions_are_kept_apart() -> None:
    assert said("“He [the mayor] left,” said Ana Roy.")[0].insertions == ("the mayor",)


@pytest.mark.parametrize(
    ("told", "speaker"),
    [
        ("dit en substance le texte", "le texte"),
        ("a déclaré lundi à l'agence le maire, Léo Marche", "Léo Marche"),
        ("a indiqué mardi dans un communiqué la préfecture", "la préfecture"),
        ("explique par téléphone Ana Roy", "Ana Roy"),
        ("a confié à Ana Roy le maire du village", "le maire du village"),
        ("regrette de son côté Léo Marche", "Léo Marche"),
        ("a dit hier soir Léo Marche", "Léo Marche"),
    ],
)
def test_in_french_circumstances_stand_between_verb_and_subject(told: str, speaker: str) -> None:
    assert who(f"« Il faisait nuit », {told}.", "fr") == [("Il", speaker)]


def test_in_french_an_attribution_between_dashes_is_cut_out() -> None:
    text = "« Il faisait nuit – observe-t-elle dans son livre. Nous étions seuls. »"
    assert who(text, "fr") == [("Il", "elle"), ("Nous", "elle")]


def test_the_name_behind_an_office() -> None:
    assert who("Secretary of State Mary Marsh said: “It was dark.”") == [("It", "Mary Marsh")]


def test_words_run_into_a_sentence_about_others_are_the_speakers_before() -> None:
    text = "“It is late,” said Ana Roy. The rivals will “go on with this for years.”"
    assert who(text) == [("It", "Ana Roy"), ("go", "Ana Roy")]
    assert said("She bakes. Ana Roy gives her bread “to all her friends in town.”")[0].speaker == "Ana Roy"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“Was it dark?” asked Leo Marsh.", "Leo Marsh"),
        ("“Be careful,” warned Ana Roy.", "Ana Roy"),
        ("Ana Roy’s answer was “not in this harbour, ever.”", "Ana Roy"),
        ("The response from Leo Marsh: “We shall see about that.”", "Leo Marsh"),
        ("Marsh spoke. His message to the town is “stay at home tonight.”", "His"),
        ("The claim by Ana Roy that “nobody came that night” was right.", "Ana Roy"),
        ("Roy’s remark, “it was far too dark,” angered many.", "Roy"),
        ("The letter on the door was known for its warning that “no boat will leave.”", "The letter on the door"),
        ("According to his aunt, Jane Roy, “it was far too dark to see.”", "Jane Roy"),
        ("According to a report by the agency published on Friday, “it was dark.”", "a report by the agency"),
        ("Portville’s President, Ana Roy, said it was “far too dark to see.”", "Ana Roy"),
        ("According to Mr Marsh the mayor said: “It is late, go home.”", "the mayor"),
        ("It was a rate of growth Ms Roy described as “painful for all of us.”", "Ms Roy"),
        ("Ana Roy labelled the plan “a pile of old nets.”", "Ana Roy"),
        ("Ana Roy said the year had begun well, adding it was “far from over yet.”", "Ana Roy"),
        ("Ana Roy said her union was close to “the best deal it ever had.”", "Ana Roy"),
        ("The board spoke up with a statement issued on Sunday reading: “It is over.”", "a statement"),
        ("Small groups walked on for hours while chanting, “Leave us the harbour.”", "Small groups"),
        ("Peter Dunn, assistant chief officer at the port says the mast is “a total loss for us.”", "Peter Dunn"),
        ("Leo Marsh, president and CEO of Staged Planes said, “This has been a wonderful day.”", "Leo Marsh"),
        ("New York, mayor Ana Roy said, is “the best place of all.”", "Ana Roy"),
        ("A spokesman for Harbour Watch Now added that “nobody has asked us.”", "A spokesman for Harbour Watch Now"),
    ],
)
def test_nouns_of_saying_and_names_read_whole(text: str, speaker: str) -> None:
    assert [item.speaker for item in said(text)] == [speaker]


def test_lookalikes_are_kept_apart() -> None:
    text = (
        "Peter Roy, 61, a fisherman, and his daughter, Ana Roy, 24, run the boat.\n\n“It was dark,” Peter Roy said. "
        "“We left,” Ana Roy said.\n\n“I was afraid,” Ms. Roy said. “She was not,” Mr. Roy said."
    )
    assert [s.person for s in said(text)] == ["Peter Roy", "Ana Roy", "Ana Roy", "Peter Roy"]
    groups = (
        "The Portville Fishers Union has called a strike and the Portville Fishers Alliance has not.\n\n"
        "“We will strike,” the union said. “We will not,” the alliance said. The Portville Fishers Alliance has called "
        "it “a strike nobody wants.” The Portville Fishers Union said no more."
    )
    assert [s.person for s in said(groups)] == [
        "Portville Fishers Union",
        "Portville Fishers Alliance",
        "Portville Fishers Alliance",
    ]
    assert [s.person for s in said("Harbour Watch said: “No.” Harbour Watch Now said: “Yes.”")] == [
        "Harbour Watch",
        "Harbour Watch Now",
    ]


def test_an_office_is_no_other_name_for_one_who_has_another() -> None:
    text = "“It was dark,” said Ana Roy, a baker. The mayor came later. “I am sorry,” the mayor said."
    assert said(text)[1].person is None
    named = "Leo Marsh, the mayor, came with Ana Roy, a baker. “It was dark,” said Roy. “I am sorry,” the mayor said."
    assert said(named)[1].person == "Leo Marsh"


def test_thanks_to_and_many_are_nobody() -> None:
    (item,) = said("The fund said the harbour grew last year thanks to a “continued strong recovery in fish.”")
    assert item.speaker == "The fund"
    text = "“It is late,” said Leo Marsh. Many might think it is a game. “I think the sea is the greatest threat.”"
    assert [s.speaker for s in said(text)] == ["Leo Marsh", "Leo Marsh"]
    (item,) = said("He spoke on Friday.\n\nMarsh continued in the Staged Courier: “It was dark out there.”")
    assert item.speaker == "Marsh"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("« Il faisait nuit », a pour sa part affirmé Ana Roy.", "Ana Roy"),
        ("Ana Roy a de son côté indiqué que « rien n’a été fait ici ».", "Ana Roy"),
        ("« Il faisait nuit », a-t-on appris auprès de la préfecture.", "la préfecture"),
        ("Aux yeux de Léo Marche, « c’est une décision prise trop tard ».", "Léo Marche"),
        ("L’avocat de la famille, Me Léo Marche, dénonce une « enquête bâclée du début à la fin ».", "Léo Marche"),
        ("Ce que confirme Léo Marche : « Rien n’a été fait. »", "Léo Marche"),
        ("« Rien n’a été fait », abonde sa collègue.", "sa collègue"),
    ],
)
def test_in_french_set_words_around_the_verb(text: str, speaker: str) -> None:
    assert [item.speaker for item in said(text, "fr")] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Saying Portville must change, Leo Marsh argues it cannot continue “down the path of all the others.”",
            "Leo Marsh",
        ),
        ("Marsh said the council had agreed to release the boats after “long and complex talks at night.”", "Marsh"),
        ("The firm, according to Ana Roy, has thirty. “Our goal is to have them all out by noon.”", "Ana Roy"),
        ("Portville’s election slogan will be: “Britain works, do not sink it again.”", "Portville"),
    ],
)
def test_the_outer_verb_and_the_source_of_the_sentence_before(text: str, speaker: str) -> None:
    assert said(text)[-1].speaker == speaker


def test_a_question_is_not_said_by_whom_the_next_sentence_is_about() -> None:
    text = "“How is it late?” the bishop will ask. “How can it be?” In the town two mayors appealed for calm."
    assert [s.speaker for s in said(text)] == ["the bishop", "the bishop"]


def test_what_is_carried_over_a_paragraph_comes_before_the_next_speaker_there() -> None:
    text = "Ana Roy said: “It was dark.\n\n“Nobody came to us.” An angry Leo Marsh said: “We all came.”"
    assert who(text) == [("It", "Ana Roy"), ("Nobody", "Ana Roy"), ("We", "Leo Marsh")]


def test_the_address_of_a_site_is_one_name() -> None:
    text = "“It was dark,” Leo Marsh, editor of Stagedcourier.com told the agency. “Nobody came.”"
    assert {speaker for _, speaker in who(text)} == {"Leo Marsh"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It was dark,” Mary May said.", "Mary May"),
        ("“It was dark,” said Mrs May.", "Mrs May"),
        ("Mrs May said it was “dark as ink out there.”", "Mrs May"),
        ("A report in May said it was “dark as ink out there.”", "A report"),
    ],
)
def test_a_month_is_a_surname_behind_a_given_name_or_title(text: str, speaker: str) -> None:
    assert who(text)[0][1] == speaker


def test_words_about_what_others_will_have_to_do_are_not_theirs() -> None:
    assert said("Visitors to the coast will have to “show that they can pay for the night.”") == []
    (item,) = said("“We saw it late,” the paper quotes a source close to the port.")
    assert item.speaker == "a source close to the port"


def test_a_participle_goes_on_with_the_outer_verb() -> None:
    text = (
        "Ana Roy came. She said Mr Marsh had spoken with “such calm for once”, adding: “He went beyond what we hoped.”"
    )
    assert [s.speaker for s in said(text)] == ["She", "She"]
