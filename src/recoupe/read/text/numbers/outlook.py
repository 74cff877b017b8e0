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


_PLANNED = words("planned planning plans scheduled slated promised vowed pledged")
"""Verbs whose object lies ahead of them: what was planned, scheduled or promised before a date is to come on it."""
_WENT = {
    "en": words(
        "arose ate awoke bit blew bore bought broke brought built burst bought caught chose clung crept dealt drank "
        "drew drove fell fed felt fled flew forgot fought gave got grew heard hid hung kept knew laid lay led "
        "lent lit lost meant met paid ran rang rode rose sang sank sat saw sent shook shone shot "
        "shut slept slid sold sought spent split spoke spread sprang stole stood strode struck stuck swam swept swore "
        "swung taught thought threw tore understood woke won wore wrote withdrew overtook undertook broadcast"
    ),
    "fr": words("fut furent eut eurent fit firent vint vinrent prit prirent mourut naquit"),
}
"""Past forms that no ending gives away."""
_NO_FUTURE_FR = words(
    "opera camera extra ultra contra cholera sahara libra cobra zebra polera caldera tiara mascara sierra guerra "
    "tora para tempura datura aura"
)


def _future_fr(key: str) -> bool:
    """Whether a French word has the ending of a future: viendra, partiront, irons."""
    if len(key) > 5 and key.endswith(("ront", "erons", "irons", "drons", "erez", "irez", "drez")):
        return True
    return len(key) > 4 and key.endswith(("era", "ira", "dra", "rra", "ura", "vra", "tra")) and key not in _NO_FUTURE_FR


def ahead_of(toks: list[Token], first: int, end: int, language: str) -> int:
    """1 where the words nearest to an expression look ahead, -1 where they look back, 0 where none do."""
    prior = toks[first - 1].key if first else ""
    prior2 = toks[first - 2].key if first >= 2 else ""
    if prior == "as" and prior2 in ("early", "soon", "late"):
        return 1
    if prior in ("by", "till", "avant"):
        return 1
    if prior == "ici" or (
        prior in ("a", "au", "le") and any(t.key in ("jusqu", "ici") for t in toks[max(0, first - 4) : first])
    ):
        return 1  # d'ici vendredi, jusqu'à vendredi
    if prior == "until" and not any(t.key in ("had", "was", "were") for t in toks[end : end + 5]):
        return 1
    if end + 1 < len(toks) and toks[end].text in "'’" and toks[end + 1].key == "s":
        return -1  # Wednesday's ruling: of a thing that is there
    back = _cue(toks, range(first - 1, max(-1, first - 15), -1), language)
    forth = _cue(toks, range(end, min(len(toks), end + 10)), language)
    near = min((c for c in (back, forth) if c), key=lambda c: c[0], default=None)
    return near[1] if near else 0


_CLAUSE_ENDS = {"en": words("and but while after when because"), "fr": words("et mais tandis apres quand parce")}
_OTHER_CLAUSE = 8
"""How much farther a word counts that stands behind the next conjunction: it looks from another clause."""


def _cue(toks: list[Token], places: range, language: str) -> tuple[int, int] | None:
    """The nearest word that looks ahead or back within the sentence: (distance, 1 or -1)."""
    away = 0
    for distance, at in enumerate(places, 1):
        tok = toks[at]
        if places.step > 0 and tok.key in _CLAUSE_ENDS[language]:
            away = _OTHER_CLAUSE
        distance += away
        if tok.text in ".!?;" and not (tok.text == "." and at + 1 < len(toks) and toks[at + 1].glued):
            return None
        if tok.text in '”»"' or (tok.text in "'’" and at + 1 < len(toks) and toks[at + 1].text in "'’"):
            return None  # who said it stands outside the quotation
        if tok.kind != "w":
            continue
        key = tok.key
        if key in _WILL[language] or (language == "fr" and _future_fr(key)):
            return distance, 1
        if key in _PLANNED and language == "en" and places.step < 0:
            return distance, 1  # planned a march on Saturday
        if key in _TO_COME and language == "en" and _leads(toks, at, behind=places.step < 0):
            return distance, 1
        if (
            key in _WAS[language]
            or key in _WENT[language]
            or (language == "en" and len(key) > 4 and key.endswith("ed") and not tok.capital)
        ):
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
    if not behind:
        return after == "to"  # plans for the hastily planned trip: a noun
    return after in ("to", "for")
