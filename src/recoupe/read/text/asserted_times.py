"""What a text says of a clip's clock: "lasts 23 seconds", "just before the 20 second mark", "barely one second later".

    find(document, source=digest, reading=id, published=None) -> [Mark(AssertedTime), …]

A time counts only where the paragraph speaks of footage; a clock time of the day does not. Nothing is measured here:
the seconds are the text's own words, and the hedges stay with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from recoupe.model import AssertedTime, Document, Figure, Mark, Span, mark, text_span
from recoupe.model.marks import Bound
from recoupe.read.text.numbers import bounds, cliptime, languages, phrases, quantities
from recoupe.read.text.numbers.cliptime import ClipTime
from recoupe.read.text.numbers.lexer import Token, stretches, tokens, words

FOOTAGE = words(
    "video videos clip clips footage recording recordings film films filmed livestream stream reel reels tape "
    "excerpt camera sequence soundtrack audio youtube extrait extraits enregistrement enregistrements sequences "
    "images bande filmee filme filmees direct"
)
_CLOCKED = words(
    "second seconds minute minutes hour hours min mins sec secs s mn hr hrs h instant seconde secondes heure heures"
)
"""Words one of which stands in every paragraph that tells a time of a clip, unless it is written 1:10."""
_OPENING = words("split fraction some several quelques plusieurs an a un une one half quarter")
_CLIP_NOUNS = words(
    "video videos clip clips footage recording film livestream reel tape excerpt sequence extrait enregistrement images"
)
_LASTS = words("lasts last lasting lasted runs running dure durent durait durant durer")
_AT = words("at around about by from until till near towards before after a vers apres avant jusqu des")
_HEARD = words(
    "hear heard hears hearing sound sounds audible noise shot shots gunshot gunshots bang explosion detonation click "
    "entend entendre entendu entendue entends son bruit coup coups tir tirs detonation claquement audible"
)
_SEEN = words(
    "see seen sees visible appears appear shows show shown glimpse passes walks runs enters leaves falls flash "
    "glimmer frame screen voit voir vu vue visible apparait passe surgit montre image"
)
_SAID = words(
    "say says saying said shouts shout shouting yells yell asks ask asking comments screams calls tells dit disent "
    "crie crier lance demande hurle declare"
)
_LEADING = words(
    "the at just before after around about by shortly right near from until a la le vers juste avant apres peu au "
    "bout des environ exactly and half almost nearly towards only some l ' ’ autour de partir"
)


Kind = Literal["length", "position", "offset", "duration"]


@dataclass(frozen=True, slots=True)
class Asserted:
    """An asserted time at text[start:end]; `after` is the place in the list of the one an offset counts from."""

    start: int
    end: int
    kind: Kind
    about: str
    what: str
    time: ClipTime
    bound: Bound
    hedge: str | None
    sense: str
    by: str
    after: int | None = None


def find(document: Document, *, source: str, reading: str, published: str | None) -> list[Mark]:
    """The asserted times of a document, in order of place; `published` is not needed and taken for likeness.

    Args:
        document: The text; its language chooses the grammar.
        source: Digest of the source the spans belong to.
        reading: Id of the reading the marks belong to.
        published: Not used.
    """
    cuts = tuple(p.start for p in document.parts)
    found: tuple[Asserted, ...] = ()
    for language in languages(document.language):
        found = found or scan(document.text, cuts, language)
    out: list[Mark] = []
    for item in found:
        relative = out[item.after].id if item.after is not None else None
        body = AssertedTime(
            about=item.about,
            kind=item.kind,
            what=item.what,
            value_s=_seconds(item.time.seconds),
            low_s=_seconds(item.time.low),
            high_s=_seconds(item.time.high),
            bound=item.bound,
            hedge=item.hedge,
            relative_to=relative,
            sense=item.sense,
            by=item.by,
        )
        span = Span(source=source, text=text_span(document.text, item.start, item.end))
        out.append(mark(span, body, reading=reading, hedges=(item.hedge,) if item.hedge else ()))
    return out


def as_figure(item: Asserted) -> Figure:
    """The same amount as a figure, in seconds."""
    return Figure(
        value=_seconds(item.time.seconds),
        unit="second" if item.time.unit != "minute" or item.time.seconds is not None else "minute",
        bound=item.bound,
        qualifier=item.hedge,
        measures=item.what or None,
        vague=item.time.vague or None,
    )


def _seconds(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


@lru_cache(maxsize=2)
def scan(text: str, cuts: tuple[int, ...], language: str) -> tuple[Asserted, ...]:
    """The asserted times of one text read in one language."""
    out: list[Asserted] = []
    about = ""
    for start, end in stretches(text, cuts):
        toks = tokens(text, start, end)
        said = {t.key for t in toks}
        if said.isdisjoint(FOOTAGE) or (said.isdisjoint(_CLOCKED) and not any(t.text in ":'’′" for t in toks)):
            continue
        opening = frozenset(quantities.candidates(toks, language))
        begin = len(out)
        at = 0
        while at < len(toks):
            if toks[at].key in _CLIP_NOUNS:
                about = _clip_named(text, toks, at)
            begins = toks[at].kind in "dw" and (at in opening or toks[at].key in _OPENING)
            time = cliptime.read(toks, at, language) if begins else None
            item = _asserted(text, toks, time, language, about, out[begin:], begin) if time else None
            if item and time:
                out.append(item)
                at = max(time.end, at + 1)
            else:
                at += 1
    return tuple(out)


def _clip_named(text: str, toks: list[Token], at: int) -> str:
    """The clip as worded: the noun with the article, ordinal and adjectives before it."""
    first = at
    while first and at - first < 4 and toks[first - 1].kind == "w" and not toks[first].line:
        first -= 1
        if toks[first].key in ("the", "a", "an", "this", "that", "la", "le", "cette", "une", "un", "les", "l", "one"):
            return " ".join(text[toks[first].start : toks[at].end].split())
    return toks[at].text


def _asserted(
    text: str, toks: list[Token], time: ClipTime, language: str, about: str, before: list[Asserted], base: int
) -> Asserted | None:
    soft = bounds.before(toks, time.first)
    head = soft.first if soft else time.first
    low, high = phrases.sentence(toks, time.first, time.end)
    kind, first, end = _kind(toks, time, head, low, high, before)
    if not kind:
        return None
    earlier = next((base + i for i in range(len(before) - 1, -1, -1) if before[i].kind in ("position", "offset")), None)
    bound, hedge = _bound(text, toks, time, first, head, end, kind)
    keys = [t.key for t in toks[low:high]]
    clip = about or next((t.text for t in toks if t.key in _CLIP_NOUNS), "")
    return Asserted(
        start=toks[first].start,
        end=toks[end - 1].end,
        kind=kind,
        about=clip,
        what=_what(text, toks, first, end, low, high),
        time=time,
        bound=bound,
        hedge=hedge,
        sense=_sense(keys) if kind != "length" else "",
        by=phrases.said_by(text, toks, first, end, phrases.cues(toks)) or "narrator",
        after=earlier if kind == "offset" else None,
    )


def _kind(
    toks: list[Token], time: ClipTime, head: int, low: int, high: int, before: list[Asserted]
) -> tuple[Kind | None, int, int]:
    """What the time says of the clip, and the tokens that say it: (None, 0, 0) where it says nothing of a clip."""
    lead = head - 1 if head and toks[head - 1].text in "'’" else head  # the d of "d'une minute" leads as "de" does
    prior = toks[lead - 1].key if lead else ""
    prior2 = toks[lead - 2].key if lead >= 2 else ""
    nxt = [t.key for t in toks[time.end : time.end + 4]] + [""] * 4
    speaks = any(t.key in FOOTAGE for t in toks[low:high])
    known = bool(before)
    if nxt[0] in ("mark", "marker") or (nxt[0] == "-" and nxt[1] in ("mark", "marker")):
        end = time.end + (1 if nxt[0] != "-" else 2)
        return "position", _from(toks, head, low), end
    length = _length(toks, time, head, prior, prior2, nxt, speaks)
    if length:
        return length
    clip_like = time.unit == "second" or known
    if nxt[0] == "into" or (nxt[0] == "in" and nxt[1] in ("the", "to", ",", ".", ";", "") and clip_like):
        return "position", _from(toks, head, low), time.end + 1
    plus = nxt[0] == "plus" and nxt[1] in ("tard", "tot")
    if clip_like and (plus or nxt[0] in ("later", "afterwards", "after", "earlier", "apres", "avant")):
        return "offset", head, time.end + (2 if plus else 1)
    if time.ordinal and time.unit in ("second", "minute"):
        return "position", _from(toks, head, low), time.end
    if time.clock:
        if prior in _AT or prior2 in _AT:
            return ("position", _from(toks, head, low), time.end) if speaks or known else (None, 0, 0)
        return (None, 0, 0)
    if prior in ("at", "a") and (time.unit == "second" or known) and toks[head - 1].text != "a":
        return "position", head - 1, time.end
    if prior in ("de", "d") and prior2 == "bout":
        return "position", _from(toks, head - 2, low), time.end
    if prior in ("apres", "after") and (time.unit == "second" or known):
        return "position", head - 1, time.end
    if prior in ("for", "pendant", "durant") and (speaks or known) and time.unit == "second":
        return "duration", head - 1, time.end
    return None, 0, 0


def _length(
    toks: list[Token], time: ClipTime, head: int, prior: str, prior2: str, nxt: list[str], speaks: bool
) -> tuple[Kind | None, int, int] | None:
    if time.clock and prior not in _LASTS:
        return None
    if prior in _LASTS and speaks:
        return "length", head - 1, time.end
    if prior in ("for", "pendant") and prior2 in _LASTS and speaks:
        return "length", head - 2, time.end
    if nxt[0] == "long" or (nxt[0] == "-" and nxt[1] == "long"):
        return "length", head, time.end + (1 if nxt[0] == "long" else 2)
    pos = 0
    while pos < 3 and nxt[pos] in ("-", "long", "youtube", "facebook", "mobile", "phone", "shaky", "amateur", "short"):
        pos += 1
    if nxt[pos] in _CLIP_NOUNS and toks[time.end - 1].key in ("second", "minute", "hour", "seconds", "minutes", "half"):
        return "length", head, time.end + pos + 1
    if prior in ("de", "of", "d") and (prior2 in _CLIP_NOUNS or prior2 in ("duree", "duration", "length", "longue")):
        return "length", head - 1, time.end
    return None


def _from(toks: list[Token], head: int, low: int) -> int:
    """Back over the words that lead to a position: just before the, at the, à la."""
    first = head
    while first - 1 >= low and head - first < 4 and toks[first - 1].key in _LEADING:
        first -= 1
    while first < head and toks[first].key in ("and", "'", "’", "de", "l"):
        first += 1
    return first


def _bound(
    text: str, toks: list[Token], time: ClipTime, first: int, head: int, end: int, kind: str
) -> tuple[Bound, str | None]:
    """The bound and the softening words, as worded."""
    lead = [t.key for t in toks[first : time.first]]
    softer: list[tuple[set[str], Bound]] = [
        ({"before"}, "<"),
        ({"avant"}, "<"),
        ({"until"}, "<="),
        ({"after"}, ">"),
        ({"apres"}, ">"),
    ]
    for wanted, bound in softer:
        if wanted <= set(lead) and kind == "position" and lead[:1] != ["after"] and lead[:1] != ["apres"]:
            hedge = [t for t in toks[first : time.first] if t.key not in ("the", "la", "le", "at")]
            return bound, " ".join(t.low for t in hedge)
    if time.vague and time.high is not None:
        return "<", " ".join(t.low for t in toks[time.first : time.end])
    soft = bounds.before(toks, time.first) or (
        bounds.before(toks, time.first - 1) if toks[time.first - 1].key in ("the", "la", "le") else None
    )
    if soft:
        said = " ".join(text[toks[soft.first].start : toks[soft.end - 1].end].split()).lower()
        return soft.bound, said
    return ("~" if time.vague else "="), (time.vague or None)


def _sense(keys: list[str]) -> str:
    """How the thing is perceived, by the first word of the sentence that says so."""
    for key in keys:
        for sense, known in (("heard", _HEARD), ("seen", _SEEN), ("said", _SAID)):
            if key in known:
                return (
                    "said" if sense == "heard" and set(keys) & _SAID and key in ("heard", "hear", "entend") else sense
                )
    return ""


def _what(text: str, toks: list[Token], first: int, end: int, low: int, high: int) -> str:
    """The rest of the sentence: what is said to happen then."""
    ahead = text[toks[low].start : toks[first - 1].end] if first > low else ""
    behind = text[toks[end].start : toks[high - 1].end] if end < high else ""
    whole = " ".join(f"{ahead} {behind}".split()).strip(" ,;:–—-")
    return whole[:200]
