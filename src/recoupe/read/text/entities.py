"""Which names of one document mean the same person, organisation or place, and which only look alike.

A surname alone belongs to the full name before it; where two people share one, title and gender tell, else the one
named last. Aliases and glosses come from the text itself: (FN), (The Republicans), [Inn of the migrants], @handle.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from recoupe.model import content_id
from recoupe.read.text.aliases import add_aliases
from recoupe.read.text.kinds import Kind, kinds_of
from recoupe.read.text.names import Name
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.names import given_names, key_of, organisations, places, same_as

KINDS: tuple[Kind, ...] = ("person", "organisation", "place", "other")
_ARTICLE = re.compile(r"^(?:the|a|an|le|la|les|l['’]|un|une)\s*", re.IGNORECASE)


@dataclass(slots=True)
class Entity:
    """One thing that a document names. `key` is the same for the same names, whatever stands elsewhere in the text."""

    name: str
    kind: Kind
    names: list[Name] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    gloss: str | None = None
    gender: str = ""
    role: str | None = None
    age: int | None = None

    @property
    def id(self) -> str:
        """Follows from kind and name only."""
        return content_id("entity", self.kind, same_as(_plain(self.name)))

    def add_alias(self, alias: str) -> None:
        """One more name, unless it is known."""
        alias = alias.strip(" ,.;:")
        if alias and alias != self.name and alias not in self.aliases:
            self.aliases.append(alias)


def entities(text: str, found: list[Name], lex: Lexicon) -> list[Entity]:
    """The entities in order of first mention."""
    kinds = kinds_of(found, KINDS)
    people = [n for n in found if kinds[n.key] == "person"]
    clusters = _people(people, lex)
    others: dict[tuple[Kind, str], Entity] = {}
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
    add_aliases(text, result)
    result = _joined(result)
    _with_articles(text, result)
    for entity in result:
        entity.names.sort(key=lambda n: n.start)
        entity.name = _fullest(entity)
        entity.aliases = [a for a in dict.fromkeys(entity.aliases) if a != entity.name]
    return sorted((e for e in result if e.names), key=lambda e: e.names[0].start)


def _written(text: str, name: Name) -> str:
    return re.sub(r"\s+", " ", text[name.start : name.end])


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
    """Of the people a part of a name may mean: the one of the title's gender, else the one named last."""
    if name.title and name.gender in {"m", "f"}:
        sure = [o for o in owners if o.gender == name.gender]
        owners = sure or [o for o in owners if o.gender not in {"m", "f"}] or owners
    if len(owners) <= 1:
        return owners[0] if owners else None
    recent = last.get(name.key)
    if recent is not None and any(recent is owner for owner in owners):
        return recent
    return max(owners, key=lambda o: len(o.names))


def _joined(result: list[Entity]) -> list[Entity]:
    """Entities that share a name or an alias given in brackets become one."""
    owner: dict[str, Entity] = {}
    for entity in result:
        owner.setdefault(_plain(entity.name), entity)
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
    return [entity for entity in result if id(entity) not in gone]


def _with_articles(text: str, found: list[Entity]) -> None:
    """ "The Jungle": where the text once writes a capital article inside a sentence, it is part of the name."""
    for entity in found:
        if entity.kind == "person" or not any(n.article for n in entity.names):
            continue
        bare = entity.name
        entity.name = f"The {bare}"
        entity.aliases = [a for a in entity.aliases if a != bare]


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
