"""Time claims and claims of a removal, against clips and edit maps made by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from recoupe.crosscheck.asserted_times import window_of
from recoupe.crosscheck.checks import CHECKS, run_check
from recoupe.model import AssertedEdit, AssertedTime, Finding
from tests.crosscheck.making import clip, cut_map, glint, impulse, records, text

STORY = (
    "The first clip lasts 23 seconds. Metal is heard at around 16 seconds. Just before the 20 second mark something "
    "glimmers. A bang is heard one second later. A copy without the bang was uploaded.\n"
)
LENGTH = ("lasts 23 seconds", AssertedTime(about="first clip", kind="length", value_s=23))
METAL = (
    "at around 16 seconds",
    AssertedTime(about="first clip", kind="position", value_s=16, bound="~", hedge="around", sense="heard"),
)
GLIMMER = (
    "Just before the 20 second mark",
    AssertedTime(about="first clip", kind="position", value_s=20, bound="<", hedge="just before", sense="seen"),
)
REMOVAL = ("A copy without the bang was uploaded", AssertedEdit(edit="removed", what="the bang", sense="sound"))


def check(name: str, *holders: object) -> tuple[Finding, ...]:
    return run_check(next(c for c in CHECKS if c.name == name), records(*holders))  # type: ignore[arg-type]


def test_the_clip_meant_is_told_by_its_length_and_marks_are_found_at_the_asserted_times() -> None:
    first = clip("a.mp4", "23.0", impulse("16.08"), impulse("3", 0.2), glint(), at=("16.08", "3", "19.8"))
    other = clip("b.mp4", "88.0")
    found = check("asserted_times", text(STORY, LENGTH, METAL, GLIMMER), first, other)
    assert [f.outcome for f in found] == ["holds", "holds", "holds"]
    assert all("a.mp4" in f.title and "b.mp4" not in f.title for f in found)
    assert "0:16.08" in found[1].title and "0:19.80" in found[2].title


def test_a_time_with_nothing_there_cannot_be_told_and_is_never_called_wrong() -> None:
    [_, found] = check("asserted_times", text(STORY, LENGTH, METAL), clip("a.mp4", "23.0", impulse("3"), at=("3",)))
    assert found.outcome == "cannot tell"


def test_a_time_beyond_the_end_differs() -> None:
    late = ("at around 16 seconds", AssertedTime(about="the clip", kind="position", value_s=16, sense="heard"))
    [found] = check("asserted_times", text(STORY, late), clip("a.mp4", "9.5"))
    assert found.outcome == "differs" and "beyond the end" in found.title


def test_a_clip_that_is_not_in_the_case_is_said_to_be_missing() -> None:
    [found] = check("asserted_times", text(STORY, LENGTH, METAL), clip("a.mp4", "31.1"), clip("b.mp4", "30.7"))
    assert found.outcome == "incomplete" and found.kind == "which_clip"


def test_times_of_two_clips_that_nothing_tells_apart_are_left_undecided() -> None:
    [found] = check("asserted_times", text(STORY, METAL), clip("a.mp4", "23"), clip("b.mp4", "24"))
    assert found.outcome == "incomplete"


def test_a_text_about_clips_in_a_case_without_footage_gives_nothing() -> None:
    assert check("asserted_times", text(STORY, LENGTH, METAL)) == ()


def test_an_offset_counts_from_the_time_it_refers_to() -> None:
    base = GLIMMER[1]
    later = AssertedTime(about="first clip", kind="offset", value_s=1, relative_to="g", bound="~")
    window = window_of(later, {"g": base})
    assert window is not None and window[0] == Fraction(19) and window[1] == Fraction("21.75")
    assert window_of(later, {}) is None


def test_a_window_never_begins_before_the_clip() -> None:
    window = window_of(AssertedTime(about="x", kind="position", value_s=0, bound="~"), {})
    assert window is not None and window[0] == 0


def test_a_removal_that_a_text_speaks_of_is_put_beside_the_missing_stretch_and_its_loudest_sound() -> None:
    a = clip("a.mp4", "23", impulse("16.1", 0.4), impulse("20.84", 1.0), at=("16.1", "20.84"))
    b = clip("b.mp4", "21.4")
    [found] = check("asserted_edits", text(STORY, REMOVAL), a, b, cut_map(a, b, "20.6", "22.2"))
    assert found.outcome == "holds" and found.lead == 100
    assert "1.60 s" in found.title and "0:20.84" in found.title and "most prominent" in found.title
    assert len(found.marks) == 2 and found.editmaps == ("editmap-1",)


def test_a_removal_is_not_tied_to_copies_that_the_stated_lengths_rule_out() -> None:
    a, b = clip("a.mp4", "31", impulse("20.84"), at=("20.84",)), clip("b.mp4", "29.4")
    [found] = check("asserted_edits", text(STORY, LENGTH, REMOVAL), a, b, cut_map(a, b, "20.6", "22.2"))
    assert found.outcome == "cannot tell" and "fit neither" in found.title and found.lead < 50


def test_a_removal_that_no_copy_shows_is_incomplete() -> None:
    [found] = check("asserted_edits", text(STORY, REMOVAL), clip("a.mp4", "23"))
    assert found.outcome == "incomplete" and "Add both" in found.detail


def test_nothing_is_said_of_removals_when_no_text_speaks_of_one() -> None:
    a, b = clip("a.mp4", "23"), clip("b.mp4", "21.4")
    assert check("asserted_edits", text(STORY, LENGTH), a, b, cut_map(a, b, "20.6", "22.2")) == ()
    [copies] = check("copies", a, b, cut_map(a, b, "20.6", "22.2"))
    assert (
        copies.outcome == "differs" and "b.mp4 lacks 1.60 s that a.mp4 has at 0:20.60–0:22.20" in copies.title.lower()
    )


@pytest.mark.parametrize("word", ["original", "fake", "tampered"])
def test_no_finding_calls_a_copy_the_original_or_passes_a_verdict(word: str) -> None:
    a = clip("a.mp4", "23", impulse("20.84"), at=("20.84",))
    b = clip("b.mp4", "21.4")
    found = [f for c in CHECKS for f in run_check(c, records(text(STORY, LENGTH, METAL, REMOVAL), a, b))]
    found += check("copies", a, b, cut_map(a, b, "20.6", "22.2"))
    assert found and not any(word in (f.title + f.detail).lower() for f in found)
