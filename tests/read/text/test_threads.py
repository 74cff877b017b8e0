"""Posts and comments of pages: who wrote each, when, and what it answers. All of it staged."""

from __future__ import annotations

import io
import json

import pytest

from recoupe.model import AssertedEdit, Document, Part, Quote, When
from recoupe.read.text.jobs import document_of
from recoupe.read.text.joining import read_document
from recoupe.read.text.moments import moment, moment_of_epoch

STORY = "It was a staged evening in a staged town, and nobody who was there would forget it. " * 4
PAGE = """<!doctype html><html lang="en"><head><title>The lights</title></head><body>
<article><h1>The night the lights went</h1><p>{story}</p><p>{story}</p></article>{comments}</body></html>"""

BLOG = """<section id="comments"><h2>2 comments</h2><ol class="comment-list">
<li class="comment even" id="comment-1"><article class="comment-body"><footer><cite class="fn">Zed Staged</cite>
<span class="says">says:</span> <a href="#comment-1"><time datetime="2020-01-02T10:00:00Z">2 January</time></a></footer>
<div class="comment-content"><p>I saw two men run.</p><p>It was <b>dark</b>.</p></div>
<div class="reply"><a href="#r">Reply</a></div></article>
<ol class="children"><li class="comment odd" id="comment-2"><article class="comment-body">
<footer><cite class="fn">Ana Roy</cite> <time datetime="2020-01-03T11:00:00+01:00">3 January</time></footer>
<div class="comment-content"><p>No, there were three.</p></div></article></li></ol></li>
<li class="comment" id="comment-3"><article class="comment-body"><cite class="fn">Leo</cite>
<time datetime="2020-01-04">4 January</time><div class="comment-content"><p>Four.</p></div></article></li></ol>
</section>"""
MICRODATA = """<div><div itemprop="comment" itemscope itemtype="https://schema.org/Comment" id="c9">
<span itemprop="author" itemscope><span itemprop="name">Zed Staged</span></span>
<meta itemprop="dateCreated" content="2020-01-02T10:00:00Z">
<div itemprop="text">I saw two men run.<br>It was dark.</div>
<div itemscope itemtype="https://schema.org/Comment" id="c10"><span itemprop="author">Ana Roy</span>
<time itemprop="dateCreated" datetime="2020-01-03">later</time><p itemprop="text">No, three.</p></div></div></div>"""
CLASSES = """<div class="comments"><div class="comment-item" data-id="71"><a class="username" href="/u/zed">@zed</a>
<span class="comment-date" title="2020-01-02T10:00:00Z">3 hours ago</span>
<p>I saw two men run.</p><span class="votes">12</span><button>Like</button></div>
<div class="comment-item" data-id="72" data-parent-id="71"><a class="username" href="/u/ana">Ana Roy</a>
<span class="comment-date">yesterday</span><p>No, three.</p></div></div>"""


def read(html: str) -> Document:
    return document_of(io.BytesIO(html.encode()), {"media_type": "text/html"})


def thread(html: str) -> list[tuple[str, Part]]:
    document = read(html)
    return [(document.text[p.start : p.end], p) for p in document.parts if p.role in {"comment", "post"}]


def test_a_thread_of_nested_comments() -> None:
    (first, one), (second, two), (third, three) = thread(PAGE.format(story=STORY, comments=BLOG))
    assert first == "I saw two men run.\n\nIt was dark."
    assert (second, third) == ("No, there were three.", "Four.")
    assert one.post is not None and two.post is not None and three.post is not None
    assert (one.post.author, one.post.published, one.post.published_as_written) == (
        "Zed Staged",
        "2020-01-02T10:00:00Z",
        "2 January",
    )
    assert (one.post.id, one.post.reply_to) == ("comment-1", "")
    assert (two.post.author, two.post.reply_to) == ("Ana Roy", "comment-1")
    assert two.post.published == "2020-01-03T11:00:00+01:00"
    assert three.post.reply_to == "" and three.post.published == "2020-01-04"


def test_the_story_is_not_told_twice() -> None:
    document = read(PAGE.format(story=STORY, comments=BLOG))
    assert document.text.count("I saw two men run") == 1
    assert [p.role for p in document.parts][:2] == ["headline", "body"]


def test_comments_told_by_microdata() -> None:
    (first, one), (second, two) = thread(PAGE.format(story=STORY, comments=MICRODATA))
    assert first == "I saw two men run.\nIt was dark." and second == "No, three."
    assert one.post is not None and two.post is not None
    assert (one.post.author, one.post.id) == ("Zed Staged", "c9")
    assert (two.post.author, two.post.published, two.post.reply_to) == ("Ana Roy", "2020-01-03", "c9")


def test_comments_told_by_their_classes() -> None:
    (first, one), (second, two) = thread(PAGE.format(story=STORY, comments=CLASSES))
    assert (first, second) == ("I saw two men run.", "No, three.")
    assert one.post is not None and two.post is not None
    assert (one.post.handle, one.post.author, one.post.published) == ("@zed", "", "2020-01-02T10:00:00Z")
    assert one.post.published_as_written == "3 hours ago"
    assert (two.post.author, two.post.reply_to) == ("Ana Roy", "71")
    assert two.post.published == "" and two.post.published_as_written == "yesterday"


def test_comments_that_only_the_data_of_the_page_holds() -> None:
    said = {
        "@type": "NewsArticle",
        "comment": [
            {"@type": "Comment", "@id": "a", "text": "I saw it.", "author": {"name": "Zed"},
             "dateCreated": "2020-01-02", "comment": {"@type": "Comment", "@id": "b", "text": "No.", "author": "Ana"}}
        ],
    }  # fmt: skip
    script = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    (first, one), (second, two) = thread(PAGE.format(story=STORY, comments=script))
    assert (first, second) == ("I saw it.", "No.")
    assert one.post is not None and two.post is not None
    assert (one.post.author, one.post.published, two.post.reply_to) == ("Zed", "2020-01-02", "a")


def test_a_page_of_posts() -> None:
    post = """<article role="article"><a href="/{who}"><span>{name}</span> <span>@{who}</span></a>
    <a href="/{who}/1"><time datetime="2020-01-02T10:0{n}:00Z">10:0{n}</time></a>
    <div><span>{words}</span></div></article>"""
    people = [("zed", "Zed", "Lights out in the staged town."), ("ana", "Ana", "Here too.")]
    posts = "".join(
        post.format(who=who, name=name, n=n, words=words)
        for n, (who, name, words) in enumerate(people)
    )  # fmt: skip
    (first, one), (second, two) = thread(f"<html><body><main>{posts}</main></body></html>")
    assert "Lights out in the staged town." in first and "Here too." in second
    assert (one.role, one.post.handle if one.post else "") == ("post", "@zed")
    assert two.post is not None and two.post.published == "2020-01-02T10:01:00Z"


def test_an_article_with_a_byline_is_no_post() -> None:
    html = f"""<html><body><article class="h-entry"><h1>The night</h1><p>By <span class="author">Ana Roy</span>
    <time datetime="2020-01-02">2 January</time></p><p>{STORY}</p><p>{STORY}</p></article></body></html>"""
    assert not thread(html)


def test_embedded_posts_know_their_handle() -> None:
    tweet = """<blockquote class="twitter-tweet"><p>Lights out.</p>&mdash; Leo Marsh (@leomarsh)
    <a href="https://example.org/p/1">March 3, 2021</a></blockquote>"""
    document = read(
        f"<html><body><article><h1>The night of it</h1><p>{STORY}</p>{tweet}<p>{STORY}</p></article></body></html>"
    )
    (embed,) = [p for p in document.parts if p.role == "embed"]
    assert embed.post is not None
    assert (embed.post.author, embed.post.handle, embed.post.published_as_written, embed.post.url) == (
        "Leo Marsh",
        "@leomarsh",
        "March 3, 2021",
        "https://example.org/p/1",
    )


def test_what_a_comment_says_is_its_authors_and_of_its_own_day() -> None:
    comment = (
        '<div class="comments"><div class="comment" id="c"><span class="author">Zed</span><time datetime="2020-03-09">'
        "9 March</time><p>They cut ten seconds out of the video yesterday. “It is faked,” said Leo Marsh.</p></div>"
    )
    document = read(PAGE.format(story=STORY + "It ended yesterday. ", comments=comment))
    marks = read_document(document, "0" * 64, "reading", "2020-02-02")
    values = [
        m.body.value for m in marks if isinstance(m.body, When) and m.span.text and "yesterday" in m.span.text.exact
    ]
    assert values.count("2020-03-08") == 1 and "2020-02-01" in values
    assert [m.body.by for m in marks if isinstance(m.body, AssertedEdit)] == ["Zed"]
    assert [(m.body.speaker, m.body.via) for m in marks if isinstance(m.body, Quote)] == [("Leo Marsh", "Zed")]


@pytest.mark.parametrize("depth", [200])
def test_deep_and_broken_threads_are_read(depth: int) -> None:
    html = '<div class="comment"><b class="author">Z</b><p>words here</p>' * depth
    assert thread(PAGE.format(story=STORY, comments=f'<div class="comments">{html}'))


def test_moments() -> None:
    assert moment("2021-03-03T19:05Z") == "2021-03-03T19:05:00Z"
    assert moment("2021-03-03 19:05:00 +0100") == "2021-03-03T19:05:00+01:00"
    assert moment("Wed, 03 Mar 2021 19:05:00 GMT") == "2021-03-03T19:05:00Z"
    assert moment("Wed Mar 03 19:05:00 +0000 2021") == "2021-03-03T19:05:00Z"
    assert moment("2021-03-03T19:05:00") == "2021-03-03"
    assert [moment(w) for w in ("3 hours ago", "", "2021-13-40", "99999999")] == [""] * 4
    assert moment_of_epoch(1614798300) == moment_of_epoch("1614798300000") == "2021-03-03T19:05:00Z"
    assert [moment_of_epoch(v) for v in (True, None, "x", -5, float("nan"), float("inf"))] == [""] * 6


def test_the_date_and_the_lines_of_a_comment_are_not_the_articles() -> None:
    comment = """<ul class="comments-list"><li class="comment"><strong class="fn">Zed</strong>
    <abbr class="date" title="2019-01-02T10:00:00Z">2 January 2019</abbr><p class="standfirst">I was there, and I can
    tell you that it went on for longer than they say.</p></li></ul>"""
    story = f'<div class="post-date date">September 30, 2018</div><p>{STORY}</p>'
    document = read(PAGE.format(story=STORY, comments=story + comment))
    assert document.published == "2018-09-30"
    assert [p.role for p in document.parts].count("standfirst") == 0
    assert [p.role for p in document.parts][-1] == "comment"


def test_a_page_whose_classes_speak_of_comments_keeps_its_article() -> None:
    html = f"""<html><body class="has-comments"><div class="no-comments"><main id="comments"><article class="h-entry">
    <h2>The night of it</h2><p>By <a rel="author">Ana Roy</a> <time datetime="2020-01-02">2 January</time></p>
    <p>{STORY}</p><p>{STORY} Twice.</p></article></main></div></body></html>"""
    assert "Twice." in read(html).text and not [p for p in read(html).parts if p.role == "comment"]


def test_forms_widgets_and_invitations_are_no_comments() -> None:
    for html in (
        '<div class="comments"><div class="comment-respond" id="respond"><form><label class="author">Name *</label>'
        "<textarea></textarea><p>Leave a reply to this story, if you want to.</p></form></div></div>",
        '<ul id="recent-comments"><li class="recentcomments"><b class="author">Zed</b> on The night of it</li></ul>',
        '<div class="comments"><div class="comment"><b class="date">| Edit | Delete</b> in reply to</div></div>',
        '<section id="comments"><h2>0 Comments</h2><p>Join the discussion</p></section>',
    ):
        assert thread(PAGE.format(story=STORY, comments=html)) == []
