"""Whose words a quotation is: the words in the text that name the speaker, and how that is known.

Works a paragraph at a time on tokens in which each quotation is one token. In order: the verb of saying beside the
quotation ("…," said Romain), the one before it (Romain said that "…"), a signature after it, another quotation of the
same paragraph, the paragraph before ("Mr. Black continued:"), the subject of the sentence. What remains has nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from recoupe.read.text.events import POINTS, Event, according, is_pronoun, plausible, saying_events
from recoupe.read.text.nouns import owner_of_words
from recoupe.read.text.phrases import Phrase, is_adverb, name_ending, phrase_at
from recoupe.read.text.quotations import Marked
from recoupe.read.text.subjects import clause_subject
from recoupe.read.text.tokens import Token, sentences
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.lists import words

_DASHES = frozenset({"—", "–", "-", "--", "―", "~"})
_GROUPS = words("common", "group_nouns")
_QUANTITIES = words("common", "quantities")
_IMPERSONAL_VERBS = words("french", "impersonal")
_SIGNATURE_TOKENS = 14
_QUOTER = 8
"""At most so many tokens from the quotation to the verb in "…", the staged paper quoted her as saying."""
_ADJUNCTS = frozenset({"after", "before", "because", "since", "despite", "during", "until", "amid", "without"})
_OUGHT = frozenset({"will", "'ll", "must", "shall", "should", "doit", "doivent", "devra", "devront", "sera", "seront"})
_ASIDES = 4
_ASIDE_ROLES = frozenset({"caption", "credit", "related", "embed", "pull_quote", "editor_note"})
_HEADINGS = frozenset({"headline", "standfirst", "crosshead"})
_LED_IN = 5
"""At most so many tokens from the verb to the quotation in "he said of the deal: '…'"."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said it: the mention as a range of characters (`start`, `end`) and the whole phrase it stands in.

    how: explicit, continued (as the quotation beside it), implied. verb: lemma of the verb of saying.
    """

    start: int
    end: int
    phrase_start: int
    phrase_end: int
    how: str
    verb: str | None = None
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


def line_of(start: int, end: int, role: str, items: list[Token]) -> Line:
    """A paragraph with its sentences."""
    return Line(start=start, end=end, role=role, items=items, sentences=sentences(items))


def attribute(
    lines: list[Line], stretches: list[Marked], lex: Lexicon, named: frozenset[int] | None = None
) -> dict[int, Attribution]:
    """Speakers of the quotations, by their place in `stretches`; one that is missing has nobody.

    Args:
        lines: The paragraphs as tokens.
        stretches: The quotations.
        lex: The language's words.
        named: Where the words of names begin (characters); a capital elsewhere names nobody. None: any capital may.
    """
    found: dict[int, Attribution] = {}
    for line in lines:
        if line.quotes:
            for first, last in line.sentences:
                _by_sentence(line, first, last, found, lex)
    for n, line in enumerate(lines):
        if line.quotes:
            _by_paragraph(lines, n, stretches, found, lex, named)
    return found


def attribution_of(items: list[Token], phrase: Phrase, how: str, event: Event | None = None) -> Attribution:
    """The attribution to a phrase."""
    return Attribution(
        start=items[phrase.head_first].start,
        end=items[phrase.head_last - 1].end,
        phrase_start=items[phrase.first].start,
        phrase_end=items[phrase.last - 1].end,
        how=how,
        verb=event.lemma if event else None,
        named=phrase.named,
    )


def _by_sentence(line: Line, first: int, last: int, found: dict[int, Attribution], lex: Lexicon) -> None:
    places = [i for i in range(first, last) if line.items[i].quote >= 0]
    if not places:
        return
    events = saying_events(line.items, first, last, lex)
    for place in places:
        attribution = _choose(line.items, place, first, last, events, lex)
        if attribution is not None:
            found[line.items[place].quote] = attribution


def _choose(
    items: list[Token], place: int, first: int, last: int, events: list[Event], lex: Lexicon
) -> Attribution | None:
    after = _right_after(items, place, last, events, lex)
    if after is not None and _leads_on(items, place, last):
        return _by_name(items, place, first, events, after, lex) or after
    return _before(items, place, first, events, lex) or after or _later(items, place, last, events, lex)


def _by_name(
    items: list[Token], place: int, first: int, events: list[Event], after: Attribution, lex: Lexicon
) -> Attribution | None:
    """Ana Roy said it was late because “…,” she said: the name, where one sentence has both."""
    spoken = next((t for t in items[place + 1 :] if t.start == after.start), None)
    if spoken is None or lex.pronouns.get(spoken.low) not in {"m", "f"}:
        return None
    named = [event for event in events if event.at < place and event.subject.named]
    if len(named) != 1 or named[0].form not in {"past", "present"}:
        return None
    if named[0].lemma in lex.weak and items[place - 1].text != ":":
        return None
    return replace(attribution_of(items, named[0].subject, "explicit", named[0]), verb=after.verb)


def _leads_on(items: list[Token], place: int, last: int) -> bool:
    """Whether the quotation ends as one does before "he said": with a comma, a question, a dash."""
    words = items[place].text.rstrip("”\"’'» \u00a0\u202f")
    return words.endswith((",", "?", "!", "…", "...", "—", "–", "-")) or (
        place + 1 < last and items[place + 1].text in POINTS
    )


def _right_after(items: list[Token], place: int, last: int, events: list[Event], lex: Lexicon) -> Attribution | None:
    at = place + 1
    while at < last and (items[at].text in POINTS or items[at].low == "as"):
        at += 1
    if at >= last:
        return None
    if (phrase := according(items, at, last, lex)) is not None:
        return attribution_of(items, phrase, "explicit")
    if lex.language == "fr" and (phrase := _read_in(items, at, last, lex)) is not None:
        return attribution_of(items, phrase, "explicit")
    stop = next((i for i in range(at, last) if items[i].kind == "quote"), last)
    for event in events:
        if event.at < at or event.at >= stop or event.form in {"passive", "infinitive"}:
            continue
        if event.group == at and event.inverted:
            return attribution_of(items, event.subject, "explicit", event)
        begin = at
        while begin < event.at and (is_adverb(items[begin], lex) or items[begin].text == ","):
            begin += 1
        if at <= event.subject.first <= begin:
            return attribution_of(items, event.subject, "explicit", event)
        if event.lemma in {"quote", "cite"} and event.subject.first == event.at + 1 and event.at - at <= _QUOTER:
            return attribution_of(items, event.subject, "explicit", event)  # a paper quoted her as saying
    return None


def _read_in(items: list[Token], at: int, last: int, lex: Lexicon) -> Phrase | None:
    """« … », peut-on lire dans Le Monde: where the words stand."""
    if any(t.low == "on" for t in items[at : at + 3]):  # a-t-on appris auprès de la préfecture
        near = next((i for i in range(at, min(last - 2, at + 8)) if items[i].low == "auprès"), None)
        if near is not None and items[near + 1].low in {"de", "d'", "du", "des"}:
            return phrase_at(items, near + 2, last, lex)
    for i in range(at, min(last - 2, at + 4)):
        if items[i].low in {"lire", "lit", "lisait"} and any(t.low == "on" for t in items[at : i + 2]):
            place = next((k for k in range(i + 1, min(last - 1, i + 5)) if items[k].low in {"dans", "sur"}), None)
            return phrase_at(items, place + 1, last, lex) if place is not None else None
    return None


def _before(items: list[Token], place: int, first: int, events: list[Event], lex: Lexicon) -> Attribution | None:
    near = [event for event in events if event.at < place and event.subject.first < place]
    nearest = max((max(event.at, event.subject.first) for event in near), default=first - 1)
    for at in range(place - 1, max(first, nearest) - 1, -1):
        if (phrase := according(items, at, place, lex)) is not None:
            return attribution_of(items, phrase, "explicit")
    if near:
        event = _outermost(items, place, near, lex)
        return attribution_of(items, event.subject, "explicit", event)
    return None


def _outermost(items: list[Token], place: int, near: list[Event], lex: Lexicon) -> Event:
    """Clinton says she hopes "…": the words are Clinton's as told by the outer verb, not the inner one's."""
    event = near[-1]
    if event.relative and _second_that(items, place, event):
        event = next((e for e in reversed(near) if not e.relative), event)
    if items[place - 1].low in _ADJUNCTS and place - event.at > _LED_IN:
        # Roy said the town had agreed to it after "…": the words hang on no verb of the town's
        event = next((e for e in reversed(near[:-1]) if e.lemma not in lex.weak and not e.relative), event)
    coordinated = event.subject.first > 0 and items[event.subject.first - 1].low in lex.conjunctions
    if coordinated and (event.subject.named or event.lemma not in lex.weak):
        return event
    if event.lemma not in lex.weak:
        led_in = items[place - 1].text in {",", ":"} and place - event.at <= _LED_IN and event.form != "passive"
        if not is_pronoun(items, event.subject, lex):
            return event
        if led_in:
            return _named_before(items, event, near, lex)
    for outer in reversed(near[:-1]):
        if outer.lemma not in lex.weak and outer.form in {"past", "present", "participle"}:
            return _named_before(items, outer, near, lex)
    return event


def _second_that(items: list[Token], place: int, event: Event) -> bool:
    """Roy told a man who said that it rained that "…": the inner verb has its clause; the second is the outer's."""
    inner = [i for i in range(event.at + 1, place) if items[i].low == "that"]
    return len(inner) > 1 and inner[-1] == place - 1 and items[place - 2].kind == "word"


def _named_before(items: list[Token], event: Event, near: list[Event], lex: Lexicon) -> Event:
    """Ana Roy said she recalled thinking, “…”: the verb of the name, when a pronoun right behind it has this one."""
    if not is_pronoun(items, event.subject, lex):
        return event
    outer = next((e for e in near if e.subject.named and event.subject.first - e.at in {1, 2}), None)
    return outer if outer is not None and outer.form in {"past", "present"} else event


def _later(items: list[Token], place: int, last: int, events: list[Event], lex: Lexicon) -> Attribution | None:
    asked = items[place].text.rstrip("”\"’'» \u00a0\u202f").endswith(("?", "!"))
    if asked and place + 1 < last and items[place + 1].capital:
        return None  # “Is it late?” The town slept, the mayor said: a sentence of its own
    for event in events:
        if event.at > place and event.subject.first > place and event.form in {"past", "present"}:
            return attribution_of(items, event.subject, "explicit", event)
    for at in range(place + 1, last):
        if (phrase := according(items, at, last, lex)) is not None:
            return attribution_of(items, phrase, "explicit")
    return None


def _by_paragraph(
    lines: list[Line],
    n: int,
    stretches: list[Marked],
    found: dict[int, Attribution],
    lex: Lexicon,
    named: frozenset[int] | None,
) -> None:
    line = lines[n]
    places = line.quotes
    for k, place in enumerate(places):
        quote = line.items[place].quote
        if quote in found:
            continue
        attribution = (
            _signature(lines, n, place, lex)
            or _by_noun(line, place, lex)
            or _narration_before(line, place, lex, named)
            or (_label(line, place, lex) if n else None)
            or _goes_on(line, places, k, found, lex)
            or (None if _bare(line, place) else _own_subject(line, place, lex, named))
            or _before_it(line, places, k, found)
            or _same_run(stretches, quote, found)
            or _behind_it(line, places, k, found)
            or _paragraph_before(lines, n, place, found, lex, named)
            or _said_earlier(line, place, lex)
        )
        if attribution is not None:
            found[quote] = attribution


def _sentence_of(line: Line, place: int) -> tuple[int, int]:
    return next(s for s in line.sentences if s[0] <= place < s[1])


def _bare(line: Line, place: int) -> bool:
    """Whether the quotation's sentence holds no words of the narrator."""
    first, last = _sentence_of(line, place)
    return all(t.kind != "word" for t in line.items[first:last])


def _signature(lines: list[Line], n: int, place: int, lex: Lexicon) -> Attribution | None:
    """A name after a dash behind the quotation, in the same paragraph or as the whole of the next."""
    items, at = lines[n].items, place + 1
    if at == len(items) and n + 1 < len(lines) and len(lines[n + 1].items) <= _SIGNATURE_TOKENS:
        items, at = lines[n + 1].items, 0
    if at + 1 >= len(items) or items[at].text not in _DASHES or items[at + 1].kind == "number":
        return None
    phrase = phrase_at(items, at + 1, len(items), lex)
    if phrase is not None and any(t.kind == "quote" for t in items[phrase.last : phrase.last + 3]):
        # “I saw it” — she paused — “and I ran”: no signature, but the narrator between two halves
        subject = clause_subject(items, at + 1, phrase.last, lex)
        return attribution_of(items, subject, "implied") if subject is not None else None
    return attribution_of(items, phrase, "explicit") if phrase is not None else None


def _by_noun(line: Line, place: int, lex: Lexicon) -> Attribution | None:
    """Roy's claim that “…”, the response from Marsh: “…”."""
    first, _ = _sentence_of(line, place)
    owner = owner_of_words(line.items, place, first, lex)
    if owner is not None and line.items[owner.first].low == "its":  # the sentence is about what the words stand in
        owner = clause_subject(line.items, first, owner.first, lex) or owner
    return attribution_of(line.items, owner, "explicit") if owner is not None else None


def _narration_before(line: Line, place: int, lex: Lexicon, named: frozenset[int] | None) -> Attribution | None:
    """Mr. Smith disagreed. "…": the subject of the sentence just before."""
    if not _bare(line, place):
        return None
    first, _ = _sentence_of(line, place)
    previous = next((s for s in line.sentences if s[1] == first), None)
    if previous is None or any(t.kind == "quote" for t in line.items[previous[0] : previous[1]]):
        return None
    return _implied(line.items, previous[0], previous[1], lex, named)


def _before_it(line: Line, places: list[int], k: int, found: dict[int, Attribution]) -> Attribution | None:
    """The speaker of a quotation before this one in the paragraph."""
    for j in range(k - 1, -1, -1):
        if (other := found.get(line.items[places[j]].quote)) is not None:
            return replace(other, how="continued")
    return None


def _behind_it(line: Line, places: list[int], k: int, found: dict[int, Attribution]) -> Attribution | None:
    """The speaker of one behind it, where this one is a sentence by itself."""
    for j in range(k + 1, len(places)):
        if (other := found.get(line.items[places[j]].quote)) is not None and _bare(line, places[k]):
            return replace(other, how="continued")
    return None


def _goes_on(line: Line, places: list[int], k: int, found: dict[int, Attribution], lex: Lexicon) -> Attribution | None:
    """“It is late,” said Roy. The rivals will “go on for years”: no pronoun tells that the words are another's."""
    other = found.get(line.items[places[k - 1]].quote) if k else None
    first, _ = _sentence_of(line, places[k])
    if other is None or other.how != "explicit" or _bare(line, places[k]) or places[k - 1] >= first:
        return None
    subject = clause_subject(line.items, first, places[k], lex)
    if subject is None or is_pronoun(line.items, subject, lex):
        return None
    return replace(other, how="continued")


def _same_run(stretches: list[Marked], quote: int, found: dict[int, Attribution]) -> Attribution | None:
    run = stretches[quote].run
    same = [i for i, s in enumerate(stretches) if s.run == run and i in found] if run >= 0 else []
    if not same:
        return None
    nearest = min(same, key=lambda i: (abs(i - quote), i))
    return replace(found[nearest], how="continued")


def _paragraph_before(
    lines: list[Line],
    n: int,
    place: int,
    found: dict[int, Attribution],
    lex: Lexicon,
    named: frozenset[int] | None,
) -> Attribution | None:
    line = lines[n]
    if any(t.kind == "word" for t in line.items[:place]):
        return None
    k = n - 1
    while k > max(0, n - _ASIDES) and _aside(lines[k]):
        k -= 1
    if k < 0 or not lines[k].sentences:
        return None
    before = lines[k]
    first, last = before.sentences[-1]
    if before.items[-1].text in {":", ","}:
        events = saying_events(before.items, first, last, lex)
        if events:
            return attribution_of(before.items, events[-1].subject, "explicit", events[-1])
        for at in range(first, last):
            if (phrase := according(before.items, at, last, lex)) is not None:
                return attribution_of(before.items, phrase, "explicit")
        return _implied(before.items, first, last, lex, named)
    if not _bare(line, place):
        return None
    quotes = before.quotes
    if quotes and (other := found.get(before.items[quotes[-1]].quote)) is not None:
        return replace(other, how="continued")
    return _implied(before.items, first, last, lex, named)


def _aside(line: Line) -> bool:
    """A caption, a credit or a link that stands between two paragraphs of the article."""
    if line.role in _ASIDE_ROLES or not line.items:
        return True
    return line.items[0].text in "([" and line.items[-1].text in ")]"


def _label(line: Line, place: int, lex: Lexicon) -> Attribution | None:
    """Mayor Ana Roy: “…”: a name and a colon, without a verb."""
    first, _ = _sentence_of(line, place)
    if place - first < 2 or line.items[place - 1].text != ":" or line.role in _HEADINGS:
        return None
    verbal = lex.verbs | lex.auxiliaries | lex.saying.keys()
    if any(t.kind == "quote" or (t.low in verbal and not t.capital) for t in line.items[first:place]):
        return None
    name = name_ending(line.items, place - 1, first, lex)
    if not line.items[name.head_last - 1].capital or line.items[name.head_last - 1].low in lex.function_words:
        return None
    return attribution_of(line.items, name, "explicit")


def _said_earlier(line: Line, place: int, lex: Lexicon) -> Attribution | None:
    """Marsh says it is late. It may be hours. “Who knows?”: who was reported to speak earlier in the paragraph."""
    first, _ = _sentence_of(line, place)
    if not (_bare(line, place) or line.items[place - 1].text in POINTS | {":"}):
        return None
    for begin, end in reversed([s for s in line.sentences if s[1] <= first]):
        events = [
            e
            for e in saying_events(line.items, begin, end, lex)
            if e.form in {"past", "present"} and e.lemma not in lex.weak and not e.relative
        ]
        if events:
            return attribution_of(line.items, events[-1].subject, "implied", events[-1])
    return None


def _own_subject(line: Line, place: int, lex: Lexicon, named: frozenset[int] | None) -> Attribution | None:
    """He sells his catch "to family and friends": the person who is the subject of the sentence the words run into."""
    first, _ = _sentence_of(line, place)
    phrase = clause_subject(line.items, first, place, lex)
    if phrase is None or not _somebody(line.items, phrase, lex, named):
        return None
    if any(token.low in _OUGHT for token in line.items[phrase.last : place]):
        return None  # visitors will have to “show what they carry”: words about them
    return attribution_of(line.items, phrase, "implied")


def _somebody(items: list[Token], phrase: Phrase, lex: Lexicon, named: frozenset[int] | None) -> bool:
    """Whether the phrase is a person or group: a name, he or she, a noun for people."""
    head = items[phrase.head_last - 1]
    if head.low in lex.relatives:
        return False
    if phrase.named:
        return named is None or any(t.start in named for t in items[phrase.head_first : phrase.head_last])
    if is_pronoun(items, phrase, lex):
        return lex.pronouns[head.low] in {"m", "f", "p", "1"} and not _impersonal(items, phrase)
    inside = _core(items, phrase, lex)
    counted = len(inside) > 1  # "one of the habits", but "one said"
    return any(
        (t.low in lex.persons and not (counted and t.low in _QUANTITIES))
        or t.low in _GROUPS
        or (t.low in lex.people and not t.capital)
        for t in inside
    )


def _core(items: list[Token], phrase: Phrase, lex: Lexicon) -> list[Token]:
    """The phrase up to what hangs on its noun: "the merger" of "the merger of two papers"; "one of the men" whole."""
    inside = items[phrase.first : phrase.last]
    at = next((i for i, t in enumerate(inside) if i and t.low in lex.prepositions), len(inside))
    few = all(t.kind == "number" or t.low in _QUANTITIES or t.low in lex.determiners for t in inside[:at])
    return inside if few else inside[:at]


def _impersonal(items: list[Token], phrase: Phrase) -> bool:
    """il s'agit, il faut, il y a: nobody."""
    if items[phrase.head_first].low != "il":
        return False
    return any(t.low in _IMPERSONAL_VERBS for t in items[phrase.head_last : phrase.head_last + 3])


def _implied(
    items: list[Token], first: int, last: int, lex: Lexicon, named: frozenset[int] | None
) -> Attribution | None:
    events = [
        e for e in saying_events(items, first, last, lex) if e.form in {"past", "present"} and e.lemma not in lex.weak
    ]
    if events and not any(t.kind == "quote" for t in items[first:last]):
        return attribution_of(items, events[-1].subject, "implied", events[-1])
    for at in range(first, last):
        if (phrase := according(items, at, last, lex)) is not None:
            return attribution_of(items, phrase, "implied")
    phrase = clause_subject(items, first, last, lex)
    if phrase is None or not plausible(items, phrase, lex) or not _somebody(items, phrase, lex, named):
        return None
    if all(t.low in _QUANTITIES for t in items[phrase.first : phrase.last]):
        return None  # many might think so
    return attribution_of(items, phrase, "implied")
