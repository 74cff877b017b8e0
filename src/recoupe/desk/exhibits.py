"""What stands beside a finding or a statement: the passage, the instant, the edit map, each with its address.

An address names what is on screen: `/case/<handle>/source/<digest>?t=16.04`, `…?mark=<id>#<id>`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from recoupe.desk.drawing import t_value
from recoupe.desk.renditions import Renditions
from recoupe.desk.wording import describe, mark_name
from recoupe.draw.edits import Edit, edits
from recoupe.draw.text import one_line
from recoupe.model import Document, EditMap, Evidence, Finding, FootageFacts, Mark, MediaFacts, Source
from recoupe.preserve import Case
from recoupe.publish.passages import Passage as InParagraph
from recoupe.publish.passages import passages, where
from recoupe.publish.telling import tell_edit, tell_whole

USUAL_FRAME_S = Fraction(1, 25)
LEAD_IN = Fraction(3, 2)
"""Seconds played before the instant that a button names."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A player: address of the rendition, where it begins, seconds a frame lasts."""

    label: str
    href: str
    url: str
    start: str
    frame_s: str
    has_picture: bool
    poster: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a source in their paragraph, the marked ones told apart, with what each mark says of them."""

    source: str
    href: str
    words: InParagraph
    shape: str = "passage"


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment or stretch of footage. `start` and `end` in exact seconds; playing begins at `play_from`."""

    source: str
    digest: str
    href: str
    start: Fraction
    end: Fraction
    kind: str
    says: str
    clip: Clip
    shape: str = "instant"

    @property
    def play_from(self) -> Fraction:
        """A little before the instant, not before the clip."""
        return max(Fraction(0), self.start - LEAD_IN)


@dataclass(frozen=True, slots=True)
class Whole:
    """A source as a whole."""

    source: str
    href: str
    kind: str
    says: str = ""
    shape: str = "whole"


@dataclass(frozen=True, slots=True)
class Shown:
    """One edit of a map as a button: where to begin in A and in B."""

    number: int
    title: str
    state: str
    telling: str
    certainty: str
    a_from: Fraction
    b_from: Fraction
    a_at: Fraction
    b_at: Fraction


@dataclass(frozen=True, slots=True)
class Map:
    """An edit map with its edits and telling sentences."""

    id: str
    href: str
    a: Source
    b: Source
    editmap: EditMap
    edits: tuple[Shown, ...]
    clips: tuple[Clip, Clip]
    shape: str = "map"

    @property
    def telling(self) -> tuple[str, ...]:
        """The map in an editor's words."""
        return self.editmap.telling or (tell_whole(self.editmap, (self.a.name, self.b.name)),)


Exhibit = Passage | Instant | Whole | Map


class Book:
    """The records of one case, looked up while a page is made.

    Args:
        case: Open for reading.
        handle: The case's name in addresses.
        renditions: Makes in the background what the cache lacks.
    """

    def __init__(self, case: Case, handle: str, renditions: Renditions) -> None:
        self.case = case
        self.handle = handle
        self.renditions = renditions
        self._documents: dict[str, Document | None] = {}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Sources by digest, in order of adding."""
        return {source.digest: source for source in self.case.sources()}

    def name(self, digest: str) -> str:
        """A source's name made safe, or the head of its digest."""
        return one_line(self.sources[digest].name) if digest in self.sources else digest[:12]

    @cached_property
    def _facts(self) -> dict[str, FootageFacts]:
        found = self.case.marks(types={"media_facts"})
        return {m.span.source: m.body.facts for m in found if isinstance(m.body, MediaFacts)}

    def facts(self, digest: str) -> FootageFacts | None:
        """What a clip's streams are, None until it has been read."""
        return self._facts.get(digest)

    def frame_s(self, digest: str) -> Fraction:
        """Seconds a frame of a clip lasts, the usual 1/25 where its frames are of unlike length or not known."""
        facts = self.facts(digest)
        rate = facts.picture.constant_rate if facts and facts.picture else None
        return rate.fraction if rate else USUAL_FRAME_S

    def has_picture(self, digest: str) -> bool:
        """Whether a clip has a picture, as far as is known."""
        facts = self.facts(digest)
        return facts.picture is not None if facts else self.sources[digest].kind == "video"

    def source_href(self, digest: str) -> str:
        """The page of a source."""
        return f"/case/{self.handle}/source/{digest[:16]}"

    def mark(self, mark_id: str) -> Mark | None:
        """A mark by id, or None."""
        return self.case.mark(mark_id)

    def editmap(self, map_id: str) -> EditMap | None:
        """An edit map by id, or None."""
        return self.case.editmap(map_id)

    def href_of(self, mark: Mark) -> str:
        """Where a mark is on screen."""
        base = self.source_href(mark.span.source)
        if mark.span.time is not None:
            return f"{base}?t={t_value(mark.span.time.seconds[0])}"
        return f"{base}?mark={mark.id}#{mark.id}"

    def of_finding(self, finding: Finding) -> tuple[Exhibit, ...]:
        """Everything a finding used: maps first, then instants, then passages; whole sources only when nothing else."""
        found: list[Exhibit] = [m for i in finding.editmaps if (m := self.of_map(i)) is not None]
        found += self.of_marks(finding.marks)
        order = {"map": 0, "instant": 1, "passage": 2, "whole": 3}
        found.sort(key=lambda e: order[e.shape])
        if not found:
            found = [self.of_source(d) for d in finding.sources if d in self.sources]
        return tuple(found)

    def of_evidence(self, evidence: Sequence[Evidence]) -> tuple[Exhibit, ...]:
        """What a statement rests on; a finding stands for what it used."""
        out: list[Exhibit] = []
        loose: list[str] = []
        for item in evidence:
            if item.kind == "mark":
                loose.append(item.id)
            elif item.kind == "finding":
                finding = next((f for f in self.findings if f.id == item.id), None)
                out += self.of_finding(finding) if finding else ()
            elif item.kind == "source":
                out += [self.of_source(item.id)] if item.id in self.sources else []
            elif (found := self.of_map(item.id)) is not None:
                out.append(found)
        return tuple(dict.fromkeys([*out, *self.of_marks(loose)]))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings."""
        return tuple(self.case.findings())

    def of_source(self, digest: str) -> Whole:
        """A source as a whole."""
        return Whole(self.name(digest), self.source_href(digest), self.sources[digest].kind)

    def of_marks(self, ids: Sequence[str]) -> list[Exhibit]:
        """What some marks show: instants of footage, words in their paragraphs, whole sources."""
        marks = [m for i in ids if (m := self.mark(i)) is not None and m.span.source in self.sources]
        out: list[Exhibit] = []
        for mark in marks:
            digest, time = mark.span.source, mark.span.time
            if time is not None and mark.span.text is None:
                start, end = time.seconds
                out.append(
                    Instant(
                        source=self.name(digest),
                        digest=digest,
                        href=self.href_of(mark),
                        start=start,
                        end=end,
                        kind=mark_name(mark.type),
                        says=describe(mark),
                        clip=self.clip(digest, max(Fraction(0), start - LEAD_IN)),
                    )
                )
            elif mark.span.text is None:
                out.append(
                    Whole(self.name(digest), self.source_href(digest), self.sources[digest].kind, describe(mark))
                )
        written = [m for m in marks if m.span.text is not None]
        # The passage is named by its digest here, so that the marks it gathers can be found again for its address.
        for words in passages(written, lambda digest: digest, self.document, describe):
            places = {note.where for note in words.notes}
            first = next(m for m in written if m.span.source == words.name and where(m) in places)
            out.append(Passage(self.name(words.name), self.href_of(first), words))
        return out

    def document(self, digest: str) -> Document | None:
        """The text of a source, looked up once."""
        if digest not in self._documents:
            self._documents[digest] = self.case.document(digest)
        return self._documents[digest]

    def of_map(self, map_id: str) -> Map | None:
        """What an edit map shows."""
        editmap = self.editmap(map_id)
        if editmap is None or editmap.a not in self.sources or editmap.b not in self.sources:
            return None
        names = (self.sources[editmap.a].name, self.sources[editmap.b].name)
        told = tuple(shown_edit(editmap, edit, names) for edit in edits(editmap))
        starts = (told[0].a_from, told[0].b_from) if told else (Fraction(0), Fraction(0))
        return Map(
            id=editmap.id,
            href=f"/case/{self.handle}/compare/{editmap.id}",
            a=self.sources[editmap.a],
            b=self.sources[editmap.b],
            editmap=editmap,
            edits=told,
            clips=(self.clip(editmap.a, starts[0], "A"), self.clip(editmap.b, starts[1], "B")),
        )

    def clip(self, digest: str, start: Fraction, letter: str = "") -> Clip:
        """A player of a clip that begins at an instant."""
        href, t = self.source_href(digest), t_value(start)
        picture = self.has_picture(digest)
        return Clip(
            label=" · ".join(part for part in (letter, self.name(digest)) if part),
            href=f"{href}?t={t}",
            url=f"{href}/clip",
            start=t,
            frame_s=t_value(self.frame_s(digest)),
            has_picture=picture,
            poster=f"{href}/still.jpg?t={t}" if picture else "",
        )


def shown_edit(editmap: EditMap, edit: Edit, names: tuple[str, str]) -> Shown:
    """An edit in words, and where its button begins in both copies."""
    b_at = edit.segment.b.seconds[0]
    a_at = edit.segment.a.seconds[0] if edit.segment.a is not None else (edit.joint or Fraction(0))
    return Shown(
        number=edit.number,
        title=edit.title,
        state=edit.state,
        telling=edit.segment.telling or tell_edit(editmap, edit, names),
        certainty=edit.segment.certainty,
        a_from=max(Fraction(0), a_at - LEAD_IN),
        b_from=max(Fraction(0), b_at - LEAD_IN),
        a_at=a_at,
        b_at=b_at,
    )
