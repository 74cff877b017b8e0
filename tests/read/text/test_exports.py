"""JSON as texts: side-cars of downloads, exports of posts. All of it staged."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from recoupe.errors import DamagedFile
from recoupe.model import Document
from recoupe.read.text.answer import answer_of
from recoupe.read.text.exports import string_at
from recoupe.read.text.jobs import document_of
from recoupe.read.text.joining import read_document
from recoupe.read.text.reader import open_text

INFO: dict[str, Any] = {
    "id": "x1",
    "title": "STAGED night in a staged street",
    "description": "  Staged clip. “It was dark,” said Ana Roy. 😀 At least 15 people were there.\nAnd a line more.",
    "uploader": "Staged Cam",
    "uploader_id": "@stagedcam",
    "timestamp": 1614798300,
    "extractor_key": "Staged",
    "webpage_url": "https://example.org/v/1",
    "comments": [
        {
            "id": "a",
            "parent": "root",
            "author": "@zed",
            "timestamp": 1614898300,
            "text": "They cut 10 seconds from it.",
        },
        {"id": "b", "parent": "a", "author": "Ana", "text": "No, “nothing was cut”, said Leo Marsh."},
    ],
}


def read(value: Any) -> Document:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return document_of(io.BytesIO(data), {"media_type": "application/json"})


def posts(value: Any) -> list[tuple[str, str, str, str, str, str]]:
    document = read(value)
    return [
        (p.role, document.text[p.start : p.end], p.post.by, p.post.published, p.post.id, p.post.reply_to)
        for p in document.parts
        if p.post is not None
    ]


def test_a_side_car_is_title_description_and_comments() -> None:
    document = read(INFO)
    assert [p.role for p in document.parts] == ["headline", "post", "comment", "comment"]
    assert (document.headline, document.authors, document.published) == (
        INFO["title"],
        ("Staged Cam",),
        "2021-03-03T19:05:00Z",
    )
    assert posts(INFO)[2:] == [
        ("comment", "They cut 10 seconds from it.", "@zed", "2021-03-04T22:51:40Z", "a", ""),
        ("comment", "No, “nothing was cut”, said Leo Marsh.", "Ana", "", "b", "a"),
    ]


def test_every_item_is_anchored_in_the_untouched_json() -> None:
    document = read(INFO)
    answer = answer_of(document, read_document(document, "0" * 64, "reading"))
    items = [*answer.segments, *answer.quotes, *answer.figures, *answer.dates, *answer.entities]
    assert len(items) > 6
    for item in items:
        assert item.json is not None and item.json.start is not None
        assert string_at(INFO, item.json.pointer)[item.json.start : item.json.end] == item.exact


def test_posts_of_an_export_with_replies() -> None:
    found = posts(
        {
            "posts": [
                {"id": 7, "created_at": "2020-01-02T10:00:00.000Z", "content": "<p>Lights out.</p><p>All of them.</p>",
                 "account": {"acct": "zed@example.org", "display_name": "Zed"},
                 "replies": [{"id": 8, "text": "Here too.", "account": {"username": "ana"}, "date": "2020-01-02"}]}
            ]
        }
    )  # fmt: skip
    assert found == [
        ("post", "Lights out.\n\nAll of them.", "Zed", "2020-01-02T10:00:00Z", "7", ""),
        ("comment", "Here too.", "@ana", "2020-01-02", "8", "7"),
    ]


def test_a_text_cut_into_pieces_and_times_in_seconds() -> None:
    pieces = ["See ", {"type": "link", "text": "example.org"}, " now"]
    message = {"id": 1, "from": "Zed", "date_unixtime": "1614798300", "text": pieces, "reply_to_message_id": 9}
    assert posts({"messages": [message]}) == [
        ("comment", "See example.org now", "Zed", "2021-03-03T19:05:00Z", "1", "9")
    ]


def test_json_lines_and_what_is_no_json() -> None:
    lines = b'{"text": "One.", "author": "Zed"}\nnot json\n{"text": "Two.", "author": "Ana"}\n'
    document = read(lines)
    assert document.text == "One.\n\nTwo." and "1 of 3 lines" in document.remarks[0]
    assert [p.pointer for p in document.parts] == ["/0/text", "/1/text"]
    with pytest.raises(DamagedFile, match="not the JSON"):
        read(b'{"text": ')
    with pytest.raises(DamagedFile, match="nested too deeply"):
        read(b"[" * 200_000)


def test_json_without_posts_is_kept_and_says_so() -> None:
    document = read({"name": "staged", "scripts": {"build": "make"}, "text": 5})
    assert document.text == "" and "no post" in document.remarks[0]
    assert read_document(document, "0" * 64, "reading") == ()


def test_names_with_slashes_and_halves_of_characters() -> None:
    document = read(b'{"a/b~c": {"text": "half \\ud83d of it", "author": "Zed"}}')
    (part,) = document.parts
    assert part.pointer == "/a~1b~0c/text" and document.text == "half ? of it"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_through_the_jail_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "clip.info.json"
    path.write_bytes(json.dumps(INFO, ensure_ascii=False).encode(encoding))
    document = open_text(path, {"media_type": "application/json"}, size=path.stat().st_size)
    assert document.headline == INFO["title"]
