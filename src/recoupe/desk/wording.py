"""What marks, outcomes and media types are called on a page: plain words, hedges kept, no verdicts."""

from __future__ import annotations

import msgspec

from recoupe.draw.text import one_line
from recoupe.model import (
    AssertedEdit,
    AssertedTime,
    Caution,
    Declined,
    Denial,
    Figure,
    ImageFacts,
    Impulse,
    Mark,
    MediaFacts,
    Mention,
    Note,
    PictureState,
    Place,
    Quote,
    ScreenText,
    Segment,
    SoundState,
    Speech,
    Transient,
    When,
)
from recoupe.publish.wording import mark_says

MARK_NAMES: dict[str, tuple[str, str]] = {
    "quote": ("quotation", "quotations"),
    "figure": ("figure", "figures"),
    "when": ("date or time", "dates and times"),
    "mention": ("name", "names"),
    "asserted_time": ("time said of a clip", "times said of clips"),
    "asserted_edit": ("edit said of a clip", "edits said of clips"),
    "declined": ("declined to comment", "declined to comment"),
    "denial": ("denial", "denials"),
    "caution": ("caution of the text", "cautions of the text"),
    "impulse": ("sharp sound", "sharp sounds"),
    "transient": ("brief change of light", "brief changes of light"),
    "camera_shot": ("camera shot", "camera shots"),
    "picture_state": ("picture black, frozen or missing", "stretches of black, frozen or missing picture"),
    "sound_state": ("sound silent or clipped", "stretches of silent or clipped sound"),
    "speech": ("words heard", "words heard"),
    "screen_text": ("text in the picture", "texts in the picture"),
    "segment": ("part of the page", "parts of the page"),
    "media_facts": ("what the file says of itself", "what the file says of itself"),
    "image_facts": ("what the file says of itself", "what the file says of itself"),
    "count": ("count", "counts"),
    "place": ("place", "places"),
    "note": ("note", "notes"),
}

GROUPS: dict[str, str] = {
    "footage": "Footage",
    "arithmetic": "Arithmetic",
    "wording": "Wording",
    "sources": "Sources",
    "order": "Order in time",
}

KINDS: dict[str, str] = {"video": "Footage", "audio": "Sound", "image": "Image", "text": "Text", "other": "File"}


def mark_name(kind: str, count: int = 1) -> str:
    """The kind of a mark in words, in the singular or the plural."""
    one, many = MARK_NAMES.get(kind, (kind.replace("_", " "), kind.replace("_", " ")))
    return one if count == 1 else many


def describe(mark: Mark) -> str:
    """One line on what a mark says, without the words it stands on; hedges last, verbatim."""
    hedges = ", ".join(f"“{one_line(hedge)}”" for hedge in mark.hedges)
    return "; ".join(part for part in (_said(mark), f"hedged: {hedges}" if hedges else "") if part)


def _said(mark: Mark) -> str:
    match mark.body:
        case (
            Quote()
            | Figure()
            | When()
            | Mention()
            | AssertedTime()
            | AssertedEdit()
            | Denial()
            | ScreenText()
            | Speech()
        ):
            return mark_says(mark)
        case Impulse() as sound:
            return (
                f"{sound.prominence_db:.0f} dB over the background, about {sound.centroid_hz / 1000:.1f} kHz, "
                f"rises in {sound.rise_ms:.1f} ms, falls in {sound.decay_ms:.0f} ms"
                + (f"; {one_line(sound.character)}" if sound.character else "")
            )
        case Transient() as light:
            return f"{light.contrast:.0f} grey levels over {light.area:.1%} of the picture, {_frames(light.frames)}"
        case PictureState(state=state) | SoundState(state=state):
            return state.replace("_", " ")
        case Note(text=text):
            return f"“{one_line(text)}”"
        case Declined() as declined:
            return f"{one_line(declined.who)}: {declined.kind.replace('_', ' ')}"
        case Caution() as caution:
            return f"by {one_line(caution.by)}" + (f", on {one_line(caution.about)}" if caution.about else "")
        case Segment(role=role):
            return role.replace("_", " ")
        case Place(name=name):
            return one_line(name)
        case _:
            return ""


def _frames(count: int) -> str:
    return "one frame" if count == 1 else f"{count} frames"


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list of facts: what it is about and what it says."""

    name: str
    value: str


def file_facts(mark: Mark) -> tuple[Fact, ...]:
    """What a file says of itself, line by line; nothing of it has been checked."""
    match mark.body:
        case MediaFacts(facts=facts):
            lines = [("Container", facts.container), ("Length", f"{float(facts.span.duration):.3f} s")]
            if facts.picture is not None:
                picture = facts.picture
                rate = picture.constant_rate
                pace = f"{float(1 / rate.fraction):.3f} frames a second" if rate else "frames of unlike length"
                lines.append(("Picture", f"{picture.codec}, {picture.width} × {picture.height}, {pace}"))
                lines.append(("Frames", str(picture.frames)))
            else:
                lines.append(("Picture", "no picture track"))
            if facts.sound is not None:
                sound = facts.sound
                silent = ", digital silence throughout" if sound.silent else ""
                lines.append(("Sound", f"{sound.codec}, {sound.sample_rate} Hz, {sound.channels} channel(s){silent}"))
            else:
                lines.append(("Sound", "no sound track"))
            lines += [("Remark", remark) for remark in facts.remarks]
        case ImageFacts() as image:
            lines = [("Format", image.format), ("Size", f"{image.width} × {image.height}")]
            lines += [
                ("Date as the file writes it", image.taken),
                ("Camera", image.camera),
                ("Software", image.software),
            ]
            if image.latitude is not None and image.longitude is not None:
                lines.append(("Position as the file writes it", f"{image.latitude:.5f}, {image.longitude:.5f}"))
        case _:
            lines = []
    return tuple(Fact(name=name, value=value) for name, value in lines if value)
