"""`recoupe text` in a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recoupe.cli import execute as run
from recoupe.cli.reading_view import shown

STORY = """The night the lights went out

At least 15 people were hurt in the staged town of Exempleville last Sunday, the council said.

“It was dark,” said Leo Marsh, 41, a baker. “We ran.”

They shouted “On est là” (“we are here”) as the police came.

The council declined to comment. The video, around 16 seconds long, was edited, Mr. Marsh said.
"""


def drawn(text: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert run(["text", str(path), "--published", "2031-03-05"]) == 0
    return capsys.readouterr().out


@pytest.fixture(params=[60, 110])
def width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("COLUMNS", str(request.param))
    return int(request.param)


def test_the_margin_says_in_words_what_the_colours_say(
    width: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = drawn(STORY, "story.txt", tmp_path, capsys)
    for words in (
        *("reported: the council", "≥ 15 person", "2031-03-02", "Leo Marsh, goes on", "They = “we are here”"),
        *("declined comment: The council", "footage: about 16 s, length", "footage said to be altered"),
        *("headline", "People", "Exempleville", "5 quotations"),
    ):
        assert words in out
    assert all(len(line) <= width and line == line.rstrip() for line in out.splitlines())


def test_threads_are_indented_under_what_they_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    posts = [
        {"id": "a", "author": "Zed", "created_at": "2031-03-05T10:00:00Z", "text": "Lights out in the staged town."},
        {"id": "b", "author": "@ana", "in_reply_to_id": "a", "text": "Here, too."},
    ]
    out = drawn(json.dumps(posts), "thread.json", tmp_path, capsys)
    lines = out.splitlines()
    first = next(line for line in lines if "Zed · 2031-03-05T10:00:00Z" in line)
    second = next(line for line in lines if "@ana" in line)
    assert second.index("@ana") == first.index("Zed") + 2


def test_cells_are_drawn_as_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "town,arrests\n" + "".join(f"Town {n},{n} people\n" for n in range(60))
    out = drawn(rows, "table.csv", tmp_path, capsys)
    assert "Town 3" in out and "… and 21 rows more" in out and "Town 59" not in out


def test_nothing_in_a_text_redraws_the_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = drawn("Clear \x1b[2J and \u202e turn, “yes\x07, it is,” said [b]Ana Roy[/b].\n", "odd.txt", tmp_path, capsys)
    assert not set("\x1b\u202e\x07") & set(out)
    assert "[b]Ana Roy[/b]" in out


def test_what_is_shown_keeps_offsets() -> None:
    text = "a\u00a0«\u202fb\u202f»\x07\n"
    assert shown(text) == "a « b »\N{REPLACEMENT CHARACTER}\n" and len(shown(text)) == len(text)
