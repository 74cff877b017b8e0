from __future__ import annotations

from fractions import Fraction

from recoupe.draw import edits, is_plain
from tests.draw.making import SAME, editmap, everything, one_cut, segment


def test_a_cut_is_numbered_and_placed_on_both_clips() -> None:
    (edit,) = edits(one_cut())
    assert (edit.number, edit.state) == (1, "cut")
    assert edit.span.seconds == (Fraction("15.8"), Fraction("16.2"))
    assert edit.joint == Fraction("15.8")
    assert edit.title == "only in A, 0.40 s (0:15.80–0:16.20)"


def test_every_state_gets_its_word_in_the_maps_order() -> None:
    states = [edit.state for edit in edits(everything())]
    assert states == ["cut", "muted", "inserted", "replaced", "altered", "moved", "cannot tell", "cut"]


def test_an_insertion_joins_where_what_stands_before_it_ends() -> None:
    inserted = next(edit for edit in edits(everything()) if edit.state == "inserted")
    assert inserted.joint == Fraction(18)


def test_only_the_channel_that_differs_is_named() -> None:
    muted = next(edit for edit in edits(everything()) if edit.state == "muted")
    assert muted.channels == ("sound",)
    assert muted.title.startswith("sound silenced in B")


def test_clips_that_share_nothing_have_no_edits() -> None:
    map_ = editmap(segment("s", "inserted", (0, 3), None), a=5, b=3, shared=False)
    assert edits(map_) == ()


def test_a_plain_stretch_without_a_sound_track_is_no_edit() -> None:
    quiet = segment("s", "same", (0, 3), (0, 3), sound=SAME.__class__(kind="absent"))
    assert is_plain(quiet)
    assert edits(editmap(quiet, a=3, b=3)) == ()
