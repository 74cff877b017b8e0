"""The copies: every pair that was compared, and one edit map with both copies side by side."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from recoupe.desk.drawing import TEMPLATES
from recoupe.desk.exhibits import Clip, Map
from recoupe.desk.failures import NotHere
from recoupe.desk.media import instant
from recoupe.desk.pages.sources import Failure, failures
from recoupe.desk.ribbons import ribbon
from recoupe.desk.state import desk_of, frame
from recoupe.model import EditMap


@dataclass(frozen=True, slots=True)
class Pair:
    """One compared pair with its ribbon."""

    map: Map
    ribbon: Markup


@dataclass(frozen=True, slots=True)
class ComparePage:
    """All pairs, and the comparisons that failed."""

    pairs: tuple[Pair, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class MapPage:
    """One edit map. `steps` is for the script: stretches that both copies share, [a0, a1, b0, b1] in seconds."""

    map: Map
    ribbon: Markup
    clips: tuple[Clip, Clip]
    steps: str


def compare_page(request: Request) -> Response:
    """All edit maps of the case."""
    desk = desk_of(request)
    with desk.read(request.path_params["handle"]) as book:
        around = frame(desk, book, "compare")
        maps = [m for e in book.case.editmaps() if (m := book.of_map(e.id)) is not None]
        page = ComparePage(
            pairs=tuple(Pair(m, ribbon(book, m, name=f"map-{n}")) for n, m in enumerate(maps)),
            failures=tuple(f for f in failures(book) if f.what == "comparing"),
        )
    return TEMPLATES.TemplateResponse(request, "compare.html", {"frame": around, "page": page})


def map_page(request: Request) -> Response:
    """One edit map; `?t=` is an instant of A, `?edit=` the number of an edit."""
    desk = desk_of(request)
    with desk.read(request.path_params["handle"]) as book:
        around = frame(desk, book, "compare")
        shown = book.of_map(request.path_params["map"])
        if shown is None:
            raise NotHere("the case holds no such comparison", todo="the list of comparisons is one click away")
        a_from, b_from = beginning(shown, request)
        page = MapPage(
            map=shown,
            ribbon=ribbon(book, shown, name="map"),
            clips=(book.clip(shown.a.digest, a_from, "A"), book.clip(shown.b.digest, b_from, "B")),
            steps=msgspec.json.encode(steps(shown.editmap)).decode(),
        )
    return TEMPLATES.TemplateResponse(request, "map.html", {"frame": around, "page": page})


def beginning(shown: Map, request: Request) -> tuple[Fraction, Fraction]:
    """Where A and B begin: at the edit or the instant that the address names."""
    wanted = request.query_params.get("edit", "")
    edit = next((e for e in shown.edits if str(e.number) == wanted), None)
    if edit is not None:
        return edit.a_from, edit.b_from
    if "t" in request.query_params:
        a = instant(request.query_params["t"])
        return a, b_of(shown.editmap, a)
    return (shown.edits[0].a_from, shown.edits[0].b_from) if shown.edits else (Fraction(0), Fraction(0))


def b_of(editmap: EditMap, a: Fraction) -> Fraction:
    """The instant of B that belongs to an instant of A; where B lacks it, the place where it would stand."""
    nearest = Fraction(0)
    for segment in editmap.segments:
        if segment.a is None:
            continue
        (a0, a1), (b0, b1) = segment.a.seconds, segment.b.seconds
        if a0 <= a < a1:
            return b0 + (a - a0) / (a1 - a0) * (b1 - b0)
        if a1 <= a:
            nearest = max(nearest, b1)
    return nearest


def steps(editmap: EditMap) -> list[list[float]]:
    """Stretches that stand in both copies, in order of A: what keeps two players in step."""
    shared = [s for s in editmap.segments if s.a is not None and s.a.duration > 0 and s.b.duration > 0]
    out = []
    for segment in sorted(shared, key=lambda s: s.a.seconds[0] if s.a is not None else Fraction(0)):
        assert segment.a is not None
        out.append([round(float(x), 6) for x in (*segment.a.seconds, *segment.b.seconds)])
    return out
