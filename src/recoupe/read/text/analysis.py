"""A document looked at once: paragraphs with roles, quotations, names, tokens. What every finder here starts from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from recoupe.model import Document
from recoupe.read.text.entities import Entity, entities
from recoupe.read.text.genders import add_genders
from recoupe.read.text.glosses import Gloss, glosses
from recoupe.read.text.incises import cut, labelled, turns
from recoupe.read.text.kinds import vote
from recoupe.read.text.layout import Stretch, paragraphs, trimmed
from recoupe.read.text.names import Name, names, with_marked
from recoupe.read.text.parser import Parser
from recoupe.read.text.quotations import Marked, marked
from recoupe.read.text.quotes import lines_of, not_speech
from recoupe.read.text.roles import add_roles
from recoupe.read.text.seconding import seconded
from recoupe.read.text.segments import with_segments
from recoupe.read.text.speakers import Attribution, Line, attribute
from recoupe.read.text.tokens import Token, tokens
from recoupe.read.text.words import Lexicon, lexicon_for


@dataclass(slots=True)
class Analysis:
    """See the module. `speech[i]` tells whether `stretches[i]` is speech; `speakers[i]` whose; `glosses[i]` what else
    the text calls the same words."""

    document: Document
    lex: Lexicon
    paragraphs: list[tuple[Stretch, str]]
    stretches: list[Marked]
    speech: list[bool]
    lines: list[Line]
    speakers: dict[int, Attribution]
    names: list[Name]
    entities: list[Entity]
    glosses: dict[int, Gloss]

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text


def analyse(document: Document, parser: Parser | None = None) -> Analysis:
    """Look at a document with the words of its language, and with a model's second opinion on its names.

    Raises:
        ComponentMissing: The model cannot be loaded.
    """
    document = with_segments(document)
    text = document.text
    lex = lexicon_for(document.language)
    blocks = _paragraphs(document)
    stretches, speech = _stretches(text, blocks, lex)
    stretches, labels = labelled(text, stretches)
    explained = glosses(text, stretches, lex)
    speech = [n in labels or said for n, said in enumerate(speech)]
    speech = [said and all(gloss.other != n for gloss in explained.values()) for n, said in enumerate(speech)]
    items = [tokens(text, start, end, lex.language) for (start, end), _ in blocks]
    left_out = [(gloss.low, gloss.high) for gloss in explained.values()]
    lines = lines_of(text, blocks, items, stretches, speech, lex, left_out=left_out)
    merged = _merged(text, items, stretches, speech)
    found = names(merged, blocks, lex)
    for name in found:
        vote(name, merged[name.paragraph], lex)
    if parser is not None:
        found = seconded(found, parser.spotted(text, [stretch for stretch, _ in blocks]), merged, lex)
    things = entities(text, found, lex)
    add_roles(text, things, merged, lex)
    add_genders(things, merged)
    speakers = attribute(lines, stretches, lex, frozenset(t for name in found for t in _word_starts(text, name)))
    speakers |= {n: Attribution(a, b, a, b, "explicit", named=True) for n, (a, b) in labels.items() if speech[n]}
    return Analysis(
        document=document,
        lex=lex,
        paragraphs=blocks,
        stretches=stretches,
        speech=speech,
        lines=lines,
        speakers=speakers,
        names=found,
        entities=things,
        glosses=explained,
    )


def _stretches(text: str, blocks: list[tuple[Stretch, str]], lex: Lexicon) -> tuple[list[Marked], list[bool]]:
    """What stands between marks, and whether each is speech; attributions inside the marks are cut out."""
    places = [stretch for stretch, _ in blocks]
    found = marked(text, places)
    if lex.language == "fr":
        spoken = turns(text, places, lex)
        taken = {turn.paragraph for turn in spoken}
        found = sorted([piece for piece in found if piece.paragraph not in taken] + spoken)
    stretches: list[Marked] = []
    speech: list[bool] = []
    for piece in found:
        is_speech = not not_speech(text, piece, lex)
        pieces = cut(text, [piece], lex) if is_speech else [piece]
        stretches += pieces
        speech += [is_speech] * len(pieces)
    return stretches, speech


def _merged(text: str, items: list[list[Token]], stretches: list[Marked], speech: list[bool]) -> list[list[Token]]:
    """The tokens, a name between marks being one."""
    between_marks: dict[int, list[Marked]] = {}
    for piece, is_speech in zip(stretches, speech, strict=True):
        if not is_speech:
            between_marks.setdefault(piece.paragraph, []).append(piece)
    return [
        with_marked(tokens, between_marks[n], text) if n in between_marks else tokens for n, tokens in enumerate(items)
    ]


def _word_starts(text: str, name: Name) -> list[int]:
    """Where each word of a name begins."""
    return [name.start + m.start() for m in re.finditer(r"[^\s]+", text[name.start : name.end])]


def _paragraphs(document: Document) -> list[tuple[Stretch, str]]:
    """Parts as paragraphs; a long part (a PDF page's) is cut at its line ends."""
    found: list[tuple[Stretch, str]] = []
    for part in document.parts:
        stretch = trimmed(document.text, part.start, part.end)
        if stretch.end <= stretch.start:
            continue
        inner = (
            paragraphs(document.text[stretch.start : stretch.end])
            if part.role != "body" or "\n\n" in document.text[stretch.start : stretch.end]
            else None
        )
        if inner is None or len(inner) < 2:
            found.append((stretch, part.role))
        else:
            found += [(Stretch(stretch.start + a, stretch.start + b), part.role) for a, b in inner]
    return found
