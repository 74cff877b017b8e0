"""Strips of stills of two copies, column under column what belongs together, each with its time."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from recoupe.draw.svg import el
from recoupe.draw.text import one_line


class Still(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of a strip: a JPEG with its caption, or none with the words that stand in its place.

    tone: a state of `recoupe.draw.look.LOOKS` when the frame lies inside an edit, else empty. columns: how many it
    covers. boxes: parts of the frame to outline: left, top, width and height in fractions.
    """

    jpeg: bytes | None
    caption: str
    alt: str = ""
    tone: str = ""
    columns: int = 1
    boxes: tuple[tuple[float, float, float, float], ...] = ()


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    """The stills of one copy; `letter` and `label` name it."""

    letter: str
    label: str
    stills: tuple[Still, ...]


def jpeg_uri(data: bytes) -> str:
    """A JPEG as a data address."""
    return "data:image/jpeg;base64," + base64.b64encode(data).decode("ascii")


def strips_html(strips: Sequence[Strip]) -> Markup:
    """The strips as a table whose pictures are veiled until shown.

    The veil is a check box before each picture, so it works without script; the page's style sheet blurs what is not
    checked. Classes: `strips`, `veil`, `tone-…`.
    """
    rows = [
        el(
            "tr",
            el("th", el("b", strip.letter), el("bdi", one_line(strip.label, most=60)), scope="row"),
            *(_cell(still) for still in strip.stills),
        )
        for strip in strips
    ]
    return el("div", el("table", el("tbody", *rows), class_="strips"), class_="scroll", tabindex="0", role="group")


def veiled(jpeg: bytes, *, alt: str, boxes: Sequence[tuple[float, float, float, float]] = ()) -> Markup:
    """One veiled picture, with boxes outlined on it that the veil leaves to be seen."""
    return el(
        "label",
        el("input", type="checkbox", aria_label=f"Show the picture: {one_line(alt)}"),
        el("img", src=jpeg_uri(jpeg), alt=one_line(alt), loading="lazy", decoding="async"),
        _outlines(boxes) if boxes else Markup(),
        el("span", "show", class_="lift", aria_hidden="true"),
        class_="veil",
    )


def _outlines(boxes: Sequence[tuple[float, float, float, float]]) -> Markup:
    """Rectangles over the whole picture: dark below, light above, to be seen on any ground."""
    drawn = [
        el("rect", x=1000 * x, y=1000 * y, width=1000 * w, height=1000 * h, class_=ink)
        for x, y, w, h in boxes
        for ink in ("under", "over")
    ]
    return el("svg", *drawn, viewBox="0 0 1000 1000", preserveAspectRatio="none", class_="boxes", aria_hidden="true")


def _cell(still: Still) -> Markup:
    tone = f"tone-{still.tone.replace(' ', '-')}" if still.tone else None
    inside = (
        veiled(still.jpeg, alt=still.alt or still.caption, boxes=still.boxes)
        if still.jpeg is not None
        else el("span", one_line(still.alt, most=200), class_="none")
    )
    return el(
        "td",
        inside,
        el("span", one_line(still.caption), class_="when"),
        class_=tone,
        colspan=still.columns if still.columns > 1 else None,
    )
