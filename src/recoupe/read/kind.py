"""What kind of file a source is: the first reading of every source, and the one that says when nothing can be read.

A file whose name promises another kind than its bytes are fails here with the reason; whatever reads its
bytes reads it all the same. Kinds that share a container (video, audio) are one kind for this purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recoupe.errors import EmptyFile, MislabelledFile, UnsupportedFile
from recoupe.events import Events
from recoupe.model import Scalar, Source, kind_of
from recoupe.read.registry import READERS as ALL_READERS
from recoupe.read.registry import Reader, ReadResult

if TYPE_CHECKING:
    from recoupe.preserve import Case

READABLE = "text, HTML, PDF, e-mail, CSV, XLSX, JSON, subtitles (SRT, WebVTT), images, audio and video"


def run(case: Case, source: Source, events: Events) -> ReadResult:
    """Say what the source is.

    Raises:
        EmptyFile: It has no bytes.
        MislabelledFile: Its name promises another kind.
        UnsupportedFile: No reader accepts it.
    """
    if source.size == 0:
        raise EmptyFile(f"{source.name} is empty (0 bytes)", todo="collect it again: the download may have failed")
    accepted = readers_of(source)
    if not accepted and any(origin.method == "side-car" for origin in source.origins):
        return ReadResult(
            remarks=("a side-car: what it says of the footage beside it stands in that footage's origin",)
        )
    if not accepted and any(origin.method == "archive" for origin in source.origins):
        return ReadResult(remarks=("a web archive: what it holds stands beside it as sources of its own",))
    if mislabelled(source):
        raise MislabelledFile(
            f"{source.name} promises {source.declared_type} by its name, but its bytes are "
            f"{_described(source.media_type)}",
            todo="it was read as what its bytes are; check where it came from"
            if accepted
            else "collect it again: a page with an error, or half a download, is often saved under such a name",
        )
    if not accepted:
        raise UnsupportedFile(
            f"{source.name} is {_described(source.media_type)}, which no reader here accepts",
            todo=f"convert it to one of {READABLE}, and add that beside it; its bytes are kept either way",
        )
    return ReadResult(remarks=(f"recognised as {source.media_type} from its bytes",))


def readers_of(source: Source) -> tuple[str, ...]:
    """Names of the other readers that accept the source."""
    return tuple(reader.name for reader in ALL_READERS.values() if reader.name != "kind" and reader.accepts(source))


def mislabelled(source: Source) -> bool:
    """Whether name and bytes are of kinds that no honest copy mixes up."""
    if not source.declared_type or source.declared_type == source.media_type:
        return False
    declared, found = _family(source.declared_type), _family(source.media_type)
    return declared not in (found, "other")


def _family(media_type: str) -> str:
    # A PDF, a spreadsheet and a page are all `text` to the readers, and still nobody should take one for another.
    kind = kind_of(media_type)
    if kind in ("video", "audio"):
        return "footage"
    if kind == "text" and media_type.startswith("application/") and media_type not in _MARKUP:
        return media_type
    return kind


_MARKUP = ("application/xhtml+xml", "application/json", "application/x-subrip")


def _described(media_type: str) -> str:
    return "of no kind that was recognised" if media_type == "application/octet-stream" else media_type


def settings() -> dict[str, Scalar]:
    """The readers there are: with a new one, a file that nothing could read is looked at again."""
    return {"readers": " ".join(f"{name}" for name in ALL_READERS if name != "kind")}


READERS = (Reader(name="kind", version="1", accepts=lambda source: True, run=run, settings=settings),)
