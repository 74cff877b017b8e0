"""Templates as one self-contained file: styles and script inside, allowed by their hashes and nothing else allowed.

Everything a template prints goes through `neutral` and is escaped, unless it is markup that our own code drew.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from recoupe.draw import neutral, one_line
from recoupe.model import clock

HERE = Path(__file__).parent / "templates"


def render(template: str, **context: Any) -> bytes:
    """A page as UTF-8 bytes; equal context, equal bytes."""
    style, script = _asset("page.css"), _asset("page.js")
    text = (
        _environment()
        .get_template(template)
        .render(style=Markup(style), script=Markup(script), policy=Markup(policy(style, script)), **context)
    )
    return text.encode()


def policy(style: str, script: str) -> str:
    """The content security policy of a page: nothing from anywhere, pictures and media from the file itself."""
    return "; ".join(
        [
            "default-src 'none'",
            "img-src data:",
            "media-src data:",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def size(count: int) -> str:
    """Bytes as people read them: `1.4 MB`."""
    value, unit = float(count), "bytes"
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{count} bytes" if unit == "bytes" else f"{value:.1f} {unit}"


def when(time: str) -> str:
    """An RFC 3339 time without what a reader does not need: `2015-12-18 20:14 UTC`."""
    date, _, rest = time.partition("T")
    if not rest:
        return time
    zone = " UTC" if time.endswith(("Z", "+00:00")) else ""
    return f"{date} {rest[:5]}{zone}" if zone else time


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_plain,
    )
    made.filters.update(line=one_line, size=size, when=when, clock=clock)
    return made


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return neutral(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _asset(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
