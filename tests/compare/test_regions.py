"""Boxes altered for a part of the time: found with place, ends and kind; never told of what was only coded anew."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
import pytest
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare.boxes import best_box, find_boxes
from recoupe.draw import edits, ribbon_text
from recoupe.draw.parts import parted
from recoupe.model import EditMap, Geometry, Region
from recoupe.read.proxy import Proxy
from tests.compare.making import FPS, HEIGHT, WIDTH, Footage, Picture

LEFT, TOP, RIGHT, BOTTOM = 150, 40, 186, 76
"""Pixels of the altered box: 14 % of the width, 25 % of the height."""

FIRST, LAST = 60, 105
BOX = (slice(TOP, BOTTOM), slice(LEFT, RIGHT))

SECONDS = 6.0

Diff = Callable[[Proxy, Proxy], EditMap]
See = Callable[..., Proxy]


@pytest.fixture(scope="module")
def short() -> Footage:
    return Footage.of(SECONDS, seed=3)


@pytest.fixture(scope="module")
def first(short: Footage, see: See) -> Proxy:
    return see(short, crf=18)


@pytest.fixture(scope="module")
def with_cover(short: Footage, see: See) -> Proxy:
    return see(short, crf=26, change=during(covered))


def blurred(n: int, picture: Picture) -> Picture:
    out = picture.copy()
    out[BOX] = ndi.gaussian_filter(picture[BOX].astype(np.float32), (6, 6, 0)).astype(np.uint8)
    return out


def covered(n: int, picture: Picture) -> Picture:
    out = picture.copy()
    out[BOX] = (20, 90, 160)
    return out


def pasted(n: int, picture: Picture) -> Picture:
    out = picture.copy()
    out[BOX] = picture[100:136, 10:46][::-1]
    return out


def during(change: Callable[[int, Picture], Picture]) -> Callable[[int, Picture], Picture]:
    return lambda n, picture: change(n, picture) if FIRST <= n < LAST else picture


def regions_of(editmap: EditMap) -> list[Region]:
    return list(dict.fromkeys(r for s in editmap.segments for r in s.regions))


def overlap(region: Region, box: tuple[float, float, float, float]) -> float:
    across = min(region.x + region.width, box[2]) - max(region.x, box[0])
    down = min(region.y + region.height, box[3]) - max(region.y, box[1])
    both = max(0.0, across) * max(0.0, down)
    return both / (region.width * region.height + (box[2] - box[0]) * (box[3] - box[1]) - both)


@pytest.mark.parametrize(("change", "kind"), [(blurred, "blurred"), (covered, "covered"), (pasted, "replaced")])
def test_a_box_altered_for_a_part_of_the_time_is_found(
    change: Callable[[int, Picture], Picture], kind: str, short: Footage, first: Proxy, see: See, diff: Diff
) -> None:
    editmap = diff(first, see(short, crf=28, change=during(change)))
    (region,) = regions_of(editmap)
    assert overlap(region, (LEFT / WIDTH, TOP / HEIGHT, RIGHT / WIDTH, BOTTOM / HEIGHT)) >= 0.7
    assert region.b is not None
    start, end = (float(t) * FPS for t in region.b.seconds)
    assert abs(start - FIRST) <= 1
    assert abs(end - LAST) <= 1
    assert (region.kind, region.certainty) == (kind, "likely")
    assert region.residual is not None
    assert any("A box of" in told and "(likely)" in told for told in editmap.telling)
    assert [s.kind for s in editmap.segments] == ["same"]


def test_it_lies_in_b_where_b_is_mirrored_and_smaller(short: Footage, first: Proxy, see: See, diff: Diff) -> None:
    """The box is said in B's picture; the filter is applied after the alteration."""
    b = see(short, crf=26, size=(192, 108), filters=[("hflip", "")], change=during(covered))
    (region,) = regions_of(diff(first, b))
    assert overlap(region, (1 - RIGHT / WIDTH, TOP / HEIGHT, 1 - LEFT / WIDTH, BOTTOM / HEIGHT)) >= 0.6


def test_the_other_way_round_it_lies_in_the_same_place(first: Proxy, with_cover: Proxy, diff: Diff) -> None:
    (one,), (two,) = regions_of(diff(first, with_cover)), regions_of(diff(with_cover, first))
    assert one.b == two.a or abs(float(one.b.seconds[0] - two.a.seconds[0])) * FPS <= 1  # type: ignore[union-attr]
    assert overlap(one, (two.x, two.y, two.x + two.width, two.y + two.height)) > 0.6


@pytest.mark.parametrize(
    "how",
    [
        {"crf": 36},
        {"suffix": ".webm"},
        {"crf": 28, "size": (160, 90)},
        {"crf": 26, "filters": [("hflip", ""), ("crop", "224:126:12:10")]},
        {"crf": 26, "filters": [("noise", "alls=8:allf=t:all_seed=3"), ("hue", "s=0")]},
    ],
    ids=lambda how: str(how)[:40],
)
def test_nothing_is_told_of_what_was_only_coded_anew(
    how: dict[str, object], short: Footage, first: Proxy, see: See, diff: Diff
) -> None:
    assert regions_of(diff(first, see(short, **how))) == []


def test_what_is_covered_throughout_is_no_region_of_a_part(short: Footage, first: Proxy, see: See, diff: Diff) -> None:
    editmap = diff(first, see(short, crf=26, change=covered))
    assert regions_of(editmap) == []
    assert editmap.geometry.masked
    assert "overlay" in editmap.transforms


def test_a_region_is_drawn_and_listed_as_an_edit(first: Proxy, with_cover: Proxy, diff: Diff) -> None:
    editmap = diff(first, with_cover)
    (edit,) = edits(editmap)
    assert (edit.state, edit.channels) == ("altered", ("picture",))
    assert [s.picture.kind for s in parted(editmap).segments] == ["same", "altered", "same"]
    assert parted(parted(editmap)) == parted(editmap)
    assert "A box of" in ribbon_text(editmap, color=False)


def test_maps_written_before_regions_had_times_can_still_be_read() -> None:
    old = b'{"masked":[{"x":0.1,"y":0.2,"width":0.3,"height":0.1,"what":"covered throughout"}]}'
    (region,) = msgspec.json.decode(old, type=Geometry).masked
    assert (region.b, region.kind, region.what) == (None, "", "covered throughout")


def test_the_best_box_is_the_best_of_all() -> None:
    rng = np.random.default_rng(5)
    evidence = rng.normal(-0.2, 1, (7, 9)).astype(np.float32)
    best = max(
        float(evidence[t:b, le:r].sum())
        for t in range(7)
        for b in range(t + 1, 8)
        for le in range(9)
        for r in range(le + 1, 10)
    )
    value, top, bottom, left, right = best_box(evidence)
    assert value == pytest.approx(best, abs=1e-4)
    assert float(evidence[top:bottom, left:right].sum()) == pytest.approx(best, abs=1e-4)


def test_boxes_are_followed_in_time_and_do_not_overlap() -> None:
    evidence: NDArray[np.int8] = np.full((100, 36, 64), -16, np.int8)
    evidence[20:60, 5:15, 8:20] = 16
    evidence[50:90, 20:30, 40:50] = 12
    found = find_boxes(evidence, np.arange(100) / 25)
    assert [(b.top, b.bottom, b.left, b.right, b.first, b.last) for b in found] == [
        (5, 15, 8, 20, 20, 60),
        (20, 30, 40, 50, 50, 90),
    ]


@pytest.mark.parametrize("crop", ["96:144:80:0", "108:144:74:0"])
def test_what_only_a_crop_resolves_is_no_alteration(crop: str, short: Footage, see: See, diff: Diff) -> None:
    """Narrow stripes, there for half of the time: A's proxy shows them as grey, that of an upright crop as stripes."""

    def striped(n: int, picture: Picture) -> Picture:
        out = picture.copy()
        for left in range(120, 136, 4) if n < 75 else ():
            out[60:100, left : left + 2], out[60:100, left + 2 : left + 4] = 250, 5
        return out

    width = int(crop.partition(":")[0])
    b = see(short, crf=24, size=(width, 144), change=striped, filters=[("crop", crop)])
    assert regions_of(diff(see(short, crf=18, change=striped), b)) == []
