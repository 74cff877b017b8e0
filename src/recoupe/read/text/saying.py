"""Quotations of a document put together: marks, speakers, testimony, posts, pull quotes matched to the text.

for item in sayings(analysis): item.start, item.kind, item.person
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from recoupe.read.text.analysis import Analysis
from recoupe.read.text.glosses import spoken_in
from recoupe.read.text.indirect import reported
from recoupe.read.text.quotations import unclosed
from recoupe.read.text.resolution import GROUP_NOUNS, Resolved, Resolver
from recoupe.read.text.segments import folded_words, likeness
from recoupe.read.text.speakers import Attribution, Line
from recoupe.read.text.testimony import Block, blocks
from recoupe.read.text.words import Lexicon, lexicon_for

PULL_LIKENESS = 0.6
"""Share of a pull quote's words found in order in the passage it comes from; editors drop hedges and openings."""

_INSERTION = re.compile(r"\[([^\]\n]{1,80})\]")
_ASIDE = re.compile(
    r"\((?P<aside>[^()\n]{0,60}\b(?:ndlr|n\.d\.l\.r\.)[^()\n]{0,60}|laugh\w*|rires?|applau\w+|applaudissements|cries|"
    r"crying|pleurs|sobs|sanglots|pauses?|inaudible|crosstalk|silence|soupir|sighs?|chuckles?)\)",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(r"[\[(]\s?(?:…|\.\.\.|\. \. \.)\s?[\])]")
_SIC = re.compile(r"[\[(]sic\.?[\])]", re.IGNORECASE)
_FEW, _LIKENESS_OF_FEW = 5, 0.8
"""Three common words in a row prove nothing: so few words must nearly all come back."""

_HEADINGS = frozenset({"headline", "standfirst", "crosshead"})
_PARTIAL_WORDS = 3
_LOOSE_CONTINUED = 6
_LOOSE_WORDS = 3
"""A fragment without a verb of saying is speech only from so many words on; shorter ones are terms nearly always."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Words of somebody: text[start:end], and all that is known of whose they are."""

    start: int
    end: int
    kind: str
    speaker: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    person: str | None = None
    role: str | None = None
    how: str = "none"
    verb: str | None = None
    via: str | None = None
    insertions: tuple[str, ...] = ()
    gloss: str | None = None
    language: str = ""
    spoken_in: str | None = None
    omissions: int = 0
    sic: bool = False
    unclosed: bool = False


def sayings(analysis: Analysis) -> list[Saying]:
    """Quotations, testimony, posts and reported speech in order of place."""
    resolver = Resolver(analysis)
    resolved = resolver.resolve_all()
    testimony = blocks(analysis.text, analysis.lines, analysis.entities, analysis.lex)
    found = _between_marks(analysis, resolved)
    found += [_edited(_of_block(block), analysis.text[block.start : block.end]) for block in testimony]
    found = _pull_quotes(analysis, found)
    found = _passed_on(found)
    for item in reported(analysis.lines, analysis.lex):
        who = resolver.resolve(item.attribution)
        found.append(_said(item.start, item.end, "indirect", who, item.attribution.how, item.attribution.verb))
    return sorted(found, key=lambda s: (s.start, -s.end))


def _between_marks(analysis: Analysis, resolved: dict[int, Resolved]) -> list[Saying]:
    text = analysis.text
    open_ended = unclosed(analysis.stretches)
    out = []
    for line in analysis.lines:
        for place in line.quotes:
            k = line.items[place].quote
            piece, attribution = analysis.stretches[k], analysis.speakers.get(k)
            if piece.single and attribution is None and line.role == "body":
                continue  # single marks around words that nobody says are there to keep a distance
            words = text[piece.start : piece.end]
            kind = _kind(line.role, words, run_in=_runs_in(line, place, analysis.lex))
            who = resolved.get(k)
            how = attribution.how if attribution else "none"
            loose = attribution is None or (attribution.how != "explicit" and attribution.verb is None)
            loose = loose or (attribution is not None and attribution.verb in _manners(analysis.lex))
            if kind == "partial" and not _is_said(who, words, analysis, loose, attribution):
                continue  # words that no one is said to have spoken: a term, or marks that keep a distance
            item = _said(piece.start, piece.end, kind, who, how, attribution.verb if attribution else None)
            gloss = analysis.glosses.get(k)
            out.append(
                replace(
                    _edited(item, words),
                    gloss=text[gloss.start : gloss.end] if gloss is not None else None,
                    language=gloss.language if gloss is not None else "",
                    spoken_in=_spoken_in(text, line, place) if attribution is not None else None,
                    unclosed=k in open_ended,
                )
            )
    return out


def _edited(item: Saying, words: str) -> Saying:
    """What an editor did to the words, kept apart: insertions and asides, words left out, errors marked as theirs."""
    left_out, sic = _LEFT_OUT.findall(words), bool(_SIC.search(words))
    put_in = [
        (m.start(), m[1])
        for m in _INSERTION.finditer(words)
        if not _LEFT_OUT.fullmatch(m.group()) and not _SIC.fullmatch(m.group())
    ]
    put_in += [(m.start(), m["aside"]) for m in _ASIDE.finditer(words)]
    return replace(item, insertions=tuple(w for _, w in sorted(put_in)), omissions=len(left_out), sic=sic)


def _spoken_in(text: str, line: Line, place: int) -> str | None:
    """The language that the narration of the quotation's sentence names."""
    first, last = next(s for s in line.sentences if s[0] <= place < s[1])
    start, end = line.items[first].start, line.items[last - 1].end
    words = list(text[start:end])
    for token in line.items[first:last]:
        if token.kind == "quote":
            words[token.start - start : token.end - start] = ["“", *" " * (token.end - token.start - 1)]
    return spoken_in("".join(words))


@functools.cache
def _lemmas(language: str) -> frozenset[str]:
    return frozenset(lemma for lemma, _ in lexicon_for(language).manner.values())


def _manners(lex: Lexicon) -> frozenset[str]:
    """Verbs that are speech beside a whole quotation, and say nothing beside one word (opened a “virtual” shop)."""
    return _lemmas(lex.language)


def _is_said(
    who: Resolved | None, words: str, analysis: Analysis, loose: bool, attribution: Attribution | None
) -> bool:
    """Whether a fragment run into the narrator's sentence is somebody's words, not a term that others use."""
    count = len(words.split())
    if attribution is not None and attribution.how == "continued" and count < _LOOSE_CONTINUED:
        return False  # a sentence of its own, which does not say that the speaker before it goes on
    if loose:
        return analysis.lex.language != "fr" and count >= _LOOSE_WORDS and _is_person(who, analysis)
    return analysis.lex.language != "fr" or _is_person(who, analysis)


def _is_person(who: Resolved | None, analysis: Analysis) -> bool:
    if who is None:
        return False
    if who.worded.lower() == "on":
        return False
    if who.entity is not None:
        return who.entity.kind in {"person", "organisation"}
    lex = analysis.lex
    words = [w.removeprefix("l'").removeprefix("d'") for w in who.worded.lower().replace("’", "'").split()]
    if not words or words[-1] in lex.first_person:
        return False  # the writer, or nobody in particular, about words that others use
    somebody = any(w in lex.people or w in lex.groups or w in GROUP_NOUNS for w in words)
    return words[-1] in lex.pronouns or somebody or who.worded[0].isupper()


def _kind(role: str, words: str, *, run_in: bool) -> str:
    if role in {"pull_quote", "caption", "embed", "related"}:
        return role
    if role == "crosshead":
        return "pull_quote"
    small = len(words.split()) <= _PARTIAL_WORDS
    return "partial" if run_in and (words[:1].islower() or small) else "direct"


def _runs_in(line: Line, place: int, lex: Lexicon) -> bool:
    """Whether the narrator's sentence runs into the quotation: no point and no verb of saying right before it."""
    before = line.items[place - 1] if place else None
    if before is None or before.kind != "word":
        return False
    return lex.language == "fr" or before.low not in lex.saying


def _said(start: int, end: int, kind: str, who: Resolved | None, how: str, verb: str | None) -> Saying:
    if who is None:
        return Saying(start, end, kind, how=how, verb=verb)
    entity = who.entity
    return Saying(
        start,
        end,
        kind,
        speaker=who.worded,
        speaker_start=who.start,
        speaker_end=who.end,
        person=who.person,
        role=entity.role if entity is not None else None,
        how=how,
        verb=verb,
    )


def _of_block(block: Block) -> Saying:
    return Saying(
        block.start,
        block.end,
        block.kind,
        speaker=block.speaker,
        speaker_start=block.speaker_start,
        speaker_end=block.speaker_end,
        person=block.entity.name if block.entity is not None else None,
        role=block.entity.role if block.entity is not None else None,
        how=block.how,
    )


def _pull_quotes(analysis: Analysis, found: list[Saying]) -> list[Saying]:
    """A pull quote has the speaker of the passage it repeats; without one it has nobody. So has one in a heading."""
    text = analysis.text
    headings = [(line.start, line.end) for line in analysis.lines if line.role in _HEADINGS and line.quotes]

    def repeats(item: Saying) -> bool:
        loose = item.how != "explicit" and any(start <= item.start < end for start, end in headings)
        return item.kind == "pull_quote" or loose

    sources = [(s, folded_words(text[s.start : s.end])) for s in found if s.kind != "related" and not repeats(s)]
    out = []
    for item in found:
        if not repeats(item):
            out.append(item)
            continue
        mine = folded_words(text[item.start : item.end])
        scored = [(likeness(mine, words), -n) for n, (_, words) in enumerate(sources) if words]
        best = max(scored, default=(0.0, 0))
        alone = _edited(Saying(item.start, item.end, item.kind), text[item.start : item.end])
        if best[0] < (PULL_LIKENESS if len(mine) > _FEW else _LIKENESS_OF_FEW):
            out.append(alone)
            continue
        source = sources[-best[1]][0]
        out.append(
            replace(
                alone,
                speaker=source.speaker,
                speaker_start=source.speaker_start,
                speaker_end=source.speaker_end,
                person=source.person,
                role=source.role,
                how="implied",
                verb=source.verb,
            )
        )
    return out


def _passed_on(found: list[Saying]) -> list[Saying]:
    """A quotation inside a post reached us through the post's author."""
    posts = [s for s in found if s.kind == "embed" and s.how == "explicit" and s.verb is None]
    out = []
    for item in found:
        outer = next(
            (
                p
                for p in posts
                if p.start <= item.start and item.end <= p.end and p.end - p.start > item.end - item.start
            ),
            None,
        )
        if outer is not None and item.kind == "embed":
            item = replace(item, via=outer.person or outer.speaker)
        out.append(item)
    return out
