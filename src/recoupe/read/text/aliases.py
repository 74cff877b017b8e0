"""Other names of a thing, from the text itself: (FN), (The Republicans), [Inn of the migrants], @handle, "X café"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from recoupe.read.text.words.lists import words
from recoupe.read.text.words.names import key_of, places

if TYPE_CHECKING:
    from recoupe.read.text.entities import Entity
    from recoupe.read.text.names import Name

_BRACKETED = re.compile(r"\s?[’'”»\"]?\s?[(\[]([^()\[\]\n]{2,60})[)\]]")
_TRANSLATED = re.compile(
    r"[’'”»\"]?,? (?:which |qui |que l['’]on |ce qui )?(?:\w+ ){0,2}"
    r"(?:translat\w+|means?|meaning|is [A-Z]\w+ for|signifi\w+|veut dire|peut se traduire|tradui\w+)"
    r"(?: \w+){0,3}?(?: as| to| par)?"
    r"\s?,? [‘'“\"«]\s?([^’'”\"»\n]{3,60}?)\s?[’'”\"»]"
)
_HANDLE = re.compile(r"@\w{2,30}")
_FOLLOW = re.compile(r" (?:on|sur) [A-Z]\w+\s?: (@\w+)")
_NOT_ALIAS = re.compile(r"\d|:|/|\b(?:photo|left|right|gauche|droite|[DR])\b|^[DR]-", re.IGNORECASE)
_THINGS = words("common", "thing_after") | words("common", "group_after")


def add_aliases(text: str, found: list[Entity]) -> None:
    """Give each entity the names that the text puts beside it, and take back names found inside those brackets."""
    glossed: list[tuple[int, int]] = []
    for entity in found:
        for name in entity.names:
            glossed += _beside(text, entity, name)
    for entity in found:
        entity.names = [n for n in entity.names if not any(a <= n.start < b for a, b in glossed)]
    _elsewhere(text, found)
    _longer(found)
    _handles(found)


def _beside(text: str, entity: Entity, name: Name) -> list[tuple[int, int]]:
    tail = text[name.end : name.end + 160]
    spans = []
    match = _BRACKETED.match(tail)
    if match:
        inner = match[1].strip()
        if handle := _HANDLE.fullmatch(inner):
            entity.add_alias(handle.group())
        elif entity.kind != "person" and _is_alias(inner, name):
            entity.add_alias(inner)
            entity.gloss = entity.gloss or (None if inner.isupper() else inner)
            spans.append((name.end + match.start(1), name.end + match.end(1)))
    if entity.kind != "person" and (translated := _TRANSLATED.match(tail)):
        entity.add_alias(translated[1])
        entity.gloss = entity.gloss or translated[1]
        spans.append((name.end + translated.start(1), name.end + translated.end(1)))
    if entity.kind == "person" and (follow := _FOLLOW.match(tail)):
        entity.add_alias(follow[1])
    thing = re.match(r"\s([\w-]+)", tail)
    if entity.kind in {"place", "organisation"} and thing and thing[1] in _THINGS and not name.quoted:
        entity.add_alias(f"{text[name.start : name.end]} {thing[1]}")
    return spans


def _is_alias(inner: str, name: Name) -> bool:
    if inner.isupper() and 2 <= len(inner) <= 8 and inner.isalpha():
        initials = "".join(w[0] for w in name.words if w[0].isupper())
        return inner[0] == initials[:1] or len(inner) <= 5
    return inner[0].isupper() and 2 <= len(inner.split()) <= 8 and not _NOT_ALIAS.search(inner)


def _elsewhere(text: str, found: list[Entity]) -> None:
    """A translation that stands again elsewhere is the same thing: names that overlap it go to it."""
    for entity in found:
        if not entity.gloss or " " not in entity.gloss:
            continue
        places_of_gloss = [m.span() for m in re.finditer(re.escape(entity.gloss), text, re.IGNORECASE)]
        for other in found:
            if other is entity:
                continue
            moved = [n for n in other.names if any(a <= n.start and n.end <= b for a, b in places_of_gloss)]
            if moved and len(moved) == len(other.names):
                entity.names += moved
                other.names = []


def _longer(found: list[Entity]) -> None:
    """ "VICE News France" is VICE News: a longer name of an organisation that only adds a place."""
    by_key = {key_of(e.name): e for e in found if e.kind == "organisation" and e.names}
    for entity in list(by_key.values()):
        parts = entity.name.split(" ")
        for cut in range(len(parts) - 1, 0, -1):
            shorter = by_key.get(key_of(" ".join(parts[:cut])))
            if shorter is not None and shorter is not entity and key_of(" ".join(parts[cut:])) in places():
                shorter.names += entity.names
                shorter.add_alias(entity.name)
                entity.names = []
                break


def _handles(found: list[Entity]) -> None:
    """@vicenews is VICE News: a handle that is a name without its blanks."""
    squeezed = {key_of(e.name).replace("-", ""): e for e in found if not e.name.startswith("@") and e.names}
    for entity in found:
        if entity.name.startswith("@") and (owner := squeezed.get(entity.name[1:].lower())) is not None:
            owner.names += entity.names
            owner.add_alias(entity.name)
            entity.names = []
