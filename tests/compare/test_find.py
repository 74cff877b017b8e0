"""Rows and the search among the clips of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.compare import Index, find
from recoupe.compare.rows import Rows, merge, unpack, where, write
from recoupe.errors import InputError
from recoupe.events import Event, Notice
from recoupe.model import sha256
from recoupe.preserve import Case
from recoupe.read.proxy import Proxy
from tests.compare.making import HEIGHT, WIDTH, Footage
from tests.preserve.making import put

See = Callable[..., Proxy]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 3000), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_rows_are_found_again_apart_and_merged(count: int, files: int, seed: int) -> None:
    from tempfile import TemporaryDirectory

    rng = np.random.default_rng(seed)
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths, keys, places = [], [], []
        for k in range(files):
            key = rng.integers(0, 2**32, count, dtype=np.uint32)
            key[: count // 2] = rng.integers(0, 50, count // 2)
            place = where(k, rng.uniform(0, 4000, count))
            paths.append(folder / f"{k}.rows")
            write(paths[-1], key, place)
            keys.append(key)
            places.append(place)
        merge(paths, folder / "all.rows")
        asked = np.unique(np.concatenate([*keys, np.arange(60, dtype=np.uint32)])).astype(np.uint32)
        true = sorted(
            (int(k), int(p)) for key, place in zip(keys, places, strict=True) for k, p in zip(key, place, strict=True)
        )
        for opened in ([folder / "all.rows"], paths):
            told = []
            for path in opened:
                which, found = Rows.open(path).look_up(asked, common=10**9)
                told += [(int(asked[i]), int(p)) for i, p in zip(which, found, strict=True)]
            assert sorted(told) == true


def test_a_moment_and_its_clip_come_back() -> None:
    clip, seconds = unpack(where(2**24 - 1, np.array([0.0, 12.34, 86_400.0, -0.02])))
    assert clip.tolist() == [2**24 - 1] * 4
    assert seconds.tolist() == pytest.approx([0.0, 12.34, 86_400.0, 0.0])


def test_what_occurs_too_often_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "x.rows", np.array([7] * 5 + [9], np.uint32), where(0, np.arange(6.0)))
    which, _ = Rows.open(tmp_path / "x.rows").look_up(np.array([7, 9], np.uint32), common=4)
    assert which.tolist() == [1]


@pytest.mark.parametrize("damage", [b"", b"recoRows", b"something else" * 4000])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "x.rows").write_bytes(damage)
    with pytest.raises(InputError, match=r"no file of rows|cut short"):
        Rows.open(tmp_path / "x.rows")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, whole: Proxy, see: See) -> Index:
    """The clip of the other tests among five that share nothing with it."""
    made = Index(tmp_path_factory.mktemp("rows"))
    for seed in (11, 12):
        made.add(f"other {seed}", see(Footage.of(8.0, seed)))
    made.add("the clip", whole)
    for seed in (13, 14, 15):
        made.add(f"other {seed}", see(Footage.of(8.0, seed)))
    return made


def test_a_part_is_found_by_its_sound(index: Index, footage: Footage, see: See) -> None:
    found = index.find(see(Footage(footage.part(100, 200).frames, footage.part(100, 200).sound), ".webm"))
    assert [c.digest for c in found] == ["the clip"]
    (line,) = [line for line in found[0].lines if line.end - line.start > 2]
    assert line.at(0.0) == pytest.approx(4.0, abs=0.05)


@pytest.mark.parametrize(
    ("filters", "mirrored"),
    [
        ((), False),
        ((("hflip", ""),), True),
        ((("crop", f"{WIDTH * 3 // 4}:{HEIGHT * 3 // 4}"), ("scale", f"{WIDTH}:{HEIGHT}")), False),
        ((("pad", f"{WIDTH}:{HEIGHT + 60}:0:30"), ("scale", f"{WIDTH}:{HEIGHT}")), False),
    ],
)
def test_a_picture_is_found_mirrored_cropped_and_framed(
    index: Index, footage: Footage, see: See, filters: tuple[tuple[str, str], ...], mirrored: bool
) -> None:
    silent = Footage(footage.part(100, 250).frames, None)
    found = index.find(see(silent, crf=30, filters=filters))
    assert [(c.digest, c.channel, c.mirrored) for c in found] == [("the clip", "picture", mirrored)]
    line = max(found[0].lines, key=lambda x: x.end - x.start)
    assert line.at(1.0) == pytest.approx(5.0, abs=0.2)


def test_what_is_not_there_is_not_found_and_the_clip_itself_can_be_left_out(
    index: Index, whole: Proxy, see: See
) -> None:
    assert index.find(see(Footage.of(6.0, 31))) == []
    assert index.find(whole, without={"the clip"}) == []
    assert index.find(whole)[0].digest == "the clip"


def test_a_black_clip_is_filed_and_finds_nothing(tmp_path: Path, whole: Proxy) -> None:
    black = replace(whole, frames=np.zeros_like(whole.frames), sound=np.empty(0, np.int16), folder=None)
    index = Index(tmp_path)
    index.add("black", black)
    index.add("the clip", whole)
    assert index.find(black) == []
    assert [c.digest for c in index.find(whole)] == ["the clip"]


def test_many_clips_are_merged_and_still_found(tmp_path: Path, whole: Proxy, see: See, footage: Footage) -> None:
    index = Index(tmp_path)
    index.add("the clip", whole)
    for k in range(18):
        index.add(f"part {k}", whole if k == 7 else _short(see, k))
    assert len(list(tmp_path.rglob("*.sound.rows"))) < 18
    again = Index(tmp_path)
    assert {"the clip", "part 7"} <= {c.digest for c in again.find(see(footage.part(50, 150)))}
    again.add("the clip", whole)
    assert again.clips.count("the clip") == 1


_SHORT: dict[int, Proxy] = {}


def _short(see: See, k: int) -> Proxy:
    """A second of something else; three clips serve all."""
    if k % 3 not in _SHORT:
        _SHORT[k % 3] = see(Footage.of(1.0, 60 + k % 3))
    return _SHORT[k % 3]


def test_a_case_is_searched_and_what_cannot_be_decoded_is_told(
    tmp_path: Path, footage: Footage, see: See, whole: Proxy
) -> None:
    clips = {
        "whole.mp4": footage,
        "part.mp4": footage.part(100, 200),
        "one frame.mp4": Footage(footage.frames[:1], None),
        "two frames.mp4": Footage(footage.frames[:2], None),
        "other.mp4": Footage.of(6.0, 31),
    }
    told: list[Event] = []
    with Case.create(tmp_path / "case") as case:
        digests = {name: _taken(case, clip.write(tmp_path / name)) for name, clip in clips.items()}
        broken = tmp_path / "broken.mp4"
        broken.write_bytes((tmp_path / "part.mp4").read_bytes()[:900])
        _taken(case, broken)
        query = see(footage.part(50, 180), crf=30)
        found = find(case, query, without={digests["part.mp4"]}, events=told.append)
    assert [candidate.digest for candidate in found] == [digests["whole.mp4"]]
    (notice,) = [event for event in told if isinstance(event, Notice)]
    assert (notice.level, notice.item) == ("warning", sha256(broken.read_bytes())[:12])


def _taken(case: Case, path: Path) -> str:
    return put(case, path.parent, path.name, path.read_bytes(), "video/mp4").source.digest
