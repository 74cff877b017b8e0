"""One person's words printed twice in a text: the same, altered, or without their hedge?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from recoupe.crosscheck.check import Check, working
from recoupe.crosscheck.headlines import HEDGE
from recoupe.crosscheck.names import fold
from recoupe.crosscheck.numbers import quoted
from recoupe.crosscheck.records import Records, Text
from recoupe.model import Finding, Mark, Quote

REPEATS = frozenset({"pull_quote", "caption"})
ALIKE = 82.0
"""rapidfuzz partial ratio (0–100) above which two quotations are taken for the same words. Below about 75 unrelated
sentences of one speaker begin to pair; words dropped at either end cost nothing in this measure."""
LEAST_WORDS = 4


def run(records: Records, check: Check) -> Iterator[Finding]:
    """Each pull quote and captioned quotation is put beside the passage of the body it repeats.

    Only words that are changed or lost are a difference: a quotation that begins later or ends sooner holds, unless
    what it leaves out is the hedge of its own sentence.
    """
    for text in records.texts:
        quotes = [(m, q) for m, q in text.of(Quote) if len(quoted(m).split()) >= LEAST_WORDS and q.kind != "indirect"]
        body = [(m, q) for m, q in quotes if q.kind not in REPEATS]
        for mark, quote in quotes:
            if quote.kind in REPEATS:
                best = max(body, key=lambda other: _alike(mark, other[0]), default=None)
                if best is not None and _alike(mark, best[0]) >= ALIKE:
                    yield _judge(check, text, mark, best[0])


def _alike(one: Mark, two: Mark) -> float:
    short, long = sorted((fold(quoted(one)), fold(quoted(two))), key=len)
    return float(fuzz.partial_ratio(short, long))


def _judge(check: Check, text: Text, repeat: Mark, body: Mark) -> Finding:
    passage = same_passage(quoted(repeat), quoted(body))
    printed, said = fold(quoted(repeat)), fold(passage)
    hedge = HEDGE.search(passage)
    dropped = hedge is not None and not HEDGE.search(quoted(repeat))
    if dropped and hedge is not None:
        title = f"{text.source.name} repeats a quotation without its hedge (“{hedge[0]}”)."
        outcome, lead = "differs", 58.0
    elif printed in said:
        title, outcome, lead = f"{text.source.name} repeats a quotation in the same words.", "holds", 0.0
    else:
        title, outcome, lead = f"{text.source.name} prints one quotation in two wordings.", "differs", 35.0
    return check.finding(
        "holds" if outcome == "holds" else "differs",
        title,
        kind="quote_variant",
        detail=f"“{quoted(repeat)}” — “{passage}”",
        workings=[working([quoted(repeat), passage], _changes(printed, said), outcome)],
        marks=[repeat, body],
        lead=lead,
    )


def same_passage(repeat: str, body: str) -> str:
    """The sentences of a longer quotation that a repeat of it was taken from."""
    sentences = re.split(r"(?<=[.!?…])\s+", body)
    if len(sentences) == 1:
        return body
    short = fold(repeat)
    scores = [float(fuzz.partial_ratio(fold(s), short)) if len(s.split()) > 2 else 0.0 for s in sentences]
    best = max(range(len(sentences)), key=scores.__getitem__)
    first = last = best
    while fuzz.ratio(fold(" ".join(sentences[first : last + 1])), short) < ALIKE:
        grown = [
            (fuzz.ratio(fold(" ".join(sentences[a : b + 1])), short), a, b)
            for a, b in ((first - 1, last), (first, last + 1))
            if a >= 0 and b < len(sentences)
        ]
        top = max(grown, default=(0.0, first, last))
        if top[0] <= fuzz.ratio(fold(" ".join(sentences[first : last + 1])), short):
            break
        _, first, last = top
    return " ".join(sentences[first : last + 1])


def _changes(printed: str, said: str) -> str:
    a, b = said.split(), printed.split()
    changes = [
        f"“{' '.join(a[i:j])}” → “{' '.join(b[k:n])}”"
        for tag, i, j, k, n in SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    return "; ".join(changes) or "word for word"
