"""What a state of picture or sound looks like: one colour, one pattern, one letter and one word each.

Colours are of the Okabe–Ito palette, told apart with any common colour vision; the patterns tell them apart in grey
print, the letters in a terminal without colour. Source: Okabe & Ito, Color Universal Design, 2008.
"""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from recoupe.draw.svg import el


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """ink: the colour, #rrggbb. pattern: plain, hatch, cross, dots, waves or blank.

    block, letter: one column in a terminal, with Unicode and without. shade: ANSI colour 0–255.
    """

    word: str
    ink: str
    pattern: str
    block: str
    letter: str
    shade: int


LOOKS: dict[str, Look] = {
    "same": Look(word="shared", ink="#7a96b5", pattern="plain", block="█", letter="=", shade=67),
    "cut": Look(word="only in A", ink="#d55e00", pattern="hatch", block="▚", letter="-", shade=166),
    "inserted": Look(word="only in B", ink="#009e73", pattern="dots", block="▓", letter="+", shade=36),
    "muted": Look(word="silenced", ink="#d55e00", pattern="blank", block="_", letter="_", shade=166),
    "replaced": Look(word="replaced", ink="#cc79a7", pattern="cross", block="▞", letter="#", shade=175),
    "altered": Look(word="altered", ink="#e69f00", pattern="waves", block="▒", letter="~", shade=178),
    "moved": Look(word="moved", ink="#56b4e9", pattern="hatch", block="▙", letter="m", shade=74),
    "cannot tell": Look(word="cannot tell", ink="#8a8a8a", pattern="dots", block="?", letter="?", shade=245),
    "absent": Look(word="no such track", ink="#b8b8b8", pattern="blank", block="┄", letter=".", shade=245),
}


def css_word(state: str) -> str:
    """The state as a class name: `rb-cannot-tell`."""
    return "rb-" + state.replace(" ", "-")


def patterns(name: str) -> Markup:
    """Definitions of every state's fill, for use as `url(#<name>-<state>)` within one picture."""
    return el("defs", *(_pattern(f"{name}-{css_word(state)}", look, css_word(state)) for state, look in LOOKS.items()))


def fill(name: str, state: str) -> str:
    """The fill of a state, once `patterns(name)` stands in the same picture."""
    return f"url(#{name}-{css_word(state)})"


def _pattern(name: str, look: Look, class_: str) -> Markup:
    area, line = f"{class_} rb-fill", f"{class_} rb-line"
    paper = el("rect", width=8, height=8, fill="#ffffff", class_="rb-paper")
    full = el("rect", width=8, height=8, fill=look.ink, class_=area)
    pale = el("rect", width=8, height=8, fill=look.ink, fill_opacity=0.22, class_=area)

    def strokes(path: str, weight: float) -> Markup:
        return el("path", d=path, fill="none", stroke=look.ink, stroke_width=weight, class_=line)

    def dot(at: float) -> Markup:
        return el("circle", cx=at, cy=at, r=1.5, fill=look.ink, class_=area)

    drawn: dict[str, tuple[Markup, ...]] = {
        "plain": (full,),
        "hatch": (paper, pale, strokes("M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4", 2.4)),
        "cross": (paper, pale, strokes("M0,0 l8,8 M8,0 l-8,8", 1.5)),
        "dots": (paper, pale, dot(2), dot(6)),
        "waves": (paper, pale, strokes("M0,3 q2,-3 4,0 t4,0 M0,7 q2,-3 4,0 t4,0", 2)),
        "blank": (paper,),
    }
    return el("pattern", *drawn[look.pattern], id=name, width=8, height=8, patternUnits="userSpaceOnUse")
