"""A small case with true records and looks made from nothing, for the tests of publishing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import msgspec
import numpy as np
from PIL import Image

from recoupe.model import (
    AssertedTime,
    Document,
    EditMap,
    Figure,
    Finding,
    FootageFacts,
    Impulse,
    Mark,
    Mention,
    Origin,
    PictureStream,
    Quote,
    Reading,
    Source,
    Span,
    Statement,
    TimeBase,
    Working,
    mark,
    reading_id,
    text_span,
)
from recoupe.model.marks import AnyBody
from recoupe.preserve import Case
from recoupe.publish.looking import Sound
from tests.draw.making import RATE, noise, one_cut, span

ARTICLE = (
    "[STAGED] A street by night\n\nA bang can be heard at around 16 seconds, “or what could be a firecracker”, said "
    "Alex Placeholder.\n\nThe list took 44 percent, the other 56 percent, a lead of 12 points.\n"
)
OTHER = "[STAGED] Another text\n\nAlex Placeholder spoke to as many as 40 people.\n"


class FakeLooks:
    """Grey pictures, noise with a click at 16 s, and excerpts of a few bytes. `calls` counts what was asked for."""

    def __init__(self, *, big: int = 0) -> None:
        self.failed: dict[str, str] = {}
        self.calls: list[str] = []
        self.big = big

    def facts(self, clip: str) -> FootageFacts | None:
        """25 frames a second, 23 s."""
        whole = span(0, 23)
        picture = PictureStream(
            codec="h264", width=64, height=36, frames=575, span=whole, constant_rate=TimeBase(1, 25)
        )
        return FootageFacts(container="mp4", span=whole, picture=picture)

    def stills(self, clip: str, times: Sequence[Fraction]) -> list[bytes | None]:
        """One grey JPEG a time, of a grey that tells the time."""
        self.calls.append("stills")
        return [self._jpeg(int(time * 10) % 256) for time in times]

    def excerpt(self, clip: str, start: Fraction, end: Fraction) -> bytes | None:
        """Not a film, but as many bytes as asked for."""
        self.calls.append("excerpt")
        return b"\x00\x00\x00\x18ftypmp42" + b"\x00" * self.big

    def sound(self, clip: str, start: Fraction, end: Fraction) -> Sound | None:
        """Noise with a click at 16 s; the copy has none."""
        whole = noise(23, (16.0,)) if clip.startswith("a") else noise(22.6)
        first, last = max(0, round(start * RATE)), min(len(whole), round(end * RATE))
        return Sound(whole[first:last], RATE, Fraction(first, RATE))

    def picture(self, image: str) -> bytes | None:
        """One grey JPEG."""
        return self._jpeg(90)

    def _jpeg(self, grey: int) -> bytes:
        out = io.BytesIO()
        Image.fromarray(np.full((36, 64), grey, np.uint8)).save(out, "JPEG", quality=70)
        return out.getvalue()


class FakeCase:
    """Records held in memory behind the reading side of a case, and a dossier written to a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.id, self.title, self.staged = "case-1", "A street by night", False
        self.held: dict[str, Source] = {}
        self.texts: dict[str, Document] = {}
        self.all_readings: list[Reading] = []
        self.all_marks: list[Mark] = []
        self.maps: list[EditMap] = []
        self.found: list[Finding] = []
        self.stated: tuple[Statement, ...] = ()
        self.refused: list[object] = []
        self.failed: list[object] = []
        self.written = 0

    def layers(self) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        return ((("process", "time"), ("landlock: this kernel has none",)),)

    def add(self, digest: str, name: str, media_type: str, text: str = "", **origin: str) -> None:
        """A source, with its text."""
        told = Origin(name=name, collected_at="2026-11-21T20:00:00Z", path="/home/somebody/secret", **origin)
        self.held[digest] = Source(digest=digest, size=1234, media_type=media_type, origins=(told,))
        if text:
            self.texts[digest] = Document(text=text)

    def read(self, source: str, *items: tuple[Span, AnyBody, tuple[str, ...]], reader: str = "reader") -> list[Mark]:
        """A reading that is done, with its marks."""
        name = reading_id(source, reader, "1", {})
        self.all_readings.append(Reading(id=name, source=source, reader=reader, version="1", outcome="done"))
        marks = [mark(where, body, reading=name, hedges=hedges) for where, body, hedges in items]
        self.all_marks += marks
        return marks

    def sources(self) -> tuple[Source, ...]:
        """Every source."""
        return tuple(self.held.values())

    def readings(self, source: str | None = None) -> tuple[Reading, ...]:
        """Every reading, of one source or of all."""
        return tuple(r for r in self.all_readings if source in {None, r.source})

    def marks(self, *, source: str | None = None, types: Sequence[str] = ()) -> tuple[Mark, ...]:
        """Every mark, of one source or some kinds."""
        return tuple(m for m in self.all_marks if source in {None, m.span.source} and (not types or m.type in types))

    def document(self, digest: str) -> Document | None:
        """The text of a source."""
        return self.texts.get(digest)

    def editmaps(self) -> tuple[EditMap, ...]:
        """Every edit map."""
        return tuple(self.maps)

    def findings(self) -> tuple[Finding, ...]:
        """Every finding."""
        return tuple(self.found)

    def statements(self) -> tuple[Statement, ...]:
        """The statements in order."""
        return self.stated

    def put_statements(self, statements: Sequence[Statement]) -> bool:
        """Keep them."""
        changed = self.stated != tuple(statements)
        self.stated = tuple(statements)
        return changed

    def refusals(self) -> tuple[object, ...]:
        """What was refused."""
        return tuple(self.refused)

    def failed_comparisons(self) -> tuple[object, ...]:
        """What could not be compared."""
        return tuple(self.failed)

    def state_digest(self) -> str:
        """A fixed one."""
        return "0" * 64

    def put_dossier(self, data: bytes, name: str = "dossier.html") -> tuple[Path, bool]:
        """Write it when its bytes are new."""
        path = self.root / name
        new = not path.is_file() or path.read_bytes() != data
        if new:
            path.write_bytes(data)
            self.written += 1
        return path, new


def words(source: str, text: str, exact: str) -> Span:
    """The span of some words of a text."""
    start = text.index(exact)
    return Span(source=source, text=text_span(text, start, start + len(exact)))


def impulse(source: str, at: float) -> tuple[Span, Impulse, tuple[str, ...]]:
    """A sharp sound."""
    body = Impulse(
        onset=span(at, at), peak_dbfs=-3, prominence_db=30, rise_ms=1, decay_ms=80, centroid_hz=2000, tonality=0.4,
        prominence=0.9,
    )  # fmt: skip
    return Span(source=source, time=span(at, at + 0.1)), body, ()


def staged_case(root: Path) -> FakeCase:
    """Two copies with a cut, two texts, an arithmetic finding, a time claim, a shared name, a failure."""
    case = FakeCase(root)
    a, b, text, other = "a" * 64, "b" * 64, "c" * 64, "d" * 64
    case.add(a, "night.mp4", "video/mp4", url="https://example.org/clip", uploader="somebody")
    case.add(b, "copy.mp4", "video/mp4")
    case.add(text, "article.txt", "text/plain", ARTICLE)
    case.add(other, "other.txt", "text/plain", OTHER)
    (bang,) = case.read(a, impulse(a, 16.0), reader="impulses")
    claim, _, low, high, lead, here = case.read(
        text,
        (
            words(text, ARTICLE, "at around 16 seconds"),
            AssertedTime(about="the clip", kind="position", what="a bang", value_s=16, bound="~", hedge="around"),
            ("around", "or what could be a firecracker"),
        ),
        (
            words(text, ARTICLE, "or what could be a firecracker"),
            Quote(speaker="Alex Placeholder", attribution="explicit", verb="said"),
            (),
        ),
        (words(text, ARTICLE, "44 percent"), Figure(value=44, unit="percent"), ()),
        (words(text, ARTICLE, "56 percent"), Figure(value=56, unit="percent"), ()),
        (words(text, ARTICLE, "a lead of 12 points"), Figure(value=12, unit="percentage_point"), ()),
        (words(text, ARTICLE, "Alex Placeholder"), Mention(name="Alex Placeholder", kind="person", entity="p"), ()),
    )
    figure, there = case.read(
        other,
        (words(other, OTHER, "as many as 40 people"), Figure(value=40, unit="person", bound="<="), ("as many as",)),
        (words(other, OTHER, "Alex Placeholder"), Mention(name="Alex Placeholder", kind="person", entity="p"), ()),
    )
    assert figure
    case.all_readings.append(
        Reading(
            id="reading-x", source=other, reader="tables", version="1", outcome="failed", slug="damaged-file",
            reason="the table ends in the middle", todo="ask for the file again",
        )
    )  # fmt: skip
    case.maps.append(one_cut())
    case.found += [
        finding("copies", "footage", "differs", "copy.mp4 lacks something.", maps=("map",), lead=80),
        finding(
            "asserted_times", "footage", "holds", "article.txt: “at around 16 seconds”: a sharp sound at 0:16.00.",
            marks=(claim, bang), sources=(text, a), lead=50,
        ),
        finding(
            "sums", "arithmetic", "holds", "44 percent and 56 percent add up to 100 percent.", marks=(low, high),
            workings=(Working(inputs=("44", "56"), arithmetic="44 + 56 = 100", result="a whole"),),
        ),
        finding(
            "leads", "arithmetic", "tension", "“a lead of 12 points”: it depends.", marks=(lead, low, high), lead=10,
            workings=(Working(inputs=("56", "44"), arithmetic="56 − 44 = 12", result="agrees"),),
        ),
        finding(
            "names", "sources", "holds", "Alex Placeholder stands in two texts.", marks=(here, there),
            sources=(text, other), lead=20,
        ),
    ]  # fmt: skip
    return case


def finding(
    check: str,
    group: str,
    outcome: str,
    title: str,
    *,
    marks: Sequence[Mark] = (),
    maps: Sequence[str] = (),
    sources: Sequence[str] = (),
    workings: Sequence[Working] = (),
    lead: float = 0.0,
) -> Finding:
    """A finding of a named check."""
    return msgspec.convert(
        {
            "id": f"finding-{check}",
            "check": check,
            "version": "1",
            "group": group,
            "outcome": outcome,
            "title": title,
            "marks": [m.id for m in marks],
            "editmaps": list(maps),
            "sources": list(sources),
            "workings": [msgspec.to_builtins(w) for w in workings],
            "lead": lead,
        },
        type=Finding,
    )


def as_case(fake: FakeCase) -> Case:
    """The fake as the type that publishing asks for."""
    return fake  # type: ignore[return-value]
