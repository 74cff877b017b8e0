"""JSON as a text: the side-car of a download, exports of posts and comments.

What people wrote becomes parts of a rendition: title, description, comments, posts, each with its author, time and
what it answers. A part's `pointer` (RFC 6901) names the string in the untouched JSON that it is, and `pointer_start`
where in that string, decoded, it begins: character n of the document is number n - start + pointer_start of the string.
A post whose string holds markup is shown without it, and has the pointer alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from recoupe.errors import DamagedFile
from recoupe.model import Document, Post
from recoupe.read.text.composing import Composer
from recoupe.read.text.language import quick_language
from recoupe.read.text.moments import moment, moment_of_epoch

MAX_BYTES = 64 << 20
MAX_POSTS = 20_000
MAX_DEPTH = 60
MAX_CHARACTERS = 1_000_000
MAX_STRING = 100_000

_TEXT = (
    "text",
    "full_text",
    "body",
    "content",
    "message",
    "selftext",
    "articleBody",
    "comment",
    "caption",
    "note_tweet",
)
_AUTHOR = ("author", "user", "account", "from", "sender", "creator", "owner", "uploader", "username", "nickname")
_AUTHOR_FLAT = ("author_name", "author_fullname", "user_name", "display_name", "name", "channel")
_NAME = ("display_name", "displayName", "name", "full_name", "title", "nickname", "username", "screen_name")
_HANDLE = ("acct", "screen_name", "username", "userName", "handle", "preferredUsername", "unique_id")
_TIME = (
    *("created_at", "createdAt", "created_utc", "timestamp", "published", "datePublished", "dateCreated", "date"),
    *("publishedAt", "time", "created", "posted_at", "date_unixtime", "taken_at", "create_time"),
)
_ID = ("id", "id_str", "@id", "comment_id", "post_id", "cid", "uri", "name")
_REPLY = (
    *("in_reply_to_id", "in_reply_to_status_id_str", "in_reply_to_status_id", "inReplyTo", "in_reply_to", "parent_id"),
    *("reply_to_message_id", "reply_to", "parent", "parentItem", "replyTo"),
)
_URL = ("url", "permalink", "link", "webpage_url", "html_url")
_MARKUP = re.compile(r"</?(?:p|br|a|span|div|b|i|em|strong|ul|li|blockquote)\b[^<>]*>", re.IGNORECASE)


def read_json(data: bytes, *, language: str = "", url: str = "") -> Document:
    """The document of a JSON file, or of JSON Lines.

    Raises:
        DamagedFile: It is no JSON.
    """
    remarks: list[str] = []
    value = _parsed(data, remarks)
    composer = Composer()
    facts: dict[str, Any] = {}
    if isinstance(value, dict) and _is_info(value):
        facts = _info(value, composer)
    else:
        posts = list(_posts(value, "", "", 0))
        if len(posts) > MAX_POSTS:
            remarks.append(f"only the first {MAX_POSTS:,} posts were read")
        for pointer, key, post in posts[:MAX_POSTS]:
            role = "comment" if post.reply_to or "comment" in pointer.casefold() else "post"
            _add(composer, _at(value, pointer)[key], role, f"{pointer}/{_escaped(key)}", post)
            if composer.size > MAX_CHARACTERS:
                remarks.append("only its first posts were read: the text is very long")
                break
    text, parts = composer.done()
    if not parts:
        remarks.append("JSON in which no post, comment or description was made out: it is kept, and nothing is read")
    return Document(
        text=text,
        offsets_into="rendition",
        language=language or quick_language(text),
        parts=parts,
        headline=str(facts.get("headline") or ""),
        authors=facts.get("authors", ()),
        published=str(facts.get("published") or ""),
        published_as_written=str(facts.get("as_written") or ""),
        publisher=str(facts.get("publisher") or ""),
        url=url or str(facts.get("url") or ""),
        remarks=tuple(remarks),
    )


def string_at(value: Any, pointer: str) -> str:
    """The string of parsed JSON that a pointer names; a list of strings and marked-up strings counts as one.

    Raises:
        KeyError, IndexError, ValueError: There is none.
    """
    return _joined(_at(value, pointer)) or ""


def _parsed(data: bytes, remarks: list[str]) -> Any:
    if len(data) > MAX_BYTES:
        remarks.append(f"only the first {MAX_BYTES:,} bytes were read")
        data = data[:MAX_BYTES]
    todo = "open it with the programme it was made with, and export it again"
    try:
        text = data.decode(json.detect_encoding(data), "replace").lstrip("\ufeff")
        return json.loads(text)
    except RecursionError as error:
        raise DamagedFile("the JSON is nested too deeply to be read", todo=todo) from error
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        found = list(_lines(lines))
        if not found:
            raise DamagedFile(f"it is not the JSON that it begins as: {error}", todo=todo) from error
        if len(found) < len(lines):
            remarks.append(f"{len(lines) - len(found):,} of {len(lines):,} lines are not JSON and were left out")
        return found


def _lines(lines: list[str]) -> Iterator[Any]:
    for line in lines:
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            continue


def _is_info(value: dict[str, Any]) -> bool:
    """The side-car that yt-dlp and its relatives write beside a clip."""
    return bool({"extractor", "extractor_key"} & value.keys()) and bool({"title", "description"} & value.keys())


def _info(value: dict[str, Any], composer: Composer) -> dict[str, Any]:
    """Title, description and comments of a download."""
    author = _string(value, "uploader", "channel", "creator")
    handle = _string(value, "uploader_id", "channel_id")
    published = moment_of_epoch(value.get("timestamp")) or moment(_string(value, "upload_date", "release_date"))
    written = str(value.get("timestamp") or value.get("upload_date") or "")
    url = _string(value, "webpage_url", "original_url")
    post = Post(
        author=author,
        handle=handle if handle.startswith("@") else "",
        published=published,
        published_as_written=written,
        url=url,
        id=_string(value, "id"),
    )
    title_key = "fulltitle" if _string(value, "fulltitle") else "title"
    title = _string(value, title_key)
    _add(composer, value.get(title_key), "headline", f"/{title_key}", post)
    description = _string(value, "description")
    if description != title:
        _add(composer, value.get("description"), "post", "/description", post)
    comments = value.get("comments")
    for n, each in enumerate(comments[:MAX_POSTS] if isinstance(comments, list) else ()):
        if not isinstance(each, dict):
            continue
        parent = str(each.get("parent") or "")
        name = _string(each, "author")
        said = Post(
            author="" if name.startswith("@") else name,
            handle=name if name.startswith("@") else "",
            published=moment_of_epoch(each.get("timestamp")),
            published_as_written=_string(each, "_time_text", "time_text") or str(each.get("timestamp") or ""),
            url=_string(each, "author_url") if not each.get("url") else _string(each, "url"),
            id=_string(each, "id"),
            reply_to="" if parent == "root" else parent,
        )
        if composer.size <= MAX_CHARACTERS:
            _add(composer, each.get("text"), "comment", f"/comments/{n}/text", said)
    return {
        "headline": title,
        "authors": (author,) if author else (),
        "published": published,
        "as_written": written,
        "publisher": _string(value, "extractor_key", "extractor"),
        "url": url,
    }


def _posts(value: Any, pointer: str, parent: str, depth: int) -> Iterator[tuple[str, str, Post]]:
    """Every object that holds somebody's words: its pointer, the key of the words, and what is known of it."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for n, each in enumerate(value):
            yield from _posts(each, f"{pointer}/{n}", parent, depth + 1)
        return
    if not isinstance(value, dict):
        return
    key = next((k for k in _TEXT if (_joined(value.get(k)) or "").strip()), None)
    post = _post(value, parent)
    inner = parent
    if key is not None and (post.by or post.published or post.published_as_written):
        yield pointer, key, post
        inner = post.id or parent
    for name, each in value.items():
        if isinstance(each, (dict, list)) and name != key:
            yield from _posts(each, f"{pointer}/{_escaped(name)}", inner, depth + 1)


def _post(value: dict[str, Any], parent: str) -> Post:
    author, handle = "", ""
    for key in _AUTHOR:
        each = value.get(key)
        each = each[0] if isinstance(each, list) and each else each
        if isinstance(each, dict):
            author, handle = _string(each, *_NAME), _string(each, *_HANDLE)
            break
        if isinstance(each, str) and each.strip():
            author = each.strip()
            break
    author = author or _string(value, *_AUTHOR_FLAT[:4])
    handle = handle or _string(value, "screen_name", "acct", "handle")
    if author.startswith("@"):
        author, handle = "", author
    if handle:
        author = "" if author == handle else author
        handle = f"@{handle.lstrip('@')}"
    written, published = "", ""
    for key in _TIME:
        each = value.get(key)
        if isinstance(each, (str, int, float)) and not isinstance(each, bool) and str(each).strip():
            found = moment(each) if isinstance(each, str) else ""
            found = found or moment_of_epoch(each)
            if found or not written:
                written, published = str(each), found
            if found:
                break
    answered = next((value[k] for k in _REPLY if value.get(k)), None)
    if isinstance(answered, dict):
        answered = _string(answered, *_ID)
    reply_to = str(answered) if isinstance(answered, (str, int)) and not isinstance(answered, bool) else ""
    identity = next((str(value[k]) for k in _ID[:-1] if isinstance(value.get(k), (str, int)) and value[k] != ""), "")
    return Post(
        author=author[:200],
        handle=handle[:100],
        published=published,
        published_as_written=written[:100],
        url=_string(value, *_URL),
        id=identity,
        reply_to=reply_to or parent,
    )


def _add(composer: Composer, value: Any, role: str, pointer: str, post: Post) -> None:
    words = (_joined(value) or "")[:MAX_STRING]
    exact = isinstance(value, str)
    if _MARKUP.search(words):
        words, exact = _without_markup(words), False
    # halves of surrogate pairs, which JSON may hold and no text can
    words = words.encode("utf-8", "replace").decode()
    composer.add(words, role, post=post, pointer=pointer, exact=exact)


def _without_markup(words: str) -> str:
    words = re.sub(r"<br\s*/?>|</p>\s*(?=<p)", lambda m: "\n" if "br" in m[0].lower() else "\n\n", words)
    try:
        return str(lxml.html.fragment_fromstring(words, create_parent="div").text_content())
    except (lxml.etree.ParserError, ValueError):
        return words


def _joined(value: Any) -> str | None:
    """A string, or the strings of a list that some exports cut a text into."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value:
        pieces = [p if isinstance(p, str) else p.get("text") if isinstance(p, dict) else None for p in value]
        if any(isinstance(p, str) for p in value) and all(isinstance(p, str) for p in pieces):
            return "".join(str(p) for p in pieces)
    return None


def _string(value: dict[str, Any], *names: str) -> str:
    for name in names:
        each = value.get(name)
        if isinstance(each, (str, int)) and not isinstance(each, bool) and str(each).strip():
            return str(each).strip().encode("utf-8", "replace").decode()
    return ""


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _at(value: Any, pointer: str) -> Any:
    for name in pointer.split("/")[1:]:
        name = name.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value
