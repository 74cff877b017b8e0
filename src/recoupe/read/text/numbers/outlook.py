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


_MODAL = words("may might must should could")
"""Modal verbs: they look ahead unless "have" stands behind them."""
_TIMETABLE = words(
    "begin start end open close meet arrive leave fly go appear face expire return resume convene gather vote decide "
    "visit host travel launch kick retire play air come celebrate mark take run conclude finish depart compete "
    "reconvene reopen debut premiere sail head hold stage unveil release publish mature"
)
"""Verbs whose present tense tells what is planned: the strike begins Friday, the leaders arrive on Monday."""
_PRESENT_FR = words(
    "commence commencent débute débutent achève achèvent ouvre ouvrent arrive arrivent part partent comparaît "
    "comparaissent sort sortent expire expirent revient reviennent ferme ferment reprend reprennent reçoit "
    "reçoivent réunit réunissent rend rendent tient tiennent termine terminent envole envolent affronte "
    "affrontent votent joue jouent accueille attendu attendue attendus attendues fixé fixée fixés fixées "
    "programmé programmée programmés programmées convoqué convoqués convoquée pourrait pourraient viendrait "
    "viendraient partirait partiraient prendrait prendraient reviendrait débuterait commencerait tiendrait "
    "tiendraient irait iraient ferait feraient ouvrirait rendrait"
)
"""French words, with their accents, that look ahead: the present of timetables, what is awaited, what would be."""
_NOT_PRESENT_FR = words("la une cette quelle aucune autre grande fut a ont etait etaient avait avaient")
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


_CLOSE = 4
"""Tokens from a past verb to a date within which it surely speaks of it."""


def ahead_of(toks: list[Token], first: int, end: int, language: str) -> int:
    """1 where the words nearest to an expression look ahead, -1 where they look back, 0 where none do; -2 right behind
    a past verb."""
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
    if (
        prior in ("is", "are")
        and language == "en"
        and not any(t.key in ("was", "were", "said") for t in toks[end : end + 4])
    ):
        return 1  # the deadline is Oct. 31
    if prior == "est" and language == "fr" and toks[first].key == "le":
        return 1  # la date limite est le 31 octobre
    if prior == "of" and prior2 == "ahead":
        return 1  # ahead of Friday's vote
    if prior == "until" and not any(t.key in ("had", "was", "were") for t in toks[end : end + 5]):
        return 1
    if end + 1 < len(toks) and toks[end].text in "'’" and toks[end + 1].key == "s":
        return -1  # Wednesday's ruling: of a thing that is there
    back = _cue(toks, range(first - 1, max(-1, first - 15), -1), language)
    forth = _cue(toks, range(end, min(len(toks), end + 10)), language)
    near = min((c for c in (back, forth) if c), key=lambda c: c[0], default=None)
    if near is not None and near is back and near[1] < 0 and near[0] <= _CLOSE:
        return -2
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
        if language == "fr" and places.step < 0 and tok.low in _PRESENT_FR and not _undone_fr(toks, at):
            return distance, 1
        if language == "en" and places.step < 0 and _timetabled(toks, at, places.start + 1):
            return distance, 1
        if key in _PLANNED and language == "en" and places.step < 0:
            return distance, 1  # planned a march on Saturday
        if key in _TO_COME and language == "en" and _leads(toks, at, places.start + 1, behind=places.step < 0):
            return distance, 1
        if language == "fr" and key == "a" and tok.low != "a":
            continue  # à is no auxiliary
        if language == "en" and at and toks[at - 1].key in ("be", "is", "are", "being"):
            continue  # would be held, is heard: what stands before tells the time
        if (
            key in _WAS[language]
            or key in _WENT[language]
            or (language == "en" and len(key) > 4 and key.endswith("ed") and not tok.capital)
        ):
            return distance, -1
    return None


def _undone_fr(toks: list[Token], at: int) -> bool:
    """Whether a word that looks ahead is a noun or a past here: une part, avait fixé, s'est tenu."""
    before = toks[at - 1].key if at else ""
    return before in _NOT_PRESENT_FR


def _timetabled(toks: list[Token], at: int, first: int) -> bool:
    """Whether a verb before a date is in the present of plans: meets, is meeting, may meet, leaders arrive."""
    key = toks[at].key
    before = toks[at - 1] if at else None
    after = toks[at + 1].key if at + 1 < len(toks) else ""
    if key in _MODAL:
        if after in ("have", "not") or toks[at].capital or any(t.key == "and" for t in toks[at:first]):
            return False
        return key != "could" or after in _TIMETABLE
    if toks[at].capital or before is None:
        return False
    if key.endswith("ing") and len(key) > 4:
        return before.key in ("is", "are", "s", "re", "am") and before.text != "'"
    if key in _TIMETABLE:
        plural = len(before.key) > 3 and before.key.endswith("s") and not before.key.endswith("ss")
        return before.kind == "w" and (plural or (before.capital and at > 1 and toks[at - 2].capital))
    stem = key[:-1] if key.endswith("s") else ""
    stem = stem[:-1] if key in _ES_FORMS else stem
    stem = "fly" if key == "flies" else stem
    return stem in _TIMETABLE and before.key not in _NOUN_BEFORE and before.text not in "'’$£€-"


_ES_FORMS = words("goes launches finishes publishes releases")
_NOUN_BEFORE = words("the a an of in its his her their this that no any some for at to by on as with from these those")
"""Words behind which starts, ends, visits and marks are nouns."""


_TO_DO = words(
    "is are be plans plan expects due hopes intends ready likely wants want needs need seeks aims vows "
    "pledges promises agrees prepares supposed bound about expect hope intend aim unlikely preparing hoping "
    "planning seeking"
)


def _leads(toks: list[Token], at: int, first: int, *, behind: bool) -> bool:
    """Whether a word such as "to" or "set" looks ahead: is to meet, plans to leave, is set for.

    What was planned before the date is said lies ahead of it (planned to leave on Thursday); a verb behind the date
    happened on it (on Friday, the government planned …).
    """
    before = toks[at - 1].key if at else ""
    after = toks[at + 1].key if at + 1 < len(toks) else ""
    key = toks[at].key
    if key == "to":
        return before in _TO_DO
    if key == "due":
        return before not in ("was", "were")
    if key in ("expected", "scheduled", "planned", "slated") and behind and at + 1 == first:
        return before not in ("was", "were", "than", "as")  # the ruling, expected Friday
    if key.endswith("ed") or key == "set":
        return after in ("to", "for", "on", "in", "by") and (behind or before in ("is", "are", "be", "s", "re"))
    if not behind:
        return after == "to"  # plans for the hastily planned trip: a noun
    return after in ("to", "for")
