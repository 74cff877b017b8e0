"""How values are shown, and the time line of a clip."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from recoupe.desk.drawing import TEMPLATES, size, t_value
from recoupe.desk.media import attachment_name
from recoupe.desk.timeline import Said, timeline
from recoupe.model import PictureState, Span, mark, span_of_seconds


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (999_600, "1.0 MB"),
        (2_700_000, "2.7 MB"),
        (5 << 40, "5.5 TB"),
    ],
)
def test_sizes(count: int, text: str) -> None:
    assert size(count) == text


def test_instants_in_addresses_are_short_and_exact_to_the_microsecond() -> None:
    assert [t_value(x) for x in (0, 15.2, Fraction(1, 3), Fraction(100))] == ["0", "15.2", "0.333333", "100"]


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("clip.mp4", "clip.mp4"),
        ("../../.bashrc", "_.._.bashrc"),
        ("photo\u202egpj.exe", "photo_U+202E_gpj.exe"),
        ('a"b\n;c', "a_b ;c"),
        ("...", "original"),
        ("", "original"),
    ],
)
def test_an_original_is_saved_under_a_plain_name(name: str, saved: str) -> None:
    assert attachment_name(name) == saved


def test_a_template_prints_nothing_hidden_even_where_it_forgets_to_ask() -> None:
    made = TEMPLATES.env.from_string("{{ a }}|{{ b }}|{{ c }}")
    assert made.render(a="<b>\u202e", b=None, c=3) == "&lt;b&gt;⟨U+202E⟩||3"


def test_the_time_line_says_what_texts_say_and_links_every_mark() -> None:
    frozen = mark(Span(source="0" * 64, time=span_of_seconds(2, 3)), PictureState(state="frozen"), reading="r")
    said = [
        Said(low=Fraction(16), high=Fraction(16), text="at 16 <seconds>", by="a.txt", href="/x"),
        Said(low=Fraction(16), high=Fraction(20), text="a while", by="b.txt", href="/y"),
    ]
    svg = timeline(Fraction(23), [frozen], said, None)
    assert re.findall(r'href="(\?t=[^"]+)"', svg) == ["?t=16", "?t=16", "?t=2"]
    assert "at 16 &lt;seconds&gt;" in svg and "no sound" in svg and "style=" not in svg
    assert 'data-length="23"' in svg


def test_a_clip_of_no_length_has_a_time_line() -> None:
    assert "No text in the case" in timeline(Fraction(0), [], [], None)
