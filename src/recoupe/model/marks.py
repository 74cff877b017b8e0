"""Marks: typed things that a reading or a person found on a span.

A name says what was measured, not what it may mean: an Impulse is a sharp sound, not a shot. Hedges
are part of the mark and never dropped. `made_by` tells a machine's candidate from a person's word.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.model.documents import Post
from recoupe.model.footage import FootageFacts
from recoupe.model.ids import content_id
from recoupe.model.spans import Span
from recoupe.model.time import TimeSpan

Bound = Literal["=", "~", "<", ">", "<=", ">="]


class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """What a mark says; each kind adds its fields."""


class Speech(Body, frozen=True, kw_only=True, omit_defaults=True, tag="speech"):
    """Words heard in the sound. `probability` is the recogniser's own, 0–1."""

    text: str
    language: str = "und"
    probability: float | None = None


class MediaFacts(Body, frozen=True, kw_only=True, omit_defaults=True, tag="media_facts"):
    """What the container and streams of a clip say, and its presented length: on the whole clip."""

    facts: FootageFacts


class ImageFacts(Body, frozen=True, kw_only=True, omit_defaults=True, tag="image_facts"):
    """What an image file says of itself: on the whole picture. Nothing of it has been checked.

    width, height: as displayed, orientation applied. taken: the date as the file writes it.
    latitude, longitude: degrees (WGS 84), as the file claims.
    """

    format: str
    width: int
    height: int
    orientation: int = 1
    frames: int = 1
    taken: str = ""
    camera: str = ""
    software: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Impulse(Body, frozen=True, kw_only=True, omit_defaults=True, tag="impulse"):
    """A short sharp sound, described acoustically; a candidate for a person to label, not a verdict.

    onset: where the rise begins, a zero-length span of the sound's own samples. peak_dbfs: loudest sample in dB of full
    scale. prominence_db: over the background before it. rise_ms: 10 to 90 % of the peak. decay_ms: to 20 dB below it.
    centroid_hz: spectral centre of gravity of the first 20 ms. tonality: 0 (noise) to 1 (a ringing tone).
    prominence orders candidates within a clip, 0–1.
    """

    onset: TimeSpan
    peak_dbfs: float
    prominence_db: float
    rise_ms: float
    decay_ms: float
    centroid_hz: float
    tonality: float
    prominence: float
    character: str = ""


class Transient(Body, frozen=True, kw_only=True, omit_defaults=True, tag="transient"):
    """A brief change of brightness in part of the picture.

    contrast: change against the frames around it, in grey levels 0–255. area: share of the picture, 0–1.
    """

    contrast: float
    area: float
    frames: int
    prominence: float


class CameraShot(Body, frozen=True, kw_only=True, omit_defaults=True, tag="camera_shot"):
    """An unbroken run of frames between two changes of view."""

    index: int


class PictureState(Body, frozen=True, kw_only=True, omit_defaults=True, tag="picture_state"):
    """A run of frames that are black, frozen, or missing from a steady rate."""

    state: Literal["black", "frozen", "gap"]


class SoundState(Body, frozen=True, kw_only=True, omit_defaults=True, tag="sound_state"):
    """A run of sound that is digital silence, or clipped."""

    state: Literal["digital_silence", "clipped"]


class ScreenText(Body, frozen=True, kw_only=True, omit_defaults=True, tag="screen_text"):
    """Text read from a picture. `probability` is the recogniser's own, 0–1."""

    text: str
    probability: float | None = None


class Segment(Body, frozen=True, kw_only=True, omit_defaults=True, tag="segment"):
    """A part of a page with its role: see `recoupe.model.documents.Part`. post: of a post or comment, by whom."""

    role: str
    post: Post | None = None


class Quote(Body, frozen=True, kw_only=True, omit_defaults=True, tag="quote"):
    """Words given as somebody's own, or reported speech (`kind` indirect).

    kind: direct, partial, testimony, pull_quote, caption, embed, related, indirect.
    speaker: as the text words it; speaker_start/end: that mention in the document; person: the name it resolves to.
    attribution: explicit, continued, implied, none. verb: the verb of saying. via: who passed it on.
    language: of the words as they stand; spoken_in: the language they were said in, where the text names another.
    gloss: the translation or meaning that the text gives beside them. insertions: words that an editor put in, in
    brackets. omissions: how often the text says that words were left out. sic: it says that an error is the speaker's.
    unclosed: the closing mark is missing, so that where the words end is a guess.
    """

    kind: str = "direct"
    speaker: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    person: str | None = None
    role: str | None = None
    attribution: str = "none"
    verb: str | None = None
    via: str | None = None
    language: str = "und"
    gloss: str | None = None
    insertions: tuple[str, ...] = ()
    spoken_in: str | None = None
    omissions: int = 0
    sic: bool = False
    unclosed: bool = False


class Figure(Body, frozen=True, kw_only=True, omit_defaults=True, tag="figure"):
    """A number with its unit, as exactly as the text puts it and no more so.

    value is in the base unit named; None with `vague` set where the text gives no number ("dozens"). low/high: a range.
    qualifier: the words that bound it ("as many as"). measures: what is counted. of: the whole it is a part of.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    bound: Bound = "="
    qualifier: str | None = None
    measures: str | None = None
    per: str | None = None
    of: float | None = None
    attributed_to: str | None = None
    vague: str | None = None
    converted_from: str | None = None


class When(Body, frozen=True, kw_only=True, omit_defaults=True, tag="when"):
    """An expression of time. value is EDTF (ISO 8601-2), or `unknown`.

    part: the part of the day that is named beside a day (`night`), which EDTF has no form for.
    anchor: the date it was counted from; basis: publication, scene, quotation, stated, none.
    """

    value: str
    kind: str = "date"
    part: str | None = None
    anchor: str | None = None
    basis: str = "none"


class Mention(Body, frozen=True, kw_only=True, omit_defaults=True, tag="mention"):
    """A name of a person, organisation or place. `entity` is the same for mentions tied within one document."""

    name: str
    kind: Literal["person", "organisation", "place", "other"]
    entity: str
    role: str | None = None
    age: int | None = None
    gloss: str | None = None
    aliases: tuple[str, ...] = ()


class AssertedTime(Body, frozen=True, kw_only=True, omit_defaults=True, tag="asserted_time"):
    """What a text says of a clip's clock ("at around 16 seconds").

    about: which clip, as worded. kind: length, position, offset, duration. low_s/high_s: decimal seconds a range names.
    relative_to: id of the asserted time an offset counts from. sense: heard, seen, said or empty. by: who asserts it.
    Seconds are the text's own decimal words, not a measurement of footage.
    """

    about: str
    kind: Literal["length", "position", "offset", "duration"]
    what: str = ""
    value_s: float | None = None
    low_s: float | None = None
    high_s: float | None = None
    bound: Bound = "="
    hedge: str | None = None
    relative_to: str | None = None
    sense: str = ""
    by: str = "narrator"


class AssertedEdit(Body, frozen=True, kw_only=True, omit_defaults=True, tag="asserted_edit"):
    """What a text says was done to footage: removed, shortened, muted, added, altered, or left whole.

    what: the thing done to, as worded ("the sound of a firearm"); about: which footage, as worded.
    sense: sound, picture or empty. by: who says so.
    """

    edit: Literal["removed", "shortened", "muted", "added", "altered", "complete"]
    what: str = ""
    about: str = ""
    sense: str = ""
    by: str = "narrator"


class Declined(Body, frozen=True, kw_only=True, omit_defaults=True, tag="declined"):
    """Somebody asked did not comment. kind: declined, no_reply, unreachable."""

    who: str
    asked_by: str | None = None
    what: str | None = None
    kind: str = "declined"


class Denial(Body, frozen=True, kw_only=True, omit_defaults=True, tag="denial"):
    """Somebody denies or disavows. kind: denial, disavowal."""

    who: str
    kind: str = "denial"


class Caution(Body, frozen=True, kw_only=True, omit_defaults=True, tag="caution"):
    """A limit the text itself puts on what it says. by: who; about: on what."""

    by: str = "narrator"
    about: str = ""


class Count(Body, frozen=True, kw_only=True, omit_defaults=True, tag="count"):
    """A count made by a person on a frame. points: x, y in fractions of the picture, 0–1."""

    what: str
    points: tuple[tuple[float, float], ...]


class Place(Body, frozen=True, kw_only=True, omit_defaults=True, tag="place"):
    """A place a person gave, with latitude and longitude in degrees (WGS 84) where known."""

    name: str
    latitude: float | None = None
    longitude: float | None = None


class Note(Body, frozen=True, kw_only=True, omit_defaults=True, tag="note"):
    """A person's remark on a span."""

    text: str


AnyBody = (
    Speech
    | MediaFacts
    | ImageFacts
    | Impulse
    | Transient
    | CameraShot
    | PictureState
    | SoundState
    | ScreenText
    | Segment
    | Quote
    | Figure
    | When
    | Mention
    | AssertedTime
    | AssertedEdit
    | Declined
    | Denial
    | Caution
    | Count
    | Place
    | Note
)


class Mark(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing found on one span. hedges: the text's own softening words, verbatim."""

    id: str
    span: Span
    body: AnyBody
    reading: str = ""
    hedges: tuple[str, ...] = ()
    made_by: str = "machine"

    @property
    def type(self) -> str:
        """The kind of its body: quote, figure, impulse …"""
        return str(self.body.__struct_config__.tag)


def mark(span: Span, body: AnyBody, *, reading: str, hedges: tuple[str, ...] = (), made_by: str = "machine") -> Mark:
    """A mark whose id follows from its reading, span and body: the same on every run."""
    name = content_id("mark", reading, span, body, hedges, made_by)
    return Mark(id=name, span=span, body=body, reading=reading, hedges=hedges, made_by=made_by)
