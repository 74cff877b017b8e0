"""Whether a number says how much or how many, or is part of a name, an address, a score, a list or a pronoun."""

from __future__ import annotations

from recoupe.read.text.numbers.calendars import MONTHS, WEEKDAYS
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.nouns import is_small
from recoupe.read.text.numbers.quantities import DASHES, Quantity

_NUMBERED = words(
    "no nos nr number numero n channel route highway interstate chapter article section paragraph clause line page "
    "pages room flight group grade level phase volume vol issue season episode tier class type model version figure "
    "fig table appendix part step act scene game week day round gate platform track lane exit area zone sector "
    "district ward precinct unit division battalion regiment block lot apollo category stage boeing airbus iphone "
    "ipad galaxy windows pixel xbox playstation android formula article chapitre page numero tome ligne groupe zone "
    "quai porte niveau loi annexe alinea rn autoroute departementale nationale arrondissement fortune big covid euro "
    "rule title proposition"
)
_ROADS = words(
    "road street avenue lane drive boulevard square place way court terrace close crescent rd st ave blvd dr parkway "
    "highway plaza"
)
_RUES = words("rue avenue boulevard place chemin impasse quai allee route bis ter")
_ORDINAL_TAILS = words("st nd rd th er re e eme ere ieme nde d")
_PRONOUN_BEFORE = words(
    "number this that which each every any no the another last next first new only other same some such every "
    "whichever one someone no-one old big little good better loved great young right wrong"
)
_PRONOUN_AFTER = words(
    "another who whom that which is was has had can could may might must would will should s and or to in on for at "
    "with does did day thing of by way point hand side time moment night morning"
)
_DURATION_BEFORE = words("for pendant durant depuis")
_CALENDAR = frozenset(MONTHS["en"]) | frozenset(WEEKDAYS["en"]) | frozenset(MONTHS["fr"]) | frozenset(WEEKDAYS["fr"])
_BARE_BEFORE = words(
    "to from of by than around about nearly almost just only for total number score scored at is was were are "
    "reached x × = a de par est sont etait etaient exactly equals plus minus"
)


def is_figure(toks: list[Token], item: Quantity, language: str) -> bool:
    """Whether a quantity read from tokens is a figure of the text."""
    if item.vague and item.age:
        return True
    if item.vague:
        return item.unit is not None or item.qualifier is not None or _of_after(toks, item)
    if item.article:
        return item.unit == "year" and item.value == 10 and _before(toks, item) in _DURATION_BEFORE
    if item.money or (item.unit in ("percent", "percentage_point") and item.measured):
        return True
    if item.unit is None and item.digits and _enclosed(toks, item):
        return False
    last = item.number[1]
    part = item.value is not None and item.value.denominator != 1 and not item.digits and item.noun is None
    if part and not item.measured and last < len(toks) and toks[last].text in DASHES and toks[last].glued:
        return False  # a half-frozen river
    if item.unit == "figure" and not item.digits:
        return False  # a six-figure sum
    if _glued_to_word(toks, item) or _numbered(toks, item) or _score(toks, item) or _listed(toks, item):
        return False
    if _address(toks, item, language) or _capital_name(toks, item) or _called(toks, item):
        return False
    if item.value == 1 and item.unit in ("point", "percentage_point", "count") and not item.digits:
        return item.qualifier is not None  # at one point
    if item.unit == "way":
        return False  # a two-way race
    if item.value == 1 and not item.digits and not item.measured:
        return _counts_one(toks, item)
    if item.unit is None and not item.digits:
        return _bare_word(toks, item)
    return True


def _before(toks: list[Token], item: Quantity, back: int = 1) -> str:
    first = item.qualifier[0] if item.qualifier else item.first
    return toks[first - back].key if first >= back else ""


def _enclosed(toks: list[Token], item: Quantity) -> bool:
    """[1], « 2 »: a mark of a note or a grade, not an amount."""
    first, last = item.number
    if last - first != 1 or not first or last >= len(toks):
        return False
    return toks[first - 1].text + toks[last].text in ("[]", "«»", "“”", '""', "‘’")


def _of_after(toks: list[Token], item: Quantity) -> bool:
    return item.end < len(toks) and toks[item.end].key in ("of", "de", "d", "des")


def _glued_to_word(toks: list[Token], item: Quantity) -> bool:
    """X6, #45, Covid-19, A/4 before; 20th, 5G, 3D after."""
    first, last = item.number[0], item.number[1]
    if toks[first].glued and first and item.first == first:
        ahead = toks[first - 1]
        if ahead.kind == "w" or ahead.text in "#@_/:.^":
            return True
        if ahead.text in DASHES and ahead.glued and first >= 2 and toks[first - 2].kind == "w":
            return toks[first].kind == "d" and not (item.measured and not toks[first - 2].capital)
    if last < len(toks) and toks[last].glued and item.digits:
        behind = toks[last]
        if behind.kind == "w" and item.end == last and not item.measured:
            return True
        if behind.kind == "w" and behind.key in _ORDINAL_TAILS and not item.measured:
            return True
        if behind.text in ":/_" and last + 1 < len(toks) and toks[last + 1].glued and not item.measured:
            return toks[last + 1].kind == "d"
    return False


def _numbered(toks: list[Token], item: Quantity) -> bool:
    """No. 5, Route 66, page 12: a name for things in a row."""
    first = item.first
    if first and toks[first - 1].text in ("#", "№"):
        return True
    ahead = first - 1
    if ahead >= 1 and toks[ahead].text in (".", "°", "º"):
        ahead -= 1
        return ahead >= 0 and toks[ahead].key in ("no", "nos", "n", "nr", "fig", "vol", "art")
    if ahead < 0 or toks[ahead].kind != "w" or item.measured or item.low is not None:
        return False
    named = any(c.isupper() for c in toks[ahead].text)
    return toks[ahead].key in _NUMBERED and not item.qualifier and (named or item.noun is None)


def _score(toks: list[Token], item: Quantity) -> bool:
    """2-0, 21-14, 1-222-2222: digits tied by dashes that are no range."""
    if item.low is not None:
        # a pair tied to a third number is a key or a telephone number
        first = item.number[0]
        ahead = first > 1 and toks[first - 1].text in DASHES and toks[first].glued and toks[first - 1].glued
        ahead = ahead and toks[first - 2].kind == "d"
        return (ahead or _dash_digit(toks, item.number[1])) and not item.measured
    if not item.digits or item.measured:
        return False
    first, last = item.number
    tied = _dash_digit(toks, last) or (last < len(toks) and toks[last].text in DASHES and _to_digit(toks, last + 1))
    tied = tied or (first >= 3 and toks[first - 1].text in DASHES and toks[first - 2].key == "to")
    after = first >= 2 and toks[first - 1].text in DASHES and toks[first - 1].glued and toks[first].glued
    return tied or (after and toks[first - 2].kind == "d")


def _dash_digit(toks: list[Token], at: int) -> bool:
    return (
        at + 1 < len(toks)
        and toks[at].text in DASHES
        and toks[at].glued
        and toks[at + 1].glued
        and (toks[at + 1].kind == "d")
    )


def _to_digit(toks: list[Token], at: int) -> bool:
    """The rest of 2-to-1."""
    return at + 2 < len(toks) and toks[at].key == "to" and toks[at + 1].text in DASHES and toks[at + 2].kind == "d"


def _listed(toks: list[Token], item: Quantity) -> bool:
    """1) or 2. at the head of a line."""
    if not toks[item.first].line or item.number[1] - item.number[0] != 1 or item.number[1] >= len(toks):
        return False
    sign = toks[item.number[1]]
    if sign.text == ")":
        return True
    return sign.text == "." and sign.glued and item.number[1] + 1 < len(toks) and not toks[item.number[1] + 1].glued


def _called(toks: list[Token], item: Quantity) -> bool:
    """Numbers that name something without a capital beside them: called 911, the Group of 20, GMT +8, iOS 14."""
    first, last = item.number
    if item.measured or not first:
        return False
    before = toks[first - 1]
    if item.digits and toks[first].text in _EMERGENCY and last - first == 1:
        after = toks[last].key if last < len(toks) else ""
        if before.key in _DIALLED or after in ("call", "calls", "caller", "callers", "operator", "dispatcher"):
            return True
    if before.key == "of" and first > 1 and toks[first - 2].text == "Group":
        return True
    if before.text in "+-−" and first > 1 and toks[first - 2].text in ("GMT", "UTC"):
        return True
    brand = before.kind == "w" and not before.capital and any(c.isupper() for c in before.text)
    return brand and item.noun is None and item.digits and len(before.text) > 2


_EMERGENCY = words("911 999 112 000 15 17 18 115")
_DIALLED = words("call calls called calling dial dials dialed dialled dialing phone phoned ring rang appeler appelle")


def _address(toks: list[Token], item: Quantity, language: str) -> bool:
    if item.measured or not item.digits:
        return False
    pos = item.number[1]
    if pos < len(toks) and toks[pos].text == ",":
        pos += 1
    if pos < len(toks) and language == "fr" and toks[pos].key in _RUES:
        return True
    for at in range(pos, min(len(toks), pos + 4)):
        if not toks[at].capital:
            return False
        if toks[at].key in _ROADS and at > pos:
            return True
    return False


def _capital_name(toks: list[Token], item: Quantity) -> bool:
    """iPhone 11, Fortune 100, Big Ten, Five Eyes: a number that a capitalised name holds."""
    if item.measured or item.qualifier or item.low is not None:
        return False
    first, last = item.number
    ahead = toks[first - 1] if first else None
    behind = toks[last] if last < len(toks) else None
    inner = ahead is not None and ahead.capital and not (opens_sentence(toks, first - 1) and is_small(ahead))
    whole = item.value is not None and item.value.denominator == 1
    if item.digits and whole and behind is not None and behind.capital and not behind.line and not behind.glued:
        made = toks[first - 1].key in ("a", "an", "new", "its", "their") if first else False
        model = item.noun is None or (not toks[item.noun[1] - 1].capital and (inner or made))
        if model and "," not in toks[first].text and behind.key not in _CALENDAR and last - first == 1:
            return True  # 787 Dreamliner, 11 Pro
    if not item.digits:
        mid = toks[first].capital and not opens_sentence(toks, first)
        return mid and bool((ahead and ahead.capital) or (behind and behind.capital))
    if not inner or "," in toks[first].text or "." in toks[first].text or last - first > 1:
        return False
    return item.noun is None or bool(behind and behind.capital)


def opens_sentence(toks: list[Token], at: int) -> bool:
    """Whether the token opens a sentence, a line or a quotation."""
    if at == 0 or toks[at].line:
        return True
    return toks[at - 1].text in '.!?…:;“"«‘•|'


def _counts_one(toks: list[Token], item: Quantity) -> bool:
    """one solution, only one of the videos; not one another, this one, one of the patrons."""
    last = item.number[1]
    behind = toks[last] if last < len(toks) else None
    if item.qualifier:
        return True
    if _before(toks, item) in _PRONOUN_BEFORE:
        return False
    if behind is None or behind.kind != "w":
        return len(toks) <= 2
    return item.noun is not None and behind.key not in _PRONOUN_AFTER


def _bare_word(toks: list[Token], item: Quantity) -> bool:
    """A number word that counts nothing said: kept where it is an amount, not where it stands for people or things."""
    if item.qualifier or item.qualifier_after or item.low is not None:
        return True
    value = item.value
    if value is not None and (value.denominator != 1 or value > 20):
        return True
    first = item.number[0]
    if item.end >= len(toks) and first == 0:
        return True
    if item.end < len(toks) and toks[item.end].key in ("of", "des", "sur"):
        return True
    return _before(toks, item) in _BARE_BEFORE
