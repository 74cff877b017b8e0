"""Whether the words around a time look ahead or back: what tells last Friday from the coming one."""

from __future__ import annotations

from recoupe.read.text.numbers.lexer import Token, words

_WILL = {
    "en": words("will ll shall would upcoming scheduled tomorrow soon forthcoming"),
    "fr": words(
        "va vont prevu prevue prevus prevues devra devront doit doivent devrait devraient prochain prochaine aura "
        "seront "
        "sera auront"
    ),
}
_TO_COME = words("to due set expected planned slated plan plans planning expects intends hopes aims poised going ready")
"""Words that look ahead only with another beside them: is to, plans to, set for, going to."""
_WAS = {
    "en": words(
        "was were had did has have said told been ago took came went became made found began held killed died left "
        "since "
        "last earlier"
    ),
    "fr": words("etait etaient avait avaient ete dit a ont est sont depuis apres dernier fut eut"),
}


def ahead_of(toks: list[Token], first: int, end: int, language: str) -> int:
    """1 where the words nearest to an expression look ahead, -1 where they look back, 0 where none do."""
    prior = toks[first - 1].key if first else ""
    prior2 = toks[first - 2].key if first >= 2 else ""
    if prior == "as" and prior2 in ("early", "soon", "late"):
        return 1
    if prior in ("by", "till", "avant"):
        return 1
    if prior == "until" and not any(t.key in ("had", "was", "were") for t in toks[end : end + 5]):
        return 1
    if end + 1 < len(toks) and toks[end].text in "'’" and toks[end + 1].key == "s":
        return -1  # Wednesday's ruling: of a thing that is there
    back = _cue(toks, range(first - 1, max(-1, first - 15), -1), language)
    forth = _cue(toks, range(end, min(len(toks), end + 10)), language)
    near = min((c for c in (back, forth) if c), key=lambda c: c[0], default=None)
    return near[1] if near else 0


def _cue(toks: list[Token], places: range, language: str) -> tuple[int, int] | None:
    """The nearest word that looks ahead or back within the sentence: (distance, 1 or -1)."""
    for distance, at in enumerate(places, 1):
        tok = toks[at]
        if tok.text in ".!?;" and not (tok.text == "." and at + 1 < len(toks) and toks[at + 1].glued):
            return None
        if tok.text in '”»"' or (tok.text in "'’" and at + 1 < len(toks) and toks[at + 1].text in "'’"):
            return None  # who said it stands outside the quotation
        if tok.kind != "w":
            continue
        key = tok.key
        if key in _WILL[language] or (
            language == "fr" and len(key) > 5 and key.endswith(("ront", "erons", "erez", "era"))
        ):
            return distance, 1
        if key in _TO_COME and language == "en" and _leads(toks, at, behind=places.step < 0):
            return distance, 1
        if key in _WAS[language] or (language == "en" and len(key) > 4 and key.endswith("ed") and not tok.capital):
            return distance, -1
    return None


def _leads(toks: list[Token], at: int, *, behind: bool) -> bool:
    """Whether a word such as "to" or "set" looks ahead: is to meet, plans to leave, is set for.

    What was planned before the date is said lies ahead of it (planned to leave on Thursday); a verb behind the date
    happened on it (on Friday, the government planned …).
    """
    before = toks[at - 1].key if at else ""
    after = toks[at + 1].key if at + 1 < len(toks) else ""
    key = toks[at].key
    if key == "to":
        return before in ("is", "are", "be", "plans", "plan", "expects", "due", "hopes", "intends", "ready")
    if key == "due":
        return before not in ("was", "were")
    if key.endswith("ed") or key == "set":
        return after in ("to", "for") and (behind or before in ("is", "are", "be", "s", "re"))
    return after in ("to", "for")
