"""Word lists kept as text: `[section]` lines, words below, a line that begins with ; is a remark.

    lists("english")["persons"]      a tuple of words in the order of the file

A word of several parts is written with _ for the blank ("as_many_as").
"""

from __future__ import annotations

import functools
from importlib.resources import files


@functools.cache
def lists(name: str) -> dict[str, tuple[str, ...]]:
    """The sections of `name`.txt beside this module."""
    found: dict[str, list[str]] = {}
    section: list[str] = []
    text = files("recoupe.read.text.words").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith(";"):
            continue
        if line.startswith("["):
            section = found.setdefault(line.strip("[] "), [])
            continue
        section.extend(word.replace("_", " ") for word in line.split())
    return {key: tuple(words) for key, words in found.items()}


@functools.cache
def words(name: str, section: str) -> frozenset[str]:
    """One section as a set."""
    return frozenset(lists(name)[section])


# Read at import: a jailed child can open no file, and imports this before it is shut in.
for _name in ("common", "english", "french", "languages", "names"):
    lists(_name)
