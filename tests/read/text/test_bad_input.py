"""Texts nobody meant to be read: no crash, no runaway quotation, said plainly."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.errors import MislabelledFile
from recoupe.read.text.reader import open_text
from tests.read.text.helping import marks

TRICKY = "ab Ana said “”\"'‘’«»()[].,:;!?—–- \n\r\t@1€°éœΩשع日"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=TRICKY, max_size=220), st.sampled_from(["en", "fr", "und"]))
def test_any_text_is_read_and_every_mark_stands_in_it(text: str, language: str) -> None:
    for mark in marks(text, language):
        span = mark.span.text
        assert span is not None
        assert text[span.start : span.end] == span.exact


@pytest.mark.parametrize("language", ["ar", "ja", "he"])
def test_other_scripts_are_kept_and_not_read(language: str) -> None:
    assert all(m.type == "segment" for m in marks("«كان الليل مظلما» قال الرجل.\n\n「暗かった」と言った。", language))


def test_a_long_log_is_cut_quickly(tmp_path: Path) -> None:
    log = tmp_path / "server.txt"
    log.write_bytes(b'12:00:01 GET /staged "agent" 200 17\n' * 2_300_000)
    began = time.monotonic()
    document = open_text(log, {"media_type": "text/plain"}, size=log.stat().st_size)
    assert time.monotonic() - began < 60
    assert any("only the first" in remark for remark in document.remarks)


def test_a_binary_named_txt_is_refused_through_the_jail(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(bytes(range(256)) * 99)
    with pytest.raises(MislabelledFile, match="control characters"):
        open_text(path, {"media_type": "text/plain"}, size=path.stat().st_size)


def test_marks_without_partners_do_not_run_away() -> None:
    text = "\n\n".join(f"Line {n} has a “mark without a partner and goes on." for n in range(30))
    spans = [m.span.text for m in marks(text) if m.type == "quote"]
    assert all(s is not None and s.end - s.start < 60 for s in spans)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n", "\u2028"])
def test_line_ends_of_every_kind_are_kept(ending: str, tmp_path: Path) -> None:
    text = ending.join(
        ["A staged night", "", "“It was dark,” said Ana Roy.", "", "It was late by then.\r\n\rSo it was.\n"]
    )
    path = tmp_path / "mixed.txt"
    path.write_bytes(text.encode())
    document = open_text(path, {"media_type": "text/plain"}, size=path.stat().st_size)
    assert document.text == text
    quotes = [m.span.text.exact for m in marks(text) if m.type == "quote" and m.span.text is not None]
    assert quotes == ["It was dark,"]


@pytest.mark.parametrize(
    ("stated", "real", "said"),
    [
        ("utf-8", "cp1252", "not the UTF-8 it states"),
        ("iso-8859-1", "utf-8", "its bytes are utf-8"),
        ("klingon", "utf-8", "not known here"),
        ("", "cp1252", "states no encoding"),
        ("shift_jis", "cp1252", ""),
        ("", "utf-16", ""),
        ("iso-8859-1", "cp1252", ""),
    ],
)
def test_a_page_that_is_wrong_about_its_encoding(stated: str, real: str, said: str, tmp_path: Path) -> None:
    words = "Il était déjà là, l’été “dernier”, à Noël, à Évry."
    meta = f'<meta charset="{stated}">' if stated else ""
    path = tmp_path / "page.html"
    path.write_bytes(f"<html><head>{meta}</head><body><p>{words}</p></body></html>".encode(real))
    document = open_text(path, {"media_type": "text/html"}, size=path.stat().st_size)
    if stated != "shift_jis":
        assert document.text == words
    assert said in " ".join(document.remarks)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال الرجل: «كان الليل مظلما جدا في ذلك اليوم ولم نر شيئا». ثم غادر المكان بسرعة.\n\nفقرة ثانية هنا.", "ar"),
        ("הוא אמר: „היה חשוך מאוד באותו לילה ולא ראינו דבר”. אחר כך הלך.\n\nפסקה שנייה כאן.", "he"),
        ("他说：“那天晚上很黑，我们什么也没看见。”\n\n第二段在这里。", "zh"),
        ("「暗かった」と彼は言った。\n\n二段落目です。", "ja"),
    ],
)
@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
def test_other_scripts_are_kept_segmented_and_said_to_be_unread(
    text: str, language: str, media_type: str, tmp_path: Path
) -> None:
    path = tmp_path / "text"
    html = "".join(f"<p>{p}</p>" for p in text.split("\n\n"))
    path.write_text(f"<html><body>{html}</body></html>" if media_type == "text/html" else text, encoding="utf-8")
    document = open_text(path, {"media_type": media_type}, size=path.stat().st_size)
    assert document.text == text and len(document.parts) == 2
    assert document.language == language and "not read" in " ".join(document.remarks)


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>Nothing but a title</title></head></html>",
        "no tags at all, “only words,” said Ana Roy.",
        "<p>A fragment, “and no end to it,” said Ana Roy.<table><tr><td>1",
        "<html><head></head><frameset><frame src='a.html'></frameset></html>",
        "<html><body></body></html>",
    ],
)
def test_pages_without_a_body_or_an_end(html: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    document = open_text(path, {"media_type": "text/html"}, size=path.stat().st_size)
    assert document.text or document.remarks
    for mark in marks(document.text):
        assert mark.span.text is not None and mark.span.text.end <= len(document.text)


@pytest.mark.parametrize(
    "text",
    [
        "She said “one two three. Then they left and “another one. And ” so on « and » « again.\n\n" * 20,
        'He said "one two three. Then he left for good.\n\n' * 20,
        "They said 'one two three. Then he left the migrants' camp.\n\n" * 20,
        "« Un deux trois, a dit Alix Exemple. Puis elle est partie.\n\n" * 20,
    ],
)
def test_unbalanced_marks_end_with_their_paragraph(text: str) -> None:
    for mark in marks(text, "fr" if "«" in text[:2] else "en"):
        assert mark.span.text is not None
        assert mark.type == "segment" or "\n" not in mark.span.text.exact
