from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from recoupe.events import Event
from recoupe.model import Evidence, Origin, Statement
from recoupe.preserve.records import FailedComparison
from recoupe.publish import build_dossier
from recoupe.publish.diffpage import File, build_diff_page
from tests.draw.making import editmap, everything, one_cut
from tests.publish.making import FakeCase, FakeLooks, as_case, staged_case

HOSTILE = "x\u202egpj</title></style></script><script>alert(1)</script><img src=x onerror=alert(2)>\x00\x1b[31m'\"&"


@pytest.fixture
def case(tmp_path: Path) -> FakeCase:
    return staged_case(tmp_path)


def built(case: FakeCase, looks: FakeLooks | None = None) -> str:
    return build_dossier(as_case(case), looks=looks or FakeLooks()).read_text(encoding="utf-8")


class Page(HTMLParser):
    """Elements with their attributes, and whether every one is closed in order."""

    VOID = frozenset({"meta", "img", "input", "br", "hr", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)


def test_same_case_gives_the_same_bytes(case: FakeCase) -> None:
    first = built(case)
    assert built(case) == first
    assert case.written == 1


def test_page_is_whole_and_asks_nothing_of_any_network(case: FakeCase) -> None:
    page = Page(built(case))
    assert not page.crossed and not page.open
    for tag, attrs in page.elements:
        for name in ("src", "href", "srcset", "poster", "data", "action"):
            value = attrs.get(name)
            assert value is None or value.startswith(("data:image/", "data:video/", "#")), (tag, name)
        assert "style" not in attrs and not any(name.startswith("on") for name in attrs), tag


def test_policy_allows_exactly_the_style_and_script_inside(case: FakeCase) -> None:
    text = built(case)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert policy.group(1).startswith("default-src 'none'; img-src data:; media-src data:;")
    assert "unsafe" not in policy.group(1)
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy.group(1)


def test_every_id_is_unique_and_every_link_leads_somewhere(case: FakeCase) -> None:
    page = Page(built(case))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = [str(attrs["href"])[1:] for tag, attrs in page.elements if tag == "a" and attrs.get("href")]
    assert set(links) <= set(ids)


def test_pictures_are_veiled_and_films_muted(case: FakeCase) -> None:
    text = built(case)
    assert text.count("<img ") == text.count('class="veil"') > 5
    page = Page(text)
    films = [attrs for tag, attrs in page.elements if tag == "video"]
    assert len(films) == 2 and all("muted" in film and "autoplay" not in film for film in films)
    assert not any(tag == "input" and "checked" in attrs for tag, attrs in page.elements)


def test_top_lead_is_the_edit_with_both_copies_to_play(case: FakeCase) -> None:
    text = built(case)
    first = text[text.index('class="leads"') : text.index('id="st2"')]
    assert "holds 0.40 s of picture and sound that “copy.mp4” lacks: 0:15.80–0:16.20" in first
    assert '<details class="evidence" open>' in first
    assert "Play both" in first and first.count("<video ") == 2 and 'class="rb"' in first
    assert "frames 395–404, 10 in all" in first
    assert "0:16.00 a short sharp sound" in first


def test_time_claim_shows_passage_frame_and_nearest_sound(case: FakeCase) -> None:
    text = built(case)
    card = text[text.index('id="st2"') : text.index('id="st3"')]
    assert "<mark>at around 16 seconds</mark>" in card
    assert "0:16.00 “at around 16 seconds”" in card and "impulse 0:16.00" in card
    assert "hedged: “around”" in card


def test_arithmetic_shows_its_working_and_its_words(case: FakeCase) -> None:
    text = built(case)
    assert "44 + 56 = 100" in text
    assert "took <mark>44 percent</mark>, the other <mark>56 percent</mark>" in text


def test_lists_failures_names_and_digests(case: FakeCase) -> None:
    text = built(case)
    assert "the table ends in the middle" in text and "Ask for the file again." in text
    assert "Alex Placeholder" in text[text.index('id="names"') :]
    for source in case.sources():
        assert source.digest in text
    assert "/home/somebody" not in text


def test_a_pair_that_could_not_be_compared_is_told(case: FakeCase) -> None:
    case.failed.append(FailedComparison(a="a" * 64, b="b" * 64, method="m", slug="s", reason="too short", todo=""))
    assert "night.mp4 with copy.mp4" in built(case)


def test_staged_banner_stands_only_where_it_belongs(case: FakeCase) -> None:
    assert '<div class="stamp"' not in built(case)
    case.staged = True
    text = built(case)
    assert '<div class="stamp"' in text and "<title>STAGED: " in text


def test_sentence_without_evidence_is_not_printed_but_told(case: FakeCase) -> None:
    case.put_statements(
        [
            Statement(id="s1", text="Nothing bears this out.", evidence=(), author="A person"),
            Statement(
                id="s2", text="Lost ground.", evidence=(Evidence(kind="mark", id="mark-gone"),), author="A person"
            ),
        ]
    )
    told: list[Event] = []
    path = build_dossier(as_case(case), told.append, looks=FakeLooks())
    text = path.read_text()
    assert '<h3 dir="auto">Nothing bears this out.' not in text and '<h3 dir="auto">Lost ground.' not in text
    unread = text[text.index('id="unread"') : text.index('id="sources"')]
    assert "it names no evidence" in unread and "mark-gone is not in the case" in unread
    assert sum("not printed" in getattr(event, "text", "") for event in told) == 2


def test_hostile_text_is_neutralised_everywhere(case: FakeCase) -> None:
    case.title = HOSTILE
    for digest, source in case.held.items():
        origin = Origin(
            name=HOSTILE, collected_at="2026-11-21T20:00:00Z", caption=HOSTILE, uploader=HOSTILE, url=HOSTILE
        )
        case.held[digest] = msgspec.structs.replace(source, origins=(origin,))
    case.found = [
        msgspec.structs.replace(
            f,
            title=HOSTILE + f.title,
            detail=HOSTILE,
            workings=tuple(msgspec.structs.replace(w, inputs=(HOSTILE,), arithmetic=HOSTILE) for w in f.workings),
        )
        for f in case.found
    ]
    case.texts = {k: msgspec.structs.replace(d, text=d.text.replace("percent", HOSTILE)) for k, d in case.texts.items()}
    text = built(case)
    page = Page(text)
    assert not page.crossed and not page.open
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert not any("onerror" in attrs for _, attrs in page.elements)
    assert not set(text) & {"\u202e", "\x00", "\x1b"}
    assert "⟨U+202E⟩" in text and "&lt;script&gt;" in text


def test_a_page_that_is_full_says_what_it_left_out(case: FakeCase) -> None:
    text = built(case, FakeLooks(big=12_000_000))
    assert len(text) < 16_000_000
    assert "were left out to keep this file small" in text
    assert text.count("<video ") == 0 and "play it in the desk" in text


def test_what_cannot_be_shown_gives_its_reason(case: FakeCase) -> None:
    class Blind(FakeLooks):
        def stills(self, clip: str, times: object) -> list[bytes | None]:
            self.failed[clip] = "the picture is damaged"
            return [None] * len(list(times))  # type: ignore[call-overload]

    text = built(case, Blind())
    assert "the picture is damaged" in text and "<img " not in text


def test_diff_page_has_every_edit_method_and_digests() -> None:
    files = (File(name="a.mp4", size=10, digest="a" * 64), File(name=HOSTILE, size=10, digest="b" * 64))
    text = build_diff_page(everything(), files, FakeLooks()).decode()
    page = Page(text)
    assert not page.crossed and not page.open
    assert text.count('class="moment"') == 8
    assert "Residual of the sound" in text and "a" * 64 in text and "b" * 64 in text
    assert text.count("<script>") == 1 and "\u202e" not in text


@pytest.mark.parametrize("shared", [True, False])
def test_diff_page_of_clips_without_edits(shared: bool) -> None:
    map_ = one_cut() if shared else editmap(a=3, b=3, shared=False)
    map_ = msgspec.structs.replace(map_, segments=tuple(s for s in map_.segments if s.kind == "same"))
    files = (File(name="a.mp4", size=10, digest="a" * 64), File(name="b.mp4", size=10, digest="b" * 64))
    text = build_diff_page(map_, files, FakeLooks()).decode()
    assert ("nothing differs beyond re-encoding" in text) == shared
    assert ("share nothing that was found" in text) != shared
