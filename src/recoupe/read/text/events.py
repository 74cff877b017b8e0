"""Verbs of saying in a sentence, each with its subject: what a speaker is read from.

"Trump later said", "said Sean Spicer", "a-t-il ajouté", "a expliqué le maire". No parser: the verb's forms come from
lists, the subject from the words beside it (`recoupe.read.text.subjects`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from recoupe.read.text.phrases import Phrase, is_adverb, name_ending, phrase_at
from recoupe.read.text.subjects import clause_subject, subject_after, subject_before, with_name
from recoupe.read.text.tokens import Token
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.lists import words

POINTS = frozenset({",", "—", "–", "-", "--", "―"})
_BE = words("english", "be")
_HAVE = frozenset({"have", "has", "had", "having", "'ve", "haven't", "hasn't", "hadn't"})
_HAVE_BE = words("french", "have_be")
_LEADS = POINTS | {"?", "!", "…", "..."}
_PASSIVE_FR = frozenset({"est", "sont", "été", "était", "étaient", "sera", "fut"})
_NOT_INVERTED = words("english", "not_inverted")
_ALSO_NOUNS = words("english", "also_nouns")
_LEADING = words("common", "leading")
_OBJECTS = words("common", "objects")
_HELPERS = words("french", "helpers")
_HELPER_LINKS = frozenset({"de", "d'", "à", "par"})
_HELPERS_MOST = 6
_DEGREES = words("common", "degrees")
_IMPERSONAL = words("common", "impersonal")
_SOURCES = words("common", "sources")
_BARE = words("common", "bare_reporters")
_INSERTS = tuple(tuple(wording.split(" ")) for wording in words("french", "inserts"))
_GOING_ON = frozenset({"begin", "continue", "commencer", "continuer", "poursuivre"})
_NEAR_DOCUMENT = 6
_COMPLEMENT = 2
_NO_OBJECT = frozenset({"say", "add"})
_ENDINGS = frozenset({",", ".", "—", "–", "--", "!", "?", ";"})
_NOBODY = words("common", "nobody")
_PLACES = words("common", "locative") | words("common", "locative_weak")
_QUOTED = frozenset({"quoted", "quotes", "quoting", "cited", "cites"})
_ONLY_PEOPLE = frozenset({"selon", "d' après"})
_AS_SAYING = 12
_QUOTING = frozenset({"quote", "cite"})
_NEAR_BEFORE, _NEAR_AFTER = 6, 5
"""Within how many tokens of a quotation a verb of manner ("laughed") counts as one of saying."""


@dataclass(frozen=True, slots=True)
class Event:
    """A verb of saying. at: the verb; group: where its verb group begins; form: past, present, base, infinitive,
    ing, participle or passive; inverted: the subject comes after it; relative: in a clause with who, which or that."""

    at: int
    group: int
    lemma: str
    form: str
    subject: Phrase
    inverted: bool = False
    relative: bool = False


def saying_events(items: list[Token], first: int, last: int, lex: Lexicon) -> list[Event]:
    """Verbs of saying in the tokens [first, last) whose subject could be made out, in order."""
    events: list[Event] = []
    for at in range(first, last):
        token = items[at]
        if token.kind != "word":
            continue
        entry = lex.saying.get(token.low)
        if entry is None and token.low in lex.manner and _beside_quote(items, at, first, last):
            entry = lex.manner[token.low]
        if entry is not None and entry[0] in _GOING_ON and not _leads_in(items, at, first, last):
            continue  # a growth that continued
        if entry is not None and entry[0] == "go on" and not (at + 1 < last and items[at + 1].low == "on"):
            continue
        if entry is None or (token.capital and at > first and (items[at - 1].capital or entry[1] == "base")):
            continue
        make = _french_event if lex.language == "fr" else _english_event
        event = make(items, at, first, last, entry, lex)
        if event is None:
            continue
        outer = _finite(events)
        hangs = event.form == "infinitive" or (event.form == "ing" and at > first and items[at - 1].text == ",")
        if hangs and outer is not None:
            event = replace(event, subject=outer.subject)
        elif event.form == "infinitive":
            continue
        if plausible(items, event.subject, lex):
            events.append(event)
    return events


def plausible(items: list[Token], phrase: Phrase, lex: Lexicon) -> bool:
    """Whether the phrase may name somebody or something that speaks."""
    if phrase.named:
        return True
    first, head = items[phrase.first], items[phrase.head_last - 1]
    if head.low in _NOBODY:
        return False
    if phrase.head_last - phrase.head_first == 1 and head.low in lex.pronouns:
        return True
    if head.low in lex.verbs or head.low in lex.auxiliaries or head.low in lex.prepositions:
        return False
    if any(t.low in lex.persons or t.low in lex.groups for t in items[phrase.first : phrase.last]):
        return True
    if any(t.low in lex.people and not t.capital for t in items[phrase.first : phrase.last]):
        return True
    plural = lex.language == "en" and head.low.endswith("s")
    return first.low in lex.determiners or first.kind == "number" or first.capital or plural


def is_pronoun(items: list[Token], phrase: Phrase, lex: Lexicon) -> bool:
    """Whether the phrase is one pronoun."""
    return phrase.head_last - phrase.head_first == 1 and items[phrase.head_first].low in lex.pronouns


def according(items: list[Token], at: int, last: int, lex: Lexicon) -> Phrase | None:
    """The phrase after "according to", "selon", "per" when these words begin at the token."""
    for wording in lex.according:
        parts = wording.split(" ")
        if at + len(parts) >= last or [t.low for t in items[at : at + len(parts)]] != parts:
            continue
        if (
            wording in {"pour", "per"}
            and not items[at].capital
            and not (at and (items[at - 1].text == "," or items[at - 1].kind == "quote"))
        ):
            continue
        phrase = with_name(items, phrase_at(items, at + len(parts), last, lex), last, lex)
        if (
            phrase is not None
            and plausible(items, phrase, lex)
            and not (wording in _ONLY_PEOPLE and not _source(items, phrase, lex))
            and not (wording == "pour" and not _person(items, phrase, lex))
        ):
            return phrase
    return None


def _source(items: list[Token], phrase: Phrase, lex: Lexicon) -> bool:
    """Whether words may come from a phrase: "selon la préfecture", "selon les chiffres", not "selon les cas"."""
    if phrase.named or is_pronoun(items, phrase, lex):
        return True
    inside = [t.low for t in items[phrase.first : phrase.last]]
    return any(low in lex.people or low in lex.groups or low in _SOURCES for low in inside) or any(
        t.capital for t in items[phrase.first + 1 : phrase.last]
    )


def _person(items: list[Token], phrase: Phrase, lex: Lexicon) -> bool:
    head = items[phrase.head_last - 1].low
    return phrase.named or is_pronoun(items, phrase, lex) or head in lex.people or head in lex.groups


def _people(items: list[Token], phrase: Phrase, lex: Lexicon) -> bool:
    return any(t.low in lex.persons or t.low in lex.groups for t in items[phrase.first : phrase.last])


def quote_left(items: list[Token], at: int, first: int) -> bool:
    """Whether a quotation stands right before the token, points between them aside."""
    i = at - 1
    while i >= first and items[i].text in POINTS:
        i -= 1
    return i >= first and items[i].kind == "quote"


def _finite(events: list[Event]) -> Event | None:
    """He said that …, noting "…": who notes is who said."""
    finite = [e for e in events if e.form in {"past", "present"} and not e.relative]
    return next((e for n, e in reversed(list(enumerate(finite))) if not (n and _inside(finite[n - 1], e))), None)


def _inside(outer: Event, event: Event) -> bool:
    """He said Roy had spoken well, adding "…": a verb whose subject is right behind the other is in its clause."""
    return 0 < event.subject.first - outer.at <= _COMPLEMENT and not outer.inverted


def _beside_quote(items: list[Token], at: int, first: int, last: int) -> bool:
    near = items[max(first, at - _NEAR_BEFORE) : min(last, at + _NEAR_AFTER)]
    return any(token.kind == "quote" for token in near)


def _leads_in(items: list[Token], at: int, first: int, last: int) -> bool:
    """Marsh continued in the Staged Courier: “…”: a quotation before or behind a point; not "continue “as it was”"."""
    behind = next((i for i in range(at + 1, last) if items[i].kind == "quote"), None)
    if behind is None:
        return items[last - 1].text == ":" or _beside_quote(items, at, first, last)
    return items[behind - 1].kind == "point" or _beside_quote(items, at, first, at)


def _english_event(
    items: list[Token], at: int, first: int, last: int, entry: tuple[str, str], lex: Lexicon
) -> Event | None:
    lemma, form = entry
    if at > first and form in {"base", "present"} and _is_noun_here(items, at, lex):
        return None
    if form in {"past", "participle"} and at > first and items[at - 1].low in lex.prepositions - {"to"}:
        return None  # "in related “interests”"
    if lemma == "thank" and at + 1 < last and items[at + 1].low == "to":
        return None  # "thanks to"
    group = at
    while group - 1 >= first and _in_group(items[group - 1], lex):
        if group - 2 >= first and items[group - 1].capital and items[group - 2].capital:
            break  # Harbour Watch Now | said
        group -= 1
    inside = [items[i].low for i in range(group, at)]
    if form == "participle" and any(word in _HAVE for word in inside) and not any(word in _BE for word in inside):
        form = "past"  # "has written", "had begun"
    if form == "base" and inside and inside[-1] in _BE:
        return None  # "was close to …"
    if form in {"past", "participle"} and any(word in _BE for word in inside):
        agent = _agent(items, at, last, lex)
        return Event(at, group, lemma, "passive", agent) if agent is not None else None
    if group > first and quote_left(items, group, first) and lemma not in _NOT_INVERTED and form in {"past", "present"}:
        subject = subject_after(items, at, last, lex)
        if subject is not None and items[subject.head_first].low not in _OBJECTS:
            return Event(at, group, lemma, form, subject, inverted=True)
    if lemma in _BARE and group == at and form in {"past", "present"} and _parenthetical(items, at, first):
        subject = subject_after(items, at, last, lex)
        ends = subject is not None and (subject.last >= last or items[subject.last].text in _ENDINGS)
        if subject is not None and ends and (subject.named or (lemma in _NO_OBJECT and _people(items, subject, lex))):
            return Event(at, group, lemma, form, subject, inverted=True)
    if form == "base" and "to" in inside:
        form = "infinitive"
    elif form == "base" and not inside and group == first:
        return None  # an imperative
    if form == "infinitive" or (form in {"ing", "participle"} and not any(word in _BE for word in inside)):
        found = _participle_subject(items, at, group, first, last, lex)
    else:
        found = subject_before(items, group, first, lex)
        if found is None and group == first and form in {"past", "present"}:
            found = subject_after(items, at, last, lex)
    if found is not None and lemma in _QUOTING:
        person = quoted_person(items, at, last, lex) or _source_quoted(items, at, first, last, lex)
        if person is not None:
            return Event(at, group, lemma, form, person)
    relative = group > first and items[group - 1].low in lex.relatives
    return Event(at, group, lemma, form, found, relative=relative) if found is not None else None


def _parenthetical(items: list[Token], at: int, first: int) -> bool:
    """The town, says | Ana Roy, is quiet: a comma on the left; the subject is looked for on the right."""
    return at > first and items[at - 1].text in POINTS


def _in_group(token: Token, lex: Lexicon) -> bool:
    return token.low in lex.auxiliaries or is_adverb(token, lex) or token.low in {"to", "being"}


def _participle_subject(items: list[Token], at: int, group: int, first: int, last: int, lex: Lexicon) -> Phrase | None:
    """The subject of the clause for "…, saying"; the phrase right before for "heard a man saying"."""
    before = items[at - 1] if at > first else None
    outside = lex.function_words | lex.months_days
    if before is not None and before.capital and group == at and before.low not in outside:
        name = name_ending(items, at, first, lex)
        if name.first > first and _place_before(items, name.first - 1, first, lex):
            return clause_subject(items, first, group, lex) or name
        return name
    if items[at].low == "reading" and (document := _document_before(items, at, first, lex)) is not None:
        return document
    if before is not None and before.low == "as" and at - 2 >= first and (quoted := _quoting(items, at, first)):
        return quoted_person(items, quoted, at + 1, lex) or clause_subject(items, first, group, lex)
    if group == at and (before is None or before.low in _LEADING):
        behind = _subject_of_main_clause(items, at, last, lex)
        return behind if behind is not None or before is None else clause_subject(items, first, at - 1, lex)
    if before is not None and group == at and before.kind == "word" and before.low not in lex.function_words:
        near = subject_before(items, at, first, lex)
        if near is not None and (near.named or items[near.head_last - 1].low in lex.people):
            return near
    return clause_subject(items, first, group, lex)


def _subject_of_main_clause(items: list[Token], at: int, last: int, lex: Lexicon) -> Phrase | None:
    """After saying that "…," she left: what comes behind the quotation or comma."""
    for i in range(at + 1, last):
        if items[i].text == "," or items[i].kind == "quote":
            begin = i + 2 if i + 1 < last and items[i + 1].text == "," else i + 1
            return clause_subject(items, begin, last, lex)
    return None


def _document_before(items: list[Token], at: int, first: int, lex: Lexicon) -> Phrase | None:
    """with a statement issued on Sunday reading “…”: the statement reads, not who issued it."""
    for i in range(at - 1, max(first, at - _NEAR_DOCUMENT) - 1, -1):
        if items[i].low in lex.groups and not items[i].capital and i > first and items[i - 1].low in lex.determiners:
            return Phrase(i - 1, i + 1, i - 1, i + 1, named=False)
    return None


def _source_quoted(items: list[Token], verb: int, first: int, last: int, lex: Lexicon) -> Phrase | None:
    """“…,” the paper quotes a source close to the deal: people that stand behind the verb, the words before it."""
    phrase = phrase_at(items, verb + 1, last, lex)
    if phrase is None or not any(t.low in lex.persons for t in items[phrase.first : phrase.last]):
        return None
    return phrase if any(t.kind == "quote" for t in items[first:verb]) else None


def _place_before(items: list[Token], at: int, first: int, lex: Lexicon) -> bool:
    """Whether what follows the token is a place: children marched around the | Staged Park chanting "…"."""
    if items[at].low in lex.determiners and at > first:
        at -= 1
    return items[at].low in _PLACES


def _quoting(items: list[Token], at: int, first: int) -> int | None:
    """The verb of quoting before "as saying", when it is not passive."""
    for i in range(at - 2, max(first, at - 2 - _AS_SAYING) - 1, -1):
        if items[i].low in _QUOTED:
            return None if items[i - 1].low in _BE or i == at - 2 else i
    return None


def quoted_person(items: list[Token], verb: int, last: int, lex: Lexicon) -> Phrase | None:
    """The paper quoted Ana Roy as saying: the object of a verb of quoting, whose words they are."""
    phrase = phrase_at(items, verb + 1, last, lex)
    if phrase is None and verb + 1 < last and items[verb + 1].low in _OBJECTS:
        phrase = _one(verb + 1)
    if phrase is None:
        return None
    told = next((i for i in range(phrase.last, min(last - 1, phrase.last + _AS_SAYING)) if items[i].low == "as"), None)
    said = lex.saying.get(items[told + 1].low) if told is not None else None
    return phrase if said is not None and said[1] == "ing" else None


def _is_noun_here(items: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether a form that is a noun as well ("claims", "report") is one here."""
    token, before = items[at - 1], items[at - 1].low
    if (before in lex.determiners and before != "another") or before in {"'s", "'"}:
        return True
    if before in lex.prepositions and before != "to":
        return True
    if items[at].low not in _ALSO_NOUNS and items[at].low not in lex.groups:
        return False
    subject = token.capital or before in lex.pronouns or before in lex.persons | lex.groups or before in lex.relatives
    verbal = before in lex.auxiliaries or is_adverb(token, lex) or before == "to" or token.kind in {"quote", "point"}
    return not (subject or verbal)


def _agent(items: list[Token], at: int, last: int, lex: Lexicon) -> Phrase | None:
    for i in range(at + 1, min(last, at + 6)):
        if items[i].low == "by":
            return phrase_at(items, i + 1, last, lex)
    return None


def _french_event(
    items: list[Token], at: int, first: int, last: int, entry: tuple[str, str], lex: Lexicon
) -> Event | None:
    lemma, form = entry
    if form == "infinitive":
        return _french_infinitive(items, at, first, last, lemma, lex)
    group, pronoun = _french_group(items, at, first, lex)
    inside = {items[i].low for i in range(group, at)}
    if form == "participle":
        if not inside & _HAVE_BE or (inside & _PASSIVE_FR and not inside & {"s'", "se"}):
            return None
    elif at > first and items[at - 1].low in lex.determiners and items[at - 1].low not in lex.auxiliaries:
        return None  # "le rapport", "une demande"
    if form in {"present", "participle"} and at > first and items[at - 1].low in _DEGREES:
        return None  # "plus ou moins explicite"
    if lemma in _IMPERSONAL and form == "present" and at > first and items[at - 1].low == "il":
        return None  # "il convient de …"
    if pronoun is not None:
        return Event(at, group, lemma, form, _one(pronoun), inverted=True)
    if at + 1 < last and items[at + 1].low in lex.pronouns and hyphened(items, at + 1):
        return Event(at, group, lemma, form, _one(at + 1), inverted=True)
    if group > first and (quote_left(items, group, first) or items[group - 1].text in _LEADS):
        subject = subject_after(items, at, last, lex)
        if subject is not None and plausible(items, subject, lex):
            return Event(at, group, lemma, form, subject, inverted=True)
    if group > first and items[group - 1].low in {"que", "qu'"} and form != "ing":
        subject = subject_after(items, at, last, lex)  # "ce que confirme Ana Roy : …"
        if subject is not None and plausible(items, subject, lex):
            return Event(at, group, lemma, form, subject, inverted=True)
    found = clause_subject(items, first, at, lex) if form == "ing" else subject_before(items, group, first, lex)
    if found is None and group == first:
        found = subject_after(items, at, last, lex)
    return Event(at, group, lemma, form, found) if found is not None else None


def _french_infinitive(items: list[Token], at: int, first: int, last: int, lemma: str, lex: Lexicon) -> Event | None:
    """ "tente d'expliquer la ministre", "la préfecture a fait savoir": a verb that leads to one of saying."""
    group, helped = at, False
    while group - 1 >= first and at - group < _HELPERS_MOST:
        before = items[group - 1]
        if before.low in _HELPERS:
            helped = True
        elif not (before.low in _HELPER_LINKS or before.low in lex.auxiliaries or is_adverb(before, lex)):
            break
        group -= 1
    if not helped:
        return None
    if group > first and (quote_left(items, group, first) or items[group - 1].text in _LEADS):
        subject = subject_after(items, at, last, lex)
        if subject is not None and plausible(items, subject, lex):
            return Event(at, group, lemma, "present", subject, inverted=True)
    found = subject_before(items, group, first, lex)
    return Event(at, group, lemma, "present", found) if found is not None else None


def _french_group(items: list[Token], at: int, first: int, lex: Lexicon) -> tuple[int, int | None]:
    """Where the verb group begins ("a-t-il encore" ajouté), and the pronoun inside it."""
    group, pronoun = at, None
    while group - 1 >= first:
        if (insert := _insert_before(items, group, first)) is not None:
            group = insert
            continue
        before = items[group - 1]
        if before.low in lex.pronouns:
            inside = group - 2 >= first and items[group - 2].low in lex.auxiliaries and hyphened(items, group - 1)
            if not inside or group == at + 1:
                break
            pronoun = group - 1
        elif before.low not in lex.auxiliaries and not is_adverb(before, lex):
            break
        group -= 1
    return group, pronoun


def _insert_before(items: list[Token], at: int, first: int) -> int | None:
    """Where "pour sa part" and its like begin, between an auxiliary and its participle."""
    for insert in _INSERTS:
        start = at - len(insert)
        if start > first and items[at - 1].low == insert[-1] and tuple(t.low for t in items[start:at]) == insert:
            return start
    return None


def hyphened(items: list[Token], at: int) -> bool:
    """Whether the pronoun hangs on the word before by a hyphen: "dit-il", "a-t-il"."""
    return at > 0 and 0 < items[at].start - items[at - 1].end <= 3 and items[at].kind == "word"


def _one(at: int) -> Phrase:
    return Phrase(at, at + 1, at, at + 1, named=False)
