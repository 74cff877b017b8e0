"""One cut is one cut, whichever way a program joined the sound and the picture of the two parts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from recoupe.model import EditMap
from recoupe.read.proxy import Proxy
from tests.compare.making import FPS, RATE, Footage
from tests.compare.test_properties import seconds, tiles

Diff = Callable[[Proxy, Proxy], EditMap]
See = Callable[..., Proxy]

PER = RATE // FPS


@pytest.mark.parametrize("late", [-0.030, -0.015, 0.022, 0.034])
def test_sound_cut_a_little_beside_the_picture_is_the_same_cut(
    footage: Footage, whole: Proxy, see: See, diff: Diff, late: float
) -> None:
    """Sound is dropped by whole blocks: its cut lies up to a frame beside the picture's and is as long as it is."""
    assert footage.sound is not None
    by = round(late * RATE)
    sound = np.concatenate([footage.sound[: 120 * PER + by], footage.sound[130 * PER + by :]])
    editmap = diff(whole, see(Footage(footage.frames[:120] + footage.frames[130:], sound)))
    tiles(editmap)
    assert seconds(editmap) == [
        ("same", (0.0, 4.8), (0.0, 4.8)),
        ("cut", (4.8, 5.2), (4.8, 4.8)),
        ("same", (5.2, 12.0), (4.8, 11.6)),
    ]


@pytest.mark.parametrize("pad", [0.012, 0.028])
def test_sound_filled_up_to_the_frame_leaves_the_picture_in_its_place(
    footage: Footage, whole: Proxy, see: See, diff: Diff, pad: float
) -> None:
    """Parts are joined at the longer of their picture and sound; what follows is out of step by what was filled up."""
    assert footage.sound is not None
    fill = round(pad * RATE)
    sound = np.concatenate(
        [footage.sound[: 120 * PER - fill], np.zeros(fill, np.int16), footage.sound[130 * PER - fill :]]
    )
    editmap = diff(whole, see(Footage(footage.frames[:120] + footage.frames[130:], sound[: 290 * PER])))
    tiles(editmap)
    assert seconds(editmap)[1] == ("cut", (4.8, 5.2), (4.8, 4.8))
    assert all(s.sound.kind in ("same", "absent") for s in editmap.segments)


def test_sound_cut_well_before_the_picture_stays_apart(footage: Footage, whole: Proxy, see: See, diff: Diff) -> None:
    assert footage.sound is not None
    by = round(-0.24 * RATE)
    sound = np.concatenate([footage.sound[: 120 * PER + by], footage.sound[130 * PER + by :]])
    editmap = diff(whole, see(Footage(footage.frames[:120] + footage.frames[130:], sound)))
    tiles(editmap)
    assert [e.channel for e in editmap.edges if e.clip == "b"] == ["sound", "picture"]
