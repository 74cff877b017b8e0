"""Stills show the frame presented at an instant; excerpts begin there, play everywhere, and are the same every time."""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from recoupe.errors import DamagedFile, InputError, UnsupportedFile
from recoupe.model import TimeBase, TimeSpan, span_of_seconds
from recoupe.read import rendition
from tests.read.numbered import RATE, clicks, number, number_on, write, write_sound

STEADY = [i * 1 for i in range(150)]
UNEVEN = [0, 40, 70, 71, 160, 200, 333, 400, 1000, 1040, 1080, 2500, 2540, 2580, 3000]
LONG_GROUPS = {"g": "100", "bf": "3", "sc_threshold": "0"}


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """6 s at 25 frames a second, four seconds between key frames, frames that refer ahead, clicks at 2 and 4.5 s."""
    path = tmp_path_factory.mktemp("clips") / "steady.mp4"
    return write(path, STEADY, options=LONG_GROUPS, samples=clicks(6, [2.0, 4.5]))


def expected(ticks: list[int], base: Fraction, time: Fraction) -> int:
    return max(0, bisect_right(ticks, time / base) - 1)


TIMES = [Fraction(n, 7) for n in (0, 1, 3, 8, 13, 20, 29, 35, 41, 43)] + [Fraction(2), Fraction(51, 25), Fraction(6)]


def test_a_still_is_the_frame_presented_at_the_instant(steady: Path) -> None:
    stills = rendition.stills(steady, TIMES)
    assert [number_on(s) for s in stills] == [expected(STEADY, Fraction(1, 25), t) for t in TIMES]


def test_stills_come_in_the_order_asked_for_and_twice_if_asked_twice(steady: Path) -> None:
    times = [Fraction(5), Fraction(1), Fraction(5), Fraction(3)]
    assert [number_on(s) for s in rendition.stills(steady, times)] == [125, 25, 125, 75]
    assert rendition.stills(steady, []) == []


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("a.webm", "libvpx", {"g": "60", "deadline": "realtime"}),
        ("a.mkv", "libx264", LONG_GROUPS),
        ("a.ts", "libx264", {**LONG_GROUPS, "bf": "0"}),
        ("a.avi", "mpeg4", {"g": "50", "b": "2000000"}),
    ],
)
def test_other_containers_give_the_same_frames(tmp_path: Path, name: str, codec: str, options: dict[str, str]) -> None:
    path = write(tmp_path / name, STEADY, codec=codec, options=options)
    times = [Fraction(n, 25) + Fraction(1, 100) for n in (0, 7, 55, 101, 102, 149)]
    assert [number_on(s) for s in rendition.stills(path, times)] == [0, 7, 55, 101, 102, 149]


def test_a_variable_rate_is_honoured(tmp_path: Path) -> None:
    base = Fraction(1, 1000)
    path = write(tmp_path / "uneven.mp4", UNEVEN, base, options=LONG_GROUPS)
    times = [Fraction(n, 1000) for n in (0, 39, 40, 69, 71, 159, 999, 1000, 2499, 2500, 2999, 3000)]
    assert [number_on(s) for s in rendition.stills(path, times)] == [expected(UNEVEN, base, t) for t in times]


def test_the_clock_starts_with_whatever_comes_first(tmp_path: Path) -> None:
    """The picture begins a second after the sound: the clip clock reads 1 when the first frame is shown."""
    path = write(tmp_path / "late.mkv", [25 + i for i in range(50)], samples=clicks(3, [1.5]), sound_codec="pcm_s16le")
    numbers = [number_on(s) for s in rendition.stills(path, [Fraction(1, 2), Fraction(1), Fraction(28, 25)])]
    assert numbers == [0, 0, 3]
    decoded = decode(rendition.excerpt(path, span_of_seconds(Fraction(1), Fraction(2))))
    assert decoded["numbers"][:3] == [0, 1, 2]
    assert click_times(decoded) == pytest.approx([0.5], abs=0.002)


def test_rotation_is_applied(tmp_path: Path, steady: Path) -> None:
    """A phone held upright stores the picture lying down and a matrix that says: turn by 90° clockwise."""
    data = bytearray(steady.read_bytes())
    matrix = data.index(b"tkhd") - 4 + 48
    data[matrix : matrix + 36] = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 90 << 16, 0, 1 << 30)
    turned = tmp_path / "turned.mp4"
    turned.write_bytes(data)
    image = Image.open(io.BytesIO(rendition.still(turned, Fraction(3))))
    assert image.size == (90, 160)
    assert number(np.asarray(image.rotate(90, expand=True))) == 75
    assert decode(rendition.excerpt(turned, span_of_seconds(1, 2)))["size"] == (90, 160)


def test_sizes_are_even_and_never_enlarged(tmp_path: Path) -> None:
    odd = write(tmp_path / "odd.webm", STEADY[:10], codec="libvpx", size=(161, 91), options={"deadline": "realtime"})
    assert Image.open(io.BytesIO(rendition.still(odd, Fraction(0), width=480))).size == (160, 90)
    assert Image.open(io.BytesIO(rendition.still(odd, Fraction(0), width=101))).size == (100, 58)
    decoded = decode(rendition.excerpt(odd, span_of_seconds(0, 1), width=101))
    assert decoded["size"] == (100, 58)


def decode(data: bytes) -> dict[str, Any]:
    """What a player gets out of an MP4."""
    out: dict[str, Any] = {"times": [], "numbers": [], "keys": [], "samples": np.zeros(0), "codecs": []}
    with av.open(io.BytesIO(data)) as container:
        out["codecs"] = [stream.codec_context.name for stream in container.streams]
        if container.streams.video:
            out["picture_length"] = float(container.streams.video[0].duration * container.streams.video[0].time_base)
        sound = []
        for frame in container.decode():
            if isinstance(frame, av.VideoFrame):
                assert frame.pts is not None
                time = frame.pts * frame.time_base
                out["times"].append(time)
                out["numbers"].append(number(frame.to_ndarray(format="rgb24")))
                out["size"] = (frame.width, frame.height)
                if frame.key_frame:
                    out["keys"].append(time)
            elif isinstance(frame, av.AudioFrame):
                if not sound:
                    out["sound_start"] = frame.pts * frame.time_base
                sound.append(frame.to_ndarray()[0])
                out["rate"] = frame.sample_rate
        if sound:
            out["samples"] = np.concatenate(sound)
    return out


def click_times(decoded: dict[str, Any]) -> list[float]:
    loud = np.flatnonzero(np.abs(decoded["samples"]) > 0.2)
    starts = loud[np.concatenate(([True], np.diff(loud) > 2000))] if len(loud) else loud
    return [float(i) / decoded["rate"] for i in starts]


def test_an_excerpt_begins_with_the_frame_and_the_sample_of_its_start(steady: Path) -> None:
    span = TimeSpan(start=1510, end=4020, base=TimeBase(1, 1000))
    decoded = decode(rendition.excerpt(steady, span))
    assert decoded["codecs"] == ["h264", "aac"]
    assert decoded["numbers"] == list(range(37, 101))
    assert decoded["times"][0] == 0
    assert [float(t) for t in decoded["times"][1:4]] == pytest.approx([0.01, 0.05, 0.09], abs=0.021)
    assert click_times(decoded) == pytest.approx([0.49], abs=0.002)
    assert decoded["sound_start"] == 0
    assert decoded["picture_length"] == pytest.approx(2.51, abs=0.021)


def test_key_frames_are_at_most_half_a_second_apart(steady: Path) -> None:
    keys = decode(rendition.excerpt(steady, span_of_seconds(0, 6)))["keys"]
    assert keys[0] == 0
    assert max(b - a for a, b in pairwise(keys)) <= Fraction(1, 2)


def test_the_index_comes_before_the_data(steady: Path) -> None:
    data = rendition.excerpt(steady, span_of_seconds(1, 2))
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_span_between_two_frames_shows_the_one_that_stands(tmp_path: Path) -> None:
    path = write(tmp_path / "uneven.mp4", UNEVEN, Fraction(1, 1000), options=LONG_GROUPS)
    decoded = decode(rendition.excerpt(path, TimeSpan(start=1500, end=2000, base=TimeBase(1, 1000))))
    assert decoded["numbers"] == [10]


def test_equal_input_gives_equal_bytes(steady: Path) -> None:
    span = span_of_seconds(Fraction(3, 2), Fraction(5, 2))
    assert rendition.excerpt(steady, span) == rendition.excerpt(steady, span)
    assert rendition.stills(steady, TIMES[:3]) == rendition.stills(steady, TIMES[:3])


def test_sound_or_picture_can_be_left_out(steady: Path) -> None:
    span = span_of_seconds(1, 2)
    assert decode(rendition.excerpt(steady, span, sound=False))["codecs"] == ["h264"]
    assert decode(rendition.excerpt(steady, span, picture=False))["codecs"] == ["aac"]


def test_a_browsable_copy_holds_every_frame_at_its_time(steady: Path, tmp_path: Path) -> None:
    out = rendition.browsable(steady, tmp_path / "deep" / "copy.mp4")
    decoded = decode(out.read_bytes())
    assert decoded["numbers"] == list(range(150))
    assert [float(t) for t in decoded["times"]] == pytest.approx([n / 25 for n in range(150)], abs=1e-4)
    assert click_times(decoded) == pytest.approx([2.0, 4.5], abs=0.002)
    assert [p.name for p in out.parent.iterdir()] == ["copy.mp4"]


def test_sound_alone_has_excerpts_and_no_stills(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "sound.wav", clicks(3, [1.25]))
    decoded = decode(rendition.excerpt(path, span_of_seconds(1, 2)))
    assert decoded["codecs"] == ["aac"]
    assert click_times(decoded) == pytest.approx([0.25], abs=0.002)
    assert len(decoded["samples"]) == pytest.approx(RATE, abs=1100)
    with pytest.raises(UnsupportedFile, match="no picture"):
        rendition.still(path, Fraction(1))


def test_what_is_no_footage_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "note.mp4"
    path.write_text("this is a note\n" * 100)
    with pytest.raises(InputError):
        rendition.still(path, Fraction(0))
    with pytest.raises(InputError):
        rendition.browsable(path, tmp_path / "out" / "copy.mp4")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_stretch_beyond_the_end_is_refused(steady: Path) -> None:
    with pytest.raises(DamagedFile, match="nothing in this stretch"):
        rendition.excerpt(steady, span_of_seconds(100, 101), picture=False)


def test_a_cut_off_file_shows_what_is_there(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.webm", STEADY, codec="libvpx", options={"g": "25", "deadline": "realtime"})
    half = tmp_path / "half.webm"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    first, last = rendition.stills(half, [Fraction(1), Fraction(6)])
    assert number_on(first) == 25
    assert 25 < number_on(last) < 149


def test_an_image_is_shown_upright_and_on_white(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (80, 60), "red").save(tmp_path / "turned.jpg", exif=exif)
    assert Image.open(io.BytesIO(rendition.picture(tmp_path / "turned.jpg", width=30))).size == (30, 40)
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    shown = Image.open(io.BytesIO(rendition.picture(tmp_path / "clear.png")))
    assert shown.getpixel((4, 4)) == (255, 255, 255)
