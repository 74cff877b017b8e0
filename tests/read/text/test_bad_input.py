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
