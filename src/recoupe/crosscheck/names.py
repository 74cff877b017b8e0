"""The same name in two sources: what speaks for one person or group, for a person to confirm."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from recoupe.crosscheck.check import Check, working
from recoupe.crosscheck.records import Records, Text
from recoupe.model import Finding, Mark, Mention


@dataclass(frozen=True, slots=True)
class Named:
    """One person, group or place of one text: every way it is named there, and its marks."""

    kind: str
    name: str
    keys: frozenset[str]
    roles: tuple[str, ...]
    marks: tuple[Mark, ...]


def run(records: Records, check: Check) -> Iterator[Finding]:
    """Ties names of the same kind that are written alike in two texts, and says on what ground.

    A person's surname alone ties nobody: the full name must agree. Whether two equal names are one person stays
    for a person to confirm; the finding holds that the name stands in both.
    """
    named = {text.source.digest: entities(text) for text in records.texts}
    for first, second in records.pairs():
        for one in named[first.source.digest]:
            for two in named[second.source.digest]:
                ground = shared_keys(one, two)
                if ground:
                    yield _finding(check, records, (first, one), (second, two), ground)


def entities(text: Text) -> list[Named]:
    """The named persons, organisations and places of a text, in order of first mention."""
    groups: dict[tuple[str, str], list[tuple[Mark, Mention]]] = {}
    for mark, mention in text.of(Mention):
        groups.setdefault((mention.kind, mention.entity), []).append((mark, mention))
    out: list[Named] = []
    for (kind, _), members in groups.items():
        names = [n for _, m in members for n in (m.name, *m.aliases, *([m.gloss] if m.gloss else []))]
        longest = max((m.name for _, m in members), key=lambda n: (len(n.split()), len(n)))
        roles = dict.fromkeys(m.role for _, m in members if m.role)
        keys = frozenset(k for k in map(fold, names) if k)
        out.append(Named(kind, longest, keys, tuple(roles), tuple(mark for mark, _ in members)))
    return out


def shared_keys(one: Named, two: Named) -> frozenset[str]:
    """The names on which two agree, or none. For persons only names of two words or more count."""
    if one.kind != two.kind or one.kind == "other":
        return frozenset()
    shared = one.keys & two.keys
    if one.kind == "person":
        shared = frozenset(key for key in shared if " " in key)
    return shared


def fold(name: str) -> str:
    """A name without case, marks, articles and typographic differences, for comparing only."""
    folded = name.casefold()
    for letter, plain in {"’": "'", "œ": "oe", "æ": "ae", "ß": "ss"}.items():
        folded = folded.replace(letter, plain)
    text = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() or c in "'" else " " for c in text).split()
    if words and words[0] in {"the", "le", "la", "les", "l'"}:
        words = words[1:]
    return " ".join(words)


def _finding(
    check: Check, records: Records, one: tuple[Text, Named], two: tuple[Text, Named], ground: frozenset[str]
) -> Finding:
    (first, a), (second, b) = one, two
    roles = [(records.names[t.source.digest], n.roles[0]) for t, n in (one, two) if n.roles]
    detail = "; ".join(f"{source}: {role}" for source, role in roles)
    spelt = "" if a.name == b.name else f" (there “{b.name}”)"
    agreeing = sorted(ground)
    return check.finding(
        "holds",
        f"{a.name} stands in {records.names[first.source.digest]} and in {records.names[second.source.digest]}{spelt}.",
        kind="same_entity",
        detail=(f"{detail}. " if detail else "") + "That it is one and the same is for a person to confirm.",
        workings=[
            working(
                [a.name, b.name],
                f"written alike once case, accents and articles are set aside: {', '.join(agreeing)}",
                f"{len(a.marks)} mentions and {len(b.marks)} mentions",
            )
        ],
        marks=[*a.marks[:6], *b.marks[:6]],
        lead={"person": 22.0, "organisation": 20.0}.get(a.kind, 0.0),
    )
