"""Reading again gives the same of the same originals, and what does not is told, number by number."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from recoupe.cli import execute as run
from recoupe.preserve import Case
from recoupe.preserve.records import ReadingRecord, record_bytes
from recoupe.read.reproduce import compare_records, reproduce
from recoupe.run import run_case

ARTICLE = """\
Council counts the vote twice

The list of Dana Exampleson took 52.65 percent of the vote, compared with 47.35 percent for Jordan Sampleton.

"We waited a long time for this," said Exampleson.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A case of an article, and of something that cannot be read."""
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "broken.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(200))
    run_case(tmp_path / "case", [tmp_path / "article.txt", tmp_path / "broken.mp4"])
    return tmp_path / "case"


def test_every_reading_comes_out_the_same_and_nothing_is_written(root: Path) -> None:
    log = (root / "log").read_bytes()
    with Case.open(root) as case:
        done = list(reproduce(case))
        assert {one.reader for one in done} == {reading.reader for reading in case.readings()}
        assert len(done) == len(case.readings()) > 2
    assert {one.verdict for one in done} == {"same"}, [one for one in done if one.verdict != "same"]
    assert (root / "log").read_bytes() == log


def test_a_reading_that_was_another_is_told(root: Path) -> None:
    """The case claims that the text reader had given one mark less."""
    with Case.open(root, write=True) as case:
        reading = next(reading for reading in case.readings() if reading.reader == "text" and reading.outcome == "done")
        marks = case.marks(source=reading.source, types={"quote", "figure", "segment"})
        kept = [mark for mark in marks if mark.reading == reading.id]
        case.put_reading(reading, kept[:-1], case.document(reading.source))
        done = {one.reader: one for one in reproduce(case, sources=(reading.source,))}
    assert done["text"].verdict == "different" and done["text"].where


def test_a_reader_of_another_version_cannot_be_repeated(root: Path) -> None:
    with Case.open(root, write=True) as case:
        reading = next(reading for reading in case.readings() if reading.reader == "text" and reading.outcome == "done")
        case.put_reading(msgspec.structs.replace(reading, id="reading-of-old", version="0.1"))
        done = {one.reader: one for one in reproduce(case, sources=(reading.source,))}
    assert done["text"].verdict == "cannot be repeated" and "version 0.1 is not here" in done["text"].where


def test_numbers_may_differ_within_the_tolerance_and_words_may_not() -> None:
    apart, where = compare_records({"a": [1.0, 2]}, {"a": [1.0004, 2]})
    assert (round(apart, 5), where) == (0.0004, "")
    assert compare_records({"a": 1000}, {"a": 1003})[1] == "a"
    assert compare_records({"a": "x"}, {"a": "y"})[1] == "a"
    assert compare_records({"a": [1]}, {"a": [1, 2]})[1] == "a"
    assert compare_records(True, 1)[1] == "the whole"
    assert compare_records({"id": "x", "b": 1}, {"id": "y", "b": 1}) == (0.0, ""), "ids are digests of the rest"


def test_a_record_of_a_reading_is_compared_whole(root: Path) -> None:
    with Case.open(root) as case:
        reading = case.readings()[0]
    record = msgspec.json.decode(record_bytes(ReadingRecord(reading=reading)))
    assert compare_records(record, json.loads(json.dumps(record))) == (0.0, "")


def test_the_command(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reproduce", str(root)]) == 0
    assert "done again" in capsys.readouterr().out
    assert run(["reproduce", str(root), "--json"]) == 0
    assert {one["verdict"] for one in json.loads(capsys.readouterr().out)["readings"]} == {"same"}
    assert run(["reproduce", str(root), "--source", "nothing"]) == 2
