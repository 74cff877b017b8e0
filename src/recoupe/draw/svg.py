"""A small builder for SVG: elements as escaped markup, numbers short, names and descriptions always there.

Everything that is drawn carries its colours as presentation attributes, so that a file stands alone, and a class, so
that a page's style sheet can give it others in the dark. No style attribute is ever written: pages forbid them.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from recoupe.draw.text import neutral

Child = str | Markup
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def number(value: float) -> str:
    """At most two decimals, none where none are needed."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def el(name: str, *children: Child, **attributes: str | float | None) -> Markup:
    """One element. Plain strings among the children are neutralised and escaped; None attributes are left out.

    A trailing underscore of an attribute's name is dropped (`class_`), the other underscores become hyphens.
    """
    written = []
    for key, value in attributes.items():
        if value is None:
            continue
        text = neutral(value) if isinstance(value, str) else number(value)
        written.append(f' {attribute_name(key)}="{escape(text)}"')
    inside = "".join(child if isinstance(child, Markup) else escape(neutral(child)) for child in children)
    head = f"<{name}{''.join(written)}"
    return Markup(f"{head}>{inside}</{name}>" if inside else f"{head}/>")


def attribute_name(key: str) -> str:
    """`class_` → class, `text_anchor` → text-anchor, `viewBox` as it is."""
    return key.rstrip("_").replace("_", "-")


def picture(
    width: float, height: float, children: Iterable[Markup], *, name: str, title: str, desc: str, class_: str = ""
) -> Markup:
    """The root element with its title and description.

    Args:
        width, height: Extent in user units; the page decides how large it is shown.
        name: Prefix of the ids inside, unique on the page; letters, digits, `-` and `_`.
        title: What it is, in a few words. desc: what is to be seen in it, for those who do not see it.
    """
    return el(
        "svg",
        el("title", title, id=f"{name}-title"),
        el("desc", desc, id=f"{name}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        class_=class_ or None,
        font_family=FONT,
        font_size=12,
    )


def polygon(points: Iterable[tuple[float, float]], **attributes: str | float | None) -> Markup:
    """A closed outline through the points."""
    written = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return el("polygon", points=written, **attributes)
