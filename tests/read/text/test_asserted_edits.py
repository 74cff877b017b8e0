"""What a text says was done to footage."""

from __future__ import annotations

import pytest

from recoupe.model import AssertedEdit, Document, Part
from recoupe.read.text.joining import read_document
from tests.read.text.helping import marks


def edits(text: str, language: str = "en") -> list[AssertedEdit]:
    return [m.body for m in marks(text, language) if isinstance(m.body, AssertedEdit)]


@pytest.mark.parametrize(
    ("text", "edit", "language"),
    [
        ("Both videos can be seen in full on a staged site.", "complete", "en"),
        ("A shortened version of the first clip was uploaded later.", "shortened", "en"),
        ("The clip was posted again. They took it out of the video.", "removed", "en"),
        ("The sound of the shot was removed from the video.", "removed", "en"),
        ("In the second copy the audio was muted for two seconds.", "muted", "en"),
        ("The footage was edited before it was shared.", "altered", "en"),
        ("The gunshot sound was added to the footage.", "added", "en"),
        ("La vidéo a été raccourcie avant sa mise en ligne.", "shortened", "fr"),
        ("Ils ont coupé le bruit du tir dans la vidéo.", "removed", "fr"),
        ("Le son a été coupé sur la seconde vidéo.", "muted", "fr"),
        ("La vidéo est visible en intégralité.", "complete", "fr"),
        ("The shot is gone from the second video.", "removed", "en"),
        ("The shouting has since disappeared from the copy.", "removed", "en"),
        ("Le coup de feu a disparu de la deuxième vidéo.", "removed", "fr"),
    ],
)
def test_kinds(text: str, edit: str, language: str) -> None:
    assert edit in {e.edit for e in edits(text, language)}


def test_what_has_gone() -> None:
    (item,) = edits("The staged shot is gone from the second video.")
    assert (item.what, item.sense, item.about) == ("The staged shot", "sound", "the second video")


def test_a_thread_goes_on_speaking_of_the_footage_it_named() -> None:
    words = ["The second video is short.", "Anyone else?", "They cut the shot out, obviously."]
    places = [sum(map(len, words[:n])) + n for n in range(3)]
    for role, found in (("comment", ["removed"]), ("body", [])):
        parts = tuple(Part(start=at, end=at + len(w), role=role) for at, w in zip(places, words, strict=True))
        document = Document(text=" ".join(words), language="en", parts=parts)
        said = read_document(document, "0" * 64, "staged")
        assert [m.body.edit for m in said if isinstance(m.body, AssertedEdit)] == found


def test_what_is_gone_from_which_clip() -> None:
    text = (
        "Both videos are online, but a shortened version of the first one – without the sound of a firearm – "
        "was later uploaded."
    )
    (item,) = edits(text)
    assert (item.edit, item.what, item.sense) == ("shortened", "the sound of a firearm", "sound")
    assert item.about == "a shortened version of the first one"


def test_who_says_so() -> None:
    text = "Of the clip, one user posted: ‘they took it out of the video because it was something unusual.’"
    (item,) = edits(text)
    assert item.by == "one user"


def test_other_cuts_are_no_edits() -> None:
    assert edits("The government cut taxes out of fear. The tree was removed.") == []


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("Nothing was cut from the video, said Ana Roy.", "complete"),
        ("The video was not edited, the police said.", "complete"),
        ("They did not cut anything out of the video, she said.", "complete"),
        ("No shot was removed from the clip.", "complete"),
        ("The video was not shown in full.", "shortened"),
        ("The video was edited, the police said.", "altered"),
        ("They cut ten seconds from the video.", "removed"),
    ],
)
def test_a_negation_says_the_opposite(text: str, edit: str) -> None:
    assert [m.body.edit for m in marks(text) if isinstance(m.body, AssertedEdit)] == [edit]
