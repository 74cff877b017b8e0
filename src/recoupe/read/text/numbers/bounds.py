"""Words that bound or soften a number: "as many as", "at least", "barely", "or so"; "plus de", "au moins", "environ".

`before(tokens, at)` reads those that end where a number begins, `after(tokens, at)` those that follow it. What they
do to the number is a bound: > < >= <= ~ or = (a mere, only: a judgement, not a bound). The words are kept as they
stand.
"""

from __future__ import annotations

from dataclasses import dataclass

from recoupe.model.marks import Bound
from recoupe.read.text.numbers.lexer import Token, plain, tokens

_BEFORE: dict[Bound, str] = {
    ">": "more than, over, well over, just over, slightly over, a little over, above, well above, just above, "
    "greater than, higher than, larger than, bigger than, longer than, better than, older than, in excess of, "
    "exceeding, exceeds, exceed, exceeded, surpassing, surpassed, topping, beyond, upward of, upwards of, north of, "
    "over than, plus de, plus d ', plus des, au dessus de, au dela de, superieur a, superieure a, superieurs a, "
    "superieures a, depassant, depasse, depassent, depasser, largement plus de, bien plus de",
    "<": "less than, fewer than, lower than, smaller than, shorter than, younger than, under, well under, just "
    "under, below, well below, just below, short of, just short of, shy of, just shy of, almost, nearly, very "
    "nearly, not quite, approaching, south of, moins de, moins d ', presque, inferieur a, inferieure a, inferieurs "
    "a, en dessous de, au dessous de, pas tout a fait, un peu moins de, just before",
    ">=": "at least, no fewer than, no less than, not less than, not fewer than, a minimum of, minimum of, a "
    "minimum, minimum, from at least, starting at, starting from, au moins, pas moins de, au minimum, a partir de, "
    "du moins",
    "<=": "up to, as many as, as much as, as high as, as long as, as far as, as fast as, at most, at the most, no "
    "more than, not more than, no higher than, no longer than, a maximum of, maximum of, maximum, a maximum, jusqu ' "
    "a, au plus, tout au plus, pas plus de, au maximum, un maximum de, no later than",
    "~": "about, around, roughly, approximately, approx, approx ., circa, c ., ca ., some, an estimated, estimated, "
    "an estimated total of, close to, near, nearer, in the region of, in the neighborhood of, in the neighbourhood "
    "of, on the order of, of the order of, something like, somewhere around, more or less, barely, hardly, scarcely, "
    "averaged, averages, averaging, averaged about, averaging about, on average, maybe, perhaps, probably, likely, "
    "~, ≈, ∼, +/-, ±, environ, autour de, aux alentours de, a peu pres, quelque, quelques, pres de, a peine, en "
    "moyenne, une moyenne de, de l ' ordre de, approximativement, grosso modo, peut etre, vers, roughly "
    "about, just about, just around, somewhere near",
    "=": "an average of, average of, only, just, merely, a mere, mere, exactly, precisely, a total of, total of, as "
    "few as, as little as, a whopping, whopping, a record, fully, a staggering, another, an additional, a further, "
    "even, seulement, a seulement, exactement, precisement, un total de, au total, pas moins, tout juste",
}
_SIGNS: dict[str, Bound] = {">": ">", "<": "<", "≥": ">=", "≤": "<=", "~": "~", "≈": "~", "∼": "~", "±": "~"}
_AFTER: dict[Bound, str] = {
    ">=": "- plus, or more, or above, or over, or older, or higher, or greater, or longer, and above, and over, "
    "and up, and older, at least, ou plus, et plus, au moins, au minimum, minimum, plus, +, at a minimum",
    "<=": "or less, or fewer, or under, or below, or younger, or lower, and under, at most, at the most, ou moins, "
    "et moins, au plus, au maximum, maximum, tops, max",
    "~": "- odd, or so, or thereabouts, or thereabout, give or take, more or less, environ, approximately, "
    "roughly, ou presque, a peu pres, ish",
}


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Bounding words at tokens [first, end)."""

    first: int
    end: int
    bound: Bound


def _table(forms: dict[Bound, str], *, backwards: bool) -> dict[str, list[tuple[tuple[str, ...], Bound]]]:
    out: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
    for bound, text in forms.items():
        for form in text.split(", "):
            key = tuple(t.key for t in tokens(plain(form)))
            out.setdefault(key[-1] if backwards else key[0], []).append((key, bound))
    for entries in out.values():
        entries.sort(key=lambda e: -len(e[0]))
    return out


_BEFORE_TABLE = _table(_BEFORE, backwards=True)
_AFTER_TABLE = _table(_AFTER, backwards=False)


def before(toks: list[Token], at: int) -> Qualifier | None:
    """The longest qualifier that ends right before token `at`; two in a row (only about) give the stronger bound."""
    found = _ending(toks, at)
    if found is None:
        return None
    more = _ending(toks, found.first)
    if more is None:
        return found
    bound = more.bound if found.bound == "=" else found.bound
    return Qualifier(more.first, found.end, bound)


def _ending(toks: list[Token], at: int) -> Qualifier | None:
    if at <= 0 or at > len(toks):
        return None
    last = toks[at - 1]
    if last.kind == "s" and last.text in _SIGNS:
        return Qualifier(at - 1, at, _SIGNS[last.text])
    for key, bound in _BEFORE_TABLE.get(last.key, ()):
        first = at - len(key)
        if first >= 0 and all(toks[first + i].key == word for i, word in enumerate(key)):
            return Qualifier(first, at, bound)
    return None


def after(toks: list[Token], at: int) -> Qualifier | None:
    """The longest qualifier that begins at token `at`."""
    if at >= len(toks):
        return None
    for key, bound in _AFTER_TABLE.get(toks[at].key, ()):
        end = at + len(key)
        if end <= len(toks) and all(toks[at + i].key == word for i, word in enumerate(key)):
            if key == ("plus",) and end < len(toks) and toks[end].kind != "s":
                continue
            if key == ("+",) and not toks[at].glued:
                continue
            return Qualifier(at, end, bound)
    return None
