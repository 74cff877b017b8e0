from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from recoupe.draw import (
    Gap,
    Piece,
    Pin,
    Row,
    Shade,
    Still,
    Strip,
    envelope,
    neutral,
    one_line,
    panel_svg,
    residual,
    residual_svg,
    ribbon_svg,
    ribbon_text,
    spectrogram_png,
    strips_html,
    ticks,
    waveform_svg,
)
from recoupe.draw.spectrogram import levels
from tests.draw.making import RATE, editmap, everything, noise, one_cut, segment

HOSTILE = "a\u202egpj</text><script>alert(1)</script>\x00\ud800&\"'.mp4"
SVG = "{http://www.w3.org/2000/svg}"


def words(svg: str) -> list[str]:
    """The words drawn, in order; parses, so the markup is whole."""
    root = ElementTree.fromstring(svg)
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


def test_ribbon_names_both_clips_and_the_cut() -> None:
    drawn = words(ribbon_svg(one_cut(), labels=("night.mp4", "copy.mp4")))
    assert any(word.startswith("A  night.mp4") for word in drawn)
    assert any(word.startswith("B  copy.mp4") for word in drawn)
    assert "only in A, 0.40 s" in drawn


def test_ribbon_tells_its_content_to_those_who_do_not_see_it() -> None:
    root = ElementTree.fromstring(ribbon_svg(one_cut(), name="r"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "r-title r-desc"
    desc = root.find(f"{SVG}desc")
    assert desc is not None and desc.text == "1: only in A, 0.40 s (0:15.80–0:16.20)."


def test_a_short_cut_in_a_long_clip_stays_visible() -> None:
    map_ = editmap(
        segment("s1", "same", (0, 1800), (0, 1800)),
        segment("s2", "cut", (1800, 1800), (1800, 1800.1)),
        segment("s3", "same", (1800, 3600), (1800.1, 3600.1)),
        a=3600.1,
        b=3600,
    )
    root = ElementTree.fromstring(ribbon_svg(map_, name="r"))
    cuts = [node for node in root.iter(f"{SVG}rect") if node.get("fill") == "url(#r-rb-cut)"]
    assert cuts and all(float(node.get("width", 0)) >= 2.5 for node in cuts)


def test_narrow_ribbon_keeps_numbers_and_drops_words() -> None:
    drawn = words(ribbon_svg(everything(), width=400))
    assert "1" in drawn and "8" in drawn
    assert not any(word.startswith("only in A,") for word in drawn)


@pytest.mark.parametrize("map_", [one_cut(), everything(), editmap(a=3, b=2, shared=False)])
def test_no_drawing_carries_style_or_script(map_: object) -> None:
    svg = ribbon_svg(map_, labels=(HOSTILE, HOSTILE), sound=(envelope(noise(3), RATE), None))  # type: ignore[arg-type]
    assert " style=" not in svg and "<script" not in svg
    assert "\u202e" not in svg and "\x00" not in svg
    ElementTree.fromstring(svg)


def test_terminal_ribbon_lines_up_and_leaves_a_gap() -> None:
    lines = ribbon_text(one_cut(), width=60, color=False).splitlines()
    a_picture, b_picture = lines[1], lines[4]
    assert len(a_picture) == len(b_picture) == 60
    assert "▚" in a_picture and "·" in b_picture
    assert a_picture.index("▚") == b_picture.index("·")
    assert lines[-1].split("  ")[-1] == "only in A, 0.40 s (0:15.80–0:16.20)"


def test_terminal_ribbon_in_ascii_says_the_same() -> None:
    text = ribbon_text(everything(), width=80, color=False, unicode=False)
    assert text.isascii()
    assert all(letter in text for letter in "=-+_#~?")


def test_terminal_ribbon_uses_color_only_when_asked() -> None:
    assert "\x1b[" in ribbon_text(one_cut(), color=True)
    assert "\x1b[" not in ribbon_text(one_cut(), color=False)


@given(width=st.integers(20, 200))
def test_terminal_ribbon_never_runs_over(width: int) -> None:
    lines = ribbon_text(everything(), width=width, color=False).splitlines()
    assert all(len(line) == max(width, 40) for line in lines[1:3])


def test_waveform_shows_marks_and_their_times() -> None:
    pins = (Pin(at=15.5, text="“around 16 seconds”", kind="asserted", low=15, high=17), Pin(at=16.0, text="impulse"))
    svg = waveform_svg(noise(4, (2.0,)), RATE, start=14, marks=pins)
    assert {"“around 16 seconds”", "impulse", "0:16"} <= set(words(svg))


def test_empty_sound_draws_an_empty_picture() -> None:
    nothing = np.zeros(0, np.int16)
    ElementTree.fromstring(waveform_svg(nothing, RATE))
    assert spectrogram_png(nothing, RATE, columns=4)
    assert envelope(nothing, RATE).peaks == ()


def test_spectrogram_shows_a_tone_where_it_is() -> None:
    t = np.arange(RATE) / RATE
    tone = (8000 * np.sin(2 * np.pi * 2000 * t)).astype(np.int16)
    level = levels(tone, RATE, columns=50)
    hz = np.linspace(0, RATE / 2, level.shape[0])
    assert abs(hz[int(level[:, 25].argmax())] - 2000) <= RATE / 256
    image = np.asarray(Image.open(io.BytesIO(spectrogram_png(tone, RATE, columns=50, rows=80))))
    assert image.shape == (80, 50)
    assert abs(int(image[:, 25].argmin()) - 60) <= 2


def test_spectrogram_never_skips_a_click_between_columns() -> None:
    level = levels(noise(60, (30.0,)), RATE, columns=40)
    assert int(level.max(axis=0).argmax()) in {19, 20}


def test_panel_leaves_open_what_one_copy_lacks() -> None:
    a, b = noise(4.4, (2.2,)), noise(4)
    rows = [
        Row(
            label="A",
            pieces=[Piece(samples=a, rate=RATE, at=14, offset=0)],
            shades=[Shade(start=16, end=16.4, state="cut")],
            pins=[Pin(at=16.2, text="0:16.20"), Pin(at=99, text="elsewhere")],
        ),
        Row(
            label="B",
            pieces=[
                Piece(samples=b[: 2 * RATE], rate=RATE, at=14, offset=0),
                Piece(samples=b[2 * RATE :], rate=RATE, at=16, offset=2.4),
            ],
            gaps=[Gap(start=2, end=2.4, text="not in B")],
        ),
    ]
    svg = panel_svg(rows, seconds=4.4, name="p")
    drawn = words(svg)
    assert "not in B" in drawn and "0:16.20" in drawn and "elsewhere" not in drawn
    assert len(re.findall(r'href="data:image/png;base64,', svg)) == 3


def test_residual_is_small_for_gain_and_large_for_silence() -> None:
    sound = noise(3, (1.0, 2.0))
    quieter = (sound * 0.4).astype(np.int16)
    assert residual(sound, quieter, RATE).max() < 6
    silenced = quieter.copy()
    silenced[RATE : RATE * 3 // 2] = 0
    values = residual(sound, silenced, RATE, columns=300)
    assert values[105:145].min() > 15 and np.median(values[:95]) < 2
    ElementTree.fromstring(residual_svg(values, start=0, end=3, shades=(Shade(start=1, end=1.5, state="muted"),)))


def test_strips_veil_every_picture_and_escape_captions() -> None:
    still = Still(jpeg=b"\xff\xd8", caption=HOSTILE, alt=HOSTILE, tone="cut")
    html = strips_html([Strip(letter="A", label=HOSTILE, stills=(still, Still(jpeg=None, caption="", alt="not in B")))])
    assert html.count('class="veil"') == html.count("<img ") == 1
    assert "<script" not in html and "\u202e" not in html


def test_hidden_characters_are_written_out() -> None:
    assert neutral("a\u202eb\x07\u2066c\ufeff") == "a⟨U+202E⟩b␇⟨U+2066⟩c⟨U+FEFF⟩"
    assert neutral("a\r\nb\tc") == "a\nb\tc"
    assert neutral("می\u200cخواهم 👩\u200d🚒") == "می\u200cخواهم 👩\u200d🚒"
    assert one_line(" a\n b ", most=3) == "a b"


@given(st.text())
def test_neutral_text_can_always_be_written_and_stays_neutral(text: str) -> None:
    once = neutral(text)
    once.encode()
    assert neutral(once) == once


@given(start=st.floats(0, 5000), length=st.floats(0.01, 9000), most=st.integers(1, 20))
def test_ticks_are_few_and_inside(start: float, length: float, most: int) -> None:
    found = ticks(start, start + length, most=most)
    assert len(found) <= most + 1
    assert all(start - 1e-5 <= time <= start + length + length / max(most, 1) * 1e-3 + 1e-5 for time in found)
