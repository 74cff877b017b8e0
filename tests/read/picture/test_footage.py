"""Shots, black, frozen and missing frames, glints: of frames made here, whose truth is known."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from recoupe.model import (
    CameraShot,
    FootageFacts,
    PictureState,
    PictureStream,
    SoundState,
    SoundStream,
    TimeBase,
    TimeSpan,
    span_of_seconds,
)
from recoupe.read.picture.footage import MOST_OF_A_KIND, _bounded, describe, facts_in_words
from recoupe.read.picture.glints import brief_light, find_glints
from recoupe.read.picture.shots import cuts
from recoupe.read.picture.states import black_runs, frozen_runs, gaps, mean_change
from recoupe.read.picture.transient import box, prominent
from recoupe.read.proxy import Proxy, build
from recoupe.read.runs import join, runs
from tests.read.numbered import clicks, write

Frames = NDArray[np.uint8]
RATE = 25


def scene(frames: int, seed: int = 1, noise: float = 2.0) -> Frames:
    """A still view under camera noise, uint8 [n, 36, 64]."""
    rng = np.random.default_rng(seed)
    view = np.kron(rng.integers(40, 200, (9, 16)), np.ones((4, 4)))
    return np.clip(view + rng.normal(0, noise, (frames, 36, 64)), 0, 255).astype(np.uint8)


def seconds(frames: Frames) -> NDArray[np.float64]:
    return np.arange(len(frames)) / RATE


def proxy(frames: Frames, sound: NDArray[np.int16] | None = None, times: NDArray[np.int64] | None = None) -> Proxy:
    base = TimeBase(1, RATE)
    times = np.arange(len(frames), dtype=np.int64) if times is None else times
    end = int(times[-1]) + 1 if len(times) else 0
    picture = PictureStream(
        codec="h264", width=640, height=360, frames=len(times), span=TimeSpan(start=0, end=end, base=base)
    )
    heard = np.zeros(0, np.int16) if sound is None else sound
    return Proxy(
        facts=FootageFacts(container="mov", span=span_of_seconds(0, Fraction(end, RATE)), picture=picture),
        frames=frames,
        times=times,
        time_base=base,
        sound=heard,
        sound_start=0,
        stills=np.zeros((0, 13824), np.uint8),
        stills_at=np.zeros(0, np.int64),
    )


def test_cuts_are_found_to_the_frame_and_noise_is_none() -> None:
    frames = np.concatenate((scene(40, 1), scene(30, 2), scene(50, 3)))
    assert cuts(frames) == [40, 70]
    assert cuts(frames, block=16) == [40, 70]
    assert cuts(scene(100, noise=12)) == []


def test_a_flash_is_no_cut() -> None:
    frames = scene(60)
    frames[30:32] = 250
    assert cuts(frames) == []


def test_a_view_that_slides_is_no_cut() -> None:
    wide = np.random.default_rng(3).integers(30, 220, (9, 60))
    strip = np.kron(wide, np.ones((4, 4)))
    frames = np.stack([strip[:, 2 * n : 2 * n + 64] for n in range(60)]).astype(np.uint8)
    assert cuts(frames) == []


def test_black_is_without_light_and_night_is_not_black() -> None:
    frames = scene(50)
    frames[10:20] = 6
    assert black_runs(frames, seconds(frames), 2.0) == [(10, 20)]
    night = np.full((50, 36, 64), 8, np.uint8)
    night[:, 5, 5] = 60  # one lit window
    assert black_runs(night, seconds(night), 2.0) == []


def test_a_frozen_stretch_includes_the_frame_it_repeats() -> None:
    frames = scene(100)
    frames[31:61] = frames[30]
    assert frozen_runs(mean_change(frames), seconds(frames), 4.0) == [(30, 61)]
    assert np.array_equal(mean_change(frames, block=7)[1:], mean_change(frames)[1:])
    frames = scene(100)
    frames[31:41] = frames[30]  # 0.4 s: too short to be told from a still scene
    assert frozen_runs(mean_change(frames), seconds(frames), 4.0) == []


def test_a_gap_is_from_when_the_next_frame_was_due_until_it_came() -> None:
    times = np.arange(0, 4000, 40)
    assert gaps(np.delete(times, [50, 51])) == [(2000, 2080)]
    assert gaps(times) == []


def test_a_variable_rate_promises_nothing_and_has_no_gaps() -> None:
    assert gaps(np.cumsum(np.random.default_rng(1).integers(20, 120, 200))) == []


@given(st.lists(st.booleans(), max_size=60))
def test_runs_say_exactly_where_something_holds(holds: list[bool]) -> None:
    again = np.zeros(len(holds), bool)
    for start, stop in runs(np.array(holds, bool)):
        again[start:stop] = True
    assert again.tolist() == holds


def test_near_runs_are_joined() -> None:
    assert join([(0, 3), (4, 6), (9, 10)], gap=1) == [(0, 6), (9, 10)]


def glinting(at: int, frames: int, *, x: int = 20, y: int = 10, level: int = 250, total: int = 120) -> Frames:
    out = scene(total)
    out[at : at + frames, y : y + 2, x : x + 3] = level
    return out


@pytest.mark.parametrize("frames", [1, 2, 3, 5])
def test_a_glint_is_found_where_and_when_it_is(frames: int) -> None:
    made = glinting(60, frames)
    glints, more = prominent(proxy(made))
    assert more == 0
    assert [(g.first, g.stop, g.left, g.top, g.right, g.bottom) for g in glints] == [(60, 60 + frames, 20, 10, 23, 12)]


def test_a_lamp_that_stays_on_is_no_glint() -> None:
    made = scene(120)
    made[60:, 10:12, 20:23] = 250
    assert prominent(proxy(made)) == ([], 0)


def test_noise_and_a_lamp_that_blinks_give_no_glint() -> None:
    blinking = scene(250, noise=6)
    blinking[::10, 20:22, 40:42] = 240
    assert prominent(proxy(blinking)) == ([], 0)


def test_a_light_that_moves_on_ranks_below_one_that_is_gone() -> None:
    moving, gone = scene(120), glinting(60, 1)
    for n in range(40):
        moving[50 + n, 10:12, 10 + n : 12 + n] = 250
    still = max(g.prominence for g in find_glints(gone, seconds(gone)))
    passing = max((g.prominence for g in find_glints(moving, seconds(moving))), default=0.0)
    assert still > 0.9
    assert passing < 0.2


def test_a_change_at_the_very_end_has_nothing_after_it() -> None:
    assert find_glints(glinting(117, 3), seconds(scene(120))) == []


def test_a_cut_is_no_glint() -> None:
    made = np.concatenate((scene(60, 1), scene(60, 2)))
    assert prominent(proxy(made)) == ([], 0)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 12), st.integers(0, 5))
def test_brief_light_never_exceeds_the_frame_and_is_nil_where_nothing_changes(longest: int, seed: int) -> None:
    made = scene(40, seed)
    assert (brief_light(made, longest) <= made).all()
    assert not brief_light(np.repeat(made[:1], 40, axis=0), longest).any()


def test_a_box_covers_its_cells_in_whole_pixels() -> None:
    glint = find_glints(glinting(60, 2), seconds(scene(120)))[0]
    found = box(glint, 640, 360)
    assert (found.x, found.y, found.width, found.height) == (200, 100, 30, 20)
    odd = box(glint, 101, 57)
    assert odd.x + odd.width <= 101
    assert odd.x * 64 <= 20 * 101
    assert (odd.x + odd.width) * 64 >= 23 * 101


def test_a_clip_is_told_as_shots_and_states() -> None:
    frames = np.concatenate((scene(50, 1), scene(50, 2)))
    frames[10:20] = 0
    sound = np.random.default_rng(1).normal(0, 300, 4 * 16_000).astype(np.int16)
    sound[16_000:32_000] = 0
    told = describe(proxy(frames, sound))
    shots = [span.seconds for span, body in told if isinstance(body, CameraShot)]
    assert (Fraction(2), Fraction(4)) in shots
    states = {body.state: span.seconds for span, body in told if isinstance(body, PictureState | SoundState)}
    assert states["black"] == (Fraction(2, 5), Fraction(4, 5))
    assert "frozen" not in states
    start, end = states["digital_silence"]
    assert abs(start - 1) < Fraction(1, 1000)
    assert abs(end - 2) < Fraction(1, 1000)


def test_many_short_states_are_counted_instead() -> None:
    found: list[tuple[TimeSpan, Any]] = [
        (TimeSpan(start=n, end=n + 1, base=TimeBase(1, 25)), PictureState(state="gap"))
        for n in range(MOST_OF_A_KIND + 7)
    ]
    kept, remarks = _bounded(found)
    assert len(kept) == MOST_OF_A_KIND
    assert remarks == ("7 more short stretches of gap are not listed",)


def test_what_a_clip_lacks_is_said() -> None:
    span = span_of_seconds(0, 1)
    assert facts_in_words(FootageFacts(container="ogg", span=span)) == ("no picture stream", "no sound stream")
    silent = SoundStream(codec="aac", sample_rate=48_000, channels=1, span=span, silent=True)
    said = facts_in_words(FootageFacts(container="mov", span=span, sound=silent, other_streams=("data 2: tmcd",)))
    assert "digital silence throughout" in " ".join(said)
    assert "streams that were not read: data 2: tmcd" in said


def test_a_real_file_goes_all_the_way(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", list(range(50)), samples=clicks(2, [1.0]))
    made = build(path, tmp_path / "proxy")
    assert facts_in_words(made.facts) == ()
    assert [type(body) for _, body in describe(made)][:1] == [CameraShot]
