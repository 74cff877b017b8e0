"""What must hold of every pair: self, shift, swap, re-encoding, and nothing out of nothing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from recoupe.compare import answer, compare_proxies
from recoupe.model import FLICK, EditMap
from recoupe.read.proxy import Proxy
from tests.compare.making import FPS, Footage

Diff = Callable[[Proxy, Proxy], EditMap]
See = Callable[..., Proxy]


def seconds(editmap: EditMap) -> list[tuple[str, tuple[float, float] | None, tuple[float, float]]]:
    """Kind, place in A and place in B of each segment, in seconds to the millisecond."""
    out = []
    for s in editmap.segments:
        a = tuple(round(float(t), 3) for t in s.a.seconds) if s.a is not None else None
        out.append((s.kind, a, tuple(round(float(t), 3) for t in s.b.seconds)))
    return out  # type: ignore[return-value]


def tiles(editmap: EditMap) -> None:
    """Segments tile B once and in order; every edge lies within its bounds."""
    at = editmap.b_span.start
    for s in editmap.segments:
        assert s.b.start == at
        at = s.b.end
    assert at == editmap.b_span.end
    for e in editmap.edges:
        assert e.low <= e.at <= e.high


def test_a_clip_against_itself_is_the_same(whole: Proxy) -> None:
    editmap = compare_proxies(whole, whole, a_id="a" * 64, b_id="a" * 64)
    tiles(editmap)
    assert seconds(editmap) == [("same", (0.0, 12.0), (0.0, 12.0))]
    assert editmap.transforms == () and editmap.edges == ()
    segment = editmap.segments[0]
    assert segment.picture.residual == 0.0


@pytest.mark.parametrize(
    ("suffix", "how"),
    [(".mp4", {"crf": 34, "kbps": 48}), (".webm", {"kbps": 40}), (".mp4", {"size": (160, 90), "crf": 30, "kbps": 32})],
)
def test_encoding_again_is_no_difference(
    footage: Footage, whole: Proxy, see: See, diff: Diff, suffix: str, how: dict[str, object]
) -> None:
    editmap = diff(whole, see(footage, suffix, **how))
    tiles(editmap)
    (only,) = editmap.segments
    assert (only.kind, only.picture.kind, only.sound.kind) == ("same", "same", "same")
    assert set(editmap.transforms) <= {"reencode", "scale"}
    assert editmap.edges == ()


@pytest.mark.parametrize("shift", [1, 7, 40])
def test_a_shift_by_k_frames_is_told_as_k_frames(
    footage: Footage, whole: Proxy, see: See, diff: Diff, shift: int
) -> None:
    editmap = diff(whole, see(footage.part(shift, len(footage.frames))))
    tiles(editmap)
    shared = editmap.segments[-1]
    assert shared.a is not None
    if shift > 1:
        assert shared.a.seconds[0] == Fraction(shift, FPS)
        assert seconds(editmap)[0] == ("cut", (0.0, shift / FPS), (0.0, 0.0))
    assert shared.b.seconds[0] == 0


@pytest.mark.parametrize(("first", "last"), [(120, 130), (75, 200)])
def test_a_cut_is_placed_to_the_frame_and_swapping_mirrors_it(
    footage: Footage, whole: Proxy, see: See, diff: Diff, first: int, last: int
) -> None:
    copy = see(footage.without(first, last), crf=28, kbps=64)
    there, back = diff(whole, copy), diff(copy, whole)
    tiles(there)
    tiles(back)
    begin, end, total = first / FPS, last / FPS, 12.0
    lost = end - begin
    assert seconds(there) == [
        ("same", (0.0, begin), (0.0, begin)),
        ("cut", (begin, end), (begin, begin)),
        ("same", (end, total), (begin, round(total - lost, 3))),
    ]
    assert seconds(back) == [
        ("same", (0.0, begin), (0.0, begin)),
        ("inserted", None, (begin, end)),
        ("same", (begin, round(total - lost, 3)), (end, total)),
    ]
    assert all(e.channel == "both" for e in there.edges)
    assert there.telling[0].startswith(f"B lacks {lost:.2f} s that A has at")
    assert "picture and sound" in there.telling[0]
    assert "original" not in " ".join(there.telling)


def test_an_insertion_from_elsewhere_has_no_place_in_a(footage: Footage, whole: Proxy, see: See, diff: Diff) -> None:
    foreign = Footage.of(2, seed=9)
    editmap = diff(whole, see(footage.part(0, 150) + foreign + footage.part(150, 300)))
    tiles(editmap)
    assert seconds(editmap) == [
        ("same", (0.0, 6.0), (0.0, 6.0)),
        ("inserted", None, (6.0, 8.0)),
        ("same", (6.0, 12.0), (8.0, 14.0)),
    ]


def test_what_is_silenced_is_told_of_the_sound_alone(footage: Footage, whole: Proxy, see: See, diff: Diff) -> None:
    editmap = diff(whole, see(footage.muted(100, 115)))
    tiles(editmap)
    assert seconds(editmap) == [
        ("same", (0.0, 4.0), (0.0, 4.0)),
        ("muted", (4.0, 4.6), (4.0, 4.6)),
        ("same", (4.6, 12.0), (4.6, 12.0)),
    ]
    silenced = editmap.segments[1]
    assert (silenced.picture.kind, silenced.sound.kind) == ("same", "muted")
    assert {e.channel for e in editmap.edges} == {"sound"}


def test_parts_in_another_order_are_moved_not_lost(footage: Footage, whole: Proxy, see: See, diff: Diff) -> None:
    editmap = diff(whole, see(footage.part(0, 100) + footage.part(200, 300) + footage.part(100, 200)))
    tiles(editmap)
    assert [s[1] for s in seconds(editmap)] == [(0.0, 4.0), (8.0, 12.0), (4.0, 8.0)]
    assert [s.kind for s in editmap.segments].count("moved") == 1
    assert not any(s.kind in ("cut", "inserted") for s in editmap.segments)


def test_clips_that_share_nothing_share_nothing(whole: Proxy, see: See, diff: Diff) -> None:
    editmap = diff(whole, see(Footage.of(6, seed=5)))
    tiles(editmap)
    assert not editmap.shared
    assert [s.a for s in editmap.segments] == [None]
    assert editmap.edges == ()


def test_picture_alone_and_sound_alone_are_enough(footage: Footage, whole: Proxy, see: See, diff: Diff) -> None:
    cut = footage.without(120, 130)
    mute = see(Footage(cut.frames, None))
    editmap = diff(whole, mute)
    tiles(editmap)
    assert seconds(editmap)[1] == ("cut", (4.8, 5.2), (4.8, 4.8))
    assert {s.sound.kind for s in editmap.segments} == {"absent"}
    assert editmap.not_compared == ("sound: B has no sound track",)
    told = answer(editmap)["segments"]
    assert [s["audio"] for s in told] == ["absent"] * 3 and [s["video"] for s in told] == ["same", "absent", "same"]


@pytest.mark.parametrize(
    ("filters", "size", "named"),
    [
        ([("hflip", "")], (256, 144), {"mirror"}),
        ([("crop", "208:116:10:20")], (208, 116), {"crop"}),
        ([("pad", "256:208:0:32")], (256, 208), {"letterbox"}),
        ([("pad", "400:144:72:0")], (400, 144), {"pillarbox"}),
        ([("hue", "s=0")], (256, 144), {"grey"}),
        ([("drawbox", "x=8:y=8:w=70:h=40:color=black:t=fill")], (256, 144), {"overlay"}),
    ],
)
def test_what_was_done_to_the_picture_is_named_and_nothing_else(
    footage: Footage,
    whole: Proxy,
    see: See,
    diff: Diff,
    filters: list[tuple[str, str]],
    size: tuple[int, int],
    named: set[str],
) -> None:
    editmap = diff(whole, see(footage, filters=filters, size=size))
    assert set(editmap.transforms) - {"reencode", "scale"} == named
    assert [s.kind for s in editmap.segments] == ["same"]


def test_the_same_comparison_gives_the_same_record(footage: Footage, whole: Proxy, see: See, diff: Diff) -> None:
    copy = see(footage.without(60, 70))
    assert diff(whole, copy) == diff(whole, copy)
    assert diff(whole, copy).segments[0].b.base == FLICK
