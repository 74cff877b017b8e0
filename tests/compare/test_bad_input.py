"""Short, still, silent, odd: an answer or a clear refusal, never a crash or an invented edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from recoupe.compare import compare_files
from recoupe.errors import CannotCompare, InputError
from recoupe.model import EditMap
from recoupe.read.proxy import Proxy
from tests.compare.making import FPS, RATE, Footage

Diff = Callable[[Proxy, Proxy], EditMap]
See = Callable[..., Proxy]


def silent(footage: Footage) -> Footage:
    assert footage.sound is not None
    return Footage(footage.frames, np.zeros_like(footage.sound))


def test_a_clip_of_one_second(footage: Footage, whole: Proxy, see: See, diff: Diff) -> None:
    editmap = diff(whole, see(footage.part(100, 125)))
    shared = [s for s in editmap.segments if s.a is not None and s.b.duration > 0]
    for segment in shared:
        assert segment.a is not None
        assert segment.a.seconds[0] == 4
    assert editmap.shared


def test_a_picture_that_stands_still_is_no_evidence(whole: Proxy, see: See, diff: Diff) -> None:
    still = Footage([(7, 1)] * (6 * FPS), np.zeros(6 * RATE, np.int16))
    assert not diff(whole, see(still)).shared


def test_two_stills_that_look_alike_are_not_told_to_be_copies_in_time(see: See, diff: Diff) -> None:
    one = Footage([(7, 1)] * (4 * FPS), None)
    editmap = diff(see(one), see(one, crf=30))
    assert not any(s.kind in ("cut", "inserted", "moved") and s.a is not None for s in editmap.segments)


def test_silence_on_both_sides_is_not_a_difference(footage: Footage, see: See, diff: Diff) -> None:
    quiet = silent(footage)
    editmap = diff(see(quiet), see(quiet.without(100, 110), crf=28))
    assert {s.sound.kind for s in editmap.segments} == {"same", "absent"}
    assert any("silence" in line for line in editmap.not_compared)
    assert [s.kind for s in editmap.segments] == ["same", "cut", "same"]


def test_a_silent_track_is_muted_and_no_track_is_absent(footage: Footage, whole: Proxy, see: See, diff: Diff) -> None:
    assert {s.sound.kind for s in diff(whole, see(silent(footage))).segments} == {"muted"}
    assert {s.sound.kind for s in diff(whole, see(Footage(footage.frames, None))).segments} == {"absent"}


def test_sound_without_picture_against_a_clip(footage: Footage, whole: Proxy, see: See, diff: Diff) -> None:
    import av

    from recoupe.read import proxy
    from tests.compare.making import put_sound

    assert footage.sound is not None
    folder = Path(str(whole.frames.filename)).parent.parent  # type: ignore[attr-defined]
    path = folder / "sound.wav"
    with av.open(str(path), "w") as out:
        put_sound(out, out.add_stream("pcm_s16le", rate=RATE, layout="mono"), footage.sound[3 * RATE :])
    editmap = diff(whole, proxy.build(path, folder / "sound.proxy"))
    assert [s.kind for s in editmap.segments] == ["cut", "same"]
    assert editmap.segments[1].a is not None
    assert abs(float(editmap.segments[1].a.seconds[0]) - 3) < 0.001
    assert {s.picture.kind for s in editmap.segments} == {"absent"}


def test_no_channel_in_common_is_refused(footage: Footage, see: See, diff: Diff) -> None:
    mute = see(Footage(footage.part(0, 50).frames, None))
    single = see(Footage(footage.frames[:1], footage.part(0, 1).sound))
    with pytest.raises(CannotCompare, match="nothing in common") as refused:
        diff(mute, single)
    assert refused.value.todo


def test_a_file_that_is_no_footage_is_refused(tmp_path: Path, footage: Footage) -> None:
    good = footage.part(0, 30).write(tmp_path / "a.mp4")
    (tmp_path / "b.mp4").write_text("no clip")
    with pytest.raises(InputError):
        compare_files(good, tmp_path / "b.mp4")
