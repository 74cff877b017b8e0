"""Pages of a web archive and side-cars, from being handed over to being read in a case. All of it staged."""

from __future__ import annotations

import json

import pytest

from recoupe.model import Document
from recoupe.preserve import Case
from recoupe.run import run_case
from tests.hostile.making.webarchives import response, wacz

STORY = "It was a staged evening in a staged town, and nobody who was there would forget it. " * 4
PAGE = f"""<html lang="en"><head><title>The lights</title><meta property="article:published_time" content="2021-03-03">
</head><body><article><h1>The night the lights went</h1><p>{STORY}</p><p>“It was dark,” said Ana Roy.</p></article>
<div class="comments"><div class="comment" id="c1"><span class="author">Zed</span>
<time datetime="2021-03-05">5 March</time><p>I saw it yesterday.</p></div></div></body></html>"""
INFO = {
    "id": "x",
    "title": "Staged clip",
    "extractor": "staged",
    "uploader": "Zed",
    "description": "At least 15 people.",
    "comments": [{"id": "a", "parent": "root", "author": "@ana", "text": "They cut ten seconds from the video."}],
}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder = tmp_path_factory.mktemp("handed")
    records = response("https://example.org/a.html", PAGE.encode())
    records += response("https://example.org/b.html", PAGE.replace("Ana Roy", "Leo Marsh").encode())
    (folder / "saved.wacz").write_bytes(wacz({"archive/a.warc": records}))
    (folder / "clip.info.json").write_text(json.dumps(INFO), encoding="utf-8")
    run_case(folder / "case", [folder / "saved.wacz", folder / "clip.info.json"])
    with Case.open(folder / "case") as case:
        read = {source.name: case.document(source.digest) for source in case.sources()}
    return {name: document for name, document in read.items() if document is not None}


def test_every_page_in_an_archive_is_a_document_with_its_address(documents: dict[str, Document]) -> None:
    first, second = documents["a.html"], documents["b.html"]
    assert (first.url, first.published) == ("https://example.org/a.html", "2021-03-03")
    assert second.url == "https://example.org/b.html" and "Leo Marsh" in second.text
    (comment,) = [p for p in first.parts if p.role == "comment"]
    assert comment.post is not None and (comment.post.author, comment.post.published) == ("Zed", "2021-03-05")


def test_a_side_car_is_a_document_anchored_in_its_json(documents: dict[str, Document]) -> None:
    document = documents["clip.info.json"]
    assert [(p.role, p.pointer) for p in document.parts] == [
        ("headline", "/title"),
        ("post", "/description"),
        ("comment", "/comments/0/text"),
    ]
