from __future__ import annotations

import json
from pathlib import Path

import pytest

from recoupe.cli import execute as run
from tests.footage import clip


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("pair")
    clicks = (1.3, 3.2, 6.1)
    whole = clip(folder / "whole.mp4", 8, clicks=clicks)
    return whole, clip(folder / "short.mp4", 8, clicks=clicks, cut=(3.0, 3.6))


def test_prints_the_ribbon_and_where_the_cut_is(
    pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["diff", *map(str, pair)]) == 1
    out = capsys.readouterr().out
    assert "“whole.mp4” holds 0.60 s that “short.mp4” lacks" in out
    assert "picture   " in out and "0:03.00–0:03.60" in out
    assert "\x1b[" not in out


def test_json_has_segments_edges_and_digests(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", *map(str, pair), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["differs"] is True
    cut = next(s for s in answer["segments"] if s["b_start"] == s["b_end"])
    assert cut["a_start"] == pytest.approx(3.0, abs=0.04) and cut["a_end"] == pytest.approx(3.6, abs=0.04)
    assert {"start", "end", "base", "seconds"} <= set(answer["editmap"]["segments"][0]["b"])
    assert [file["name"] for file in answer["files"]] == ["whole.mp4", "short.mp4"]


def test_page_opens_without_a_network(
    pair: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "diff.html"
    assert run(["diff", *map(str, pair), "--html", str(page)]) == 1
    text = page.read_text(encoding="utf-8")
    assert text.count("data:video/mp4;base64,") == 2 and "http://" not in text.replace("http://www.w3.org/", "")
    assert "Page written" in capsys.readouterr().err


def test_equal_files_do_not_differ(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", str(pair[0]), str(pair[0])]) == 0
    assert "the same, byte for byte" in capsys.readouterr().out


def test_wrong_use_and_bad_files_are_told_apart(
    pair: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", str(pair[0])]) == 2
    assert run(["diff", str(pair[0]), str(tmp_path / "none.mp4")]) == 2
    assert run(["diff", *map(str, pair), "--html", str(tmp_path / "no" / "x.html")]) == 2
    empty = tmp_path / "empty.mp4"
    empty.write_bytes(b"")
    assert run(["diff", str(pair[0]), str(empty)]) == 1
    text = tmp_path / "text.mp4"
    text.write_text("not footage")
    assert run(["diff", str(pair[0]), str(text)]) == 1
    assert "✗" in capsys.readouterr().err
