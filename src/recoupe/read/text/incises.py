"""Attributions inside the marks, as French has them: « Nous partirons, a prévenu le maire, et sans regret. »

Such a quotation is cut into its pieces; the words between them become the narrator's again, so that the
usual rules (`recoupe.read.text.speakers`) read the speaker from them. Turns of a dialogue that begin with a
dash are quotations of the same kind.
"""

from __future__ import annotations

import re

from recoupe.read.text.events import hyphened, plausible, saying_events
from recoupe.read.text.layout import Stretch, trimmed
from recoupe.read.text.quotations import Marked
from recoupe.read.text.tokens import Token, tokens
from recoupe.read.text.words import Lexicon

_LEAD = frozenset({",", "?", "!", "…", "...", "–", "—"})
_END = frozenset({",", ".", ";", "!", "?", "…", "–", "—"})
_DROPPED = frozenset({",", "–", "—"})
_MAX_INCISE = 16
"""Tokens from the verb to the point that ends the attribution."""

_DASH = re.compile(r"[—–―-]\s+(?=\S)")
_MIN_TURNS = 2
_LABEL = re.compile(
    r"(?P<who>[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?: [A-ZÀ-Þ.'’-]+){0,3}|[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,2})\s?:\s+(?=\S)"
)


def labelled(text: str, stretches: list[Marked]) -> tuple[list[Marked], dict[int, tuple[int, int]]]:
    """A transcript in quotation marks, a turn a paragraph: “ROY: It was dark.” The labels are cut off.

    Returns:
        The stretches, and by their place where the label stands that names the speaker. A turn that goes on in the
        next paragraph has the label of its first.
    """
    matches = [_LABEL.match(text, piece.start, piece.end) for piece in stretches]
    names = [match["who"] for match in matches if match]
    if len(names) < _MIN_TURNS or not (len(names) > len(set(names)) or all(name.isupper() for name in names)):
        return stretches, {}
    out, labels = list(stretches), {}
    last: tuple[int, int] | None = None
    for n, (piece, match) in enumerate(zip(stretches, matches, strict=True)):
        if match is not None and match.end() < piece.end:
            last = match.start("who"), match.end("who")
            out[n] = piece._replace(start=match.end())
        elif n == 0 or piece.run < 0 or piece.run != stretches[n - 1].run:
            last = None
        if last is not None:
            labels[n] = last
    return out, labels


def cut(text: str, stretches: list[Marked], lex: Lexicon) -> list[Marked]:
    """The stretches with those that hold an attribution cut at it."""
    if lex.language != "fr":
        return stretches
    out: list[Marked] = []
    for piece in stretches:
        out += _pieces(text, piece, lex)
    return out


def turns(text: str, paragraphs: list[Stretch], lex: Lexicon) -> list[Marked]:
    """Turns of a dialogue set with dashes: paragraphs in a row that begin with one, some with an attribution."""
    found: list[Marked] = []
    group: list[Marked] = []
    for n, paragraph in enumerate([*paragraphs, Stretch(0, 0)]):
        match = _DASH.match(text, paragraph.start, paragraph.end)
        if match:
            group.append(Marked(match.end(), paragraph.end, paragraph.start, paragraph.end, False, True, n))
            continue
        if len(group) >= _MIN_TURNS and any(_incise(tokens(text, g.start, g.end, lex.language), 0, lex) for g in group):
            found += group
        group = []
    return found


def _pieces(text: str, piece: Marked, lex: Lexicon) -> list[Marked]:
    items = tokens(text, piece.start, piece.end, lex.language)
    found: list[Marked] = []
    outer, at = piece.outer_start, 0
    while (place := _incise(items, at, lex)) is not None:
        first, last = place
        lead = items[first - 1]
        stop = lead.start if lead.text in _DROPPED else lead.end
        if (part := _part(text, piece, outer, stop)) is not None:
            found.append(part)
        outer = items[last].end if last < len(items) else piece.outer_end
        at = last
        if last >= len(items):
            break
    if outer < piece.outer_end and (part := _part(text, piece, outer, piece.outer_end)) is not None:
        found.append(part)
    return found


def _part(text: str, piece: Marked, start: int, end: int) -> Marked | None:
    inner = trimmed(text, max(start, piece.start), min(end, piece.end))
    if inner.end <= inner.start or not any(c.isalnum() for c in text[inner.start : inner.end]):
        return None
    outer_start = piece.outer_start if start == piece.outer_start else inner.start
    outer_end = piece.outer_end if end == piece.outer_end else inner.end
    return piece._replace(start=inner.start, end=inner.end, outer_start=outer_start, outer_end=outer_end)


def _incise(items: list[Token], low: int, lex: Lexicon) -> tuple[int, int] | None:
    """The first attribution after `low`, as tokens [first, last): last is the point that ends it."""
    for first in range(max(1, low + 1), len(items)):
        if items[first - 1].text not in _LEAD or items[first].kind != "word" or items[first].capital:
            continue
        last = next((i for i in range(first + 1, len(items)) if items[i].text in _END), len(items))
        if last - first > _MAX_INCISE or last - first < 2:
            continue
        events = [e for e in saying_events(items[: last + 1], first - 1, last, lex) if e.inverted and e.group == first]
        if not events or not plausible(items, events[0].subject, lex):
            continue
        subject = events[0].subject
        pronoun = items[subject.head_first]
        if pronoun.low in lex.pronouns and not hyphened(items, subject.head_first):
            continue
        if subject.named or pronoun.low in lex.pronouns or items[subject.first].low in lex.determiners:
            return first, _past_apposition(items, last, lex) if subject.named else last
    return None


def _past_apposition(items: list[Token], last: int, lex: Lexicon) -> int:
    """explique Ana Roy, toxicologue, ancienne de l'agence. …: what she is belongs to the attribution."""
    while last + 1 < len(items) and items[last].text == ",":
        after = [t.low for t in items[last + 1 : last + 4]]
        end = next((i for i in range(last + 1, len(items)) if items[i].text in _END), len(items))
        is_person = any(low in lex.people or low in lex.titles for low in after) and not items[last + 1].capital
        if not is_person or end - last > _MAX_INCISE or any(low in lex.pronouns for low in after):
            break
        last = end
    return last
