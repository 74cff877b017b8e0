"""Wordings as regular expressions, kept as text: a section is a list of alternatives, one a line.

    wording("layout", "notice")      re.compile("(?:first|second|…)", re.IGNORECASE)

`{name}` in a line stands for the section of that name in the same file (as a group), so long parts are written once.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files

_INNER = re.compile(r"\{([a-z]\w*)\}")


@functools.cache
def _sections(name: str) -> dict[str, tuple[str, ...]]:
    text = files("recoupe.read.text.words").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    section: list[str] = []
    for line in text.splitlines():
        if re.fullmatch(r"\[[\w.]+\]", line):
            section = found.setdefault(line[1:-1], [])
        elif line.strip() and not line.startswith("; "):
            section.append(line)
    return {key: tuple(lines) for key, lines in found.items()}


@functools.cache
def source(name: str, section: str) -> str:
    """The alternatives of a section as one group, inner sections written out."""
    joined = "|".join(_sections(name)[section])
    return f"(?:{_INNER.sub(lambda m: source(name, m[1]), joined)})"


@functools.cache
def wording(name: str, section: str, *, case: bool = False) -> re.Pattern[str]:
    """The section compiled; `case` makes capitals count."""
    return re.compile(source(name, section), 0 if case else re.IGNORECASE)
