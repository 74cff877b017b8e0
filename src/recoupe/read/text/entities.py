"""Which names of one document mean the same person, organisation or place, and which only look alike.

A surname alone belongs to the full name before it; where two people share one, title and gender tell, else the one
named last. Aliases and glosses come from the text itself: (FN), (The Republicans), [Inn of the migrants], @handle.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from recoupe.model import content_id
from recoupe.read.text.names import Name
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.names import given_names, key_of, organisations, places, same_as

KINDS = ("person", "organisation", "place", "other")
_ARTICLE = re.compile(r"^(?:the|a|an|le|la|les|l['’]|un|une)\s*", re.IGNORECASE)
_BRACKETED = re.compile(r"\s?[’'”»\"]?\s?[(\[]([^()\[\]\n]{2,60})[)\]]")
_TRANSLATED = re.compile(
    r"[’'”»\"]?,? (?:which )?(?:\w+ ){0,2}(?:translat\w+|means?|meaning|is [A-Z]\w+ for)(?: \w+){0,3}?(?: as| to)? [‘'“\"«]\s?([^’'”\"»\n]{3,60}?)\s?[’'”\"»]"
)
_HANDLE = re.compile(r"@\w{2,30}")


@dataclass(slots=True)
class Entity:
    """One thing that a document names. `key` is the same for the same names, whatever stands elsewhere in the text."""

    name: str
    kind: str
    names: list[Name] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    gloss: str | None = None
    gender: str = ""
    role: str | None = None
    age: int | None = None

    @property
    def id(self) -> str:
        """Follows from kind and name only."""
        return content_id("entity", self.kind, same_as(key_of(self.name)))

    def add_alias(self, alias: str) -> None:
        """One more name, unless it is known."""
        alias = alias.strip(" ,.;:")
        if alias and alias != self.name and alias not in self.aliases:
            self.aliases.append(alias)


def entities(text: str, found: list[Name], lex: Lexicon) -> list[Entity]:
    """The entities in order of first mention."""
    kinds = _kinds(found)
    people = [n for n in found if kinds[n.key] == "person"]
    clusters = _people(people, lex)
    others: dict[tuple[str, str], Entity] = {}
    for name in found:
        kind = kinds[name.key]
        if kind == "person":
            continue
        key = (kind, same_as(key_of(_ARTICLE.sub("", " ".join(name.words)))))
        entity = others.get(key)
        if entity is None:
            entity = others[key] = Entity(name=_written(text, name), kind=kind)
        entity.names.append(name)
        entity.add_alias(_written(text, name))
    result = clusters + list(others.values())
    _glosses(text, result)
    result = _joined(result)
    for entity in result:
        entity.names.sort(key=lambda n: n.start)
        entity.name = _fullest(entity)
        entity.aliases = [a for a in dict.fromkeys(entity.aliases) if a != entity.name]
    return sorted((e for e in result if e.names), key=lambda e: e.names[0].start)


def _written(text: str, name: Name) -> str:
    return re.sub(r"\s+", " ", text[name.start : name.end])


def _kinds(found: list[Name]) -> dict[str, str]:
    """The kind of each name by all votes over the document."""
    votes: dict[str, Counter[str]] = {}
    for name in found:
        votes.setdefault(name.key, Counter()).update({k: v for k, v in name.votes.items() if k in KINDS})
    surnames: Counter[str] = Counter()
    for name in found:
        if len(name.words) > 1 and votes[name.key]["person"] > max(votes[name.key][k] for k in KINDS if k != "person"):
            surnames[name.words[-1].lower()] += 1
            if len(name.words) > 2:
                surnames[" ".join(name.words[1:]).lower()] += 1
    out = {}
    for name in found:
        tally = votes[name.key]
        if name.key in surnames or (len(name.words) == 1 and name.words[0].lower() in surnames):
            tally = tally + Counter({"person": 5})
        best = max(KINDS, key=lambda k: (tally[k], -KINDS.index(k)))
        out[name.key] = best if tally[best] > 0 else _by_shape(name)
    return out


def _by_shape(name: Name) -> str:
    if name.quoted:
        return "other"
    if name.words[0].isupper() and len(name.words) == 1 and len(name.words[0]) <= 6:
        return "organisation"
    return "person" if 2 <= len(name.words) <= 3 else "other"


def _people(people: list[Name], lex: Lexicon) -> list[Entity]:
    """People by full name; a part of a name goes to the fitting person named last before it, else first after."""
    full: dict[str, Entity] = {}
    for name in people:
        if len(name.words) > 1:
            entity = full.get(name.key)
            if entity is None:
                entity = full[name.key] = Entity(name=" ".join(name.words), kind="person", gender=name.gender)
            entity.names.append(name)
            entity.gender = entity.gender or name.gender
    _fold_in(full)
    result = list(full.values())
    loose: dict[str, Entity] = {}
    last: dict[str, Entity] = {}
    for name in sorted(people, key=lambda n: n.start):
        if len(name.words) > 1 and name.key in full:
            for part in _parts(name):
                last[part] = full[name.key]
            continue
        owners = [e for e in result if _is_part(name, e)]
        owner = _owner(name, owners, last)
        if owner is None:
            owner = loose.get(name.key)
            if owner is None:
                owner = loose[name.key] = Entity(name=" ".join(name.words), kind="person", gender=name.gender)
        else:
            last[name.key] = owner
        owner.names.append(name)
        owner.add_alias(" ".join(name.words))
    return result + list(loose.values())


def _fold_in(full: dict[str, Entity]) -> None:
    """ "John Smith" and "John A. Smith" are one; "Le Pen" is a part of "Marine Le Pen"."""
    keys = sorted(full, key=len)
    for short in keys:
        entity = full[short]
        mine = short.split(" ")
        wider = [
            k
            for k in keys
            if k != short
            and k in full
            and len(k.split(" ")) > len(mine)
            and (k.split(" ")[-len(mine) :] == mine or (k.split(" ")[0] == mine[0] and k.split(" ")[-1] == mine[-1]))
        ]
        if not wider:
            continue
        if len(wider) > 1 or (wider[0].split(" ")[-len(mine) :] == mine and given_names().get(mine[0]) is None):
            for name in entity.names:
                owners = [full[k] for k in wider]
                before = [o for o in owners if o.names[0].start < name.start]
                owner = max(
                    before or owners, key=lambda o: max((m.start for m in o.names if m.start < name.start), default=-1)
                )
                owner.names.append(name)
                owner.add_alias(" ".join(name.words))
        else:
            full[wider[0]].names += entity.names
            full[wider[0]].add_alias(entity.name)
        full[short] = full[wider[0]]
    seen: set[int] = set()
    for key in list(full):
        if id(full[key]) in seen:
            del full[key]
        else:
            seen.add(id(full[key]))


def _parts(name: Name) -> list[str]:
    words = [w.lower() for w in name.words]
    return [words[-1], words[0], " ".join(words[1:])]


def _is_part(name: Name, entity: Entity) -> bool:
    mine = [w.lower() for w in name.words]
    theirs = [w.lower() for w in entity.name.split(" ")]
    if len(mine) == 1 and mine[0] == theirs[0]:
        return not name.title or name.gender != ""
    return theirs[-len(mine) :] == mine


def _owner(name: Name, owners: list[Entity], last: dict[str, Entity]) -> Entity | None:
    if not owners:
        return None
    fitting = [
        o
        for o in owners
        if not (name.gender and o.gender and name.gender != o.gender and name.gender in "mf" and name.title)
    ]
    owners = fitting or owners
    if len(owners) == 1:
        return owners[0]
    counts = {id(o): len(o.names) for o in owners}
    recent = last.get(name.key)
    if recent is not None and recent in owners:
        return recent
    return max(owners, key=lambda o: counts[id(o)])


def _glosses(text: str, result: list[Entity]) -> None:
    """What the text puts in brackets behind a name: an acronym, a translation, a handle."""
    for entity in result:
        for name in entity.names:
            tail = text[name.end : name.end + 160]
            if match := _BRACKETED.match(tail):
                inner = match[1].strip()
                if handle := _HANDLE.fullmatch(inner):
                    entity.add_alias(handle.group())
                elif entity.kind != "person" and _is_alias(inner, name):
                    entity.add_alias(inner)
                    if not inner.isupper():
                        entity.gloss = entity.gloss or inner
            if entity.kind != "person" and (translated := _TRANSLATED.match(tail)):
                entity.add_alias(translated[1])
                entity.gloss = entity.gloss or translated[1]
            if entity.kind == "person" and (follow := re.match(r" on [A-Z]\w+: (@\w+)", tail)):
                entity.add_alias(follow[1])


def _is_alias(inner: str, name: Name) -> bool:
    if inner.isupper() and 2 <= len(inner) <= 8 and inner.isalpha():
        initials = "".join(w[0] for w in name.words if w[0].isupper())
        return inner[0] == initials[:1] or len(inner) <= 5
    return (
        inner[0].isupper()
        and 2 <= len(inner.split()) <= 8
        and not re.search(r"\d|:|/|\b(?:photo|left|right|D|R)\b", inner)
    )


def _joined(result: list[Entity]) -> list[Entity]:
    """Entities that share a name or an alias given in brackets become one."""
    owner: dict[str, Entity] = {}
    for entity in result:
        owner.setdefault(_plain(entity.name), entity)
    out: list[Entity] = []
    gone: set[int] = set()
    for entity in result:
        for alias in list(entity.aliases):
            other = owner.get(_plain(alias))
            if other is None or other is entity or id(other) in gone or id(entity) in gone:
                continue
            if entity.kind == "person" and other.kind == "person" and not alias.startswith("@"):
                continue
            if {entity.kind, other.kind} == {"person", "place"} or (
                entity.kind == "place" and other.kind == "organisation"
            ):
                continue
            entity.names += other.names
            for more in [other.name, *other.aliases]:
                entity.add_alias(more)
            gone.add(id(other))
    for entity in result:
        if id(entity) not in gone:
            out.append(entity)
    return out


def _plain(name: str) -> str:
    return key_of(_ARTICLE.sub("", name))


def _fullest(entity: Entity) -> str:
    """The name to show: a person's longest; else the first written out in full."""
    written = [entity.name, *entity.aliases]
    if entity.kind == "person":
        plain = [w for w in written if not w.startswith("@")]
        return max(plain or written, key=lambda w: (len(w.split()), -written.index(w)))
    if entity.name.isupper() and len(entity.name) <= 6:
        longer = [w for w in written if not w.isupper() and len(w.split()) > 1]
        known = key_of(entity.name) in places() | organisations()
        return longer[0] if longer and not known else entity.name
    return entity.name
