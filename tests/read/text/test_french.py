"""French quotations: every staged piece, exactly; the convention is docs/explanation/reading-text.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.read.text.helping import said

GOLD = Path(__file__).resolve().parents[2] / "data" / "french-quotations.json"
PIECES: list[dict[str, Any]] = json.loads(GOLD.read_text(encoding="utf-8"))["pieces"]


def test_the_gold_is_the_text_at_its_place() -> None:
    for piece in PIECES:
        for quote in piece["quotes"]:
            assert piece["text"][quote["start"] : quote["end"]] == quote["exact"]


@pytest.mark.parametrize("piece", PIECES, ids=[f"{p['id']} {p['construction']}" for p in PIECES])
def test_piece(piece: dict[str, Any]) -> None:
    text = piece["text"]
    found = {text[s.start : s.end]: s for s in said(text, "fr")}
    assert list(found) == [quote["exact"] for quote in piece["quotes"]]
    for quote in piece["quotes"]:
        item = found[quote["exact"]]
        if "person" in quote:
            assert item.person == quote["person"]
        if "speaker" in quote:
            assert item.speaker_start is not None and item.speaker_end is not None
            assert any(item.speaker_start < p["end"] and p["start"] < item.speaker_end for p in quote["speakers"])
