"""Score quotations against a gold of pieces (tests/data/french-quotations.json): spans, speakers, persons.

A span hits when shared length / joint length is 0.8 or more, marks and blanks at the ends left out. The speaker hits
when the mention touches a place where the gold names the speaker; a quotation that has none is right when no mention is
given. The person hits when the gold names one and it is that name.
"""

from __future__ import annotations

from typing import Any

_ENDS = "“”\"'’‘«»\u00a0\u202f \n\t"
ENOUGH = 0.8


def score(pieces: list[dict[str, Any]], answers: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of spans, of spans with speaker, of spans with speaker and person.

    Args:
        pieces: The gold: id, text, quotes.
        answers: For each id the tool's `quotes`, as `recoupe text --json` prints them.
    """
    gold = tool = 0
    hits = {"span": 0, "span+speaker": 0, "span+speaker+person": 0}
    for piece in pieces:
        wanted, found = piece["quotes"], answers.get(piece["id"], [])
        gold, tool = gold + len(wanted), tool + len(found)
        for want, have in _pairs(piece["text"], wanted, found):
            speaker = _speaker(want, have)
            hits["span"] += 1
            hits["span+speaker"] += speaker
            hits["span+speaker+person"] += speaker and want.get("person") in {None, have.get("speaker")}
    return {name: _rates(hit, gold, tool) for name, hit in hits.items()}


def _pairs(
    text: str, wanted: list[dict[str, Any]], found: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    near = sorted(
        (
            (_overlap(_trimmed(text, w), _trimmed(text, f)), -i, -j)
            for i, w in enumerate(wanted)
            for j, f in enumerate(found)
        ),
        reverse=True,
    )
    left, right, out = set(), set(), []
    for overlap, i, j in near:
        if overlap >= ENOUGH and i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((wanted[-i], found[-j]))
    return out


def _trimmed(text: str, item: dict[str, Any]) -> tuple[int, int]:
    start, end = item["start"], item["end"]
    while start < end and text[start] in _ENDS:
        start += 1
    while end > start and text[end - 1] in _ENDS:
        end -= 1
    return start, end


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared else 0.0


def _speaker(want: dict[str, Any], have: dict[str, Any]) -> bool:
    places = want.get("speakers", [])
    if not places:
        return have.get("speaker_start") is None
    start, end = have.get("speaker_start"), have.get("speaker_end")
    return start is not None and any(start < p["end"] and p["start"] < end for p in places)


def _rates(hit: int, gold: int, tool: int) -> dict[str, float]:
    precision, recall = hit / tool if tool else 0.0, hit / gold if gold else 0.0
    return {"P": precision, "R": recall, "score": 2 * precision * recall / (precision + recall) if hit else 0.0}
