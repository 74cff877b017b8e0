"""Pages compared with kept ones, noise scrubbed: a change of wording or order is seen in the diff of a commit.

RECOUPE_GOLDEN=write takes the present output as the new golden; without, what differs is left beside as *.actual.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from recoupe import __version__
from recoupe.draw import ribbon_text
from recoupe.publish import build_dossier
from recoupe.publish.diffpage import File, build_diff_page
from tests.draw.making import everything
from tests.publish.making import FakeLooks, as_case, staged_case

HERE = Path(__file__).parent

SCRUBBED = (
    (re.compile(r"<style>.*?</style>", re.DOTALL), "<style>…</style>"),
    (re.compile(r"<script>.*?</script>", re.DOTALL), "<script>…</script>"),
    (re.compile(r"sha256-[A-Za-z0-9+/=]+"), "sha256-…"),
    (re.compile(r"data:(image|video)/(\w+);base64,[A-Za-z0-9+/=]*"), r"data:\1/\2,…"),
    (re.compile(r"<defs>.*?</defs>", re.DOTALL), "<defs>…</defs>"),
    (re.compile(r' d="[^"]*"'), ' d="…"'),
)
"""Styles, script and what is drawn change for reasons of their own; words, structure, numbers and times are kept."""


def scrub(text: str) -> str:
    """The page with its noise taken out, one element a line."""
    for pattern, put in SCRUBBED:
        text = pattern.sub(put, text)
    text = text.replace("><", ">\n<").replace(f"recoupe {__version__}", "recoupe VERSION")
    lines = (line.rstrip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def compare(name: str, text: str) -> None:
    """Fail when the text is not the kept one, and leave it beside."""
    kept, actual = HERE / name, HERE / f"{name}.actual"
    if os.environ.get("RECOUPE_GOLDEN") == "write":
        kept.write_text(text, encoding="utf-8")
    if kept.is_file() and kept.read_text(encoding="utf-8") == text:
        actual.unlink(missing_ok=True)
        return
    actual.write_text(text, encoding="utf-8")
    pytest.fail(f"{name} differs from the kept one: compare it with {actual.name}; RECOUPE_GOLDEN=write takes it over")


def test_dossier(tmp_path: Path) -> None:
    page = build_dossier(as_case(staged_case(tmp_path)), looks=FakeLooks()).read_text(encoding="utf-8")
    compare("dossier.html.txt", scrub(page))


def test_diff_page() -> None:
    files = (File(name="a.mp4", size=10, digest="a" * 64), File(name="b.mp4", size=10, digest="b" * 64))
    compare("diff.html.txt", scrub(build_diff_page(everything(), files, FakeLooks()).decode()))


def test_terminal_ribbons() -> None:
    wide = ribbon_text(everything(), width=100, color=False)
    plain = ribbon_text(everything(), width=72, color=False, unicode=False)
    compare("ribbon.txt", f"{wide}\n\n{plain}\n")
