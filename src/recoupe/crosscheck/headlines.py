"""A headline against its body: does it say for certain what the body hedges?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recoupe.crosscheck.check import Check, working
from recoupe.crosscheck.records import Records, Text
from recoupe.model import Finding, Mark, Part, Quote, Segment

SUBJECTS: dict[str, str] = {
    "gunfire": r"gun(?:man|men|fire|shots?|s)?|shots?|shoot(?:s|ing|er|ers)?|fires?\s+(?:on|at)|opens?\s+fire|fired|"
    r"weapons?|firearms?|rifles?|pistols?|armed|coups? de feu|tirs?|tireurs?|tire sur|arm(?:e|es|é|és)|"
    r"fusils?|pistolets?",
    "an explosion": r"explosions?|explod(?:e|es|ed)|blasts?|bomb(?:s|ing)?|bombes?|explos(?:e|é|ent)|attentats?",
    "deaths": r"kill(?:s|ed|ing)?|dead|deaths?|dies?|died|murder(?:s|ed)?|morts?|tué(?:s|e|es)?|tue(?:nt)?|meurtres?",
    "injuries": r"injur(?:y|ies|ed|es)|wound(?:s|ed)|bless(?:é|és|ée|ées|ures?)",
    "a fire": r"arson|blaze|ablaze|burn(?:s|t|ed|ing)?|incendies?|brûl(?:e|é|és|ée)",
    "fraud": r"fraud(?:s|ulent)?|rigged|rigging|stolen election|fraudes?|truqu(?:é|ée|age)",
    "an arrest": r"arrest(?:s|ed)?|detain(?:s|ed)|arrêt(?:é|és|ée)|interpell(?:é|és|ation)",
}
"""What incident reports are about. A headline and a body rarely share words, so they are compared by subject."""

HEDGE = re.compile(
    r"\b(?:may|might|could|appear(?:s|ed)?|seem(?:s|ed)?|allegedly|alleged|reportedly|apparent(?:ly)?|possibl[ey]|"
    r"perhaps|suspected|unconfirmed|claim(?:s|ed)?|said to|sounds? like|what looks? like|presumed|"
    r"semble(?:nt|rait)?|pourrai(?:t|ent)|aurai(?:t|ent)|serai(?:t|ent)|présumé(?:e|s|es)?|apparemment|"
    r"peut-être|il paraît|sans doute|vraisemblablement)\b|\?",
    re.IGNORECASE,
)


def run(records: Records, check: Check) -> Iterator[Finding]:
    """A subject that the headline states flatly and every sentence of the body hedges, or only quotes, is a tension.

    A subject that the body states flatly at least once gives nothing; so does one the body never names, which is
    told apart as `incomplete` only when the headline's own subject is not met anywhere.
    """
    for text in records.texts:
        headline = next((p for p in text.document.parts if p.role == "headline"), None)
        if headline is None:
            continue
        words = text.document.text[headline.start : headline.end]
        if HEDGE.search(words):
            continue
        for subject, pattern in SUBJECTS.items():
            named = re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
            if named.search(words):
                hedged = hedged_everywhere(text, headline, named)
                if hedged:
                    yield _tension(check, text, headline, subject, hedged)


def hedged_everywhere(text: Text, headline: Part, named: re.Pattern[str]) -> list[str]:
    """The body's sentences on a subject when each is hedged or inside a quotation; empty when one says it flatly."""
    quotes = [m.span.text for m, q in text.of(Quote) if m.span.text and q.kind != "indirect"]
    out: list[str] = []
    for found in named.finditer(text.document.text, headline.end):
        if text.role(found.start()) not in {"body", "standfirst"}:
            continue
        if any(q.start <= found.start() < q.end for q in quotes):
            continue
        start, end = text.sentence(found.start())
        sentence = text.document.text[start:end].strip()
        if not HEDGE.search(sentence):
            return []
        if sentence not in out:
            out.append(sentence)
    return out


def _tension(check: Check, text: Text, headline: Part, subject: str, hedged: list[str]) -> Finding:
    words = text.document.text[headline.start : headline.end].strip()
    return check.finding(
        "tension",
        f"The headline of {text.source.name} states {subject} as a fact; its body only says it with a hedge.",
        kind="headline",
        detail=f"Headline: “{words}”",
        workings=[working([words, *hedged[:3]], "headline without a hedge; each sentence of the body with one", "")],
        marks=_marks(text, headline),
        sources=[text.source.digest],
        lead=55,
    )


def _marks(text: Text, headline: Part) -> list[Mark]:
    return [m for m, _ in text.of(Segment) if m.span.text and m.span.text.start == headline.start][:1]
