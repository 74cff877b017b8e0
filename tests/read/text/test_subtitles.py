"""Subtitles: the words of each cue, when it stands on the screen, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.collect import media_type_of
from recoupe.errors import DamagedFile
from recoupe.preserve import Case
from recoupe.read.text.subtitles import read_subtitles
from recoupe.run import run_case

SRT = """1
00:00:01,000 --> 00:00:02,500
The bridge was <i>closed</i>
at noon.

2
00:01:02,500 --> 00:01:04,000
{\\an8}Six people were there.
3
1:00:05.1 --> 1:00:06.22 X1:40 X2:600
Here &amp; there.
"""
VTT = """WEBVTT - staged
Kind: captions

NOTE
00:09 is no cue, and neither is this.

STYLE
::cue { color: red }

first
00:01.000 --> 00:02.500 align:start position:0%
<v.loud Ana Roy>We saw <00:00:01.500><c>one</c> shot</v>

01:00:00.000 --> 01:00:01.000

"""


def cues(text: str) -> list[tuple[str, tuple[int, int] | None]]:
    document = read_subtitles(text)
    return [(document.text[part.start : part.end], part.cue_ms) for part in document.parts]


def test_subrip() -> None:
    assert cues(SRT) == [
        ("The bridge was closed at noon.", (1000, 2500)),
        ("Six people were there.", (62500, 64000)),
        ("Here & there.", (3605100, 3606220)),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_do_not_matter(end: str) -> None:
    assert cues(SRT.replace("\n", end)) == cues(SRT)


def test_webvtt_without_styles_and_with_its_voices() -> None:
    assert cues(VTT) == [("Ana Roy: We saw one shot", (1000, 2500))]
    assert read_subtitles(VTT).remarks == ("1 cues without words",)


def test_a_cue_that_ends_before_it_begins_is_kept_and_told() -> None:
    document = read_subtitles("00:00:09,000 --> 00:00:01,000\nbackwards\n")
    assert document.parts[0].cue_ms == (9000, 1000) and document.remarks == ("1 cues that end before they begin",)


@pytest.mark.parametrize("text", ["", "WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\n\n", "words without times"])
def test_without_a_cue_it_is_no_subtitle(text: str) -> None:
    with pytest.raises(DamagedFile, match="no line with a time"):
        read_subtitles(text)


def test_they_are_known_by_their_bytes() -> None:
    assert media_type_of(SRT.encode()) == "application/x-subrip"
    assert media_type_of(("\ufeff" + SRT).encode()) == "application/x-subrip"
    assert media_type_of(VTT.encode()) == "text/vtt"
    assert media_type_of(b"1\nThe bridge was closed at 10:00:01 --> then") == "text/plain"


def test_in_a_case_they_are_read_like_any_text(tmp_path: Path) -> None:
    for name, text in (("clip.en.srt", SRT), ("clip.en.vtt", VTT), ("pasted.txt", SRT + "\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [tmp_path / name for name in ("clip.en.srt", "clip.en.vtt", "pasted.txt")]
    assert not run_case(tmp_path / "case", files).failed
    with Case.open(tmp_path / "case") as case:
        for source in case.sources():
            document = case.document(source.digest)
            assert document is not None and document.parts[0].cue_ms is not None, source.name
        srt = case.sources()[0]
        assert any(mark.type == "figure" for mark in case.marks(source=srt.digest)), "and figures are found in them"
