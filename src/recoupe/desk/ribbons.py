"""Ribbons for pages, with the loudness of the clips where their proxies are at hand."""

from __future__ import annotations

import threading
from pathlib import Path

from markupsafe import Markup

from recoupe.desk.exhibits import Book, Map
from recoupe.draw import Envelope, el, envelope, one_line, ribbon_svg
from recoupe.events import Events
from recoupe.read import proxy as proxies
from recoupe.read.proxy import Proxy

_envelopes: dict[str, Envelope | None] = {}
_lock = threading.Lock()


WIDTHS = (("wide", 960.0), ("narrow", 380.0))


def ribbon(book: Book, shown: Map, *, name: str) -> Markup:
    """The ribbon of an edit map with the loudness of both clips, twice: the style sheet shows the one that fits."""
    labels = (one_line(shown.a.name), one_line(shown.b.name))
    sound = (loudness(book, shown.a.digest), loudness(book, shown.b.digest))
    return Markup().join(
        el(
            "div",
            ribbon_svg(shown.editmap, name=f"{name}-{kind}", labels=labels, sound=sound, width=width),
            class_=f"ribbon {kind}",
        )
        for kind, width in WIDTHS
    )


def proxy_of(book: Book, digest: str) -> Proxy | None:
    """The proxy of a clip from the cache. Without one it is made in the background, and the next visit finds it."""
    folder = book.case.cache("proxy") / digest
    try:
        return proxies.load(folder)
    except FileNotFoundError:
        book.renditions.begin(book.case.original(digest), folder / "facts.json", _build)
        return None


def _build(original: Path, facts: Path, events: Events) -> object:
    return proxies.build(original, facts.parent, events)


def loudness(book: Book, digest: str) -> Envelope | None:
    """The envelope of a clip's sound, None without sound; worked out once while the desk runs."""
    with _lock:
        if digest in _envelopes:
            return _envelopes[digest]
    proxy = proxy_of(book, digest)
    if proxy is None:
        return None
    start = proxy.sound_start / proxy.sound_rate
    found = envelope(proxy.sound, proxy.sound_rate, start=start) if proxy.has_sound else None
    with _lock:
        _envelopes[digest] = found
    return found
