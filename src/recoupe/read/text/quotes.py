"""Quotations as marks: every stretch between marks that is speech, with its speaker."""

from __future__ import annotations

import re

from recoupe.read.text.layout import Stretch
from recoupe.read.text.quotations import Marked
from recoupe.read.text.speakers import Line, line_of
from recoupe.read.text.tokens import Token, folded, tokens
from recoupe.read.text.words import Lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_GLOSS = re.compile(
    r"(?:translat\w+ (?:\w+ ){0,4}(?:as|to)|mean(?:s|ing)|short for|stands? for|signif\w+|traduit? (?:\w+ ){0,3}par|littéralement|literally)\s*,?\s*$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:\b(?:so-called|known(?: \w+){0,2} as|(?:come|came|been|be|is|are|was|were|being) (?:to be |been |now )?(?:called|named|dubbed|nicknamed|termed)|"
    r"called|named|nicknamed|entitled|titled|dubbed|(?:group|page|blog|film|movie|book|song|album|show|series|programme|program|magazine|newspaper|ship|boat|operation|"
    r"ngo|association|collective|band|game|play|novel|essay|documentary|podcast|campaign|hashtag|exhibition|groupe|page|blog|film|livre|chanson|"
    r"émission|série|journal|navire|bateau|opération|association|collectif|ong|roman|documentaire|exposition|spectacle|pièce)s?|"
    r"surnommée?s?|baptisée?s?|dénommée?s?|appelée?s?|intitulée?s?|nommée?s?|dite?s?|connue?s? sous le nom de|on|sur|dans))\s*,?\s*$",
    re.IGNORECASE,
)
_STRONG_NAMED = re.compile(
    r"(?:\b(?:so-called|known(?: \w+){0,2} as|(?:come|came|been|is|are|was|were|be) (?:to be |been |now )?(?:called|named|nicknamed)|entitled|titled|nicknamed|"
    r"surnommée?s?|baptisée?s?|dénommée?s?|intitulée?s?|connue?s? sous le nom de))\s*$",
    re.IGNORECASE,
)
_THING_AFTER = re.compile(
    r"\s*(?:signs?|stickers?|buttons?|labels?|badges?|panneaux?|pancartes?|autocollants?|logos?|brand|hashtags?)\b",
    re.IGNORECASE,
)


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
    if ends in "?!." and len(words) > 4:
        return False
    inner = [w for w in words if folded(w) not in lex.function_words]
    titled = bool(inner) and words[0][0].isupper() and all(w[0].isupper() for w in inner)
    if titled and len(words) <= 9:
        return not (len(words) == 1 and ends in "?!")
    if piece.single and words[0][0].isupper() and len(words) <= 4 and ends.isalnum():
        return True
    return words[0][0].isupper() and len(words) <= 6 and ends.isalnum() and bool(_NAMED.search(before))


def lines_of(
    text: str, paragraphs: list[tuple[Stretch, str]], stretches: list[Marked], speech: list[bool], lex: Lexicon
) -> list[Line]:
    """The paragraphs as tokens, each quotation one token; a name in marks is one word."""
    by_paragraph: dict[int, list[int]] = {}
    for k, piece in enumerate(stretches):
        by_paragraph.setdefault(piece.paragraph, []).append(k)
    out = []
    for n, ((start, end), role) in enumerate(paragraphs):
        items: list[Token] = []
        at = start
        for k in by_paragraph.get(n, ()):
            piece = stretches[k]
            items += tokens(text, at, piece.outer_start, lex.language)
            words = text[piece.start : piece.end]
            if speech[k]:
                items.append(Token(words, piece.outer_start, piece.outer_end, "", "quote", k))
            else:
                items.append(Token(words[:1].upper() + words[1:], piece.start, piece.end, folded(words), "word"))
            at = piece.outer_end
        items += tokens(text, at, end, lex.language)
        out.append(line_of(start, end, role, items))
    return out
