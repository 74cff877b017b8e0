"""All text marks of a document, joined: segments, quotations, names, stances, figures, dates, times of footage."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from recoupe.model import AssertedEdit, Caution, Declined, Denial, Document, Mark, Mention, Quote, Segment
from recoupe.read.text import asserted_times, dates, figures
from recoupe.read.text.analysis import Analysis, analyse
from recoupe.read.text.asserted_edits import asserted, speaks_of_footage
from recoupe.read.text.glosses import surely_other
from recoupe.read.text.language import READ, UNDETERMINED, quick_language
from recoupe.read.text.marking import Marker
from recoupe.read.text.models import Model, from_environment
from recoupe.read.text.parser import parser_for
from recoupe.read.text.posted import Posts, placed
from recoupe.read.text.saying import Saying, sayings
from recoupe.read.text.segments import with_segments
from recoupe.read.text.stances import stances
from recoupe.read.text.words import Lexicon, lexicon_for

_THREADS = frozenset({"comment", "post"})


def read_document(
    document: Document,
    source: str,
    reading: str,
    published: str | None = None,
    models: Mapping[str, Model] | None = None,
) -> tuple[Mark, ...]:
    """Every mark that the text readers find, in order of place.

    Args:
        document: The text with its parts; parts are made for a text that has none.
        source: Digest of the source the spans belong to.
        reading: Id of the reading the marks belong to.
        published: Date of publication (EDTF) if known; the document's own otherwise.
        models: Accepted models by language, for a second opinion on names; those that the environment names otherwise.
    Returns:
        Marks whose `exact` is the document's text at their offsets. A text in a language that is not read gives its
        segments only.
    Raises:
        ComponentMissing: A model is named and cannot be used.
    """
    models = from_environment() if models is None else models
    document = with_segments(document)
    marker = Marker(document, source=source, reading=reading)
    if document.language.partition("-")[0] not in READ | {UNDETERMINED}:
        return _in_order(_segments(document, marker))
    analysis = analyse(document, parser_for(document.language, models))
    said = sayings(analysis)
    posts = Posts(document)
    marks = _segments(document, marker) + _quotes(analysis, said, posts, marker) + _mentions(analysis, marker)
    counted = _stances(analysis, said, marker) + _edits(analysis, said, marker)
    when = published or document.published or None
    for find in (figures.find, dates.find, asserted_times.find):
        counted += find(document, source=source, reading=reading, published=when)
    return _in_order(marks + placed(counted, document, posts, marker))


def _in_order(marks: list[Mark]) -> tuple[Mark, ...]:
    def place(mark: Mark) -> tuple[int, int, str, str]:
        text = mark.span.text
        return (text.start, -text.end, mark.type, mark.id) if text is not None else (0, 0, mark.type, mark.id)

    return tuple(sorted({mark.id: mark for mark in marks}.values(), key=place))


def _segments(document: Document, marker: Marker) -> list[Mark]:
    return [
        marker.mark(part.start, part.end, Segment(role=part.role, post=part.post))
        for part in document.parts
        if part.role not in {"body", "cell"} and part.end > part.start
    ]


def _quotes(analysis: Analysis, said: list[Saying], posts: Posts, marker: Marker) -> list[Mark]:
    """Quotations; hedges are the softening words inside them, as worded."""
    return [
        marker.mark(
            s.start,
            s.end,
            Quote(
                kind=s.kind,
                speaker=s.speaker,
                speaker_start=s.speaker_start,
                speaker_end=s.speaker_end,
                person=s.person,
                role=s.role,
                attribution=s.how,
                verb=s.verb,
                via=s.via or posts.by(s.start),
                language=_language_of(analysis, s),
                gloss=s.gloss,
                insertions=s.insertions,
                spoken_in=s.spoken_in,
                omissions=s.omissions,
                sic=s.sic,
                unclosed=s.unclosed,
            ),
            hedges=hedges_in(analysis.text[s.start : s.end], analysis.lex),
        )
        for s in said
    ]


def _language_of(analysis: Analysis, item: Saying) -> str:
    """The language of the words themselves, where they or a gloss beside them tell it from the text's."""
    if item.language:
        return item.language
    words, language = analysis.text[item.start : item.end], analysis.document.language
    own = quick_language(words)
    if own == UNDETERMINED and language in READ:
        own = surely_other(words, language) or own
    return own if own != UNDETERMINED else language


def hedges_in(words: str, lex: Lexicon) -> tuple[str, ...]:
    """Softening words, verbatim and in order, each once."""
    return tuple(dict.fromkeys(match.group() for match in _hedge_pattern(lex.language).finditer(words)))


@functools.cache
def _hedge_pattern(language: str) -> re.Pattern[str]:
    longest_first = sorted(lexicon_for(language).hedges, key=len, reverse=True)
    joined = "|".join(re.escape(hedge).replace("'", "['’]") for hedge in longest_first)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


def _mentions(analysis: Analysis, marker: Marker) -> list[Mark]:
    marks = []
    for entity in analysis.entities:
        body = Mention(
            name=entity.name,
            kind=entity.kind,
            entity=entity.id,
            role=entity.role,
            age=entity.age,
            gloss=entity.gloss,
            aliases=tuple(entity.aliases),
        )
        marks += [marker.mark(name.start, name.end, body) for name in entity.names]
    return marks


def _stances(analysis: Analysis, said: list[Saying], marker: Marker) -> list[Mark]:
    publisher = analysis.document.publisher or None
    marks = []
    for item in stances(analysis.text, analysis.lines, analysis.lex):
        if item.sort == "declined":
            body: Declined | Denial | Caution = Declined(
                who=item.who, asked_by=publisher, what=item.what, kind=item.kind
            )
        elif item.sort == "denial":
            body = Denial(who=item.who, kind=item.kind)
        else:
            body = Caution(by=_speaker_at(said, item.start) or item.who, about=item.what or "")
        marks.append(marker.mark(item.start, item.end, body))
    return marks


def _edits(analysis: Analysis, said: list[Saying], marker: Marker) -> list[Mark]:
    """Assertions in every sentence of a paragraph that speaks of footage, quotations and comments included.

    What a paragraph names is still meant in the next; in a thread of comments, in all that follow.
    """
    marks = []
    text = analysis.text
    near = False
    for line in analysis.lines:
        near_now = speaks_of_footage(text[line.start : line.end])
        if near or near_now:
            for first, last in line.sentences:
                start, end = line.items[first].start, line.items[last - 1].end
                for item in asserted(text, start, end, footage_near=True):
                    body = AssertedEdit(
                        edit=item.edit,
                        what=item.what,
                        about=item.about,
                        sense=item.sense,
                        by=_speaker_at(said, item.start) or "narrator",
                    )
                    marks.append(marker.mark(item.start, item.end, body))
        near = near_now or (near and line.role in _THREADS)
    return marks


def _speaker_at(said: list[Saying], at: int) -> str | None:
    """Whose words those at a place are: the innermost quotation around it, direct before reported."""
    around = [s for s in said if s.start <= at < s.end and (s.person or s.speaker)]
    if not around:
        return None
    best = min(around, key=lambda s: (s.kind == "indirect", s.end - s.start))
    return best.person or best.speaker
