"""The job that reads what auto-archiver wrote of an address: which files it kept, and their hashes.

It runs in a jailed child. Three forms are read (bellingcat/auto-archiver, versions 0.6 to 1.x): `metadata.json` of its
JSON enricher, the report of its HTML formatter, and rows of its CSV database, whose cells are Python values as text.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, BinaryIO, Final
from urllib.parse import unquote, urlsplit

from recoupe.errors import DamagedFile
from recoupe.jail.outlet import Outlet

PRELOAD = ("html", "csv", "json")
BYTES_MAX: Final = 32 << 20
MOST_FILES: Final = 5_000
MOST_DEPTH: Final = 20
WORD: Final = 2_000
CAPTION: Final = 100_000
_HASH: Final = re.compile(r"\b(SHA-256|SHA3-512):([0-9a-f]{64}(?:[0-9a-f]{64})?)\b", re.I)
_LINK: Final = re.compile(r"(?:href|src|data|poster)\s*=\s*[\"']([^\"'<>]{1,2000})[\"']", re.I)
_ROW: Final = re.compile(r"<tr\b.*?(?=<tr\b|</tbody>|</table>|\Z)", re.S | re.I)
_CELLS: Final = re.compile(r"<td[^>]*>(.*?)</td>", re.S | re.I)
_HEADING: Final = re.compile(r"Archived media for\s*<span[^>]*>(.*?)</span>", re.S | re.I)
_TITLE: Final = re.compile(r"<b>title:</b>\s*'?<span[^>]*>(.*?)</span>", re.S | re.I)
_TAG: Final = re.compile(r"<[^>]*>")
_QUOTED: Final = re.compile(r"'((?:[^'\\]|\\.){1,2000})'|\"((?:[^\"\\]|\\.){1,2000})\"")
_KEYS: Final = {"filename", "key", "_key", "urls"}
_MADE: Final = re.compile(r"datetime\.datetime\((\d{4}), (\d+), (\d+)(?:, (\d+))?(?:, (\d+))?(?:, (\d+))?[^)]*\)")


def read(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> list[dict[str, Any]]:
    """What is stated, one record for each address that was archived.

    Args:
        settings: `form`: `json`, `html` or `csv`.
    Returns:
        url, title, caption, published, archived (times as they stand there), files: names (last parts of
        paths and addresses), method, digest.
    Raises:
        DamagedFile: It is not of that form.
    """
    text = file.read(BYTES_MAX).decode("utf-8", "replace")
    records = {"json": _json, "html": _html, "csv": _csv}[settings["form"]](text)
    return [record for record in records if record["files"] or record["url"]]


def _json(text: str) -> Iterator[dict[str, Any]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedFile("it is not the JSON that its name promises") from error
    if not isinstance(found, dict) or not isinstance(found.get("media"), list):
        raise DamagedFile("it is JSON, but not what auto-archiver writes")
    metadata = found.get("metadata")
    yield _record(metadata if isinstance(metadata, dict) else {}, list(_media(found["media"], 0)))


def _media(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every file that is named, also those inside the properties of others."""
    if depth > MOST_DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            yield from _media(one, depth + 1)
    elif isinstance(value, dict):
        if isinstance(value.get("filename"), str):
            urls = value.get("urls")
            names = [value.get(key) for key in ("filename", "key", "_key")]
            names += urls if isinstance(urls, list) else []
            properties = value.get("properties")
            stated = properties.get("hash") if isinstance(properties, dict) else None
            yield _file([name for name in names if isinstance(name, str)], stated if isinstance(stated, str) else "")
        for one in value.values():
            yield from _media(one, depth + 1)


def _html(text: str) -> Iterator[dict[str, Any]]:
    heading = _HEADING.search(text)
    if heading is None:
        raise DamagedFile("it is HTML, but not a report of auto-archiver")
    title = _TITLE.search(text)
    content, _, rest = text.partition(">metadata</h2>")
    metadata: dict[str, Any] = {"url": _plain(heading[1]), "title": _plain(title[1]) if title else ""}
    for row in _ROW.findall(rest):
        cells = _CELLS.findall(row)
        if len(cells) == 2 and (key := _plain(cells[0])) in ("timestamp", "_processed_at", "content"):
            metadata.setdefault(key, _plain(cells[1]))
    files = []
    for row in _ROW.findall(content):
        hashes = list(dict.fromkeys(_HASH.findall(row)))
        links = [unescape(link) for link in _LINK.findall(row) if not link.startswith("data:")]
        # Where a row names several files with several hashes, a link alone does not tell which is whose.
        files += [_file(links if len(hashes) == 1 else [], f"{method}:{digest}") for method, digest in hashes]
    yield _record(metadata, files)


def _csv(text: str) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(BYTES_MAX)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise DamagedFile("it is no table that can be read") from error
    for row in rows[:MOST_FILES]:
        metadata = _pairs(str(row.get("metadata") or ""))
        yield _record(metadata, list(_cells(str(row.get("media") or ""))))


def _cells(text: str) -> Iterator[dict[str, Any]]:
    """The files of a cell: Python values as text, where each begins with its name."""
    starts = [found.start() for found in re.finditer(r"'filename'\s*:", text)]
    for at, end in zip(starts, [*starts[1:], len(text)], strict=False):
        piece = text[at:end]
        found = _HASH.search(piece)
        names, key = [], ""
        for one in _QUOTED.finditer(piece):
            word = one[1] or one[2] or ""
            if piece[one.end() : one.end() + 1] == ":":
                key = word
            elif key in _KEYS:
                names.append(word)
        yield _file(names, found[0] if found else "")


def _pairs(text: str) -> dict[str, str]:
    """The plain words of a dictionary as Python writes it."""
    found: dict[str, str] = {}
    words = list(_QUOTED.finditer(text))
    for one, following in zip(words, [*words[1:], None], strict=False):
        key = one[1] or one[2] or ""
        if text[one.end() : one.end() + 1] != ":" or key in found:
            continue
        made = _MADE.match(text, one.end() + 2)
        if made:
            year, *rest = (int(part or 0) for part in made.groups())
            month, day, hour, minute, second = rest
            found[key] = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        elif following is not None and not text[one.end() + 1 : following.start()].strip():
            found[key] = (following[1] or following[2] or "").replace("\\n", "\n")
    return found


def _record(metadata: dict[str, Any], files: list[dict[str, Any]]) -> dict[str, Any]:
    caption = metadata.get("content")
    return {
        "url": _word(metadata.get("url")),
        "title": _word(metadata.get("title")),
        "caption": _clean(caption)[:CAPTION] if isinstance(caption, str) else "",
        "published": _word(metadata.get("timestamp")),
        "archived": _word(metadata.get("_processed_at")),
        "files": [file for file in files if file["digest"]][:MOST_FILES],
    }


def _file(names: list[str], stated: str) -> dict[str, Any]:
    found = _HASH.fullmatch(stated)
    method, digest = (found[1].upper(), found[2].lower()) if found else ("", "")
    if len(digest) != {"SHA-256": 64, "SHA3-512": 128}.get(method):
        method = digest = ""
    return {"names": sorted({last for name in names[:50] if (last := _last(name))}), "method": method, "digest": digest}


def _last(name: str) -> str:
    """The last part of a path or an address."""
    try:
        path = unquote(urlsplit(name).path) if "://" in name else name
    except ValueError:
        return ""
    return _word(path.replace("\\", "/").rstrip("/").rpartition("/")[2])[:255]


def _plain(markup: str) -> str:
    return _clean(unescape(_TAG.sub(" ", markup))).strip()


def _word(value: Any) -> str:
    if not isinstance(value, str):
        return str(value)[:40] if isinstance(value, (int, float)) and not isinstance(value, bool) else ""
    return "".join(c if c.isprintable() else " " for c in _clean(value)[:WORD]).strip()


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
