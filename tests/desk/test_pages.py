"""The pages over a real case: what they show, and that nothing in a source can act on them."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from recoupe.desk.pages import compare
from recoupe.preserve import Case
from tests.desk.conftest import Visitor
from tests.desk.making import HOSTILE_NAME, HOSTILE_TEXT

VIEWS = ("", "/sources", "/compare", "/compare/editmap-hand", "/findings", "/statements", "/dossier", "/custody")


class Tags(HTMLParser):
    """Collects start tags with their attributes and the page's title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        # An <svg> has titles of its own; the window's is the first.
        self._in_title = tag == "title" and not self.title

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def pages(desk: Visitor) -> list[str]:
    return ["/", *(desk.case + view for view in VIEWS), *(desk.source(name) for name in desk.digests), "/nowhere"]


def test_every_view_answers(desk: Visitor) -> None:
    for path in pages(desk)[:-1]:
        answer = desk.get(path)
        assert answer.status_code == 200, (path, answer.text[-400:])
        assert answer.headers["content-type"].startswith("text/html")


def test_every_page_is_free_of_inline_code_styles_and_remote_addresses(desk: Visitor) -> None:
    for path in pages(desk):
        for tag, attributes in Tags(desk.get(path).text).tags:
            assert "style" not in attributes, (path, tag)
            assert not [name for name in attributes if name.startswith("on")], (path, tag, attributes)
            assert tag not in {"style", "base", "object", "embed"}, path
            if tag == "script":
                assert attributes.get("src") == "/static/desk.js", path
            for name in ("src", "href", "action", "poster", "data"):
                value = attributes.get(name) or ""
                assert value.startswith(("/", "?", "#")) or value == "", (path, tag, value)
                assert not value.startswith("//"), (path, value)


def test_no_name_stands_in_a_window_title_or_an_address(desk: Visitor) -> None:
    for path in pages(desk):
        text = desk.get(path).text
        title = Tags(text).title
        assert "recoupe" in title
        for name in ("long", "article", "staged", "Exampleson", "photo", "case</"):
            assert name not in title, (path, title)
        assert "the%20case" not in text and "/the case/" not in text.replace(str(desk.root), "")


def test_hostile_names_and_texts_are_shown_and_do_nothing(desk: Visitor) -> None:
    for path in pages(desk):
        text = desk.get(path).text
        assert "\u202e" not in text, path
        assert "\x1b" not in text, path
        for tag in ("<script>alert", "<img src=x", "<svg onload", "<b>hello", "<b>staged", "<i>of", "<em>exactly"):
            assert tag not in text, (path, tag)
    page = desk.get(desk.source("hostile")).text
    assert "⟨U+202E⟩gpj" in page, "the name says what it hides"
    assert "{{ 7*7 }}" in page, "a source is never a template"
    assert "&lt;script&gt;alert(2)" in page
    assert HOSTILE_NAME[:5] in page and HOSTILE_TEXT[-8:] in page


def test_the_staged_banner_stands_on_every_view_of_a_staged_case(desk: Visitor, tmp_path: Path) -> None:
    for path in pages(desk)[1:-1]:
        assert re.search(r'class="staged".*STAGED', desk.get(path).text), path
    assert "STAGED" in desk.get("/").text, "the list says it, too"


def test_leads_come_first_by_weight_with_ribbon_passage_and_play(desk: Visitor) -> None:
    text = desk.get(desk.case).text
    cut, time, failed = (text.index(s) for s in ("lacks 0.80 s", "where the article says", "could not be taken in"))
    assert cut < time < failed
    assert "The shares add up" not in text, "what is no lead is one click away"
    assert 'class="rb"' in text and "data-edit" in text
    assert "At around 1.5 seconds" in text and 'data-play="0"' in text
    assert text.count('class="lead"') <= 10
    assert text.count("data-pair-clips") == 1 and 'href="#finding-cut">Both copies are shown with lead 1' in text


def test_sources_show_failures_with_reason_and_what_to_do(desk: Visitor) -> None:
    text = desk.get(f"{desk.case}/sources").text
    for words in ("gone.mp4", "there is nothing at the path", "look for it", "empty.txt is empty", "collect it again"):
        assert words in text
    assert "a picture is no footage" in text
    assert "last Friday" in text, "the publication date stands as the source wrote it"


def test_a_text_shows_its_marks_speakers_and_hedges(desk: Visitor) -> None:
    text = desk.get(desk.source("article")).text
    assert re.search(r'<span class="m m-quote "[^>]*>We waited,</span>', text)
    assert re.search(r'class="voices"><a href="#mark-[0-9a-f]+"><bdi>Dana Exampleson', text)
    assert "hedged: “around”" in text
    with Case.open(desk.root) as case:
        figure = case.marks(types={"figure"})[0]
    named = desk.get(f"{desk.source('article')}?mark={figure.id}").text
    assert re.search(rf'marked" id="{figure.id}">44.87 percent', named), "the address names what is on screen"


def test_a_table_is_a_table(desk: Visitor) -> None:
    text = desk.get(desk.source("table")).text
    assert re.search(r"<tr><td>name</td><td>share</td></tr>\s*<tr><td>Alpha</td><td>44.87</td></tr>", text)


def test_footage_shows_a_veiled_silent_rendition_and_marks_that_seek(desk: Visitor) -> None:
    text = desk.get(f"{desk.source('long')}?t=1.5").text
    video = next(attributes for tag, attributes in Tags(text).tags if tag == "video")
    assert "muted" in video and (video["src"] or "").endswith("/clip#t=1.5") and "autoplay" not in video
    veil = next(a for t, a in Tags(text).tags if t == "input" and a.get("class") == "veil-switch")
    assert "checked" not in veil
    assert "a rendition made for looking, not the original" in text
    assert re.search(r'<a href="\?t=1.5" data-t="1.5"><title>0:01.50 sharp sound', text)
    assert re.search(r"At around 1.5 seconds[^<]*, says article.txt", text), "what the article says stands on the clip"
    assert re.search(r'data-t="2"><title>0:02.00: a bang is heard', text), "half a second after 1.5 is 2"


def test_an_instant_must_be_a_number(desk: Visitor) -> None:
    for bad in ("x", "1e9", "-1", "1;2", "9" * 40, "%00"):
        answer = desk.get(f"{desk.source('long')}?t={bad}")
        assert answer.status_code == 400, bad
    assert desk.get(f"{desk.source('long')}?t=99999").status_code == 200, "beyond the end is the end"


def test_the_map_names_edits_and_begins_where_asked(desk: Visitor) -> None:
    text = desk.get(f"{desk.case}/compare/editmap-hand?edit=1").text
    assert "only in A, 0.80 s" in text
    assert 'data-start="0"' in text
    later = desk.get(f"{desk.case}/compare/editmap-hand?t=2.5").text
    assert 'data-start="2.5"' in later and 'data-start="1.7"' in later
    assert desk.get(f"{desk.case}/compare/editmap-none").status_code == 404


def test_an_instant_of_a_that_b_lacks_is_where_it_would_stand(desk: Visitor) -> None:
    with Case.open(desk.root) as case:
        found = case.editmap("editmap-hand")
    assert found is not None
    assert [float(compare.b_of(found, x)) for x in (0, 1, 1.5, 2, 3)] == [0, 1, 1.2, 1.2, 2.2]
    assert compare.steps(found) == [[0.0, 1.2, 0.0, 1.2], [2.0, 3.0, 1.2, 2.2]]


def test_findings_stand_by_group_with_workings_and_links(desk: Visitor) -> None:
    text = desk.get(f"{desk.case}/findings").text
    assert text.index(">Footage ") < text.index(">Arithmetic ")
    assert "<td>44.87 + 55.13</td><td>100</td>" in text
    assert f'href="{desk.source("article")}?mark=' in text
    assert 'id="finding-sum"' in text


def test_statements_stand_with_their_evidence(desk: Visitor) -> None:
    text = desk.get(f"{desk.case}/statements").text
    assert "One copy lacks 0.80 s." in text and "editmap-hand" in text and "article.txt" in text


def test_custody_lists_every_act_and_digest(desk: Visitor) -> None:
    text = desk.get(f"{desk.case}/custody").text
    with Case.open(desk.root) as case:
        acts = case.custody()
        state = case.state_digest()
    for act in acts:
        assert f'id="act-{act.seq}"' in text
    for digest in [*desk.digests.values(), state]:
        assert digest in text
    assert 'id="act-1"' not in desk.get(f"{desk.case}/custody?before=1").text


def test_the_dossier_is_looked_at_in_a_box_of_its_own(desk: Visitor) -> None:
    page = desk.get(f"{desk.case}/dossier").text
    frame = next(a for t, a in Tags(page).tags if t == "iframe")
    assert frame["sandbox"] == "allow-scripts"
    answer = desk.get(f"{desk.case}/dossier/view")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts;") and "allow-same-origin" not in policy
    assert "connect-src" not in policy and "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
    saved = desk.get(f"{desk.case}/dossier/download")
    assert saved.headers["content-disposition"].startswith("attachment")
    assert saved.content == (desk.root / "dossier.html").read_bytes()


def test_an_original_is_only_ever_an_attachment(desk: Visitor) -> None:
    for name, digest in desk.digests.items():
        answer = desk.get(f"{desk.source(name)}/original")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert hashlib.sha256(answer.content).hexdigest() == digest
    named = desk.get(f"{desk.source('hostile')}/original").headers["content-disposition"]
    assert "\u202e" not in named and "%E2%80%AE" not in named and "<" not in named and "%3C" not in named


def test_renditions_are_made_once_and_answer_in_ranges(desk: Visitor) -> None:
    whole = desk.get(f"{desk.source('long')}/clip")
    assert whole.status_code == 200 and whole.headers["content-type"] == "video/mp4"
    assert whole.content[4:8] == b"ftyp"
    part = desk.get(f"{desk.source('long')}/clip", headers={"range": "bytes=4-7"})
    assert part.status_code == 206 and part.content == b"ftyp"
    assert desk.get(f"{desk.source('article')}/clip").status_code == 404


def test_stills_and_pictures_are_jpegs(desk: Visitor) -> None:
    for path in (f"{desk.source('long')}/still.jpg?t=1.5", f"{desk.source('picture')}/picture.jpg"):
        answer = desk.get(path)
        assert answer.status_code == 200 and answer.headers["content-type"] == "image/jpeg", answer.text
        assert answer.content[:3] == b"\xff\xd8\xff"
    assert desk.get(f"{desk.source('article')}/still.jpg").status_code == 404
    assert desk.get(f"{desk.source('long')}/picture.jpg").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/case/000000000000",
        "/case/..%2f..",
        "/case/the%20case",
        "/case/%2e%2e%2f%2e%2e%2fetc",
        "{case}/source/..%2f..%2flog",
        "{case}/source/%2e%2e",
        "{case}/source/0123456789ab",
        "{case}/source/a",
        "{case}/source/%25",
        "{case}/source/*************",
        "{case}/compare/..%2flog",
        "{case}/log",
        "{case}/dossier/..%2flog",
        "/static/..%2fapp.py",
        "/static/../app.py",
        "/static/%2e%2e/guard.py",
        "/static/",
        "/job/nope",
        "/job/nope.json",
    ],
)
def test_what_is_not_there_is_not_found(desk: Visitor, path: str) -> None:
    answer = desk.get(path.format(case=desk.case))
    assert answer.status_code == 404, answer.text[:300]
    assert "class Gate" not in answer.text


def test_one_error_shape_for_scripts_and_a_page_for_people(desk: Visitor) -> None:
    page = desk.get("/nowhere")
    assert "There is nothing here" in page.text
    for path in ("/nowhere", f"{desk.source('long')}?t=x", "/case/none"):
        body = desk.get(path, headers={"accept": "application/json"}).json()
        assert set(body) == {"error"} and set(body["error"]) == {"slug", "status", "reason", "todo"}
    assert desk.get("/job/x.json").json()["error"]["slug"] == "no-such-page"
    assert desk.get("/", keyed=False, headers={"accept": "application/json"}).json()["error"]["slug"] == "key"
