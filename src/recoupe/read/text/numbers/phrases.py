"""What is counted, in the text's own words, and who is said to have said so."""

from __future__ import annotations

from bisect import bisect_left

from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.quantities import Quantity

_PHRASE_LONGEST = 9
_SENTENCE_LONGEST = 80
"""Tokens looked at on either side of a figure; longer sentences are tables or lists."""
_STOPS = words(
    "and but while which who that because although though when where if said says told however so then as than et "
    "mais tandis qui que dont parce quand lorsque ou si alors selon"
)
_INTO = words("of in at on from for among over during de des du d dans en a au aux parmi chez sur pour")
_SAID = words(
    "said says told explained explains added adds noted notes estimated estimates claimed claims reported reports "
    "announced warned stated recalled admitted confirmed insisted argued wrote writes declared"
)
_DIT = words(
    "dit declare indique affirme precise explique ajoute estime annonce souligne rapporte raconte confirme assure "
    "reconnait deplore"
)
_WEAK_SUBJECT = words("he she they it i we you il elle ils elles on je nous")
_CUES = _SAID | _DIT | {"according", "selon"}
_ENDS = ".!?"


def counted_thing(text: str, toks: list[Token], item: Quantity) -> str | None:
    """The noun counted and the phrase that narrows it ("migrants living in the Jungle" to the clause's end), or
    None."""
    begin = item.noun[0] if item.noun and not item.measured else item.end
    if begin >= len(toks):
        return None
    if begin == item.end and toks[begin].key not in _INTO and not item.measured and not item.money:
        return None
    if begin == item.end and toks[begin].key not in _INTO:
        return None
    end = begin
    while end < len(toks) and end - begin < _PHRASE_LONGEST:
        tok = toks[end]
        if (tok.kind == "s" and tok.text not in "-'’‐‑/") or (tok.key in _STOPS and end >= max(item.end, begin + 1)):
            break
        end += 1
    while end > begin and toks[end - 1].key in _INTO | _STOPS | {"the", "a", "an", "le", "la", "les", "l", "'"}:
        end -= 1
    return " ".join(text[toks[begin].start : toks[end - 1].end].split()) if end > begin else None


def cues(toks: list[Token]) -> list[int]:
    """Where a stretch says that somebody said something."""
    return [i for i, t in enumerate(toks) if t.key in _CUES and t.kind == "w"]


def said_by(text: str, toks: list[Token], first: int, end: int, saying: list[int]) -> str | None:
    """Who the sentence says gave the words at tokens [first, end), as worded; None where it does not say.

    `saying` is what `cues` gives for the stretch.
    """
    if not saying:
        return None
    low, high = sentence(toks, first, end)
    for pos in saying[bisect_left(saying, low) : bisect_left(saying, high)]:
        key = toks[pos].key
        if key == "according" and pos + 1 < high and toks[pos + 1].key == "to":
            return _name(text, toks, pos + 2, high)
        if key == "selon":
            return _name(text, toks, pos + 1, high)
        if key in _SAID | _DIT and not first <= pos < end:
            name = _subject(text, toks, pos, low, high)
            if name:
                return name
    return None


def sentence(toks: list[Token], first: int, end: int) -> tuple[int, int]:
    """The sentence around tokens [first, end); a tag after a closing quotation mark belongs to it."""
    low = first
    while low > max(0, first - _SENTENCE_LONGEST) and not (toks[low - 1].text in _ENDS and not toks[low].glued):
        low -= 1
    high = end
    last = min(len(toks), end + _SENTENCE_LONGEST)
    while high < last and not (toks[high].text in _ENDS and (high + 1 >= len(toks) or not toks[high + 1].glued)):
        high += 1
    if high + 1 < len(toks) and toks[high + 1].text in "\"”»'’":
        return low, min(high + 8, len(toks))
    return low, high


def _subject(text: str, toks: list[Token], verb: int, low: int, high: int) -> str | None:
    """The name before or after a verb of saying, or None for a pronoun."""
    pos = verb - 1
    while pos >= low and toks[pos].key in ("a", "ont", "avait", "has", "had", "have", "also", "then"):
        pos -= 1
    if pos >= low and toks[pos].capital and toks[pos].key not in _WEAK_SUBJECT:
        start = pos
        while start - 1 >= low and (toks[start - 1].capital or toks[start - 1].text in "-.'’") and pos - start < 6:
            start -= 1
        return text[toks[start].start : toks[pos].end].strip(" .'’-") or None
    if (
        low < pos < low + 6
        and toks[low].key in ("a", "an", "the", "one", "un", "une", "le", "la", "l")
        and (all(t.kind == "w" or t.text in "-'’" for t in toks[low : pos + 1]))
    ):
        return " ".join(text[toks[low].start : toks[pos].end].split())
    if verb + 1 < high and toks[verb + 1].capital and toks[verb + 1].key not in _WEAK_SUBJECT:
        return _name(text, toks, verb + 1, high)
    return None


def _name(text: str, toks: list[Token], begin: int, high: int) -> str | None:
    end = begin
    while end < high and end - begin < 7 and (toks[end].kind == "w" or toks[end].text in "-'’."):
        if toks[end].key in _STOPS or (toks[end].text == "." and not toks[end].glued):
            break
        if toks[begin].capital and end > begin and toks[end].kind == "w" and not toks[end].capital:
            break
        end += 1
    name = text[toks[begin].start : toks[end - 1].end] if end > begin else ""
    return " ".join(name.split()).strip(" .") or None
