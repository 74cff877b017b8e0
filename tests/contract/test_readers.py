"""What every reader must hold, run over one sample of each kind of file that recoupe reads.

A new reader is covered as soon as it stands in the table; a new kind of file is covered by adding a sample.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PIL import Image, ImageDraw

from recoupe.collect import Refused, gather
from recoupe.errors import RecoupeError
from recoupe.events import quiet
from recoupe.model import Document, Mark, Source, canonical
from recoupe.preserve import Case
from recoupe.read import READERS, Reader, ReadResult
from tests.read.numbered import clicks, write, write_sound

PAGE = """<!doctype html><html lang="en"><head><title>A walk</title></head><body><article><h1>A walk</h1>
<p>“It was dark,” said the warden on 3 May 2031. At least 15 people were there. The clip of 23 seconds was cut.</p>
</article></body></html>"""
ARTICLE = """A walk by night

“It was dark,” said the warden on 3 May 2031. At least 15 people were there, 60 percent of them from the town.
At around 16 seconds a sound can be heard. The editor did not reply to a request for comment.
"""


def _comment(path: Path) -> None:
    image = Image.new("RGB", (320, 80), "white")
    ImageDraw.Draw(image).text((10, 30), "they took it out", "black")
    image.save(path)


MAKERS: dict[str, Callable[[Path], object]] = {
    "article.txt": lambda path: path.write_text(ARTICLE, encoding="utf-8"),
    "page.html": lambda path: path.write_text(PAGE, encoding="utf-8"),
    "table.csv": lambda path: path.write_text("list,votes\nNorth,44.87\nSouth,55.13\n", encoding="utf-8"),
    "clip.mp4": lambda path: write(path, list(range(75)), samples=clicks(3, [1.0, 2.0])),
    "silent-film.webm": lambda path: write(path, list(range(30)), codec="libvpx", options={"deadline": "realtime"}),
    "sound.wav": lambda path: write_sound(path, clicks(2, [0.5])),
    "comment.png": _comment,
    "photo.jpg": lambda path: Image.new("RGB", (64, 48), "green").save(path),
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case that holds every sample, and one with trouble."""
    folder = tmp_path_factory.mktemp("samples")
    for name, make in MAKERS.items():
        make(folder / name)
    (folder / "empty.mp4").touch()
    (folder / "unknown.bin").write_bytes(bytes(range(256)) * 4)
    with Case.create(tmp_path_factory.mktemp("cases") / "case", title="samples", staged=True) as made:
        for item in gather([folder]):
            assert not isinstance(item, Refused)
            made.add(item.path, media_type=item.media_type, declared_type=item.declared_type, origin=item.origin)
        yield made


def accepted(case: Case, reader: Reader) -> list[Source]:
    return [source for source in case.sources() if reader.accepts(source)]


Twice = tuple[ReadResult | None, ReadResult | None]
Results = Callable[[Reader, Source], Twice]


@pytest.fixture(scope="module")
def results(case: Case) -> Results:
    """What a reader finds in a source, on each of two runs; every pair is run once for all tests."""
    known: dict[tuple[str, str], Twice] = {}

    def find(reader: Reader, source: Source) -> Twice:
        key = reader.name, source.digest
        if key not in known:
            known[key] = _run(case, reader, source), _run(case, reader, source)
        return known[key]

    return find


def _run(case: Case, reader: Reader, source: Source) -> ReadResult | None:
    """None when the reader says, with a reason and what to do, that it cannot read the source."""
    try:
        return reader.run(case, source, quiet)
    except RecoupeError as error:
        assert error.reason
        assert error.todo, f"{reader.name} fails without saying what to do: {error.reason}"
        assert str(case.root) not in error.reason
        return None


@pytest.fixture(params=sorted(READERS))
def reader(request: pytest.FixtureRequest) -> Reader:
    return READERS[request.param]


def test_every_sample_has_a_reader_and_every_reader_a_sample(case: Case, reader: Reader) -> None:
    sources = accepted(case, reader)
    assert sources, f"no sample is of a kind that {reader.name} accepts"
    unread = [s.name for s in case.sources() if not any(r.accepts(s) for n, r in READERS.items() if n != "kind")]
    assert unread == ["empty.mp4", "unknown.bin"]


def test_name_version_and_settings_are_plain(reader: Reader) -> None:
    assert re.fullmatch(r"[a-z][a-z_]*", reader.name)
    assert reader.version
    settings = reader.settings()
    assert settings == reader.settings()
    assert all(isinstance(value, str | int | float | bool | None) for value in settings.values())
    assert canonical(settings)
    assert not reader.needs or list(READERS).index(reader.needs) < list(READERS).index(reader.name)


def test_the_same_source_gives_the_same_marks(case: Case, reader: Reader, results: Results) -> None:
    for source in accepted(case, reader):
        first, second = results(reader, source)
        assert (first is None) == (second is None)
        if first is not None and second is not None:
            assert [canonical(m) for m in first.marks] == [canonical(m) for m in second.marks]
            assert canonical(first.document) == canonical(second.document)
            assert first.remarks == second.remarks


def test_marks_are_of_this_reading_named_once_and_survive_json(case: Case, reader: Reader, results: Results) -> None:
    for source in accepted(case, reader):
        result, _ = results(reader, source)
        if result is None:
            continue
        reading = reader.reading_of(source)
        assert all(mark.reading == reading for mark in result.marks)
        assert len({mark.id for mark in result.marks}) == len(result.marks)
        for mark in result.marks:
            assert msgspec.json.decode(canonical(mark), type=Mark) == mark
        if result.document is not None:
            assert msgspec.json.decode(canonical(result.document), type=Document) == result.document


def test_spans_lie_inside_the_source(case: Case, reader: Reader, results: Results) -> None:
    for source in accepted(case, reader):
        result, _ = results(reader, source)
        for mark in result.marks if result is not None else ():
            _check_span(mark, source, result)


def _check_span(mark: Mark, source: Source, result: ReadResult | None) -> None:
    span = mark.span
    assert span.source == source.digest
    if span.time is not None:
        start, end = span.time.seconds
        length = {"clip.mp4": 3, "silent-film.webm": 2, "sound.wav": 2}[source.name]
        assert 0 <= start <= end <= length + 1 / 16
    if span.box is not None:
        box = span.box
        assert box.width > 0
        assert box.height > 0
        assert 0 <= box.x <= box.x + box.width <= box.of_width
        assert 0 <= box.y <= box.y + box.height <= box.of_height
    if span.text is not None:
        document = result.document if result is not None else None
        assert document is not None, "a passage needs the text it stands in"
        assert document.text[span.text.start : span.text.end] == span.text.exact


def test_no_clock_and_no_path_stands_in_what_is_found(case: Case, reader: Reader, results: Results) -> None:
    for source in accepted(case, reader):
        result, _ = results(reader, source)
        if result is None:
            continue
        said = canonical([list(result.marks), result.document, list(result.remarks)]).decode()
        assert str(case.root) not in said
        assert str(case.root.parent) not in said


def test_what_lies_in_the_way_gives_a_reason(case: Case) -> None:
    for name, slug in (("empty.mp4", "empty-file"), ("unknown.bin", "unsupported-file")):
        source = next(s for s in case.sources() if s.name == name)
        with pytest.raises(RecoupeError) as caught:
            READERS["kind"].run(case, source, quiet)
        assert caught.value.slug == slug
        assert caught.value.todo
