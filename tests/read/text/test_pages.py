"""Web pages as documents."""

from __future__ import annotations

import io

import pytest

from recoupe.errors import DamagedFile, EmptyFile
from recoupe.read.text.answer import body_of
from recoupe.read.text.jobs import document_of

SENTENCE = "It was a staged evening in a staged town, and nobody who was there that night would forget it. "
PAGE = f"""<!doctype html><html lang="en"><head><title>The night of lights - Staged News</title>
<meta property="og:site_name" content="Staged News"><meta property="article:published_time" content="2021-03-03">
<meta name="author" content="Ana Roy"></head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>The night of lights</h1><p class="standfirst">{"A staged power cut, told by those who saw it happen. "}</p>
<p>{SENTENCE * 2}</p><figure><img src="x.jpg"><figcaption>A staged street, photographed by nobody.</figcaption></figure>
<p>{SENTENCE * 3}</p><h2>How it began</h2><p>{SENTENCE * 2}“It was dark,” said Ana Roy.</p>
<blockquote class="twitter-tweet"><p>Lights out. — Leo Marsh (@leomarsh) March 3, 2021</p></blockquote>
<p>{SENTENCE * 2}</p></article><footer>All rights reserved</footer></body></html>"""


def read(html: str | bytes, **settings: str) -> object:
    data = html.encode() if isinstance(html, str) else html
    return document_of(io.BytesIO(data), {"media_type": "text/html", **settings})


def test_a_page_is_its_article_and_what_stands_beside_it() -> None:
    document = read(PAGE)
    parts = {p.role: document.text[p.start : p.end] for p in document.parts}
    assert document.headline == "The night of lights"
    assert document.published == "2021-03-03"
    assert document.authors == ("Ana Roy",)
    assert document.publisher == "Staged News"
    assert parts["caption"] == "A staged street, photographed by nobody."
    assert "embed" in parts
    assert "Home" not in document.text
    assert document.offsets_into == "rendition"


def test_the_body_leaves_captions_out() -> None:
    body = body_of(read(PAGE))
    assert "It was dark" in body
    assert "photographed by nobody" not in body


def test_a_page_without_an_article_says_so() -> None:
    document = read("<html><head><title>T</title></head><body><div><script>x()</script></div></body></html>")
    assert any("no article" in remark for remark in document.remarks)


def test_a_page_without_a_body() -> None:
    document = read("<html><head><title>Nothing here</title></head></html>")
    assert document.headline == "Nothing here"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "iso-8859-1"])
def test_the_encoding_a_page_states(encoding: str) -> None:
    html = f'<html><head><meta charset="{encoding}"><title>Été à Zoé</title></head><body><p>Déjà vu à Ève.</p></body>'
    document = read(html.encode(encoding))
    assert "Déjà vu à Ève." in document.text


def test_rubbish_is_refused_with_a_reason() -> None:
    with pytest.raises(EmptyFile, match="no bytes"):
        read("   ")
    with pytest.raises(DamagedFile, match="no page"):
        read(b"<!-- -->")
