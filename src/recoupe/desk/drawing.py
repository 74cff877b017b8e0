"""Templates, and how text that others wrote is shown: escaped, and with nothing in it that could redraw the page."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.templating import Jinja2Templates

from recoupe.draw.text import neutral, one_line
from recoupe.model import FLICK, clock

HERE = Path(__file__).parent
STATIC = HERE / "static"


def size(count: int) -> str:
    """Bytes as people read them."""
    if count < 1000:
        return f"{count} bytes"
    value = float(count)
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.5 or unit == "TB":
            return f"{value:.0f} {unit}" if value >= 10 else f"{value:.1f} {unit}"
    raise AssertionError("unreachable")


def at(seconds: Fraction | float) -> str:
    """An instant on a clip's clock, to the hundredth."""
    return clock(seconds)


def t_value(seconds: Fraction | float) -> str:
    """An instant for the address, `?t=16.04`."""
    return f"{float(seconds):.6f}".rstrip("0").rstrip(".") or "0"


def short(text: str) -> str:
    """Words on one line, cut where they get long."""
    return one_line(text, most=60)


def flicks(ticks: int) -> str:
    """An edge of an edit map, which is in flicks, as a time."""
    return clock(FLICK.seconds(ticks), places=3)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    made.filters.update(shown=neutral, one_line=one_line, size=size, at=at, t=t_value, flicks=flicks, short=short)
    return made


def _printable(value: Any) -> Any:
    """Whatever a template prints: strings made safe to look at, whether or not the template remembered to ask."""
    if value is None:
        return ""
    return neutral(value) if isinstance(value, str) and not isinstance(value, Markup) else value


TEMPLATES = Jinja2Templates(env=_environment())
