"""`new`, `status` and `rebuild` as a person or a program calls them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from recoupe.cli import execute as run
from recoupe.cli.status import size_of
from recoupe.preserve import Case
from tests.preserve.making import TEXT, put, quotes, reading, work


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    return " ".join(captured.out.split()), " ".join(captured.err.split())


def test_new_makes_a_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / "harbour"), "--title", "A [red]title"]) == 0
    out, err = said(capsys)
    assert "A [red]title" in out
    assert "has no passphrase: whoever gets hold of the file can sign in your name" in err, "the tests' key has none"
    with Case.open(tmp_path / "harbour") as case:
        assert (case.title, case.staged) == ("A [red]title", False)
    assert run(["new", str(tmp_path / "harbour")]) == 1
    out, err = said(capsys)
    assert out == ""
    assert "there is a case at" in err


def test_new_says_so_for_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / "harbour"), "--staged", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["title"], made["staged"]) == ("harbour", True)


def test_status_of_an_empty_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Case.create(tmp_path / "case", title="Empty").close()
    assert run(["status", str(tmp_path / "case")]) == 0
    assert "No sources yet" in said(capsys)[0]


def test_status_says_what_is_there_and_what_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work(tmp_path / "case", tmp_path / "material")
    assert run(["status", str(tmp_path / "case")]) == 1
    out, err = said(capsys)
    assert err == ""
    for words in ("STAGED", "Work", "a.txt", "0.mp4", "1 holds", "Could not be done (3)", "sound: it breaks off"):
        assert words in out, words
    assert "gone.txt: there is no file gone.txt" in out
    assert "→ check the name" in out
    assert "0.mp4 with a.txt: one of them is a text" in out


def test_status_for_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work(tmp_path / "case", tmp_path / "material")
    assert run(["status", str(tmp_path / "case"), "--json"]) == 1
    status = json.loads(capsys.readouterr().out)
    assert [source["name"] for source in status["sources"]] == ["a.txt", "0.mp4", "1.mp4"]
    assert [source["marks"] for source in status["sources"]] == [2, 1, 0]
    assert (status["failed"], status["editmaps"], status["findings"], status["pending"]) == (3, 1, {"holds": 1}, [])


def test_an_optional_part_that_is_missing_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Case.create(tmp_path / "case") as case:
        digest = put(case, tmp_path, "a.txt", TEXT.encode()).source.digest
        case.put_reading(
            reading(digest, outcome="failed", slug="component-missing", reason="no model", todo="install it")
        )
    assert run(["status", str(tmp_path / "case")]) == 0
    assert "Not done without an optional part ! text: no model → install it" in said(capsys)[0]


def test_status_tells_of_what_is_pending(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Case.create(tmp_path / "case").close()
    (tmp_path / "case" / "entries" / "000002").write_text("x")
    assert run(["status", str(tmp_path / "case")]) == 0
    assert "1 pending" in said(capsys)[0]


def test_a_name_cannot_redraw_the_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Case.create(tmp_path / "case", title="\x1b[2J[bold]title") as case:
        put(case, tmp_path, "\x1b[31m[link=x]\u202e.txt", b"x")
    run(["status", str(tmp_path / "case")])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]title" in out


def test_rebuild_says_whether_it_said_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "case"
    with Case.create(root) as case:
        read = reading(put(case, tmp_path, "a.txt", TEXT.encode()).source.digest)
        case.put_reading(read, quotes(read))
    assert run(["rebuild", str(root)]) == 0
    out, _ = said(capsys)
    assert "3 acts replayed" in out
    assert "says what it said before" in out
    (root / "case.db").unlink()
    assert run(["rebuild", str(root)]) == 0
    assert "none before" in said(capsys)[0]
    connection = sqlite3.connect(root / "case.db")
    connection.execute("UPDATE marks SET type = 'figure'")
    connection.commit()
    connection.close()
    assert run(["rebuild", str(root), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["equal"] is False


@pytest.mark.parametrize("command", ["status", "rebuild"])
def test_what_is_no_case_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert run([command, str(tmp_path)]) == 1
    out, err = said(capsys)
    assert out == ""
    assert "is not a case" in err


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (812, "812 B"), (1400, "1.4 kB"), (999_999, "1000 kB"), (23_400_000, "23.4 MB")]
)
def test_sizes_are_told_as_people_read_them(count: int, text: str) -> None:
    assert size_of(count) == text
