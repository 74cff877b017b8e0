"""Quotations as marks: every stretch between marks that is speech, with its speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.read.text.layout import Stretch
from recoupe.read.text.quotations import Marked
from recoupe.read.text.speakers import Line, line_of
from recoupe.read.text.tokens import Token, folded
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.wording import source, wording


def _ending(section: str) -> re.Pattern[str]:
    """The wording at the end of what stands before a mark."""
    return re.compile(rf"{source('marks', section)}\s*,?\s*$", re.IGNORECASE)


_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_GLOSS = _ending("gloss")
_NAMED = _ending("named")
_STRONG_NAMED = _ending("strong_named")
_THING_AFTER = wording("marks", "thing_after")
_BEGINS = frozenset(".!?:,;”\"»\n'’—–-")
"""After these a quotation begins that does not belong to the words before it."""
_SAID_WITHIN = 4
"""“Hallelujah,” the staged minister exclaimed: a verb of saying among so many words behind the mark."""
_SENTENCE_WORDS = 4
"""With more words than these, a full stop inside the marks tells a sentence, if they are not written as a title is."""
_TITLE_WORDS, _TITLE_MOST, _TITLE_SURE = 2, 9, 5


def not_speech(text: str, piece: Marked, lex: Lexicon) -> bool:
    """Whether the words between marks are a name, a title, a sign or a translation instead of speech."""
    words = _WORD.findall(text[piece.start : piece.end])
    if not words:
        return True
    before = text[max(0, piece.outer_start - 60) : piece.outer_start]
    after = text[piece.outer_end : piece.outer_end + 30]
    ends = text[piece.end - 1]
    if _GLOSS.search(before):
        return True
    if len(words) <= 8 and _STRONG_NAMED.search(before) and ends not in "?!":
        return True
    if len(words) <= 4 and _THING_AFTER.match(after):
        return True
    begins = not before.strip() or before.rstrip(" ")[-1] in _BEGINS
    if ends in "?!" or (ends == "," and begins and _said_after(after, lex)):
        return False
    if ends == "." and _said_before(before, lex):
        return False
    inner = [w for w in words if folded(w) not in lex.function_words]
    # a title has capitals in a third of its words at least ("Out of Africa"); "Lights were out by nine" has not
    enough = 3 * len(inner) >= len(words) or all(w[0].isupper() for w in words)
    titled = bool(inner) and enough and words[0][0].isupper() and all(w[0].isupper() for w in inner)
    if ends == "." and (not titled or len(inner) < _TITLE_WORDS) and len(words) > _SENTENCE_WORDS:
        return False
    if titled and (len(words) <= _TITLE_MOST or len(inner) >= _TITLE_SURE):
        return True
    if piece.single and words[0][0].isupper() and len(words) <= 4 and ends.isalnum():
        return True
    return words[0][0].isupper() and len(words) <= 6 and ends.isalnum() and bool(_NAMED.search(before))


def _said_after(after: str, lex: Lexicon) -> bool:
    near = re.split(r"[,.;:!?“”\"«»]", after, maxsplit=1)[0]
    words = [folded(word) for word in _WORD.findall(near)[:_SAID_WITHIN]]
    return any(low in lex.saying and lex.saying[low][0] not in lex.weak for low in words)


def _said_before(before: str, lex: Lexicon) -> bool:
    """She answered: “No.” — a verb of saying that leads to the mark with a colon or comma."""
    led = before.rstrip()
    last = _WORD.findall(led)[-1:] if led.endswith((":", ",")) else []
    return any(folded(w) in lex.saying and lex.saying[folded(w)][0] not in lex.weak for w in last)


def _as_name(words: str, piece: Marked) -> list[Token]:
    """A name in marks as one word; a point inside the marks is the narrator's: in “Out of Africa,” she said."""
    point = words[-1:] if words[-1:] in {",", ".", ";"} and len(words) > 1 else ""
    end = piece.end - len(point)
    name = words[: len(words) - len(point)]
    found = [Token(name[:1].upper() + name[1:], piece.start, end, folded(name), "word")]
    return [*found, Token(point, end, piece.end, point, "point")] if point else found


def lines_of(
    text: str,
    paragraphs: list[tuple[Stretch, str]],
    items: list[list[Token]],
    stretches: list[Marked],
    speech: list[bool],
    lex: Lexicon,
    *,
    left_out: Sequence[tuple[int, int]] = (),
) -> list[Line]:
    """The paragraphs as tokens, each quotation one token; a name in marks is one word. `left_out`: not to be seen."""
    by_paragraph: dict[int, list[int]] = {}
    for k, piece in enumerate(stretches):
        by_paragraph.setdefault(piece.paragraph, []).append(k)
    out = []
    for n, ((start, end), role) in enumerate(paragraphs):
        line: list[Token] = []
        inside = [(low, high) for low, high in left_out if start <= low < end]
        seen = [t for t in items[n] if not any(low <= t.start < high for low, high in inside)] if inside else items[n]
        rest = iter(seen)
        token = next(rest, None)
        for k in by_paragraph.get(n, ()):
            piece = stretches[k]
            if any(low <= piece.outer_start < high for low, high in inside):
                continue
            while token is not None and token.start < piece.outer_start:
                line.append(token)
                token = next(rest, None)
            while token is not None and token.start < piece.outer_end:
                token = next(rest, None)
            words = text[piece.start : piece.end]
            if speech[k]:
                line.append(Token(words, piece.outer_start, piece.outer_end, "", "quote", k))
            else:
                line += _as_name(words, piece)
        while token is not None:
            line.append(token)
            token = next(rest, None)
        out.append(line_of(start, end, role, line))
    return out
