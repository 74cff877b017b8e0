"""Small true records for the tests of the case, and one piece of work that uses every act."""

from __future__ import annotations

from pathlib import Path

from recoupe.model import (
    FLICK,
    Channel,
    Document,
    EditMap,
    EditSegment,
    Evidence,
    Finding,
    Mark,
    Note,
    Origin,
    Quote,
    Reading,
    Span,
    Statement,
    TimeSpan,
    mark,
    reading_id,
    sha256,
    text_span,
)
from recoupe.preserve import Added, Case, is_case

TEXT = "“They took it out,” says a comment under the clip."
CLIPS = (b"first clip " * 400, b"second clip " * 300)


def origin(name: str, **more: object) -> Origin:
    """An origin collected at a fixed time."""
    return Origin(name=name, collected_at="2026-11-21T20:00:00Z", **more)  # type: ignore[arg-type]


def put(case: Case, folder: Path, name: str, data: bytes, media_type: str = "text/plain") -> Added:
    """Write a file and add it."""
    path = folder / name
    if not path.exists():
        path.write_bytes(data)
    return case.add(path, media_type=media_type, declared_type=media_type, origin=origin(name))


def reading(source: str, *, reader: str = "text", version: str = "1", outcome: str = "done", **more: object) -> Reading:
    """A reading by a reader that there is not."""
    name = reading_id(source, reader, version, {})
    return Reading(id=name, source=source, reader=reader, version=version, outcome=outcome, **more)  # type: ignore[arg-type]


def quotes(of: Reading, count: int = 2) -> tuple[Mark, ...]:
    """So many quotations of the text above."""
    span = text_span(TEXT, 1, 17)
    return tuple(
        mark(Span(source=of.source, text=span), Quote(speaker=f"speaker {n}"), reading=of.id) for n in range(count)
    )


def note(source: str, text: str) -> Mark:
    """A person's remark on a whole source."""
    return mark(Span(source=source), Note(text=text), reading="", made_by="person: editor")


def editmap(a: str, b: str, *, method: str = "keys-1", telling: str = "equal") -> EditMap:
    """A map of two copies that are the same for a second."""
    second = TimeSpan(start=0, end=FLICK.den, base=FLICK)
    same = Channel(kind="same")
    segment = EditSegment(id="segment-1", kind="same", a=second, b=second, picture=same, sound=same)
    name = f"editmap-{a[:8]}-{b[:8]}-{method}"
    return EditMap(
        id=name, a=a, b=b, method=method, a_span=second, b_span=second, shared=True, segments=(segment,),
        telling=(telling,),
    )  # fmt: skip


def finding(name: str, title: str = "The parts add up.") -> Finding:
    """A finding that holds."""
    return Finding(id=f"finding-{name}", check="sums", version="1", group="arithmetic", outcome="holds", title=title)


def statement(name: str, text: str) -> Statement:
    """A statement resting on one finding."""
    return Statement(id=name, text=text, evidence=(Evidence(kind="finding", id="finding-1"),))


def work(root: Path, material: Path) -> str:
    """Everything that can be done to a case, from nothing to a dossier; each step may be done already.

    Returns:
        The state digest at the end.
    """
    material.mkdir(exist_ok=True)
    with Case.open(root, write=True) if is_case(root) else Case.create(root, title="Work", staged=True) as case:
        text = put(case, material, "a.txt", TEXT.encode()).source.digest
        first, second = (
            put(case, material, f"{n}.mp4", clip, "video/mp4").source.digest for n, clip in enumerate(CLIPS)
        )
        case.refuse("gone.txt", "missing-file", "there is no file gone.txt", "check the name")
        read = reading(text)
        case.put_reading(read, quotes(read), Document(text=TEXT))
        case.put_reading(reading(first, reader="sound", outcome="failed", slug="damaged-file", reason="it breaks off"))
        case.put_mark(note(first, "a flash by the wall"))
        case.put_failed_comparison(first, text, "keys-1", "cannot-compare", "one of them is a text", "")
        case.put_editmap(editmap(first, second))
        case.put_findings("sums", "1", sha256(b"inputs"), [finding("1")])
        case.put_statements([statement("statement-1", "The parts add up.")])
        case.put_dossier(b"<!doctype html><title>Work</title>")
        return case.state_digest()
