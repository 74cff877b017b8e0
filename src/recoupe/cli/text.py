"""`recoupe text`: read articles, posts, pages and documents without a case."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click
import msgspec
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.cli.reading_view import draw
from recoupe.collect import recognise
from recoupe.collect.archives import Member, is_archive, opened
from recoupe.collect.names import KNOWN, declared_type
from recoupe.errors import MissingFile, RecoupeError, UnreadableFile, UnsupportedFile, UsageError
from recoupe.events import Events, Notice, Progress
from recoupe.model import Document, Mark, kind_of
from recoupe.model.ids import content_id
from recoupe.read.text.answer import Answer, answer_of, joined
from recoupe.read.text.joining import read_document
from recoupe.read.text.models import Model, by_language, described, from_environment
from recoupe.read.text.reader import open_text, with_doubts

log = logging.getLogger(__name__)

EPILOG = """\b
Examples:
  recoupe text story.html                     the text with quotations, figures and dates in colour
  recoupe text a.txt b.pdf --json             everything found, as JSON
  recoupe text *.html --out readings          one ID.json for each file
  recoupe text saved.wacz                     every page in a web archive
  recoupe text --list articles.tsv --out readings
                                              files, languages and dates from a table
  recoupe text story.txt --model en_core_web_sm
                                              with a spaCy model's second opinion on the names

Without a model (the extra `text`) everything is read; only the names rest on rules and lists
alone: of what kind a rare name is, and where a long one ends, is then wrong more often.
"""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read, and what is known of it. file: what to call it when its own name says
    nothing. notes: what is known of where it came from."""

    name: str
    path: Path
    language: str = ""
    published: str = ""
    url: str = ""
    file: str = ""
    media_type: str = ""
    notes: tuple[str, ...] = ()
    error: RecoupeError | None = None


@click.command(epilog=EPILOG)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--published", default="", metavar="DATE", help="Date of publication (2015-12-14) that 'last Sunday' counts from."
)
@click.option("--lang", "language", default="", metavar="LANG", help="Language (en, fr) instead of the one recognised.")
@click.option("--json", "as_json", is_flag=True, help="Print the readings as JSON.")
@click.option("--out", type=click.Path(path_type=Path), help="Write one ID.json for each file into this folder.")
@click.option(
    "--list", "listing", type=click.Path(path_type=Path),
    help="A table of files: id, file, language, reference_date, url, tab-separated.",
)  # fmt: skip
@click.option(
    "--model", "places", multiple=True, metavar="PLACE",
    help="A spaCy model to check names with: its package or folder, once for each language. It must be one that is "
    "known by its SHA-256, or PLACE#sha256=HEX.",
)  # fmt: skip
def command(
    files: tuple[Path, ...],
    published: str,
    language: str,
    as_json: bool,
    out: Path | None,
    listing: Path | None,
    places: tuple[str, ...],
) -> int:
    """Read FILES like a careful sub-editor: who said what, which figures, when, and what is only claimed.

    Text, HTML, PDF, e-mail, CSV, XLSX, JSON of posts and comments, and the pages of web archives (WARC, WACZ). Every
    item carries the exact words and their place.
    """
    console = Console(as_json=as_json)
    jobs = list(_jobs(files, listing, published, language))
    if not jobs:
        raise UsageError("there is no file to read", todo="name one: recoupe text story.html")
    models = by_language(places) if places else from_environment()
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    parser = described(models)
    failed = done = 0
    answers: list[Answer] = []
    with console.progress() as events:
        for job in _unpacked(jobs, events):
            total = max(len(jobs), done + 1)
            events(Progress(operation="text", stage="reading", item=job.name, done=done, total=total))
            done += 1
            try:
                if job.error is not None:
                    raise job.error
                document, marks = read_file(job, models)
            except RecoupeError as error:
                failed += 1
                events(Notice(level="failure", item=job.name, text=error.reason, todo=error.todo))
                continue
            except Exception as error:  # a fault of ours in one text must not cost the others
                log.exception("reading %s failed", job.name)
                failed += 1
                reason = f"the reader of texts has a fault: {type(error).__name__}: {error}"
                todo = "report it with the version of recoupe and, if you may share it, the file; the others are read"
                events(Notice(level="failure", item=job.name, text=reason, todo=todo))
                continue
            answer = answer_of(document, marks, name=job.file or job.path.name, identity=job.name, parser=parser)
            for note in job.notes:
                events(Notice(level="warning" if note.endswith("differs") else "info", item=job.name, text=note))
            for remark in document.remarks:
                events(Notice(level="warning", item=job.name, text=remark))
            if out is not None:
                _write(out / f"{job.name}.json", answer)
            elif as_json:
                answers.append(answer)
            else:
                draw(console, job.name, document, marks)
        events(Progress(operation="text", stage="reading", done=done, total=done, finished=True))
    if out is not None:
        console.result({"written": done - failed, "failed": failed, "folder": str(out)})
        console.print(f"{done - failed} readings in {escape(str(out))}" + (f", {failed} failed" if failed else ""))
    elif as_json:
        console.result(joined(answers))
    return 1 if failed else 0


def read_file(job: Job, models: Mapping[str, Model] | None = None) -> tuple[Document, tuple[Mark, ...]]:
    """Open one file in the jailed child and mark it.

    Raises:
        InputError: The file is missing, empty, no text or broken. JailError: The child did not finish.
    """
    if not job.path.exists():
        raise MissingFile(f"there is no file {job.path}", todo="check the name")
    if not job.path.is_file():
        raise UnreadableFile(f"{job.path} is not a file", todo="name the files in it")
    media_type = job.media_type or recognise(job.path)
    if kind_of(media_type) in {"image", "audio", "video"}:
        raise UnsupportedFile(
            f"{job.name} is {media_type}, not a text", todo="add it to a case: `recoupe add CASE FILE`"
        )
    settings = {"media_type": media_type, "url": job.url, "language": job.language, "published": job.published}
    document = open_text(job.path, settings, size=job.path.stat().st_size)
    identity = content_id("text", document.text)
    marks = read_document(document, "0" * 64, identity, job.published or document.published or None, models)
    return with_doubts(document, marks), marks


def _unpacked(jobs: list[Job], events: Events) -> Iterator[Job]:
    """The jobs, a web archive being one for each page and document in it, for as long as the next is not asked for."""
    for job in jobs:
        try:
            kind = recognise(job.path) if job.path.is_file() else ""
        except OSError:
            kind = ""
        if not is_archive(job.path.name, kind):
            yield job
            continue
        with contextlib.ExitStack() as stack:
            try:
                taken = stack.enter_context(opened(job.path, kind, size=job.path.stat().st_size, events=events))
            except RecoupeError as error:
                yield replace(job, error=error)
                continue
            for remark in (*taken.remarks, *taken.checks):
                events(Notice(level="info", item=job.name, text=remark))
            members = list(_pages(taken.members, job))
            yield from members
            if not members:
                reason = "there is no page or document in this archive"
                yield replace(job, error=UnsupportedFile(reason, todo="add it to a case: `recoupe add CASE FILE`"))


def _pages(members: Iterable[Member], job: Job) -> Iterator[Job]:
    for member in members:
        told = member.told
        kind = recognise(member.path, declared=told.kind if told.kind in KNOWN else declared_type(told.name))
        if kind_of(kind) == "text" or kind == "message/rfc822":
            name = f"{job.name}-{told.number + 1}"
            file = f"{job.path.name}/{told.number + 1} {visible(told.name)}"
            url = visible(told.url)
            notes = (*member.notes(), *member.checks())
            yield Job(name, member.path, job.language, job.published, job.url or url, file, kind, notes)


def _jobs(files: tuple[Path, ...], listing: Path | None, published: str, language: str) -> Iterator[Job]:
    seen: dict[str, int] = {}
    for path in files:
        name = path.stem or path.name
        seen[name] = seen.get(name, 0) + 1
        yield Job(name if seen[name] == 1 else f"{name}-{seen[name]}", path, language, published)
    if listing is None:
        return
    try:
        rows = listing.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise MissingFile(f"the list {listing} cannot be read: {error.strerror}", todo="check the name") from error
    for row in rows:
        cells = [*row.split("\t"), "", "", "", ""]
        if not row.strip() or cells[:2] == ["id", "file"]:
            continue
        if not cells[1]:
            raise UsageError(
                f"a row of {listing} has no file: {row[:80]!r}", todo="columns: id, file, language, reference_date, url"
            )
        if Path(cells[0]).name != cells[0]:
            raise UsageError(f"the id {cells[0]!r} in {listing} is no name for a file", todo="leave out / and ..")
        path = Path(cells[1])
        place = path if path.is_absolute() or path.exists() else listing.parent / path
        yield Job(cells[0], place, cells[2] or language, cells[3] or published, cells[4])


def _write(path: Path, answer: Answer) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(answer), indent=1) + b"\n")
