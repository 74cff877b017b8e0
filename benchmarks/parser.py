"""What a statistical parser would add to the rules: spaCy's small English model beside them, on the open sets.

    python -m pip install 'spacy>=3.8,<4' MODEL
    python benchmarks/parser.py --model NAME [--data FOLDER]

Speakers (PolNeAR): of the quotations found, whose speaker the rules have right, and whose the subject that the parser
gives to the verb of saying nearest by. Names (MEANTIME): the rules, the model, and both joined in two ways. Speed: with
the whole pipeline, on one core. recoupe itself does not use spaCy; this is the measurement behind that.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from recoupe.model import Document
from recoupe.read.text.analysis import analyse
from recoupe.read.text.saying import sayings
from recoupe.read.text.segments import with_segments

HERE = Path(__file__).resolve().parent
KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}
NEAR = 120
"""Characters between a quotation and the verb of saying that the parser is asked about."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="en_core_web_sm")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("RECOUPE_DATA") or HERE.parent.parent / "shared")
    )
    options = parser.parse_args()
    try:
        import spacy

        model = spacy.load(options.model)
    except (ImportError, OSError) as error:
        print(f"spaCy or its model is not here: {error}", file=sys.stderr)
        return 1
    sets = _scorer(options.data / "bench" / "score_sets.py")
    speakers(sets, model, options.data / "text" / "polnear")
    names(sets, model, options.data / "text" / "meantime")
    return 0


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_sets", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_sets"] = module
    spec.loader.exec_module(module)
    return module


def speakers(sets: Any, model: Any, folder: Path) -> None:
    """Who is right about the speaker, the rules or the parser."""
    docs = list(sets.load_quotes(folder))
    began = time.process_time()
    parsed = {d.id: model(d.text) for d in docs}
    seconds = time.process_time() - began
    print(f"speed: {sum(len(d.text) for d in docs) / 5_000 / seconds:.1f} articles of 5,000 characters a second")
    count: Counter[tuple[bool, bool]] = Counter()
    for d in docs:
        analysis = analyse(with_segments(Document(text=d.text, language="en")))
        found = [s for s in sayings(analysis) if s.kind != "indirect"]
        gold = [(sets.trimmed(d.text, q), q) for q in d.gold["quotes"]]
        tool = [(sets.trimmed(d.text, {"start": s.start, "end": s.end}), s) for s in found]
        for (_, wanted), (place, said) in sets.pair(gold, tool, lambda g, t: _enough(sets.overlap(g[0], t[0]))):
            ours = (said.speaker_start, said.speaker_end) if said.speaker_start is not None else None
            count[_right(sets, ours, wanted), _right(sets, _parsed(parsed[d.id], place, analysis.lex), wanted)] += 1
    print(f"speakers of {sum(count.values())} quotations: both right {count[True, True]}, only the rules", end=" ")
    print(f"{count[True, False]}, only the parser {count[False, True]}, neither {count[False, False]}")


def _enough(overlap: float) -> float:
    return overlap if overlap >= 0.8 else 0.0


def _right(sets: Any, mention: tuple[int, int] | None, wanted: dict[str, Any]) -> bool:
    if not wanted["sources"]:
        return mention is None
    return mention is not None and any(sets.shared(mention, source) for source in wanted["sources"])


def _parsed(doc: Any, place: tuple[int, int], lex: Any) -> tuple[int, int] | None:
    """The subject of the verb of saying nearest to a quotation in its paragraph, as the parser sees it."""
    best: tuple[int, Any] | None = None
    for token in doc:
        if token.lower_ not in lex.saying or place[0] - 1 <= token.idx < place[1] + 1:
            continue
        low, high = (place[1], token.idx) if token.idx > place[1] else (token.idx, place[0])
        if high - low > NEAR or "\n" in doc.text[low:high]:
            continue
        subjects = [t for t in token.children if t.dep_ in {"nsubj", "nsubjpass"}]
        if not subjects and token.dep_ in {"advcl", "conj", "xcomp"}:
            subjects = [t for t in token.head.children if t.dep_ == "nsubj"]
        if subjects and (best is None or high - low < best[0]):
            best = high - low, subjects[0]
    return (best[1].idx, best[1].idx + len(best[1])) if best is not None else None


def names(sets: Any, model: Any, folder: Path) -> None:
    """F1 of name spans and of their links: the rules, the model, both."""
    docs = list(sets.load_entities(folder))
    rows: dict[str, dict[str, Any]] = {
        "rules": {},
        "model": {},
        "rules, then the model": {},
        "model, then the rules": {},
    }
    for d in docs:
        analysis = analyse(with_segments(Document(text=d.text, language="en")))
        ours = [
            {"start": n.start, "end": n.end, "type": e.kind, "id": e.id} for e in analysis.entities for n in e.names
        ]
        theirs = []
        for found in model(d.text).ents:
            if found.label_ in KINDS:
                start = found.start_char + 4 * found.text.lower().startswith("the ")
                words = d.text[start : found.end_char]
                theirs.append(
                    {"start": start, "end": found.end_char, "type": KINDS[found.label_], "id": words.casefold()}
                )
        for name, items in zip(rows, (ours, theirs, _joined(ours, theirs), _joined(theirs, ours)), strict=True):
            rows[name][d.id] = {"entities": items}
    for name, answers in rows.items():
        scores = {row.name: sets.as_json([row])[row.name]["score"] for row in sets.score_entities(docs, answers)}
        print(f"names, {name}: {scores['all: name span']:.3f}, links {scores['all: links, B-cubed']:.3f}")


def _joined(first: list[dict[str, Any]], then: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return first + [t for t in then if not any(t["start"] < f["end"] and f["start"] < t["end"] for f in first)]


if __name__ == "__main__":
    sys.exit(main())
