"""A reading that failed through a fault of a reader is tried again; one that failed through the file is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.errors import ChildDied, DamagedFile
from recoupe.events import quiet
from recoupe.model import Origin
from recoupe.preserve import Case
from recoupe.read import Reader, ReadResult, read_source


@pytest.mark.parametrize(
    ("fault", "tries"),
    [(ZeroDivisionError("ours"), 2), (ChildDied("gone"), 2), (DamagedFile("theirs"), 1)],
    ids=["a fault of the reader", "a child that died", "a damaged file"],
)
def test_faults_of_ours_are_tried_again_and_add_no_act(tmp_path: Path, fault: Exception, tries: int) -> None:
    note = tmp_path / "note.txt"
    note.write_text("x")
    asked: list[str] = []

    def run(case: object, source: object, events: object) -> ReadResult:
        asked.append("again")
        raise fault

    reader = Reader(name="stub", version="1", accepts=lambda source: True, run=run)
    with Case.create(tmp_path / "case") as case:
        origin = Origin(name="note.txt", collected_at="2025-01-01T00:00:00Z")
        source = case.add(note, media_type="text/plain", declared_type="text/plain", origin=origin).source
        [first] = read_source(case, source, quiet, readers={"stub": reader})
        acts = len(case.custody())
        assert first.outcome == "failed"
        assert read_source(case, source, quiet, readers={"stub": reader}) == []
        assert len(asked) == tries
        assert len(case.custody()) == acts


def test_a_reading_that_goes_well_the_second_time_replaces_the_failure(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("x")
    broken = [True]

    def run(case: object, source: object, events: object) -> ReadResult:
        if broken:
            raise RuntimeError("not yet mended")
        return ReadResult(remarks=("read",))

    reader = Reader(name="stub", version="1", accepts=lambda source: True, run=run)
    with Case.create(tmp_path / "case") as case:
        origin = Origin(name="note.txt", collected_at="2025-01-01T00:00:00Z")
        source = case.add(note, media_type="text/plain", declared_type="text/plain", origin=origin).source
        read_source(case, source, quiet, readers={"stub": reader})
        broken.clear()
        [second] = read_source(case, source, quiet, readers={"stub": reader})
        assert second.outcome == "done"
        assert [r.outcome for r in case.readings(source.digest)] == ["done"]
