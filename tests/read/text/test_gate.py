"""A cheap accuracy gate: floors a little below what is reached, on real data. Raise them, never lower them by accident.

Reached on the open halves (2026-11): quotations with speakers F1 .912 (precision .883), English page bodies .978,
names .798, figures of news .922 (with unit .837), dates of news .804, example articles 1.0 for segments, quotations and
entities, .95 for figures, .91 for dates. `benchmarks/text.py` measures more, slowly.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from recoupe.model import Document
from recoupe.read.text import dates, figures
from recoupe.read.text.analysis import analyse
from recoupe.read.text.answer import answer_of, body_of, joined
from recoupe.read.text.jobs import document_of
from recoupe.read.text.joining import read_document
from recoupe.read.text.saying import sayings
from recoupe.read.text.segments import with_segments

pytestmark = pytest.mark.data

FLOORS = {
    ("quotes", "span+speaker", "P"): 0.87,
    ("quotes", "span+speaker", "score"): 0.90,
    ("pages", "english: body, 4-word shingles", "score"): 0.974,
    ("entities", "all: name span", "score"): 0.79,
    ("entities", "all: links, B-cubed", "score"): 0.695,
    ("figures", "newsquant: value", "score"): 0.918,
    ("figures", "newsquant: value+unit", "score"): 0.832,
    ("figures", "newsquant: bound other than =", "score"): 0.89,
    ("figures", "en number: value", "score"): 0.908,
    ("figures", "fr number: value", "score"): 0.96,
    ("figures", "en currency: value", "score"): 0.955,
    ("figures", "fr currency: value", "score"): 0.985,
    ("figures", "en dimension: value", "score"): 0.94,
    ("figures", "fr dimension: value", "score"): 0.93,
    ("dates", "tempeval3: span, relaxed", "score"): 0.946,
    ("dates", "tempeval3: value", "score"): 0.80,
    ("dates", "recognizers en: value", "score"): 0.768,
    ("dates", "recognizers fr: value", "score"): 0.812,
}
SEED_FLOORS = {
    "figures": 0.94,
    "dates": 0.90,
    "asserted times": 0.95,
    "segments": 0.97,
    "quotes": 0.97,
    "quotes+speaker": 0.95,
    "entities": 0.95,
    "entity names": 0.91,
}


def quotations(path: Path, language: str, reference: str) -> dict[str, Any]:
    """Quotations between marks, with speakers; the marks the gold counts."""
    text = path.read_bytes().decode("utf-8")
    document = with_segments(Document(text=text, language="en"))
    return {
        "quotes": [
            {"start": s.start, "end": s.end, "speaker_start": s.speaker_start, "speaker_end": s.speaker_end}
            for s in sayings(analyse(document))
            if s.kind != "indirect" and text[max(0, s.start - 2) : s.start] != "''"
        ]
    }


def bodies(path: Path, language: str, reference: str) -> dict[str, Any]:
    """The article of a page."""
    with path.open("rb") as file:
        return {"body": body_of(document_of(file, {"media_type": "text/html"}))}


def counted(path: Path, language: str, reference: str) -> dict[str, Any]:
    """Figures and dates, as `recoupe text` gives them."""
    text = path.read_bytes().decode("utf-8")
    document = with_segments(Document(text=text, language=language))
    marks = [
        mark
        for find in (figures.find, dates.find)
        for mark in find(document, source="0" * 64, reading="gate", published=reference or None)
    ]
    answer: dict[str, Any] = msgspec.to_builtins(answer_of(document, tuple(marks), name=path.name, identity=path.stem))
    return {"figures": answer["figures"], "dates": answer["dates"]}


def names(path: Path, language: str, reference: str) -> dict[str, Any]:
    """Names with their kinds."""
    document = with_segments(Document(text=path.read_bytes().decode("utf-8"), language="en"))
    return {
        "entities": [
            {"start": n.start, "end": n.end, "type": e.kind, "id": e.id}
            for e in analyse(document).entities
            for n in e.names
        ]
    }


READERS: dict[str, tuple[str, Callable[[Path, str, str], dict[str, Any]]]] = {
    "figures": ("quantities", counted),
    "dates": ("dates", counted),
    "quotes": ("polnear", quotations),
    "pages": ("pages", bodies),
    "entities": ("meantime", names),
}


@pytest.mark.parametrize("name", list(READERS))
def test_floors(name: str, data: Path, tmp_path: Path) -> None:
    folder, read = READERS[name]
    scorer = [sys.executable, str(data / "bench" / "score_sets.py"), name, "--data", str(data / "text" / folder)]
    inputs, answers, result = tmp_path / "in", tmp_path / "answers", tmp_path / "scores.json"
    listing = subprocess.run([*scorer, "--list", "--inputs", str(inputs)], check=True, capture_output=True, text=True)
    answers.mkdir()
    for row in listing.stdout.splitlines()[1:]:
        identity, path, language, reference = row.split("\t")[:4]
        (answers / f"{identity}.json").write_text(json.dumps(read(Path(path), language, reference)), encoding="utf-8")
    subprocess.run([*scorer, "--pred", str(answers), "--json", str(result)], check=True, capture_output=True)
    scores = json.loads(result.read_text(encoding="utf-8"))
    for (owner, row, measure), floor in FLOORS.items():
        if owner == name:
            assert scores[row][measure] >= floor, f"{row} {measure} fell to {scores[row][measure]}"


def test_floors_of_the_example_articles(data: Path, tmp_path: Path) -> None:
    seeds = data / "text" / "seeds"
    readings = []
    for path in sorted(seeds.glob("*.txt")):
        document = with_segments(Document(text=path.read_bytes().decode("utf-8"), language="en"))
        marks = read_document(document, "0" * 64, "gate")
        readings.append(answer_of(document, marks, name=path.name, identity=path.stem))
    reading = tmp_path / "reading.json"
    reading.write_bytes(msgspec.json.encode(joined(readings)))
    scorer = [sys.executable, str(data / "bench" / "score_text.py"), str(reading), "--json"]
    done = subprocess.run([*scorer, "--gold", str(seeds / "expected.json")], check=True, capture_output=True, text=True)
    scores = json.loads(done.stdout)
    for row, floor in SEED_FLOORS.items():
        assert scores[row]["F1"] >= floor, f"{row} fell to {scores[row]['F1']}"
