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

OUTCOMES: dict[str, str] = {
    "holds": "What was checked is so.",
    "differs": "What was checked is not so.",
    "tension": "The two do not sit well together; both may be true.",
    "incomplete": "Something the check needs is missing.",
    "cannot tell": "It was checked, and the evidence does not decide.",
}

GROUPS: dict[str, str] = {
    "footage": "Footage",
    "arithmetic": "Arithmetic",
    "wording": "Wording",
    "sources": "Sources",
    "order": "Order in time",
}

STANDINGS: dict[str, str] = {
    "established": "Arithmetic, digests or edit maps establish it.",
    "supported": "Sources support it.",
    "reported": "A source says so.",
    "disputed": "Sources contradict it.",
    "open": "Not decided.",
}

KINDS: dict[str, str] = {"video": "Footage", "audio": "Sound", "image": "Image", "text": "Text", "other": "File"}


def mark_name(kind: str, count: int = 1) -> str:
    """The kind of a mark in words, in the singular or the plural."""
    one, many = MARK_NAMES.get(kind, (kind.replace("_", " "), kind.replace("_", " ")))
    return one if count == 1 else many


def describe(mark: Mark) -> str:
    """One line on what a mark says, without the words it stands on; hedges last, verbatim."""
    said = _said(mark)
    hedges = ", ".join(f"“{one_line(hedge)}”" for hedge in mark.hedges)
    return "; ".join(part for part in (said, f"hedged: {hedges}" if hedges else "") if part)


def _said(mark: Mark) -> str:
    match mark.body:
        case Quote() as quote:
            return _quote(quote)
        case Figure() as figure:
            return _figure(figure)
        case When() as when:
            basis = f", counted from {when.anchor}" if when.anchor else ""
            return f"{when.value}{basis}"
        case Mention() as mention:
            return ", ".join(str(p) for p in (mention.kind, mention.role, _age(mention.age), mention.gloss) if p)
        case AssertedTime() as time:
            return _asserted_time(time)
        case AssertedEdit() as edit:
            return " ".join(p for p in ("said to be", edit.edit, _of(edit.what), f"by {edit.by}") if p)
        case Impulse() as sound:
            tone = "ringing" if sound.tonality >= 0.5 else "noise-like"
            return (
                f"{sound.prominence_db:.0f} dB over the background, about {sound.centroid_hz / 1000:.1f} kHz, {tone}, "
                f"rises in {sound.rise_ms:.1f} ms, falls in {sound.decay_ms:.0f} ms"
            )
        case Transient() as light:
            return f"{light.contrast:.0f} grey levels over {light.area:.1%} of the picture, {_frames(light.frames)}"
        case PictureState(state=state) | SoundState(state=state):
            return state.replace("_", " ")
        case Speech() as speech:
            return f"“{one_line(speech.text)}”" + (f" ({speech.language})" if speech.language != "und" else "")
        case ScreenText(text=text) | Note(text=text):
            return f"“{one_line(text)}”"
        case Declined() as declined:
            return f"{declined.who}: {declined.kind.replace('_', ' ')}"
        case Denial() as denial:
            return f"{denial.who}: {denial.kind}"
        case Caution() as caution:
            return f"by {caution.by}" + (f", on {caution.about}" if caution.about else "")
        case Segment(role=role):
            return role.replace("_", " ")
        case Place(name=name):
            return name
        case MediaFacts() | ImageFacts():
            return ""
        case _:
            return ""


def _quote(quote: Quote) -> str:
    who = quote.person or quote.speaker
    parts = [who or "nobody is named", quote.role or ""]
    if quote.verb:
        parts.append(f"“{quote.verb}”")
    if quote.via:
        parts.append(f"passed on by {quote.via}")
    if quote.kind != "direct":
        parts.append(quote.kind.replace("_", " "))
    if quote.attribution in {"continued", "implied"}:
        parts.append(f"{quote.attribution}, not said outright")
    return ", ".join(part for part in parts if part)


def _figure(figure: Figure) -> str:
    if figure.vague:
        head = f"“{figure.vague}”, no number given"
    elif figure.low is not None or figure.high is not None:
        head = f"{_number(figure.low)}–{_number(figure.high)}"
    elif figure.value is not None:
        sign = {"=": "", "~": "about ", "<": "under ", ">": "over ", "<=": "at most ", ">=": "at least "}[figure.bound]
        head = f"{sign}{_number(figure.value)}"
    else:
        head = "no number given"
    unit = {"percent": "%", None: ""}.get(figure.unit, figure.unit or "")
    tail = [
        f"of {_number(figure.of)}" if figure.of is not None else "",
        f"per {figure.per}" if figure.per else "",
        figure.measures or "",
    ]
    first = " ".join(part for part in (head, unit) if part)
    said_by = f"according to {figure.attributed_to}" if figure.attributed_to else ""
    return ", ".join(part for part in (" ".join([first, *(t for t in tail[:2] if t)]), tail[2], said_by) if part)


def _asserted_time(time: AssertedTime) -> str:
    if time.low_s is not None or time.high_s is not None:
        value = f"{_number(time.low_s)}–{_number(time.high_s)} s"
    elif time.value_s is not None:
        value = f"{'about ' if time.bound == '~' else ''}{_number(time.value_s)} s"
    else:
        value = "no number given"
    return ", ".join(p for p in (f"{time.kind} {value}", time.what, f"of {time.about}", f"said by {time.by}") if p)


def _number(value: float | None) -> str:
    if value is None:
        return "…"
    return f"{value:,.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def _age(age: int | None) -> str:
    return f"{age} years old" if age is not None else ""


def _of(what: str) -> str:
    return f"({what})" if what else ""


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
