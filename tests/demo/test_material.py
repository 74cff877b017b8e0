"""The staged material is what the demo says it is, and is the same each time."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest

from recoupe.demo import build
from recoupe.demo.scenes import RATE, at_frame, street_scene
from recoupe.demo.sounds import RATE as SAMPLES


def test_the_report_and_the_metal_stand_where_the_article_puts_them() -> None:
    sound = build.street_sound()
    loudest = int(np.abs(sound).argmax()) / SAMPLES
    assert build.REPORT_S <= loudest < build.REPORT_S + 0.02
    metal = sound[round((build.METAL_S - 0.02) * SAMPLES) : round((build.METAL_S + 0.3) * SAMPLES)]
    before = sound[round((build.METAL_S - 0.5) * SAMPLES) : round((build.METAL_S - 0.05) * SAMPLES)]
    assert np.abs(metal).max() > 2 * np.abs(before).max()


def test_the_copy_lacks_the_report() -> None:
    first, last = (n / RATE for n in build.CUT_FRAMES)
    assert first < build.REPORT_S < last


def test_something_is_lit_for_three_frames_just_before_the_20_second_mark() -> None:
    scene = street_scene(glint_s=build.GLINT_S, scatter_s=30)
    bright = [int((scene(n)[150:280] > 200).all(axis=2).sum()) for n in range(at_frame(19.5), at_frame(20.1))]
    usual = sorted(bright)[len(bright) // 2]
    assert sum(count > usual + 100 for count in bright) == 3


def test_every_text_says_that_it_is_staged() -> None:
    for name in ("article-clips.txt", "article-vote.txt"):
        assert build.text(name).startswith("Staged: ")
        assert "Staged material: made by recoupe" in build.text(name)


def test_the_planted_slip_is_a_slip_and_the_other_figures_hold() -> None:
    text = build.text("article-vote.txt")
    assert "47.35 percent" in text and "52.65 percent" in text
    assert round(47.35 + 52.65, 2) == 100
    assert round(52.65 - 47.35, 2) == 5.3 and "lead of 6.3 points" in text


def test_frames_are_the_same_each_time_they_are_drawn() -> None:
    one, two = (street_scene(glint_s=2, scatter_s=3) for _ in range(2))
    assert np.array_equal(one(40), two(40))
    assert not np.array_equal(one(40), one(41))


def test_side_cars_and_a_short_clip_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "FIRST_S", 23.0)
    monkeypatch.setattr(build, "SECOND_S", 1.0)
    monkeypatch.setattr(build.scenes, "street_scene", lambda **_: lambda n: np.full((360, 640, 3), n % 200, np.uint8))
    files = build.build_material(tmp_path)
    assert all(path.stat().st_size > 0 for path in files)
    said = json.loads((tmp_path / "STAGED-street-by-night.info.json").read_text())
    assert said["upload_date"] == "20251218"
    with av.open(str(tmp_path / build.FILES["copy"])) as clip:
        frames = sum(1 for _ in clip.decode(video=0))
    assert frames == at_frame(23.0) - (build.CUT_FRAMES[1] - build.CUT_FRAMES[0])
