"""The proxy: exact times, both channels, and what is survived."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from recoupe.errors import EmptyFile, InputError, MissingFile
from recoupe.events import Progress
from recoupe.read import proxy
from tests.compare.making import FPS, HEIGHT, RATE, WIDTH, Footage, put_sound, scene, shape


def built(path: Path) -> proxy.Proxy:
    return proxy.build(path, path.with_suffix(".proxy"))


def clicks(seconds: float, at: list[float]) -> np.ndarray:
    sound = np.zeros(round(seconds * RATE), np.int16)
    for t in at:
        sound[round(t * RATE)] = 30000
    return sound


def write(path: Path, times: list[int], base: Fraction, sound: np.ndarray | None = None, start: int = 0) -> Path:
    """Frames at given ticks."""
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264" if path.suffix != ".webm" else "libvpx", rate=FPS)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.codec_context.time_base = base
        audio = None
        if sound is not None:
            audio = out.add_stream("aac" if path.suffix != ".webm" else "libopus", rate=RATE, layout="mono")
        for n, t in enumerate(times):
            frame = shape(scene(n), (WIDTH, HEIGHT), ())
            frame.pts, frame.time_base = t, base
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if audio is not None and sound is not None:
            put_sound(out, audio, sound, start)
    return path


def test_frames_and_times_of_a_plain_clip_are_exact(tmp_path: Path) -> None:
    p = built(Footage.of(2).write(tmp_path / "a.mp4"))
    assert p.frames.shape == (50, 36, 64)
    assert [p.frame_time(n) for n in (0, 1, 49, 50)] == [0, Fraction(1, 25), Fraction(49, 25), 2]
    assert p.facts.picture is not None
    assert p.facts.picture.constant_rate is not None
    assert p.facts.picture.constant_rate.fraction == Fraction(1, 25)
    assert p.has_sound and not p.facts.remarks


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.mkv"])
def test_the_encoder_delay_of_sound_is_honoured(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, list(range(50)), Fraction(1, FPS), clicks(2, [0.5, 1.25]))
    p = built(path)
    loud = np.abs(p.sound.astype(int))
    for t in (0.5, 1.25):
        near = slice(round(t * 16000) - 800, round(t * 16000) + 800)
        at = (near.start + int(loud[near].argmax()) + p.sound_start) / 16000
        assert abs(at - t) < 0.0011, f"{name}: click of {t} s heard at {at:.4f} s"


def test_variable_rates_keep_their_own_times(tmp_path: Path) -> None:
    ticks = [0, 40, 80, 300, 340, 900, 1000]
    p = built(write(tmp_path / "a.mkv", ticks, Fraction(1, 1000)))
    assert [round(float(p.frame_time(n)) * 1000) for n in range(7)] == ticks
    assert p.facts.picture is not None
    assert p.facts.picture.constant_rate is None


def test_the_clock_starts_with_whichever_channel_comes_first(tmp_path: Path) -> None:
    late = write(tmp_path / "a.mkv", [500 + 40 * n for n in range(30)], Fraction(1, 1000), clicks(2, [1.0]))
    p = built(late)
    assert p.sound_start == 0
    assert abs(p.frame_time(0) - Fraction(1, 2)) < Fraction(1, 40)


def test_no_sound_no_picture_and_silence_are_three_things(tmp_path: Path) -> None:
    mute = Footage.of(1)
    mute.sound = None
    assert not built(mute.write(tmp_path / "mute.mp4")).has_sound
    silent = Footage.of(1)
    assert silent.sound is not None
    silent.sound[:] = 0
    p = built(silent.write(tmp_path / "silent.mp4"))
    assert p.has_sound and p.facts.sound is not None
    assert p.facts.sound.silent
    with av.open(str(tmp_path / "only.wav"), "w") as out:
        put_sound(out, out.add_stream("pcm_s16le", rate=RATE, layout="mono"), clicks(1, [0.5]))
    heard = built(tmp_path / "only.wav")
    assert heard.has_sound and not heard.has_picture and heard.facts.picture is None


def test_cover_art_is_not_picture(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    cover = tmp_path / "cover.png"
    Image.new("RGB", (64, 64), "red").save(cover)
    with av.open(str(path), "w") as out, av.open(str(cover)) as image:
        audio = out.add_stream("libmp3lame", rate=RATE, layout="mono")
        art = out.add_stream_from_template(image.streams.video[0])
        art.disposition = av.stream.Disposition.attached_pic
        for packet in image.demux(video=0):
            if packet.size:
                packet.stream = art
                out.mux(packet)
        put_sound(out, audio, clicks(1, [0.5]))
    p = built(path)
    assert not p.has_picture and p.has_sound
    assert any("cover art" in s for s in p.facts.other_streams)


def test_of_several_pictures_the_largest_is_taken_and_the_others_listed(tmp_path: Path) -> None:
    path = tmp_path / "two.mkv"
    with av.open(str(path), "w") as out:
        streams = []
        for size in ((128, 72), (WIDTH, HEIGHT)):
            s = out.add_stream("libx264", rate=FPS)
            s.width, s.height, s.pix_fmt = *size, "yuv420p"
            streams.append((s, size))
        for s, size in streams:
            for n in range(20):
                frame = shape(scene(n), size, ())
                frame.pts, frame.time_base = n, Fraction(1, FPS)
                out.mux(s.encode(frame))
            out.mux(s.encode(None))
    p = built(path)
    assert p.facts.picture is not None
    assert (p.facts.picture.width, p.facts.picture.height) == (WIDTH, HEIGHT)
    assert p.facts.other_streams == ("video 0: h264",)


def test_a_turned_clip_is_shown_upright(tmp_path: Path) -> None:
    plain = Footage.of(1).write(tmp_path / "a.mp4")
    turned = tmp_path / "turned.mp4"
    with av.open(str(plain)) as source, av.open(str(turned), "w") as out:
        template = source.streams.video[0]
        stream = out.add_stream_from_template(template)
        if not hasattr(stream, "set_display_rotation"):
            pytest.skip("this PyAV cannot write a rotation")
        stream.set_display_rotation(90)
        for packet in source.demux(template):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    p, q = built(plain), built(turned)
    assert q.facts.picture is not None
    assert (q.facts.picture.width, q.facts.picture.height) == (HEIGHT, WIDTH)
    upright = Image.fromarray(np.rot90(scene(10).mean(2).astype(np.uint8))).resize((64, 36), Image.Resampling.BOX)
    assert np.corrcoef(np.asarray(upright, float).ravel(), q.frames[10].astype(float).ravel())[0, 1] > 0.95
    assert len(p.times) == len(q.times)


def test_packets_broken_in_the_middle_are_survived(tmp_path: Path) -> None:
    path = Footage.of(6).write(tmp_path / "a.mkv", crf=18)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 6000] = np.random.default_rng(1).bytes(6000)
    path.write_bytes(bytes(data))
    p = built(path)
    assert len(p.times) > 60
    assert bool(np.all(np.diff(p.times) > 0))
    assert float(p.frame_time(len(p.times) - 1)) > 5


def test_a_truncated_clip_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = Footage.of(4).write(tmp_path / "a.mkv")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert 20 < len(built(path).times) < 100


def test_a_stream_without_time_stamps_gets_the_nominal_rate(tmp_path: Path) -> None:
    path = tmp_path / "raw.h264"
    with av.open(str(path), "w", format="h264") as out:
        stream = out.add_stream("libx264", rate=FPS, options={"bf": "0"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for n in range(40):
            frame = shape(scene(n), (WIDTH, HEIGHT), ())
            frame.pts, frame.time_base = n, Fraction(1, FPS)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    p = built(path)
    assert len(p.times) == 40
    assert bool(np.all(np.diff(p.times) > 0))
    assert abs(float(p.frame_time(39)) - 39 / 25) < 0.1


def test_what_is_no_footage_is_refused_with_what_to_do(tmp_path: Path) -> None:
    for name, data in (("text.mp4", b"not a clip " * 500), ("play.m3u8", b"#EXTM3U\n#EXTINF:5,\n/etc/hostname\n")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError) as refused:
            built(tmp_path / name)
        assert refused.value.todo
    Image.new("RGB", (64, 64), "red").save(tmp_path / "still.png")
    with pytest.raises(InputError):
        built(tmp_path / "still.png")
    (tmp_path / "empty.mp4").write_bytes(b"")
    with pytest.raises((EmptyFile, InputError)):
        built(tmp_path / "empty.mp4")
    with pytest.raises(MissingFile):
        built(tmp_path / "nowhere.mp4")
    assert not list(tmp_path.glob("*.proxy")), "a failed build leaves nothing behind"


def test_progress_is_told_and_a_proxy_is_found_again(tmp_path: Path) -> None:
    seen: list[object] = []
    path = Footage.of(5).write(tmp_path / "a.mp4")
    first = proxy.build(path, tmp_path / "p", seen.append)
    assert any(isinstance(e, Progress) and e.total for e in seen)
    again = proxy.load(tmp_path / "p")
    assert np.array_equal(first.frames, again.frames) and first.facts == again.facts
    (tmp_path / "p" / "facts.json").write_text('{"version": "proxy-0"}')
    with pytest.raises(FileNotFoundError):
        proxy.load(tmp_path / "p")
