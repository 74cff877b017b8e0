"""Files cut short at every hundredth part: each is kept, read as far as it goes or refused with a reason."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from recoupe import jail
from recoupe.collect import media_type_of
from recoupe.errors import InputError, RecoupeError
from recoupe.model import kind_of
from recoupe.preserve import Case
from recoupe.run import add_paths, read_all
from tests import footage
from tests.hostile.making import films, pages, papers, tables

TEXT = "recoupe.read.text.jobs:open_document"
JOBS = {"image": "recoupe.read.picture.image_job:facts", "video": "recoupe.read.proxy_job:build"} | {
    "audio": "recoupe.read.proxy_job:build"
}
STEPS = 100


def _clip(folder: Path) -> bytes:
    return footage.clip(folder / "whole.mp4", 2.0).read_bytes()


def _picture(folder: Path) -> bytes:
    noise = Image.effect_noise((120, 90), 60)
    noise.save(folder / "whole.png")
    return (folder / "whole.png").read_bytes()


MAKERS: dict[str, Callable[[Path], bytes]] = {
    "clip.mp4": _clip,
    "picture.png": _picture,
    "paper.pdf": lambda folder: papers.paper(),
    "table.xlsx": lambda folder: tables.workbook(),
    "page.html": lambda folder: pages.page("/nowhere", "http://127.0.0.1:9").encode(),
    "sound.wav": lambda folder: films.wav(),
}


@pytest.mark.parametrize("name", MAKERS)
def test_cut_at_every_hundredth_it_is_read_or_refused_with_a_reason(name: str, tmp_path: Path) -> None:
    whole = MAKERS[name](tmp_path)
    worst, refused = 0.0, 0
    for step in range(STEPS):
        cut = whole[: len(whole) * step // STEPS]
        kind = media_type_of(cut, declared=media_type_of(whole))
        (tmp_path / name).write_bytes(cut)
        began = time.monotonic()
        try:
            job = JOBS.get(kind_of(kind), TEXT)
            jail.call(job, tmp_path / name, settings={"media_type": kind}, sink=lambda n, d: None)
        except InputError as error:
            refused += 1
            assert error.reason and error.todo, (step, error)
        except RecoupeError as error:
            pytest.fail(f"{name} cut at {step} %: {type(error).__name__}: {error}")
        worst = max(worst, time.monotonic() - began)
    assert worst < 15, "no cut takes long"
    assert refused or name == "page.html", "a page may end anywhere; every other kind is cut short somewhere"


def test_a_run_over_cuts_of_each_kind_keeps_them_and_their_reasons(tmp_path: Path) -> None:
    folder = tmp_path / "cuts"
    folder.mkdir()
    for name, make in MAKERS.items():
        whole = make(tmp_path)
        for step in (0, 1, 10, 50, 90, 99):
            (folder / f"{step:02}-{name}").write_bytes(whole[: len(whole) * step // 100])
    with Case.create(tmp_path / "case") as case:
        add_paths(case, [folder])
        read_all(case)
        names = {origin.name for source in case.sources() for origin in source.origins}
        assert names == {path.name for path in folder.iterdir()}
        failed = [r for r in case.readings() if r.outcome == "failed" and r.slug != "component-missing"]
        odd = [r for r in failed if not r.reason or not r.todo or r.slug in ("reader-fault", "child-died")]
        assert odd == []
        assert case.check() == []
