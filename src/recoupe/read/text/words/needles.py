"""Strings of which a match of a wording must hold one: a quick look that spares most of the slow ones.

    needles(re.compile(r"declin(?:ed|es) to comment|no comment"))      ("declin", "no comment")
    present(pattern, folded)                                           those that stand in a text
    search(pattern, words)                                             pattern.search(words), sooner

They are worked out from the pattern itself, as search engines over code do, so they cannot fall behind it. A text
without any of them holds no match; a text with one may. Sources: Cox, Regular Expression Matching with a Trigram
Index, 2012; Navarro & Raffinot, Flexible Pattern Matching in Strings, 2002, ch. 5 (necessary factors).
"""

from __future__ import annotations

import functools
import re
from typing import Any

try:  # the parser of patterns that the standard library compiles with; without it nothing is spared
    from re import _parser as parser  # type: ignore[attr-defined, unused-ignore]
except ImportError:  # pragma: no cover - every Python so far has it
    parser = None

ANY = ("",)
"""Every text holds it: nothing can be told beforehand."""
_MOST = 64
"""Strings one part of a pattern may stand for before it is given up."""
_LEAST_WEIGHT, _RARE = 2.0, 4.0
"""Weights a needle must have at least, and from which fewer needles are worth more than rarer ones."""


@functools.cache
def needles(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Strings, case folded, of which every match holds one; `ANY` where there are none worth a look."""
    if parser is None:
        return ANY
    exact, needed = _sequence(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))
    best = _better(needed, exact)
    if best is None:
        return ANY
    return tuple(sorted(one for one in best if not any(other in one for other in best - {one})))


def present(pattern: re.Pattern[str], folded: str) -> tuple[str, ...]:
    """The needles of a pattern that stand in a case folded text; empty where the pattern cannot match in it."""
    return tuple([needle for needle in needles(pattern) if needle in folded])


def search(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """pattern.search(words), tried only where a match is possible."""
    return pattern.search(words) if may_match(pattern, words.casefold()) else None


def may_match(pattern: re.Pattern[str], folded: str) -> bool:
    """Whether a case folded text holds a needle of the pattern."""
    for needle in needles(pattern):  # noqa: SIM110 (half the time of any(), and it runs for every sentence)
        if needle in folded:
            return True
    return False


_Strings = frozenset[str] | None
_EMPTY: frozenset[str] = frozenset({""})


def _sequence(items: Any) -> tuple[_Strings, _Strings]:
    """For items in a row: every string they can match, if these are few; and the best strings that must be in it."""
    run, whole = _EMPTY, True
    best: _Strings = None
    for op, argument in items:
        exact, needed = _item(str(op), argument)
        best = _better(best, needed)
        if exact is not None and len(run) * len(exact) <= _MOST:
            run = frozenset(a + b for a in run for b in exact)
            continue
        best = _better(best, run)
        whole = False
        run = exact if exact is not None else _EMPTY
    return (run if whole else None), _better(best, run)


def _item(op: str, argument: Any) -> tuple[_Strings, _Strings]:
    match op:
        case "LITERAL":
            return frozenset({chr(argument).casefold()}), None
        case "IN":
            if all(str(kind) == "LITERAL" for kind, _ in argument):
                return frozenset(chr(code).casefold() for _, code in argument), None
        case "BRANCH":
            return _branches([_sequence(branch) for branch in argument[1]])
        case "SUBPATTERN":
            return _sequence(argument[3])
        case "ATOMIC_GROUP":
            return _sequence(argument)
        case "AT" | "ASSERT" | "ASSERT_NOT":
            return _EMPTY, None
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            low, high, repeated = argument
            exact, needed = _sequence(repeated)
            if (low, high) == (1, 1):
                return exact, needed
            if (low, high) == (0, 1) and exact is not None:
                return exact | _EMPTY, None
            return None, _better(exact, needed) if low else None
    return None, None


def _branches(branches: list[tuple[_Strings, _Strings]]) -> tuple[_Strings, _Strings]:
    exact: set[str] | None = set()
    needed: set[str] | None = set()
    for strings, must in branches:
        exact = exact | strings if exact is not None and strings is not None else None
        one = _better(strings, must)
        needed = needed | one if needed is not None and one is not None else None
    return (
        frozenset(exact) if exact is not None and len(exact) <= _MOST else None,
        frozenset(needed) if needed is not None else None,
    )


def _better(one: _Strings, other: _Strings) -> _Strings:
    """The set whose commonest string is the rarer; None where neither is worth a look."""
    usable = [each for each in (one, other) if each and min(map(_weight, each)) >= _LEAST_WEIGHT]

    def worth(each: frozenset[str]) -> tuple[float, int, float]:
        commonest = min(map(_weight, each))
        return min(_RARE, commonest), -len(each), commonest

    return max(usable, key=worth, default=None)


def _weight(needle: str) -> float:
    """How rare a string is, roughly: letters count one, blanks half, signs much."""
    return sum(1.0 if c.isalnum() else 0.5 if c.isspace() or c in ",.'’-" else 3.0 for c in needle)
