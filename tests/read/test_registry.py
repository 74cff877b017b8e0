"""The table of readers and the loop that runs them, against a case kept in memory."""

from __future__ import annotations

from typing import Any

import pytest

from recoupe.errors import DamagedFile
from recoupe.events import Event, Progress
from recoupe.model import Document, Mark, Note, Reading, Source, Span, mark
from recoupe.read.kind import mislabelled
from recoupe.read.reading import read_source
from recoupe.read.registry import READERS, Reader, Readers, ReadResult

CLIP = Source(digest="a" * 64, size=10, media_type="video/mp4", declared_type="video/mp4")


class MemoryCase:
    """The five methods of a case that reading uses."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[Reading, tuple[Mark, ...], Document | None]] = {}

    def has_reading(self, reading_id: str) -> bool:
        return reading_id in self.kept

    def put_layers(self, layers: Any) -> bool:
        return bool(layers)

    def put_reading(self, reading: Reading, marks: Any = (), document: Document | None = None) -> bool:
        new = reading.id not in self.kept
        self.kept.setdefault(reading.id, (reading, tuple(marks), document))
        return new

    def readings(self, source: str | None = None) -> list[Reading]:
        return [r for r, _, _ in self.kept.values() if source in (None, r.source)]


def noting(name: str, **more: Any) -> Reader:
    def run(case: Any, source: Source, events: Any) -> ReadResult:
        note = mark(Span(source=source.digest), Note(text=name), reading=reader.reading_of(source))
        return ReadResult(marks=(note,))

    reader = Reader(name=name, version="1", accepts=lambda source: source.kind == "video", run=run, **more)
    return reader


def failing(name: str, error: Exception) -> Reader:
    def run(case: Any, source: Source, events: Any) -> ReadResult:
        raise error

    return Reader(name=name, version="1", accepts=lambda source: True, run=run)


def table(*readers: Reader) -> dict[str, Reader]:
    return {reader.name: reader for reader in readers}


def test_every_accepting_reader_runs_once_in_order() -> None:
    case, readers = MemoryCase(), table(noting("b"), noting("a"))
    made = read_source(case, CLIP, readers=readers)  # type: ignore[arg-type]
    assert [reading.reader for reading in made] == ["b", "a"]
    assert all(reading.outcome == "done" for reading in made)
    assert read_source(case, CLIP, readers=readers) == []  # type: ignore[arg-type]


def test_a_failure_is_kept_with_its_reason_and_the_others_go_on() -> None:
    case = MemoryCase()
    readers = table(failing("first", DamagedFile("ends in mid-frame", todo="ask for it again")), noting("second"))
    made = read_source(case, CLIP, readers=readers)  # type: ignore[arg-type]
    assert [(r.reader, r.outcome, r.slug, r.reason, r.todo) for r in made] == [
        ("first", "failed", "damaged-file", "ends in mid-frame", "ask for it again"),
        ("second", "done", "", "", ""),
    ]


def test_a_fault_of_our_own_costs_one_reading_and_not_the_run(caplog: pytest.LogCaptureFixture) -> None:
    made = read_source(
        MemoryCase(),  # type: ignore[arg-type]
        CLIP,
        readers=table(failing("faulty", ZeroDivisionError("division by zero")), noting("sound")),
    )
    assert made[0].slug == "reader-fault"
    assert "ZeroDivisionError" in made[0].reason
    assert made[1].outcome == "done"
    assert "faulty" in caplog.text


def test_what_needs_a_failed_reading_is_not_tried_and_that_is_said() -> None:
    case = MemoryCase()
    readers = table(failing("footage", DamagedFile("truncated")), noting("impulse", needs="footage"))
    made = read_source(case, CLIP, readers=readers)  # type: ignore[arg-type]
    assert [reading.reader for reading in made] == ["footage"]
    assert made[0].remarks == ("not tried without it: impulse",)


def test_new_settings_are_a_new_reading() -> None:
    case = MemoryCase()
    read_source(case, CLIP, readers=table(noting("a")))  # type: ignore[arg-type]
    made = read_source(case, CLIP, readers=table(noting("a", settings=lambda: {"limit": 3})))  # type: ignore[arg-type]
    assert [reading.settings for reading in made] == [{"limit": 3}]


def test_progress_names_source_and_reader() -> None:
    seen: list[Event] = []
    read_source(MemoryCase(), CLIP, seen.append, readers=table(noting("a"), noting("b")))  # type: ignore[arg-type]
    assert [(e.stage, e.done, e.total) for e in seen if isinstance(e, Progress)] == [("a", 0, 2), ("b", 1, 2)]


@pytest.mark.parametrize(
    ("source", "slug", "says"),
    [
        (Source(digest="b" * 64, size=0, media_type="application/octet-stream"), "empty-file", "0 bytes"),
        (Source(digest="c" * 64, size=9, media_type="application/x-tar"), "unsupported-file", "application/x-tar"),
        (
            Source(digest="d" * 64, size=9, media_type="application/octet-stream", declared_type="video/mp4"),
            "mislabelled-file",
            "promises video/mp4",
        ),
    ],
)
def test_what_nobody_reads_says_so_and_what_to_do(source: Source, slug: str, says: str) -> None:
    made = read_source(MemoryCase(), source)  # type: ignore[arg-type]
    assert [(reading.reader, reading.outcome, reading.slug) for reading in made] == [("kind", "failed", slug)]
    assert says in made[0].reason
    assert made[0].todo


@pytest.mark.parametrize(
    ("declared", "found", "expected"),
    [
        ("video/mp4", "audio/mp4", False),
        ("video/mp4", "video/webm", False),
        ("image/jpeg", "image/webp", False),
        ("text/plain", "text/html", False),
        ("", "text/html", False),
        ("video/mp4", "text/html", True),
        ("application/pdf", "text/html", True),
        ("image/jpeg", "application/pdf", True),
    ],
)
def test_only_kinds_nobody_mixes_up_count_as_mislabelled(declared: str, found: str, expected: bool) -> None:
    assert mislabelled(Source(digest="e" * 64, size=1, media_type=found, declared_type=declared)) is expected


def test_two_readers_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="two readers are named 'kind'"):
        len(Readers(("recoupe.read.kind", "recoupe.read.kind")))


def test_the_table_names_each_reader_by_its_name() -> None:
    assert next(iter(READERS)) == "kind"
    assert all(name == reader.name for name, reader in READERS.items())
