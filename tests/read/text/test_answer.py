"""The output: its shape, its schema, and what stays the same when other text is added."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import msgspec
import pytest

from recoupe.model import Document, to_json
from recoupe.read.text.answer import Answer, Readings, answer_of, joined
from recoupe.read.text.joining import read_document
from recoupe.read.text.segments import with_segments

REPOSITORY = Path(__file__).resolve().parents[3]
STAGED = (
    "It was a staged evening in Portville, where Ana Roy keeps a bakery that opens at six.\n\n"
    "“It was dark,” said Roy, 41. “As many as 200 people came.”\n\n"
    "''Nobody saw it,'' Leo Marsh told her on 3 March 2031.\n\n"
    "The clip lasts 23 seconds. A shortened version of the clip was uploaded later."
)
NEUTRAL = "The rain went on for a while. Then it stopped, and the streets were dry again by noon."


def read(text: str) -> Answer:
    document = with_segments(Document(text=text, language="en"))
    return answer_of(document, read_document(document, "0" * 64, "r"), name="staged.txt", identity="staged")


def test_lists_and_fields() -> None:
    answer = read(STAGED)
    assert [q.exact for q in answer.quotes] == ["It was dark,", "As many as 200 people came."]
    assert [q.exact for q in answer.quotes_in_other_marks] == ["Nobody saw it,"]
    assert answer.quotes[0].speaker == "Ana Roy"
    assert any(f.value == 200 for f in answer.figures)
    assert any(t.value_s == 23 for t in answer.asserted_times)
    assert answer.asserted_edits[0].edit == "shortened"


def test_exact_is_the_text_at_its_place() -> None:
    answer = read(STAGED)
    for field in answer.__struct_fields__:
        items = getattr(answer, field)
        for item in items if isinstance(items, tuple) else ():
            if hasattr(item, "exact"):
                assert STAGED[item.start : item.end] == item.exact


def test_the_schema_in_the_docs_is_that_of_the_records() -> None:
    script = REPOSITORY / "scripts" / "write_reading_schema.py"
    spec = importlib.util.spec_from_file_location("write_reading_schema", script)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.TARGET.read_text(encoding="utf-8") == module.schema(), f"run {script.name}"


def test_what_is_printed_reads_back() -> None:
    readings = joined([read(STAGED)])
    assert msgspec.json.decode(to_json(readings), type=Readings) == readings


def test_an_entity_of_two_documents_stands_once() -> None:
    one, two = read(STAGED), read("Ana Roy came. Later Ana Roy left.")
    readings = joined([one, msgspec.structs.replace(two, id="two")])
    (roy,) = [e for e in readings.entities if e.name == "Ana Roy"]
    assert roy.documents == ("staged", "two")


@pytest.mark.parametrize("place", [1, 2, 3, 4])
def test_a_paragraph_added_elsewhere_changes_no_item(place: int) -> None:
    paragraphs = STAGED.split("\n\n")
    longer = "\n\n".join([*paragraphs[:place], NEUTRAL, *paragraphs[place:]])
    before, after = read(STAGED), read(longer)
    at = len("\n\n".join(paragraphs[:place])) + 1
    moved = len(longer) - len(STAGED)

    def items(answer: Answer, shift: int) -> list[tuple[object, ...]]:
        return [
            (q.exact, q.start + (shift if q.start >= at else 0), q.speaker, q.attribution, q.kind)
            for q in (*answer.quotes, *answer.quotes_in_other_marks)
        ] + [(e.exact, e.start + (shift if e.start >= at else 0), e.id) for e in answer.entities]

    assert items(before, moved) == items(after, 0)
