"""Given names, places and organisations that help to tell a name's kind, from `names.txt`; no list is complete.

A name that no list knows is still found: the lists only weigh. Countries come from CLDR through babel, in English
and French.
"""

from __future__ import annotations

import functools

from recoupe.read.text.words.lists import lists, words

PLACE_TAILS = words("names", "place_tails")
PLACE_HEADS = words("names", "place_heads")
ORGANISATION_WORDS = words("names", "organisation_words")
NOT_NAMES = words("names", "not_names")


@functools.cache
def given_names() -> dict[str, str]:
    """Given name in lower case → f, m or u (both)."""
    female, male = words("names", "female"), words("names", "male")
    return {name: "u" if name in female and name in male else "f" if name in female else "m" for name in female | male}


@functools.cache
def places() -> frozenset[str]:
    """Places in lower case, blanks as hyphens."""
    from babel import Locale

    countries = {
        key_of(name)
        for language in ("en", "fr")
        for code, name in Locale(language).territories.items()
        if len(code) == 2
    }
    return words("names", "places") | countries


@functools.cache
def organisations() -> frozenset[str]:
    """Organisations and platforms in lower case, blanks as hyphens."""
    return words("names", "organisations")


def key_of(name: str) -> str:
    """A name as these lists hold it."""
    return name.lower().replace("’", "'").replace(" ", "-")


@functools.cache
def _same() -> dict[str, str]:
    flat = lists("names")["same"]
    return dict(zip(flat[::2], flat[1::2], strict=True))


def same_as(key: str) -> str:
    """The one key for well-known names of one thing (UK, Britain)."""
    return _same().get(key, key)
