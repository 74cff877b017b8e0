"""Which kinds of file are read, and what to do with the others. All are preserved."""

from __future__ import annotations

from typing import Final

from recoupe.model import kind_of

_READ: Final = frozenset(
    {
        "application/pdf",
        "application/json",
        "application/xhtml+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "message/rfc822",
    }
)
_NOT_READ: Final = frozenset({"image/svg+xml", "image/vnd.adobe.photoshop", "image/jxl", "image/x-canon-cr3"})
_OFFICE: Final = ("msword", "wordprocessingml", "presentationml", "ms-powerpoint", "opendocument", "rtf", "epub")
_ARCHIVES: Final = frozenset(
    {
        "application/zip",
        "application/gzip",
        "application/x-7z-compressed",
        "application/vnd.rar",
        "application/x-tar",
        "application/x-bzip2",
        "application/x-xz",
        "application/zstd",
    }
)
_PLAYLISTS: Final = frozenset(
    {"application/vnd.apple.mpegurl", "application/dash+xml", "application/x-ffconcat", "application/sdp"}
)


def supported(media_type: str) -> bool:
    """Whether any reader takes this kind of file."""
    if media_type in _READ:
        return True
    return kind_of(media_type) in {"video", "audio", "image", "text"} and media_type not in _NOT_READ


def advice(media_type: str) -> str:
    """What to do so that a file of this kind can be read; empty when it is read as it is."""
    if supported(media_type):
        return ""
    if media_type == "application/x-empty":
        return "the download may have stopped; fetch it again"
    if media_type in _PLAYLISTS:
        return "it only points to footage: collect the footage itself"
    if media_type in _ARCHIVES:
        return "unpack it yourself, look at what is inside, and add the folder"
    if media_type in ("application/warc", "application/wacz"):
        return "save the pages in it as HTML or PDF and add those beside it"
    if "excel" in media_type or "spreadsheet" in media_type:
        return "save it as XLSX or CSV and add that beside it"
    if any(word in media_type for word in _OFFICE) or media_type == "application/x-ole-storage":
        return "save it as PDF or plain text and add that beside it"
    if media_type.startswith("image/"):
        return "save it as PNG or JPEG and add that beside it"
    if media_type == "application/age":
        return "decrypt it first"
    return "find out what it is; if it can be saved as PDF, plain text, PNG, MP4 or WAV, add that beside it"
