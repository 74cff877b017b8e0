"""Web pages as documents."""

from __future__ import annotations

import io

import pytest

from recoupe.errors import DamagedFile, EmptyFile
from recoupe.model import Document
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


def read(html: str | bytes, **settings: str) -> Document:
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


def roles(document: Document) -> dict[str, list[str]]:
    """The words of every part but the body, by role."""
    found: dict[str, list[str]] = {}
    for part in document.parts:
        if part.role != "body":
            found.setdefault(part.role, []).append(document.text[part.start : part.end])
    return found


def test_what_stands_in_and_beside_an_english_story() -> None:
    parts = [f"<p>{SENTENCE * 3} It was number {n}.</p>" for n in range(6)]
    parts[1:1] = ["<p><em>Editor's note: names were changed for this staged story.</em></p>"]
    parts[3:3] = ['<div class="related-links"><ul><li><a href="/a">The day before the staged night</a></li></ul></div>']
    parts[4:4] = ['<blockquote class="pullquote">Nobody who was there would forget it</blockquote>']
    parts.append("<p>Correction: An earlier version of this story gave a wrong hour.</p>")
    found = roles(read(f"<html><body><article><h1>The night of it all</h1>{''.join(parts)}</article></body></html>"))
    assert found["editor_note"] == ["Editor's note: names were changed for this staged story."]
    assert found["related"] == ["The day before the staged night"]
    assert found["pull_quote"] == ["Nobody who was there would forget it"]
    assert found["correction"] == ["Correction: An earlier version of this story gave a wrong hour."]


def test_what_stands_in_and_beside_a_french_story() -> None:
    words = "C'était une soirée mise en scène dans une ville inventée, et personne ne l'oubliera. " * 3
    parts = [f"<p>{words} Numéro {n}.</p>" for n in range(6)]
    parts[1:1] = ["<p>[NDLR : les prénoms ont été changés.]</p>"]
    parts[3:3] = ['<p><a href="/x">À lire aussi : La veille de la nuit inventée</a></p>']
    parts[5:5] = ['<aside class="exergue">Personne ne l\'oubliera</aside>']
    parts.append("<p>Mise à jour : une première version de cet article donnait une autre heure.</p>")
    story = f"<article><h1>La nuit des lumières</h1>{''.join(parts)}</article>"
    found = roles(read(f"<html lang=fr><body>{story}</body></html>"))
    assert found["editor_note"] == ["[NDLR : les prénoms ont été changés.]"]
    assert found["related"] == ["À lire aussi : La veille de la nuit inventée"]
    assert found["pull_quote"] == ["Personne ne l'oubliera"]
    assert found["correction"] == ["Mise à jour : une première version de cet article donnait une autre heure."]


def test_the_day_of_an_embedded_post_is_not_the_pages() -> None:
    post = """<blockquote class="mastodon-embed"><p>Lights out here.</p><p>— Zed (@zed@example.org)
    <time datetime="2021-03-03T20:00:00Z">Mar 3</time></p></blockquote>"""
    story = f"<article><h1>The night of it</h1><p>{SENTENCE * 4}</p>{post}<p>{SENTENCE * 5}</p></article>"
    document = read(f"<html><body>{story}</body></html>")
    (embed,) = [p for p in document.parts if p.role == "embed"]
    assert document.published == ""
    assert document.text[embed.start : embed.end] == "Lights out here. — Zed (@zed@example.org) Mar 3"
    assert embed.post is not None
    assert (embed.post.handle, embed.post.published) == ("@zed@example.org", "2021-03-03T20:00:00Z")
