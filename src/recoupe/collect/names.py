"""Names of files: how they are shown, and what kind of file they promise."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

_TYPES: Final = {
    "video/mp4": "mp4 m4v",
    "video/quicktime": "mov qt",
    "video/webm": "webm",
    "video/x-matroska": "mkv mk3d",
    "video/x-msvideo": "avi",
    "video/mp2t": "ts m2ts mts",
    "video/mpeg": "mpg mpeg vob m2v",
    "video/ogg": "ogv",
    "video/3gpp": "3gp 3g2",
    "video/x-ms-asf": "wmv asf",
    "video/x-flv": "flv",
    "audio/mpeg": "mp3 mp2",
    "audio/mp4": "m4a m4b",
    "audio/aac": "aac",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/ogg": "ogg oga opus",
    "audio/amr": "amr",
    "audio/aiff": "aif aiff",
    "audio/x-caf": "caf",
    "audio/x-matroska": "mka",
    "audio/x-ms-wma": "wma",
    "image/jpeg": "jpg jpeg jpe jfif",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/heic": "heic heif",
    "image/avif": "avif",
    "image/tiff": "tif tiff",
    "image/bmp": "bmp",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
    "text/html": "html htm",
    "application/xhtml+xml": "xhtml",
    "application/xml": "xml rss atom",
    "text/plain": "txt text md description log",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv tab",
    "text/vtt": "vtt",
    "application/x-subrip": "srt",
    "application/json": "json",
    "application/rtf": "rtf",
    "message/rfc822": "eml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.ms-outlook": "msg",
    "application/epub+zip": "epub",
    "application/zip": "zip",
    "application/gzip": "gz tgz",
    "application/x-7z-compressed": "7z",
    "application/vnd.rar": "rar",
    "application/x-tar": "tar",
    "application/warc": "warc",
    "application/wacz": "wacz",
    "application/vnd.apple.mpegurl": "m3u8 m3u",
    "application/dash+xml": "mpd",
    "application/sdp": "sdp",
}
KNOWN: Final = frozenset(_TYPES)
"""Every media type that a name can promise."""
_BY_ENDING: Final = {ending: kind for kind, endings in _TYPES.items() for ending in endings.split()}


def declared_type(name: str) -> str:
    """The media type a file's name promises; empty when its ending promises nothing known."""
    return _BY_ENDING.get(PurePath(name).suffix.lower().removeprefix("."), "")


def visible(name: str) -> str:
    r"""A name as it can be stored and shown: what would not print stands as an escape.

    Control characters, direction overrides and bytes that are no text become `\n`, `\u202e`, `\xff`. A name
    of printable characters stays as it is.
    """
    return "".join(c if c.isprintable() else _escaped(c) for c in name)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # how the operating system's undecodable bytes reach Python
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode()
