"""What a number counts: the noun after it, and its name as a unit.

No parser: English is read to the first plural noun (14 first-team players left), French to the first noun past the
adjectives that may precede it (trois jeunes femmes). The unit is the singular; people counted by no more than what
they are or suffer (migrants, residents, victims, staff) are counted as `person`, those counted by their trade keep it
(nurse, player).
"""

from __future__ import annotations

from dataclasses import dataclass

from recoupe.read.text.numbers import units
from recoupe.read.text.numbers.lexer import Token, words

FARTHEST = 6
"""Tokens within which the noun must come."""

_EN_STOP = words(
    "a an the this that these those my your his her its our their some any no every each all both either neither "
    "such of in on at by for from to with without within into onto upon over under about above below after before "
    "since until till during between among against through across along around behind beyond near off out outside "
    "inside per via and or but nor so yet if then than as while when where why how who whom whose which what because "
    "although though whether i you he she it we they me him them us myself itself themselves is are was were be been "
    "being am do does did done has have had having will would shall should can could may might must not only also "
    "just even still already again ever never always often now there here too very rather quite more less most least "
    "much many few several other others another one said says say told went came got made took gave found left led "
    "set put cut hit won lost held kept sent spent built bought sold paid ran saw began became grew fell rose rise "
    "rises fall falls see sees saw get gets make makes take takes come comes go goes remain remains remained live "
    "lives lived work works worked die dies died want wants use uses used need needs seem seems appear appears began "
    "begin begins happened happen happens according including compared plus minus times up down yesterday today "
    "tomorrow ago later earlier old apiece respectively altogether total overall together away apart ahead straight "
    "isn wasn aren weren doesn didn hasn hadn haven couldn wouldn shouldn don ain mustn "
    "back due thanks instead despite except like unlike versus vs worth"
)
_EN_LIGHT = words("straight total other others more fewer")  # stop words that may stand before a noun
_EN_NOT_PLURAL = words(
    "is was has does its this us plus less unless across news series species thus always perhaps besides towards "
    "afterwards regardless yes his hers ours theirs minus versus bus gas focus status virus campus census bonus "
    "politics economics mathematics physics athletics lens basis crisis analysis thesis christmas texas paris says "
    "goes sees makes takes comes gets wants lives works dies rises falls seems needs uses begins happens remains "
    "appears includes means asks gives keeps leads"
)
_EN_IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "oxen": "ox", "sheep": "sheep", "fish": "fish", "deer": "deer", "staff": "staff",
    "police": "police officer", "aircraft": "aircraft", "spacecraft": "spacecraft", "offspring": "offspring",
    "crew": "crew", "personnel": "personnel", "cattle": "cattle", "wives": "wife", "lives": "life", "knives": "knife",
    "leaves": "leaf", "halves": "half", "wolves": "wolf", "thieves": "thief", "shelves": "shelf", "loaves": "loaf",
    "crises": "crisis", "analyses": "analysis", "bases": "base", "criteria": "criterion", "phenomena": "phenomenon",
    "bacteria": "bacterium", "media": "medium", "viruses": "virus", "buses": "bus", "gases": "gas", "movies": "movie",
    "cookies": "cookie", "calories": "calorie", "ties": "tie", "lies": "lie", "fishermen": "fisherman",
    "policemen": "policeman", "firemen": "fireman", "congressmen": "congressman", "businessmen": "businessman",
    "servicemen": "serviceman", "gunmen": "gunman", "lawmakers": "lawmaker", "series": "series", "species": "species",
    "dead": "dead", "wounded": "wounded", "injured": "injured", "missing": "missing", "homeless": "homeless",
    "deceased": "deceased", "others": "other", "women's": "woman", "dice": "dice", "headquarters": "headquarters",
    "barracks": "barracks", "heroes": "hero", "potatoes": "potato", "tomatoes": "tomato", "echoes": "echo",
    "shoes": "shoe", "horses": "horse", "houses": "house", "cases": "case", "purchases": "purchase",
    "courses": "course", "nurses": "nurse", "causes": "cause", "phases": "phase", "phrases": "phrase",
    "licenses": "license", "releases": "release", "databases": "database", "leases": "lease", "increases": "increase",
    "aches": "ache", "headaches": "headache", "axes": "axe",
}  # fmt: skip
_EN_ATTRIBUTIVE = words(
    "police crew staff personnel aircraft media women people sports arms sales goods news games systems "
    "operations savings customs clothes"
)
"""Plurals that stand before the noun proper (three sports cars)."""

_COLOURING = words(
    "older newer other additional further extra separate various certain total whole entire full single bigger "
    "smaller larger better worse last first final next second third more such same similar several many few own "
    "alleged so-called young old little huge tiny beautiful famous"
)
"""Words that order, compare or judge and say nothing of the kind of thing counted; new, different, top and major do
(five new seasons are not five seasons)."""

PEOPLE = words(
    "person people migrant refugee asylum-seeker seeker resident inhabitant civilian victim protester protestor "
    "demonstrator individual citizen immigrant emigrant exile displaced casualty fatality survivor bystander "
    "onlooker passer-by witness staff dead wounded injured missing homeless deceased detainee hostage evacuee "
    "attendee participant crew personnel body soul personne gens migrante refugie refugiee demandeur habitant "
    "habitante riverain riveraine civil civile victime manifestant manifestante individu citoyen citoyenne immigre "
    "immigree exile exilee deplace deplacee mort blesse blessee disparu disparue rescape rescapee survivant "
    "survivante temoin otage detenu detenue participant participante badaud ame sans-abri interpelle"
)
_FR_INVARIABLE = words("gens gens-la sans-abri pour-cent mille staff hors-la-loi")
_SAME_THING = {"video": "clip", "clip": "clip", "footage": "clip", "videos": "clip"}

_FR_STOP = words(
    "le la les l un une des du de d ce cet cette ces mon ton son ma ta sa mes tes ses notre votre leur nos vos leurs "
    "et ou mais ni car donc or que qui quoi dont ou lequel laquelle si comme quand lorsque parce puisque a au aux en "
    "dans par pour sur sous sans avec vers chez entre contre depuis pendant avant apres selon malgre est sont etait "
    "etaient sera seront ete etre ont avait avaient aura auront eu avoir fait font il elle on nous vous ils elles je "
    "tu me te se y ne pas plus moins tres trop aussi encore deja seulement environ fois contre rien tout tous toute "
    "toutes ici la-bas alors ainsi puis"
)
_FR_BEFORE = words(
    "petit petits petite petites grand grands grande grandes jeune jeunes vieux vieille vieilles autre autres "
    "nouveau nouveaux nouvelle nouvelles premier premiers premiere premieres dernier derniers derniere dernieres bon "
    "bons bonne bonnes mauvais mauvaise mauvaises gros grosse grosses beau beaux belle belles simple simples "
    "principaux principales anciens anciennes longs longues courts courtes seul seuls seule seules prochains "
    "prochaines memes differents differentes vrais vraies faux fausses"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A noun at tokens [first, end): its name as a unit, and whether it is a count of people."""

    first: int
    end: int
    unit: str


def counted(toks: list[Token], at: int, language: str, *, one: bool = False) -> Counted | None:
    """What a number before token `at` counts, or None.

    Args:
        toks: Tokens of the stretch.
        at: The first token after the number.
        language: `fr` or `en`.
        one: Whether the number is one, so that the noun is singular.
    """
    if at >= len(toks) or toks[at].kind == "d" or (toks[at].line and toks[at].capital):
        return None
    return _french(toks, at, one=one) if language == "fr" else _english(toks, at, one=one)


def _english(toks: list[Token], at: int, *, one: bool) -> Counted | None:
    run = _run(toks, at)
    if not run:
        return None
    head = _singular_head(toks, run) if one else _plural_head(toks, run, at)
    if head is None or toks[head].key in ("others", "other"):
        return None
    return Counted(at, head + 1, _name(toks, at, head))


def _run(toks: list[Token], at: int) -> list[int]:
    """Word positions from `at` on that may belong to the noun: to the first stop word or sign."""
    out: list[int] = []
    for pos in range(at, min(len(toks), at + FARTHEST + 3)):
        tok = toks[pos]
        if tok.text in "-‐‑/&" and tok.kind == "s" and (tok.glued or tok.text == "&") and out:
            continue
        if tok.key in ("and", "or", "to") and toks[pos - 1].text == "-" and toks[pos - 1].glued and out:
            continue  # low- and middle-income Americans
        if tok.kind == "d" and out and pos + 1 < len(toks) and toks[pos + 1].capital and not tok.glued:
            continue  # two new 737 Max jets
        if tok.kind == "d" and out and (_model(toks, pos) or toks[pos].glued):
            continue  # five new 737 aircraft, 10 Airbus A380 superjumbos
        if tok.kind != "w" or len(out) >= FARTHEST:
            break
        if _letter_of_model(toks, pos) or (tok.key == "and" and out and _joins(toks, pos)):
            continue
        country = tok.text in ("U.S.", "US")
        light = country or (tok.key in _EN_LIGHT and not out) or _compound(toks, pos)
        if tok.key in _EN_STOP and not light:
            break
        if tok.line and tok.capital:
            break
        out.append(pos)
    return out


def _model(toks: list[Token], pos: int) -> bool:
    """Whether digits between a number and its noun name a model: 737 aircraft, Boeing 737s."""
    after = toks[pos + 1] if pos + 1 < len(toks) else None
    if after is None or not toks[pos].text.isdecimal() or not 2 <= len(toks[pos].text) <= 4:
        return False
    return (after.key == "s" and after.glued) or (after.kind == "w" and not after.glued and _is_plural(after))


def _letter_of_model(toks: list[Token], pos: int) -> bool:
    """The letter of A380: a word of one capital against digits."""
    after = toks[pos + 1] if pos + 1 < len(toks) else None
    return len(toks[pos].text) == 1 and toks[pos].capital and after is not None and after.kind == "d" and after.glued


def _joins(toks: list[Token], pos: int) -> bool:
    """Whether "and" ties two words that colour one plural noun: digital and physical sales."""
    if pos + 2 >= len(toks) or toks[pos + 1].kind != "w" or toks[pos + 2].kind != "w":
        return False
    ahead, after, noun = toks[pos - 1], toks[pos + 1], toks[pos + 2]
    small = after.key in _EN_STOP or noun.key in _EN_STOP or after.key.endswith(("ed", "ing", "ly", "s"))
    return not small and not _is_plural(ahead) and _is_plural(noun) and not noun.line


def _compound(toks: list[Token], pos: int) -> bool:
    """A stop word inside a hyphened compound (first-team, walk-on, by-election)."""
    after = pos + 1 < len(toks) and toks[pos + 1].text == "-" and toks[pos + 1].glued
    ahead = pos > 0 and toks[pos].glued and toks[pos - 1].text == "-" and toks[pos - 1].glued
    return after or ahead


def _is_plural(tok: Token) -> bool:
    key = tok.key
    if key in _EN_IRREGULAR:
        return True
    if len(key) < 3 or not key.endswith("s") or key in _EN_NOT_PLURAL or key.endswith(("ss", "ous", "is")):
        return False
    return not key.endswith("us") or key == "menus"


def _plural_head(toks: list[Token], run: list[int], at: int) -> int | None:
    for i, pos in enumerate(run):
        tok = toks[pos]
        joined = pos + 1 < len(toks) and toks[pos + 1].text in "-‐‑" and toks[pos + 1].glued
        if tok.key == "s" and tok.glued and pos > at and toks[pos - 1].kind == "d":
            return pos  # Boeing 737s
        if joined or not _is_plural(tok):
            continue
        if tok.key in ("dead", "wounded", "injured", "missing", "homeless") and i + 1 < len(run):
            continue
        following = toks[run[i + 1]] if i + 1 < len(run) and run[i + 1] == pos + 1 else None
        if following and tok.key in _EN_ATTRIBUTIVE and _is_plural(following):
            continue
        return pos
    return None


def _singular_head(toks: list[Token], run: list[int]) -> int | None:
    head = None
    for i, pos in enumerate(run):
        key = toks[pos].key
        verb = key.endswith(("ly", "ing")) or (key.endswith("s") and not key.endswith("ss"))
        if (i and verb) or (key.endswith("ed") and len(key) > 4):
            break
        head = pos
        if i == 0 and key in _EN_IRREGULAR:
            break
    return head


def _name(toks: list[Token], at: int, head: int) -> str:
    tok = toks[head]
    if tok.key == "s" and tok.glued:
        return " ".join(t.key for t in toks[at:head] if t.key not in _COLOURING)
    single = singular(tok.key) if _is_plural(tok) else tok.key
    unit = units.measure(toks, head, digits=False)
    if unit is not None and head > at and unit.name not in ("count", "point", "degree", "bit", "cup", "bar"):
        return unit.name
    joined = _joined(toks, at, head, single)
    if single in PEOPLE or joined in PEOPLE:
        return "person"
    return _kind(toks, at, head, _SAME_THING.get(single, single))


def _kind(toks: list[Token], at: int, head: int, single: str) -> str:
    """The noun with the words that make it a kind of thing (heart transplant), without those that only colour it."""
    words_before = ""
    pos = head - 1
    while pos >= at:
        tok = toks[pos]
        colour = (
            tok.key in _COLOURING or tok.key in _EN_STOP or (len(tok.key) > 3 and tok.key.endswith(("ed", "est", "ly")))
        )
        colour = colour and not tok.capital
        if tok.text == "-" and toks[pos + 1].key in ("and", "or", "to"):
            words_before, pos = f" {words_before}", pos - 1
            continue
        if pos > at and (tok.key == "and" or (tok.key in ("or", "to") and toks[pos - 1].text == "-")):
            pos -= 1
            continue  # digital and physical sales
        if tok.kind == "w" and colour and toks[pos + 1].text != "-":
            break
        gap = "" if toks[pos + 1].glued or pos + 1 == head + 1 else " "
        words_before = tok.key + gap + words_before
        pos -= 1
    return (words_before + single) if words_before else single


def _joined(toks: list[Token], at: int, head: int, single: str) -> str:
    pos = head - 1
    if pos > at and toks[pos].text in "-‐‑" and toks[pos].glued:
        return f"{toks[pos - 1].key}-{single}"
    return f"{toks[pos].key}-{single}" if pos >= at else single


def singular(key: str) -> str:
    """The singular of an English plural noun."""
    if key in _EN_IRREGULAR:
        return _EN_IRREGULAR[key]
    if key.endswith("ies") and len(key) > 4:
        return key[:-3] + "y"
    if key.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return key[:-2]
    return key[:-1] if key.endswith("s") else key


def is_small(tok: Token) -> bool:
    """Whether a word is one of the small words of English or French, which no name is made of."""
    return tok.key in _EN_STOP or tok.key in _FR_STOP or tok.key in _FR_BEFORE


def _french(toks: list[Token], at: int, *, one: bool) -> Counted | None:
    pos = at
    if toks[pos].key in ("de", "d"):
        pos += 2 if pos + 1 < len(toks) and toks[pos + 1].text in "'’" else 1
    while pos < len(toks) and toks[pos].key in _FR_BEFORE and toks[pos].kind == "w":
        pos += 1
    if pos >= len(toks) or toks[pos].kind != "w" or toks[pos].key in _FR_STOP or len(toks[pos].key) < 2:
        return None
    plural = toks[pos].key.endswith(("s", "x", "z")) or toks[pos].key in _FR_INVARIABLE
    if not one and not plural and not toks[pos].capital:
        return None  # quinze apparaissaient
    end, key = pos + 1, singulier(toks[pos].key)
    while end + 1 < len(toks) and toks[end].text == "-" and toks[end].glued and toks[end + 1].kind == "w":
        key, end = f"{key}-{singulier(toks[end + 1].key)}", end + 2
    shown = singulier(toks[pos].low) if "-" not in key else key
    if key in PEOPLE or (key == "demandeur" and end < len(toks) and toks[end].key == "d"):
        return Counted(at, end, "person")
    return Counted(at, end, _SAME_THING.get(key, shown))


def singulier(key: str) -> str:
    """The singular of a French plural noun."""
    if key in ("gens", "fois", "mois", "corps", "bras", "pays", "cas", "temps", "repas", "proces", "procès", "os"):
        return key
    if key.endswith("eaux"):
        return key[:-1]
    if key.endswith(("ais", "ois")):
        return key
    if key.endswith("aux") and len(key) > 4:
        return key[:-3] + "al"
    return key[:-1] if key.endswith(("s", "x")) and len(key) > 3 else key
