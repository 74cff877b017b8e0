"""`recoupe text` as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from recoupe.cli import execute as run
from recoupe.cli import text as command
from recoupe.read.text.answer import Answer, Readings
from tests.hostile.making.webarchives import PAGE, response, wacz

STORY = "It was a staged evening.\n\n“It was dark,” said Ana Roy, 41. “At least 12 people came last Sunday.”\n"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_json_is_the_one_thing_on_standard_output(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["text", str(story), "--published", "2031-03-05", "--json"]) == 0
    readings = msgspec.json.decode(capsys.readouterr().out, type=Readings)
    (document,) = readings.documents
    assert [q.speaker for q in document.quotes] == ["Ana Roy", "Ana Roy"]
    assert any(d.value == "2031-03-02" for d in document.dates)


def test_one_file_for_each_with_out(story: Path, tmp_path: Path) -> None:
    table = tmp_path / "list.tsv"
    table.write_text(f"id\tfile\tlanguage\treference_date\turl\none\t{story}\ten\t2031-03-05\t\n", encoding="utf-8")
    assert run(["text", "--list", str(table), "--out", str(tmp_path / "out")]) == 0
    answer = msgspec.json.decode((tmp_path / "out" / "one.json").read_bytes(), type=Answer)
    assert (answer.id, answer.file, answer.language) == ("one", "story.txt", "en")


def test_a_terminal_shows_the_text_and_who_speaks(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["text", str(story)]) == 0
    out = capsys.readouterr().out
    assert "It was dark" in out
    assert "Ana Roy" in out


def test_a_file_that_fails_is_named_and_the_others_are_read(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert run(["text", str(empty), str(story), str(tmp_path / "none.txt"), "--json"]) == 1
    captured = capsys.readouterr()
    assert len(json.loads(captured.out)["documents"]) == 1
    assert "empty" in captured.err
    assert "none" in captured.err


def test_a_fault_of_ours_in_one_text_costs_no_other(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = command.read_file

    def faulty(job: command.Job, models: object = None) -> object:
        if job.name == "second":
            raise KeyError("a table without this word")
        return real(job)

    monkeypatch.setattr(command, "read_file", faulty)
    second = tmp_path / "second.txt"
    second.write_text("Staged.", encoding="utf-8")
    assert run(["text", str(second), str(story), "--out", str(tmp_path / "out")]) == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{story.stem}.json"]
    assert "KeyError" in capsys.readouterr().err


def test_nothing_to_read_is_wrong_use() -> None:
    assert run(["text"]) == 2


@pytest.mark.parametrize("name", ["saved.warc", "saved.wacz"])
def test_every_page_in_a_web_archive_is_read(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = PAGE.replace(b"noon", b"dusk")
    records = response("https://example.org/a.html", PAGE) + response("https://example.org/b.html", page, digest="")
    records += response("https://example.org/dot.css", b"p {}", kind="text/css")
    (tmp_path / name).write_bytes(wacz({"archive/a.warc": records}) if name.endswith("wacz") else records)
    assert run(["text", str(tmp_path / name), "--json"]) == 0
    captured = capsys.readouterr()
    first, second = msgspec.json.decode(captured.out, type=Readings).documents
    assert (first.id, first.file, first.metadata.url) == ("saved-1", f"{name}/1 a.html", "https://example.org/a.html")
    assert first.metadata.headline == "Bridge" and "noon" in first.body and "dusk" in second.body
    assert "captured at" in captured.err and "digest in the archive" in captured.err


def test_a_broken_archive_and_one_without_pages_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.warc").write_bytes(b"WARC/1.0\r\nWARC-Type: resp")
    (tmp_path / "css.warc").write_bytes(response("https://example.org/dot.css", b"p {}", kind="text/css"))
    assert run(["text", str(tmp_path / "bad.warc"), str(tmp_path / "css.warc"), "--json"]) == 1
    err = capsys.readouterr().err
    assert "no page or document in this archive" in err and "bad" in err
