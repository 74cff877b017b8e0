"""Whose words a quotation is: the words in the text that name the speaker, and how that is known.

Works a paragraph at a time on tokens in which each quotation is one token. In order: the verb of saying beside the
quotation ("…," said Romain), the one before it (Romain said that "…"), another quotation of the same paragraph, the
paragraph before ("Mr. Black continued:"), a signature after it. What remains has nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from recoupe.read.text.phrases import Phrase, clause_subject, is_adverb, phrase_at, subject_after, subject_before
from recoupe.read.text.quotations import Marked
from recoupe.read.text.tokens import Token, sentences
from recoupe.read.text.words import Lexicon

_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "isn't", "aren't", "wasn't", "weren't"])
_FR_AUX = frozenset(
    ["a", "ont", "avait", "avaient", "aura", "auront", "est", "sont", "était", "étaient", "ai", "ait", "eut"]
)
_NOT_INVERTED = frozenset(["tell", "inform", "remind", "assure", "ask", "thank", "urge", "warn", "advise"])
_ALSO_NOUNS = frozenset(
    [
        "tweet",
        "tweets",
        "report",
        "reports",
        "claim",
        "claims",
        "comment",
        "comments",
        "address",
        "addresses",
        "question",
        "questions",
        "answer",
        "answers",
        "call",
        "calls",
        "charge",
        "charges",
        "demand",
        "demands",
        "request",
        "requests",
        "quote",
        "quotes",
        "blog",
        "blogs",
        "post",
        "posts",
        "list",
        "lists",
        "view",
        "views",
        "point",
        "points",
        "order",
        "orders",
        "brand",
        "brands",
        "bill",
        "bills",
        "label",
        "labels",
        "attack",
        "attacks",
        "blast",
        "blasts",
        "vow",
        "vows",
        "plan",
        "threat",
        "boast",
        "boasts",
        "pledge",
        "pledges",
        "note",
        "notes",
        "argument",
        "joke",
        "jokes",
        "credit",
        "credits",
        "promise",
        "promises",
        "response",
        "estimate",
        "estimates",
        "appeal",
        "appeals",
        "signal",
        "signals",
        "sign",
        "signs",
        "reason",
        "reasons",
        "object",
        "objects",
        "volunteer",
        "volunteers",
        "ventures",
        "venture",
        "rule",
        "rules",
        "state",
        "states",
        "record",
        "records",
        "support",
        "supports",
        "mention",
        "mentions",
        "message",
        "hope",
        "hopes",
        "praise",
        "speculate",
        "lecture",
    ]
)
_POINTS = frozenset({",", "—", "–", "-", "--", "―"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said it: the mention as a range of characters, the verb's lemma, how it is known, and how surely."""

    start: int
    end: int
    phrase_start: int
    phrase_end: int
    how: str
    verb: str | None = None
    verb_as_worded: str | None = None
    named: bool = False


@dataclass(slots=True)
class Line:
    """One paragraph: its tokens, its sentences as ranges over them, and the quotations it holds."""

    start: int
    end: int
    role: str
    items: list[Token]
    sentences: list[tuple[int, int]]

    @property
    def quotes(self) -> list[int]:
        """Places of the tokens that stand for quotations."""
        return [i for i, token in enumerate(self.items) if token.quote >= 0]


@dataclass(frozen=True, slots=True)
class Event:
    """A verb of saying with its subject. `at`: the verb; `group`: where its verb group begins."""

    at: int
    group: int
    lemma: str
    form: str
    subject: Phrase | None
    inverted: bool = False


def line_of(start: int, end: int, role: str, items: list[Token]) -> Line:
    """A paragraph with its sentences."""
    return Line(start=start, end=end, role=role, items=items, sentences=sentences(items))


def attribute(lines: list[Line], stretches: list[Marked], lex: Lexicon) -> dict[int, Attribution]:
    """Speakers of the quotations, by their place in `stretches`; one that is missing has nobody."""
    found: dict[int, Attribution] = {}
    for line in lines:
        for sentence in line.sentences:
            _by_sentence(line, sentence, found, lex)
    for n, line in enumerate(lines):
        if line.quotes:
            _by_paragraph(lines, n, stretches, found, lex)
    return found


def _by_sentence(line: Line, sentence: tuple[int, int], found: dict[int, Attribution], lex: Lexicon) -> None:
    first, last = sentence
    places = [i for i in range(first, last) if line.items[i].quote >= 0]
    if not places:
        return
    events = saying_events(line.items, first, last, lex)
    for place in places:
        attribution = _choose(line.items, place, first, last, events, lex)
        if attribution is not None:
            found[line.items[place].quote] = attribution


def saying_events(items: list[Token], first: int, last: int, lex: Lexicon) -> list[Event]:
    """Verbs of saying in a sentence, each with the subject that could be made out."""
    events = []
    for i in range(first, last):
        token = items[i]
        entry = lex.saying.get(token.low)
        if entry is None and _beside_quote(items, i, first, last):
            entry = lex.manner.get(token.low)
        if (
            entry is None
            or token.kind != "word"
            or (token.capital and i > first and lex.saying.get(token.low, ("", ""))[1] == "base")
        ):
            continue
        event = _event(items, i, first, last, entry, lex)
        if event is not None:
            events.append(event)
    return events


def _beside_quote(items: list[Token], at: int, first: int, last: int) -> bool:
    return any(items[i].kind == "quote" for i in range(max(first, at - 6), min(last, at + 5)))


def _event(items: list[Token], at: int, first: int, last: int, entry: tuple[str, str], lex: Lexicon) -> Event | None:
    lemma, form = entry
    before = items[at - 1] if at > first else None
    if lex.language == "fr":
        return _french_event(items, at, first, last, lemma, form, lex)
    if before is not None and form in {"base", "present"} and _is_noun_here(items, at, first, lex):
        return None
    group = at
    while group - 1 >= first and (
        items[group - 1].low in lex.auxiliaries
        or is_adverb(items[group - 1], lex)
        or items[group - 1].low in {"to", "being"}
    ):
        group -= 1
    inside = [items[i].low for i in range(group, at)]
    if form in {"past", "participle"} and any(word in _BE or word == "being" for word in inside):
        agent = _agent(items, at, last, lex)
        return Event(at, group, lemma, "passive", agent) if agent else None
    after_quote = group > first and _quote_left(items, group, first)
    if after_quote and lemma not in _NOT_INVERTED and form in {"past", "present"}:
        subject = subject_after(items, at, last, lex)
        if subject is not None and not _is_object(items, subject, lex):
            return Event(at, group, lemma, form, subject, inverted=True)
    if form == "base" and not inside and group == first:
        return None
    if form in {"ing", "participle"} and not any(word in _BE for word in inside):
        subject = _participle_subject(items, at, first, lex)
    else:
        subject = subject_before(items, group, first, lex)
        if subject is None and group == first and form in {"past", "present"}:
            subject = subject_after(items, at, last, lex)
    return Event(at, group, lemma, form, subject) if subject is not None else None


def _participle_subject(items: list[Token], at: int, first: int, lex: Lexicon) -> Phrase | None:
    """ "…, saying": the subject of the clause; "heard a man saying": the phrase right before."""
    before = items[at - 1] if at > first else None
    if (
        before is not None
        and before.kind == "word"
        and before.low not in lex.function_words
        and before.low not in lex.adverbs
    ):
        near = subject_before(items, at, first, lex)
        if near is not None and (near.named or items[near.head_last - 1].low in lex.persons):
            return near
    return clause_subject(items, first, at, lex)


def _is_noun_here(items: list[Token], at: int, first: int, lex: Lexicon) -> bool:
    before = items[at - 1].low
    if before in lex.determiners or before in {"'s", "'"}:
        return True
    if before in lex.prepositions and before != "to":
        return True
    if items[at].low in _ALSO_NOUNS or items[at].low in lex.groups:
        token = items[at - 1]
        subject = (
            token.capital
            or before in lex.pronouns
            or before in lex.persons
            or before in lex.groups
            or before in lex.relatives
        )
        return not (
            subject
            or before in lex.auxiliaries
            or is_adverb(token, lex)
            or before == "to"
            or token.kind in {"quote", "point"}
        )
    return False


def _agent(items: list[Token], at: int, last: int, lex: Lexicon) -> Phrase | None:
    for i in range(at + 1, min(last, at + 6)):
        if items[i].low == "by":
            return phrase_at(items, i + 1, last, lex)
    return None


def _french_event(
    items: list[Token], at: int, first: int, last: int, lemma: str, form: str, lex: Lexicon
) -> Event | None:
    if form == "infinitive":
        return None
    group = at
    pronoun = None
    while group - 1 >= first and (
        items[group - 1].low in lex.auxiliaries
        or items[group - 1].low in lex.adverbs
        or items[group - 1].low in lex.pronouns
    ):
        if items[group - 1].low in lex.pronouns:
            if (
                group - 2 >= first
                and items[group - 2].low in lex.auxiliaries
                and items[group - 1].start - items[group - 2].end <= 3
                and group - 1 < at
                and _hyphened(items, group - 1)
            ):
                pronoun = group - 1
            else:
                break
        group -= 1
    inside = {items[i].low for i in range(group, at)}
    if form == "participle" and not inside & _FR_AUX:
        return None
    if form == "participle" and inside & {"est", "sont", "été", "était", "étaient"} and not inside & {"s'", "se"}:
        return None
    if (
        form in {"present", "past"}
        and at > first
        and items[at - 1].low in lex.determiners
        and items[at - 1].low not in lex.auxiliaries
    ):
        return None
    if pronoun is not None:
        return Event(at, group, lemma, form, Phrase(pronoun, pronoun + 1, pronoun, pronoun + 1, False), inverted=True)
    after = items[at + 1] if at + 1 < last else None
    if after is not None and after.low in lex.pronouns and _hyphened(items, at + 1):
        return Event(at, group, lemma, form, Phrase(at + 1, at + 2, at + 1, at + 2, False), inverted=True)
    if (group > first and _quote_left(items, group, first)) or (
        group > first and items[group - 1].text in {",", "-", "–", "—"}
    ):
        subject = subject_after(items, at, last, lex)
        if subject is not None:
            return Event(at, group, lemma, form, subject, inverted=True)
    subject = clause_subject(items, first, at, lex) if form == "ing" else subject_before(items, group, first, lex)
    if subject is None and group == first:
        subject = subject_after(items, at, last, lex)
    return Event(at, group, lemma, form, subject) if subject is not None else None


def _hyphened(items: list[Token], at: int) -> bool:
    """The pronoun hangs on the verb by a hyphen: "dit-il", "a-t-il"."""
    return 0 < items[at].start - items[at - 1].end <= 3 and items[at].kind == "word"


def _quote_left(items: list[Token], at: int, first: int) -> bool:
    i = at - 1
    while i >= first and items[i].text in _POINTS:
        i -= 1
    return i >= first and items[i].kind == "quote"


def _is_object(items: list[Token], phrase: Phrase, lex: Lexicon) -> bool:
    head = items[phrase.head_first]
    return (
        head.low in {"him", "her", "them", "it", "me", "us", "himself", "herself"}
        and phrase.head_last - phrase.head_first == 1
    )


def _choose(
    items: list[Token], place: int, first: int, last: int, events: list[Event], lex: Lexicon
) -> Attribution | None:
    after = _right_after(items, place, last, events, lex)
    comma = items[place].text.rstrip("”\"’'»").rstrip().endswith((",", "?", "!", "…", "...", "—", "–", "-")) or (
        place + 1 < last and items[place + 1].text in _POINTS
    )
    if after is not None and comma:
        return after
    before = _before(items, place, first, events, lex)
    if before is not None:
        return before
    if after is not None:
        return after
    return _later(items, place, last, events, lex)


def _right_after(items: list[Token], place: int, last: int, events: list[Event], lex: Lexicon) -> Attribution | None:
    at = place + 1
    while at < last and items[at].text in _POINTS:
        at += 1
    if at >= last:
        return None
    if (phrase := _according(items, at, last, lex)) is not None:
        return _attribution(items, phrase, "explicit", None)
    stop = next((i for i in range(at, last) if items[i].kind == "quote"), last)
    for event in events:
        if event.at < at or event.at >= stop or event.subject is None or event.form == "passive":
            continue
        if event.group == at and event.inverted:
            return _attribution(items, event.subject, "explicit", event)
        begin = at
        while begin < event.at and (is_adverb(items[begin], lex) or items[begin].text == ","):
            begin += 1
        if at <= event.subject.first <= begin:
            return _attribution(items, event.subject, "explicit", event)
    return None


def _before(items: list[Token], place: int, first: int, events: list[Event], lex: Lexicon) -> Attribution | None:
    near = [e for e in events if e.at < place and e.subject is not None]
    if near:
        event = _outermost(items, place, near, lex)
        assert event.subject is not None
        return _attribution(items, event.subject, "explicit", event)
    for i in range(first, place):
        if (phrase := _according(items, i, place, lex)) is not None:
            return _attribution(items, phrase, "explicit", None)
    return None


def _outermost(items: list[Token], place: int, near: list[Event], lex: Lexicon) -> Event:
    """Clinton says she hopes "…": the words are Clinton's as told by the outer verb, not the inner one's."""
    event = near[-1]
    assert event.subject is not None
    strong = event.lemma not in lex.weak
    if strong and (event.at + 1 == place or items[place - 1].text in {",", ":"}) and event.form != "passive":
        if not _is_pronoun(items, event.subject, lex) or items[place - 1].text in {",", ":"}:
            return event
    if strong and not _is_pronoun(items, event.subject, lex):
        return event
    for outer in reversed(near[:-1]):
        if (
            outer.lemma not in lex.weak
            and outer.form in {"past", "present", "participle"}
            and outer.subject is not None
        ):
            return outer
    return event


def _is_pronoun(items: list[Token], phrase: Phrase, lex: Lexicon) -> bool:
    return phrase.head_last - phrase.head_first == 1 and items[phrase.head_first].low in lex.pronouns


def _later(items: list[Token], place: int, last: int, events: list[Event], lex: Lexicon) -> Attribution | None:
    for event in events:
        if (
            event.at > place
            and event.subject is not None
            and event.subject.first > place
            and event.form in {"past", "present"}
        ):
            return _attribution(items, event.subject, "explicit", event)
    for i in range(place + 1, last):
        if (phrase := _according(items, i, last, lex)) is not None:
            return _attribution(items, phrase, "explicit", None)
    return None


def _according(items: list[Token], at: int, last: int, lex: Lexicon) -> Phrase | None:
    for words in lex.according:
        parts = words.split(" ")
        if at + len(parts) < last and [t.low for t in items[at : at + len(parts)]] == parts:
            if len(parts) == 1 and words in {"pour", "per"} and not items[at].capital:
                continue
            return phrase_at(items, at + len(parts), last, lex)
    return None


def _attribution(items: list[Token], phrase: Phrase, how: str, event: Event | None) -> Attribution:
    return Attribution(
        start=items[phrase.head_first].start,
        end=items[phrase.head_last - 1].end,
        phrase_start=items[phrase.first].start,
        phrase_end=items[phrase.last - 1].end,
        how=how,
        verb=event.lemma if event else None,
        verb_as_worded=items[event.at].text if event else None,
        named=phrase.named,
    )


def _by_paragraph(
    lines: list[Line], n: int, stretches: list[Marked], found: dict[int, Attribution], lex: Lexicon
) -> None:
    line = lines[n]
    places = line.quotes
    for k, place in enumerate(places):
        quote = line.items[place].quote
        if quote in found:
            continue
        attribution = (
            _signature(lines, n, place, lex)
            or _narration_before(line, place, found, lex)
            or _same_paragraph(line, places, k, found)
            or _same_run(stretches, quote, found)
            or _paragraph_before(lines, n, place, found, lex)
            or _own_subject(line, place, lex)
        )
        if attribution is not None:
            found[quote] = attribution


def _sentence_of(line: Line, place: int) -> tuple[int, int]:
    return next(s for s in line.sentences if s[0] <= place < s[1])


def _bare(line: Line, place: int) -> bool:
    """Whether the quotation's sentence holds no words of the narrator."""
    first, last = _sentence_of(line, place)
    return all(t.kind != "word" for t in line.items[first:last])


def _narration_before(line: Line, place: int, found: dict[int, Attribution], lex: Lexicon) -> Attribution | None:
    """Mr. Smith disagreed. "…": the subject of the sentence just before."""
    if not _bare(line, place):
        return None
    first, _ = _sentence_of(line, place)
    previous = next((s for s in line.sentences if s[1] == first), None)
    if previous is None or any(t.kind == "quote" for t in line.items[previous[0] : previous[1]]):
        return None
    phrase = clause_subject(line.items, previous[0], previous[1], lex)
    return _attribution(line.items, phrase, "implied", None) if phrase is not None else None


def _same_paragraph(line: Line, places: list[int], k: int, found: dict[int, Attribution]) -> Attribution | None:
    for j in range(k - 1, -1, -1):
        if (other := found.get(line.items[places[j]].quote)) is not None:
            return replace(other, how="continued")
    for j in range(k + 1, len(places)):
        if (other := found.get(line.items[places[j]].quote)) is not None and _bare(line, places[k]):
            return replace(other, how="continued")
    return None


def _same_run(stretches: list[Marked], quote: int, found: dict[int, Attribution]) -> Attribution | None:
    run = stretches[quote].run
    if run < 0:
        return None
    same = [i for i, s in enumerate(stretches) if s.run == run and i in found]
    if not same:
        return None
    nearest = min(same, key=lambda i: (abs(i - quote), i))
    return replace(found[nearest], how="continued")


def _signature(lines: list[Line], n: int, place: int, lex: Lexicon) -> Attribution | None:
    """ "…" — Ana Roy, in the same paragraph or as the next."""
    line = lines[n]
    rest = line.items[place + 1 :]
    items, base = line.items, place + 1
    if not rest and n + 1 < len(lines):
        items, base = lines[n + 1].items, 0
        rest = items[:14] if len(items) <= 14 else []
    if not rest or rest[0].text not in {"—", "–", "-", "--", "―", "~"}:
        return None
    phrase = phrase_at(items, base + 1, len(items), lex)
    return _attribution(items, phrase, "explicit", None) if phrase is not None else None


def _paragraph_before(
    lines: list[Line], n: int, place: int, found: dict[int, Attribution], lex: Lexicon
) -> Attribution | None:
    line = lines[n]
    if n == 0 or any(t.kind == "word" for t in line.items[:place]):
        return None
    before = lines[n - 1]
    if not before.items or not before.sentences:
        return None
    first, last = before.sentences[-1]
    if before.items[-1].text in {":", ","}:
        events = [e for e in saying_events(before.items, first, last, lex) if e.subject is not None]
        if events and events[-1].subject is not None:
            return _attribution(before.items, events[-1].subject, "explicit", events[-1])
        for i in range(first, last):
            if (phrase := _according(before.items, i, last, lex)) is not None:
                return _attribution(before.items, phrase, "explicit", None)
        phrase = clause_subject(before.items, first, last, lex)
        return _attribution(before.items, phrase, "explicit", None) if phrase is not None else None
    if not _bare(line, place):
        return None
    quotes = before.quotes
    if quotes and (other := found.get(before.items[quotes[-1]].quote)) is not None:
        return replace(other, how="continued")
    phrase = clause_subject(before.items, first, last, lex)
    return _attribution(before.items, phrase, "implied", None) if phrase is not None else None


def _own_subject(line: Line, place: int, lex: Lexicon) -> Attribution | None:
    """He sells his catch "to family and friends": the subject of the sentence the words run into."""
    first, last = _sentence_of(line, place)
    phrase = clause_subject(line.items, first, place, lex)
    return _attribution(line.items, phrase, "implied", None) if phrase is not None else None
