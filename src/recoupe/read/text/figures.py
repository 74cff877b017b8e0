"""Figures of a text: every number that says how much or how many, with unit, bound, and what it counts.

    find(document, source=digest, reading=id, published="2015-12-14") -> [Mark(Figure), …]

Not figures: dates and clock times (see `dates`), ordinals, numbers that are part of a name (Route 66, iPhone 11),
addresses, scores of a match. A time on a clip's clock is a figure in seconds. Vague amounts (dozens, thousands) stay
vague: no value is made up for them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from recoupe.model import Document, Figure, Mark, Span, mark, text_span
from recoupe.read.text import asserted_times, dates
from recoupe.read.text.numbers import languages, merging, naming, nouns, phrases, quantities, units
from recoupe.read.text.numbers.lexer import Token, stretches, tokens, words
from recoupe.read.text.numbers.quantities import Quantity

VOTES = words(
    "vote votes voter voters voted voting election elections poll polls referendum candidate candidates approval "
    "turnout "
    "scrutin electeurs sondage sondages suffrages"
)
_ELLIPSIS_NEAR = 12
"""Tokens between a number and the bare one that leaves out its noun."""
OPENERS = words("yesterday today in on at for since but and however so then meanwhile also yet hier mais et en depuis")
_BEING = (["he", "is"], ["she", "is"], ["who", "is"], ["he", "was"], ["she", "was"], ["who", "was"], ["will", "be"])
_THEN = words("when by in and at")
RATES = words(
    "rate rates inflation unemployment jobless share taux chomage part lead leads led leading margin ahead trailing "
    "trails avance ecart"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A figure at text[start:end], before it becomes a mark."""

    start: int
    end: int
    figure: Figure
    hedges: tuple[str, ...] = ()


def find(document: Document, *, source: str, reading: str, published: str | None) -> list[Mark]:
    """The figures of a document, in order of place.

    Args:
        document: The text; its language chooses the grammar, both are tried where it is unknown.
        source: Digest of the source the spans belong to.
        reading: Id of the reading the marks belong to.
        published: EDTF date of publication, which settles what is a date and so no figure; None where unknown.
    """
    cuts = tuple(p.start for p in document.parts)
    best: list[Found] = []
    for language in languages(document.language):
        best = merging.longest(best, scan(document.text, cuts, language, published or document.published))
    return [
        mark(
            Span(source=source, text=text_span(document.text, f.start, f.end)),
            f.figure,
            reading=reading,
            hedges=f.hedges,
        )
        for f in best
    ]


@lru_cache(maxsize=2)
def scan(text: str, cuts: tuple[int, ...], language: str, published: str) -> tuple[Found, ...]:
    """The figures of one text read in one language."""
    clock = asserted_times.scan(text, cuts, language)
    when = dates.scan(text, cuts, language, published)
    taken = [(t.start, t.end) for t in clock]
    taken += [(d.start, d.end) for d in when if d.kind not in ("duration", "vague") and not _counts(text, d)]
    taken.sort()
    out = [Found(t.start, t.end, asserted_times.as_figure(t)) for t in clock]
    at = 0
    for start, end in stretches(text, cuts):
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        until = at
        while until < len(taken) and taken[until][0] < end:
            until += 1
        out += _stretch(text, tokens(text, start, end), language, taken[at:until])
    return tuple(sorted(out, key=lambda f: (f.start, f.end)))


def _counts(text: str, when: dates.Found) -> bool:
    """Whether a date is said as an amount of time (30 years ago): that amount is a figure, too."""
    said = text[when.start : when.end].lower()
    if when.kind == "set":
        return when.value.startswith("P") and when.value[1:].strip("TYMWDHS") != "1"
    if when.kind != "date" or said[:4].isdigit():
        return False
    return said.endswith((" ago", " later", " earlier", " plus tard", " plus tôt")) or said.startswith("il y a ")


def _stretch(text: str, toks: list[Token], language: str, taken: list[tuple[int, int]]) -> list[Found]:
    """The figures of one paragraph; `taken` are the spans that dates and clip times hold."""
    found: list[Quantity] = []
    held = _held(toks, taken)
    end = 0
    for at in quantities.candidates(toks, language):
        item = None if at < end or at in held else quantities.read(toks, at, language)
        if item is None or any(i in held for i in range(item.number[0], item.number[1])):
            continue
        item = _within(item, held)
        kept = naming.is_figure(toks, item, language)
        if kept:
            found.append(item)
        end = item.end if kept else item.number[1]
    items = _converted(toks, _inherited(toks, _shares(toks, _ages(toks, _shared_unit(toks, found)))))
    saying = phrases.cues(toks) if items else []
    return [_figure(text, toks, *item, saying) for item in _parts_of(toks, items, language)]


def _held(toks: list[Token], taken: list[tuple[int, int]]) -> frozenset[int]:
    """Tokens that lie in one of the spans; both are in order of place."""
    if not taken:
        return frozenset()
    out: set[int] = set()
    at = 0
    for i, tok in enumerate(toks):
        while at < len(taken) and taken[at][1] <= tok.start:
            at += 1
        if at < len(taken) and taken[at][0] < tok.end:
            out.add(i)
    return frozenset(out)


def _within(item: Quantity, held: frozenset[int]) -> Quantity:
    """The quantity cut where a date begins: its unit and noun stay out of dates."""
    if not held or not any(i in held for i in range(item.number[1], item.end)):
        return item
    end = next(i for i in range(item.number[1], item.end) if i in held)
    noun = item.noun if item.noun and item.noun[1] <= end else None
    keeps = noun is not None or item.money
    return replace(
        item,
        end=end,
        noun=noun,
        unit=item.unit if keeps else None,
        measured=item.measured and keeps,
        per=None,
        qualifier_after=item.qualifier_after if item.qualifier_after and item.qualifier_after[1] <= end else None,
    )


def _ages(toks: list[Token], items: list[Quantity]) -> list[Quantity]:
    """A bare number between commas or in brackets behind a name is an age: Romain, 28, said; so is one behind "age
    of"."""
    out: list[Quantity] = []
    for item in items:
        first, end = item.first, item.end
        bare = item.unit is None and item.digits and item.value is not None and end - first == 1
        if bare and item.value is not None and 1 <= item.value <= 110 and first >= 2 and end < len(toks):
            around = toks[first - 1].text + toks[end].text
            if (
                (around in (",,", "()", ",.") or (around[0] == "," and around[1:] in "―—–"))
                and toks[first - 2].capital
                and toks[first - 2].key not in OPENERS
            ):
                item = replace(item, unit="year", age=True)
        ranged = item.unit is None and item.low is not None and item.high is not None and item.high <= 110
        if ((bare or ranged) and first and _of_age(toks, first)) or (bare and _people_of(toks, item)):
            item = replace(item, unit="year", age=True)
        elif item.unit is None and item.value is not None and 2 <= item.value <= 20 and _parent_of(toks, first):
            item = replace(item, unit="child")
        out.append(item)
    return out


def _people_of(toks: list[Token], item: Quantity) -> bool:
    """people under 30, anyone over 65, and nothing counted behind it."""
    if item.qualifier is None or item.value is None or not 5 <= item.value <= 100:
        return False
    first, end = item.qualifier[0], item.end
    led = first > 0 and toks[first - 1].key in _AGED and toks[first].key in ("under", "over", "above", "below")
    verb = end < len(toks) and not toks[end].key.endswith("s") and not toks[end].capital
    return led and (end >= len(toks) or toks[end].kind == "s" or verb)


_AGED = words("people those anyone everyone anybody children kids adults men women voters americans britons workers")
_PARENT = words("mother father parent mom mum dad grandmother grandfather widow pere mere grandmere")


def _parent_of(toks: list[Token], first: int) -> bool:
    """a father of seven: of children."""
    return first > 1 and toks[first - 1].key in ("of", "de") and toks[first - 2].key in _PARENT


def _of_age(toks: list[Token], first: int) -> bool:
    """aged 12, at the age of 21, she turned 35, à l'âge de 12."""
    before = [t.key for t in toks[max(0, first - 2) : first]]
    if before in (["ages", "of"], ["aged", "between"], ["aged", "from"]):
        return True
    if before[-1:] in (["aged"], ["turned"], ["ages"]) or before in (["age", "of"], ["age", "de"], ["at", "age"]):
        return True
    return before in _BEING and (first + 1 >= len(toks) or toks[first + 1].kind == "s" or toks[first + 1].key in _THEN)


def _shares(toks: list[Token], items: list[Quantity]) -> list[Quantity]:
    """Points of a vote or a rate are percentage points; points of a game or an index are points."""
    if not any(q.unit == "point" for q in items):
        return items
    keys = {t.key for t in toks}
    votes = bool(keys & VOTES) or (bool(keys & RATES) and any(q.unit == "percent" for q in items))
    return [replace(q, unit="percentage_point") if q.unit == "point" and votes else q for q in items]


def _shared_unit(toks: list[Token], items: list[Quantity]) -> list[Quantity]:
    """A unit said once for two: four-, five- and six-cylinder engines; rose from 5 to 7 percent."""
    out = list(items)
    for i in range(len(items) - 2, -1, -1):
        item, following = out[i], out[i + 1]
        if item.unit is None and not item.vague and _leaves_unit(toks, item, following):
            out[i] = replace(item, unit=following.unit, measured=following.measured)
    return out


def _leaves_unit(toks: list[Token], item: Quantity, following: Quantity) -> bool:
    if item.end + 1 >= len(toks):
        return False
    joint, after = toks[item.end], toks[item.end + 1]
    if joint.text in "-‐‑" and joint.glued:
        return not after.glued or after.text == ","
    if (
        joint.key in ("and", "or", "et", "ou", ",")
        and following.first == item.end + 1
        and following.age
        and item.digits
    ):
        return True  # 27 and 29 years old
    changes = item.first > 0 and toks[item.first - 1].key in ("from", "de") and joint.key in ("to", "a")
    return changes and following.first == item.end + 1 and following.measured


def _inherited(toks: list[Token], items: list[Quantity]) -> list[Quantity]:
    """from seven staff to two; there were 150 factories, there are only two left: the noun said before."""
    out: list[Quantity] = []
    for item in items:
        bare = item.unit is None and item.value is not None and item.value.denominator == 1 and not item.vague
        last = next((q for q in reversed(out[-5:]) if q.unit and not q.money and not q.age), None)
        if bare and last is not None and _elliptical(toks, item, last):
            item = replace(item, unit=last.unit)
        out.append(item)
    return out


def _elliptical(toks: list[Token], item: Quantity, last: Quantity) -> bool:
    """Whether a bare number counts what was counted just before.

    "from seven staff to two" and "150 factories … only two" do; "gets closer to 18" long after a plan does not.
    """
    first = item.qualifier[0] if item.qualifier else item.first
    before = toks[first - 1].key if first else ""
    if item.end < len(toks) and toks[item.end].key in ("of", "des", "sur"):
        return False
    near = item.first - last.end <= _ELLIPSIS_NEAR
    if last.measured and before == "to" and last.end == first - 1 and last.first and toks[last.first - 1].key == "from":
        return True  # from 208 pounds to 193
    if before == "by" or (before == "to" and last.unit == "percent"):
        return near
    if last.measured:
        return False
    if before in ("to", "a", "from", "de"):
        return near and any(t.key in ("from", "de") for t in toks[max(0, last.first - 4) : item.first])
    said = item.qualifier is not None or before in ("are", "were", "remain", "remained", "reste", "restent", "sont")
    return said and not item.digits


def _converted(toks: list[Token], items: list[Quantity]) -> list[tuple[Quantity, Quantity | None]]:
    """Each figure with the one it converts: $6,607 in brackets behind 6,000 euros shares its bound and its rate."""
    out: list[tuple[Quantity, Quantity | None]] = []
    for item in items:
        source = None
        first = item.qualifier[0] if item.qualifier else item.first
        if out and first and toks[first - 1].text in "([" and (item.money or item.measured):
            last = out[-1][0]
            if last.end in (first - 1, first - 2) and last.unit != item.unit and last.money == item.money:
                source = last
                item = replace(item, bound=last.bound if item.bound == "=" else item.bound)
        out.append((item, source))
    return _rates(toks, out)


def _rates(toks: list[Token], items: list[tuple[Quantity, Quantity | None]]) -> list[tuple[Quantity, Quantity | None]]:
    """A rate said after the bracket or later in the clause belongs to the amount and to its conversion."""
    out = list(items)
    for i, (item, source) in enumerate(out):
        if not item.money or item.per:
            continue
        until = items[i + 1][0].first if i + 1 < len(items) else len(toks)
        bracket = i + 1 < len(items) and items[i + 1][1] is not None
        if bracket:
            continue
        per = _rate_later(toks, item.end, until)
        if per:
            out[i] = (replace(item, per=per), source)
            if source is not None and i:
                out[i - 1] = (replace(out[i - 1][0], per=out[i - 1][0].per or per), out[i - 1][1])
                out[i] = (replace(item, per=per), out[i - 1][0])
    return out


def _rate_later(toks: list[Token], at: int, until: int) -> str | None:
    """each year, a month, par an within the clause that follows an amount."""
    if at < until and toks[at].text in ")]":
        at += 1
    for pos in range(at, min(until, at + 7, len(toks) - 1)):
        tok = toks[pos]
        if tok.kind == "s" and tok.text not in "'’":
            return None
        article = tok.key in ("a", "an") and pos == at
        if article or tok.key in ("each", "every", "per", "chaque", "par"):
            unit = units.measure(toks, pos + 1, digits=False)
            if unit and unit.name in units.TIME:
                return unit.name
    return None


def _parts_of(
    toks: list[Token], items: list[tuple[Quantity, Quantity | None]], language: str
) -> list[tuple[Quantity, Quantity | None, Fraction | None]]:
    """six of France's 13 regions, six des 13 régions: a part with its whole; one of the videos: a part of unsaid
    size."""
    out: list[tuple[Quantity, Quantity | None, Fraction | None]] = []
    for i, (item, source) in enumerate(items):
        whole = None
        bare = item.unit is None and item.value is not None and item.end < len(toks) and not item.money
        if bare and toks[item.end].key in ("of", "des", "de", "sur"):
            follower = items[i + 1][0] if i + 1 < len(items) else None
            gap = follower.first - item.end if follower else 99
            if (
                follower
                and follower.value is not None
                and (follower.noun or follower.money or follower.measured)
                and gap <= 5
                and _unbroken(toks, item.end, follower)
            ):
                item = replace(item, end=follower.end, unit=follower.unit, noun=follower.noun, money=follower.money)
                whole = follower.value
            else:
                item = _of_noun(toks, item, language)
        out.append((item, source, whole))
    return out


def _unbroken(toks: list[Token], at: int, follower: Quantity) -> bool:
    return all(t.kind == "w" or t.text in "'’" for t in toks[at : follower.first])


def _of_noun(toks: list[Token], item: Quantity, language: str) -> Quantity:
    pos = item.end + 1
    while pos < len(toks) and toks[pos].key in (
        "the",
        "these",
        "those",
        "its",
        "their",
        "his",
        "her",
        "our",
        "them",
        "all",
    ):
        pos += 1
    noun = nouns.counted(toks, pos, language)
    return replace(item, end=noun.end, unit=noun.unit, noun=(noun.first, noun.end)) if noun else item


def _figure(
    text: str, toks: list[Token], item: Quantity, source: Quantity | None, whole: Fraction | None, saying: list[int]
) -> Found:
    first = item.qualifier[0] if item.qualifier else item.first
    start, end = toks[first].start, toks[item.end - 1].end
    qualifier = _words(text, toks, item)
    figure = Figure(
        value=_number(item.value),
        low=_number(item.low),
        high=_number(item.high),
        unit=item.unit,
        bound=item.bound,
        qualifier=qualifier,
        measures=phrases.counted_thing(text, toks, item),
        per=item.per,
        of=_number(whole),
        attributed_to=phrases.said_by(text, toks, first, item.end, saying),
        vague=item.vague or None,
        converted_from=text[toks[source.first].start : toks[source.end - 1].end] if source else None,
    )
    soft = item.bound != "=" and qualifier
    return Found(start, end, figure, (qualifier,) if soft and qualifier else ())


def _words(text: str, toks: list[Token], item: Quantity) -> str | None:
    """The bounding words as they stand: "only", "only … or so"."""
    parts = [
        " ".join(text[toks[s].start : toks[e - 1].end].split()).lower()
        for s, e in (item.qualifier or (0, 0), item.qualifier_after or (0, 0))
        if e > s
    ]
    if item.vague and not parts:
        return f"{item.vague} of" if toks[item.number[1]].key == "of" else item.vague
    return " … ".join(parts) or None


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
