"""A small case written by hand: every kind of record the desk shows, with names that try to break the page."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from PIL import Image

from recoupe.events import quiet
from recoupe.model import (
    AssertedTime,
    Channel,
    Document,
    EditMap,
    EditSegment,
    Evidence,
    Figure,
    Finding,
    Impulse,
    Mark,
    MediaFacts,
    Mention,
    Origin,
    Part,
    Quote,
    Reading,
    Source,
    Span,
    Statement,
    TextSpan,
    Working,
    mark,
    reading_id,
    span_of_seconds,
    text_span,
)
from recoupe.preserve import Case
from recoupe.read import proxy
from tests import footage

HOSTILE_NAME = "photo\u202egpj.<img src=x onerror=alert(1)>.txt"
HOSTILE_TEXT = "</p><script>alert(2)</script> {{ 7*7 }} \u202e\x1b[31m said “<b>hello</b>”, 44.87 percent."
ARTICLE = (
    "A shot in the night\n\n“We waited,” said Dana Exampleson, a teacher.\n\n"
    "At around 1.5 seconds a bang is heard, and 44.87 percent stayed."
)


def origin(name: str, **more: str) -> Origin:
    return Origin(name=name, collected_at="2026-01-02T03:04:05Z", path=name, **more)


def make_case(root: Path, material: Path, *, staged: bool = True) -> dict[str, str]:
    """Write the case; gives the digests of its sources by a short name."""
    material.mkdir(parents=True, exist_ok=True)
    with Case.create(root, title="A <b>staged</b> case", staged=staged) as case:
        digests = {
            "long": _add(case, footage.clip(material / "long.mp4", 3.0, clicks=(1.5,)), "video/mp4").digest,
            "short": _add(
                case, footage.clip(material / "short.mp4", 3.0, clicks=(1.5,), cut=(1.2, 2.0)), "video/mp4"
            ).digest,
        }
        digests |= _texts(case, material)
        digests["picture"] = _picture(case, material)
        case.refuse("gone.mp4", "missing-file", "there is nothing at the path", "look for it")
        case.put_failed_comparison(
            digests["long"], digests["picture"], "none", "cannot-compare", "a picture is no footage", ""
        )
        marks = _footage_marks(case, digests)
        _map_and_findings(case, digests, marks)
        case.put_dossier(b"<!doctype html><title>d</title><script>parent.document.title = 'out'</script><p>dossier")
    return digests


def _add(case: Case, path: Path, media_type: str, name: str = "", **more: str) -> Source:
    said = origin(name or path.name, **more)
    return case.add(path, media_type=media_type, declared_type=media_type, origin=said).source


def _put(case: Case, digest: str, reader: str, build: object = None, document: Document | None = None) -> list[Mark]:
    name = reading_id(digest, reader, "1", {})
    marks = build(name) if callable(build) else []
    case.put_reading(
        Reading(id=name, source=digest, reader=reader, version="1", outcome="done", remarks=("read by hand",)),
        marks,
        document,
    )
    return list(marks)


def _texts(case: Case, material: Path) -> dict[str, str]:
    article = material / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    first = _add(case, article, "text/plain", uploader="Desk <i>of</i> Sampleport", published_as_written="last Friday")

    def marks(reading: str) -> list[Mark]:
        def on(words: str) -> Span:
            start = ARTICLE.index(words)
            return Span(source=first.digest, text=text_span(ARTICLE, start, start + len(words)))

        around = mark(
            on("At around 1.5 seconds"),
            AssertedTime(about="the clip", kind="position", what="a bang", value_s=1.5, bound="~"),
            reading=reading,
            hedges=("around",),
        )
        return [
            around,
            mark(on("We waited,"), Quote(speaker="Dana Exampleson", verb="said"), reading=reading),
            mark(
                on("Dana Exampleson"),
                Mention(name="Dana Exampleson", kind="person", entity="e1"),
                reading=reading,
            ),
            mark(on("44.87 percent"), Figure(value=44.87, unit="percent"), reading=reading),
            mark(
                on("a bang is heard"),
                AssertedTime(about="the clip", kind="offset", value_s=0.5, relative_to=around.id),
                reading=reading,
            ),
        ]

    head = ARTICLE.index("\n\n")
    parts = (Part(start=0, end=head, role="headline"),)
    _put(case, first.digest, "text", marks, Document(text=ARTICLE, parts=parts))

    bad = material / "bad.txt"
    bad.write_text(HOSTILE_TEXT, encoding="utf-8")
    hostile = _add(case, bad, "text/plain", name=HOSTILE_NAME)

    def hostile_marks(reading: str) -> list[Mark]:
        start = HOSTILE_TEXT.index("<b>")
        words = TextSpan(start=start, end=start + 12, exact=HOSTILE_TEXT[start : start + 12], prefix="", suffix="")
        speaker = "<svg onload=alert(3)>\u202e"
        return [mark(Span(source=hostile.digest, text=words), Quote(speaker=speaker), reading=reading)]

    _put(case, hostile.digest, "text", hostile_marks, Document(text=HOSTILE_TEXT))

    table = material / "table.csv"
    table.write_text("name,share\nAlpha,44.87\n", encoding="utf-8")
    cells = _add(case, table, "text/csv")
    text = "name\nshare\nAlpha\n44.87"
    at, parts_of = 0, []
    for n, word in enumerate(text.split("\n")):
        place = {"row": n // 2 + 1, "column": n % 2 + 1}
        parts_of.append(Part(start=at, end=at + len(word), role="cell", **place))
        at += len(word) + 1
    _put(case, cells.digest, "text", None, Document(text=text, parts=tuple(parts_of)))

    empty = material / "empty.txt"
    empty.write_bytes(b"")
    none = _add(case, empty, "application/x-empty")
    case.put_reading(
        Reading(
            id=reading_id(none.digest, "kind", "1", {}),
            source=none.digest,
            reader="kind",
            version="1",
            outcome="failed",
            slug="empty-file",
            reason="empty.txt is empty (0 bytes)",
            todo="collect it again",
        )
    )
    return {"article": first.digest, "hostile": hostile.digest, "table": cells.digest, "empty": none.digest}


def _picture(case: Case, material: Path) -> str:
    path = material / "screen.png"
    Image.new("RGB", (64, 40), (200, 40, 40)).save(path)
    return _add(case, path, "image/png").digest


def _footage_marks(case: Case, digests: dict[str, str]) -> list[Mark]:
    facts = proxy.for_case(case, digests["long"], quiet).facts
    at = span_of_seconds(Fraction(3, 2), Fraction(3, 2))

    def marks(reading: str) -> list[Mark]:
        span = Span(source=digests["long"], time=span_of_seconds(Fraction(3, 2), Fraction(8, 5)))
        sharp = Impulse(
            onset=at,
            peak_dbfs=-3.0,
            prominence_db=24.0,
            rise_ms=1.0,
            decay_ms=20.0,
            centroid_hz=3100.0,
            tonality=0.1,
            prominence=0.9,
        )
        return [
            mark(Span(source=digests["long"]), MediaFacts(facts=facts), reading=reading),
            mark(span, sharp, reading=reading),
        ]

    return _put(case, digests["long"], "footage", marks)


def _map_and_findings(case: Case, digests: dict[str, str], marks: list[Mark]) -> None:
    def span(a: str, b: str) -> object:
        return span_of_seconds(Fraction(a), Fraction(b))

    same, gone = Channel(kind="same"), Channel(kind="absent")
    segments = (
        EditSegment(id="s1", kind="same", a=span("0", "1.2"), b=span("0", "1.2"), picture=same, sound=same),
        EditSegment(id="s2", kind="cut", a=span("1.2", "2"), b=span("1.2", "1.2"), picture=gone, sound=gone),
        EditSegment(id="s3", kind="same", a=span("2", "3"), b=span("1.2", "2.2"), picture=same, sound=same),
    )
    case.put_editmap(
        EditMap(
            id="editmap-hand",
            a=digests["long"],
            b=digests["short"],
            method="by hand",
            a_span=span("0", "3"),
            b_span=span("0", "2.2"),
            shared=True,
            segments=segments,
        )
    )
    impulse = next(m for m in marks if m.type == "impulse")
    said, later = case.marks(types={"asserted_time"})
    figure = next(m for m in case.marks(types={"figure"}))
    findings = [
        Finding(
            id="finding-cut",
            check="copies",
            version="1",
            group="footage",
            outcome="differs",
            title="short.mp4 lacks 0.80 s that long.mp4 has.",
            sources=(digests["long"], digests["short"]),
            editmaps=("editmap-hand",),
            lead=90,
        ),
        Finding(
            id="finding-time",
            check="asserted_times",
            version="1",
            group="footage",
            outcome="holds",
            title="A sharp sound stands where the article says.",
            sources=(digests["article"], digests["long"]),
            marks=(said.id, later.id, impulse.id),
            lead=80,
        ),
        Finding(
            id="finding-again",
            check="asserted_edits",
            version="1",
            group="footage",
            outcome="holds",
            title="A text speaks of the same two copies.",
            editmaps=("editmap-hand",),
            lead=70,
        ),
        Finding(
            id="finding-sum",
            check="sums",
            version="1",
            group="arithmetic",
            outcome="holds",
            title="The shares add up <em>exactly</em>.",
            workings=(Working(inputs=("44.87", "55.13"), arithmetic="44.87 + 55.13", result="100"),),
            marks=(figure.id,),
        ),
    ]
    case.put_findings("by-hand", "1", "inputs", findings)
    evidence = (Evidence(kind="finding", id="finding-cut"), Evidence(kind="source", id=digests["article"]))
    case.put_statements([Statement(id="statement-1", text="One copy lacks 0.80 s.", evidence=evidence)])
