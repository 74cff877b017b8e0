"""Sounds taken out while the picture runs on: found, placed, mirrored; and nothing told of what was only coded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare import compare_proxies, removed
from recoupe.compare.keys import RATE, SoundKeys
from recoupe.compare.lines import Line
from recoupe.compare.sound import Sound
from recoupe.model import EditMap
from recoupe.read import proxy
from recoupe.read.proxy import Proxy
from tests.compare.making import Footage
from tests.compare.making import Sound as Samples

Wave = NDArray[np.float64]
See = Callable[..., Proxy]

SECONDS = 14
PLACED = 0.02


def room(seed: int) -> tuple[Wave, list[tuple[float, float]]]:
    """A room's noise with things said and knocked in it, 16 kHz, and when each begins and ends."""
    rng = np.random.default_rng(seed)
    wave = ndi.uniform_filter1d(rng.standard_normal(SECONDS * RATE), 4) * 160
    spans, at = [], 0.6
    while at < SECONDS - 1.2:
        length = float(rng.uniform(0.12, 0.45))
        count = round(length * RATE)
        time = np.arange(count) / RATE
        pitch = rng.uniform(110, 240) * (1 + 0.1 * np.sin(2 * np.pi * rng.uniform(1, 3) * time))
        voice = sum(np.sin(2 * np.pi * k * np.cumsum(pitch) / RATE) / k**0.8 for k in range(1, 22))
        knock = rng.standard_normal(count) * np.exp(-time / 0.03)
        shape = np.minimum(1, np.minimum(time, time[::-1]) / 0.03)
        sound = voice * shape * 900 if rng.random() < 0.7 else knock * 6000
        start = round(at * RATE)
        wave[start : start + count] += sound
        spans.append((at, at + length))
        at += length + float(rng.uniform(0.25, 0.7))
    return wave, spans


def coded(wave: Wave, seed: int, *, rough: float = 0.12) -> Wave:
    """What a coder leaves: no highs, and noise that follows the level."""
    rng = np.random.default_rng(seed)
    level = np.sqrt(np.maximum(ndi.uniform_filter1d(wave * wave, 320), 1))
    return np.asarray(ndi.uniform_filter1d(wave + rng.standard_normal(len(wave)) * level * rough, 3) * 0.8)


def gated(wave: Wave) -> Wave:
    """A gate that opens in 20 ms and closes in 200 ms, by 24 dB."""
    loud = ndi.uniform_filter1d(wave * wave, 160) > 400**2
    gain, at = np.empty(len(wave)), 0.06
    for i in range(0, len(wave), 80):
        want = 1.0 if loud[i] else 0.06
        at += (want - at) * (0.25 if want > at else 0.025)
        gain[i : i + 80] = at
    return np.asarray(wave * gain)


def slowly_louder(wave: Wave) -> Wave:
    return np.asarray(wave * np.interp(np.arange(len(wave)), [0, len(wave)], [0.4, 1.6]))


def suppressed(wave: Wave) -> Wave:
    """Bins near the noise floor turned down by 12 dB."""
    size, hop = 512, 256
    shape = np.hanning(size + 1)[:-1]
    out = np.zeros(len(wave))
    frames = np.lib.stride_tricks.sliding_window_view(wave, size)[::hop]
    spectra = np.fft.rfft(frames * shape, axis=1)
    floor = np.percentile(np.abs(spectra), 30, axis=0)
    spectra *= np.where(np.abs(spectra) < 2 * floor, 0.25, 1.0)
    for k, frame in enumerate(np.fft.irfft(spectra, axis=1)):
        out[k * hop : k * hop + size] += frame
    return out


def sound(wave: Wave) -> Sound:
    """Sound without keys, which are not looked at here."""
    keys = SoundKeys(np.empty(0, np.uint32), np.empty((0, 3), np.uint32), np.empty(0, np.bool_), 0.0)
    return Sound(np.clip(np.rint(wave), -32_768, 32_767).astype(np.int16), 0.0, keys)


def listen(a: Wave, b: Wave) -> list[removed.AlteredSound]:
    return removed.Listening(sound(a), sound(b), [(Line(0, SECONDS, 1.0, 0.0), 0.0, SECONDS)]).altered()


def take_out(wave: Wave, span: tuple[float, float], how: str) -> Wave:
    """A stretch replaced by a tone, by nothing, or by the room from elsewhere, faded over 5 ms."""
    start, end = (round(t * RATE) for t in span)
    count, out = end - start, wave.copy()
    if how == "bleep":
        fill = 3000 * np.sin(2 * np.pi * 1000 * np.arange(count) / RATE)
    elif how == "nothing":
        fill = np.zeros(count)
    else:
        fill = ndi.uniform_filter1d(np.random.default_rng(count).standard_normal(count), 4) * 160
    ramp = np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / 80)
    out[start:end] = fill * ramp + out[start:end] * (1 - ramp)
    return out


def off(one: removed.AlteredSound, span: tuple[float, float]) -> float:
    return max(abs(one.start - span[0]), abs(one.end - span[1]))


def test_most_of_twelve_removals_are_found_and_placed() -> None:
    placed = told = 0
    for seed in range(4):
        wave, spans = room(seed)
        for k, how in enumerate(("bleep", "nothing", "room")):
            span = spans[3 + 3 * k][0] - 0.015, spans[3 + 3 * k][1] + 0.02
            found = listen(wave, coded(take_out(wave, span, how), seed))
            near = [x for x in found if off(x, span) < 0.2]
            told += len(found) - len(near)
            placed += bool(near) and off(near[0], span) <= PLACED
            assert all(x.residual >= 0.9 for x in near)
            assert all(x.what == ("bleep" if how == "bleep" else "removed") for x in near)
    assert placed >= 11
    assert told == 0


@pytest.mark.parametrize("how", [lambda w: w, lambda w: 0.3 * w, gated, slowly_louder, suppressed])
def test_nothing_is_told_of_what_was_only_coded(how: Callable[[Wave], Wave]) -> None:
    for seed in (5, 6):
        wave, _ = room(seed)
        assert listen(wave, wave) == []
        assert listen(wave, coded(how(wave), seed)) == []
        assert listen(wave, coded(how(wave), seed, rough=0.4)) == []


def test_swapping_the_two_mirrors_what_is_told() -> None:
    wave, spans = room(8)
    copy = coded(take_out(wave, spans[5], "room"), 8)
    (there,), (back,) = listen(wave, copy), listen(copy, wave)
    assert (there.what, back.what) == ("removed", "added")
    assert off(there, (back.start, back.end)) <= PLACED
    assert there.difference_db < 0 < back.difference_db


def test_several_are_told_apart() -> None:
    wave, spans = room(9)
    copy = take_out(take_out(wave, spans[3], "room"), spans[9], "bleep")
    found = listen(wave, coded(copy, 9))
    assert [x.what for x in found] == ["removed", "bleep"]


def test_at_another_speed_and_of_little_sound_nothing_is_said() -> None:
    wave, spans = room(10)
    a, b = sound(wave), sound(take_out(wave, spans[4], "room"))
    for stretch in ((Line(0, SECONDS, 1.1, 0.0), 0.0, 10.0), (Line(0, 2, 1.0, 0.0), 0.0, 2.0)):
        listening = removed.Listening(a, b, [stretch])
        assert listening.altered() == []
        assert listening.confirmed(1.0, 1.5) is None


def test_what_the_keys_doubt_is_confirmed_or_not() -> None:
    wave, spans = room(11)
    line = Line(0, SECONDS, 1.0, 0.0)
    listening = removed.Listening(
        sound(wave), sound(coded(take_out(wave, spans[4], "room"), 11)), [(line, 0.0, SECONDS)]
    )
    told = listening.confirmed(*spans[4])
    assert isinstance(told, removed.AlteredSound) and told.what == "removed"
    assert listening.confirmed(*spans[8]) == "same"


def test_the_map_tells_it_as_likely_and_the_picture_runs_on(
    footage: Footage, whole: Proxy, see: See, diff: Callable[[Proxy, Proxy], EditMap]
) -> None:
    assert footage.sound is not None
    edited = with_sound(footage, swapped(footage.sound, 5.03, 5.21))
    editmap = diff(whole, see(edited, kbps=64))
    (segment,) = [s for s in editmap.segments if s.kind != "same"]
    assert (segment.kind, segment.picture.kind, segment.sound.kind) == ("replaced", "same", "replaced")
    assert (segment.certainty, segment.sound.certainty) == ("likely", "likely")
    assert segment.sound.residual is not None and segment.sound.residual >= 0.9
    assert segment.a is not None
    for span in (segment.a, segment.b):
        assert abs(float(span.seconds[0]) - 5.03) <= PLACED and abs(float(span.seconds[1]) - 5.21) <= PLACED
    assert segment.telling.startswith("A sound of 0.1") and "(likely); the picture runs on." in segment.telling
    assert {e.channel for e in editmap.edges} == {"sound"} and all(e.low <= e.at <= e.high for e in editmap.edges)


def test_sound_closed_up_is_told_as_left_out_and_out_of_step(
    footage: Footage, whole: Proxy, see: See, diff: Callable[[Proxy, Proxy], EditMap]
) -> None:
    assert footage.sound is not None
    start, end = round(4.1 * 48_000), round(4.5 * 48_000)
    closed = np.concatenate([footage.sound[:start], footage.sound[end:], np.zeros(end - start, np.int16)])
    editmap = diff(whole, see(with_sound(footage, closed), kbps=64))
    lacking = next(s for s in editmap.segments if s.kind == "cut")
    assert lacking.a is not None and lacking.b.duration == 0
    assert (lacking.picture.kind, lacking.certainty) == ("same", "likely")
    begin, until = (float(t) for t in lacking.a.seconds)
    assert abs(begin - 4.1) <= PLACED and abs(until - 4.5) <= PLACED
    assert "that A has" in lacking.telling and "the picture runs on" in lacking.telling
    after = editmap.segments[editmap.segments.index(lacking) + 1]
    assert (after.picture.kind, after.sound.kind, after.sound.certainty) == ("same", "altered", "likely")
    assert "0.40 s ahead of its picture" in after.sound.how


@pytest.mark.data
def test_a_moment_of_a_real_clip_swapped_for_another_is_found(data: Path, tmp_path: Path) -> None:
    a = proxy.build(data / "media" / "desk-rabbit.mp4", tmp_path / "a")
    heard = np.asarray(a.sound, np.float64)
    loud = ndi.uniform_filter1d(heard * heard, 800)
    inner = slice(round(1.5 * RATE), len(heard) - 2 * RATE)
    top = inner.start + int(loud[inner].argmax())
    start, end = (top - 400) / RATE, (top + 2400) / RATE
    quiet = int(ndi.uniform_filter1d(heard * heard, 2800)[2000:-2000].argmin()) + 600
    edited = heard.copy()
    edited[top - 400 : top + 2400] = heard[quiet : quiet + 2800]
    b = replace(a, sound=np.clip(coded(edited, 1), -32_768, 32_767).astype(np.int16), folder=None)
    plain = replace(a, sound=np.clip(coded(heard, 1), -32_768, 32_767).astype(np.int16), folder=None)
    told = [s for s in compare_proxies(a, b, a_id="a", b_id="b").segments if s.sound.kind != "same"]
    assert len(told) == 1 and told[0].a is not None and told[0].sound.certainty == "likely"
    assert max(abs(float(t) - u) for t, u in zip(told[0].a.seconds, (start, end), strict=True)) <= PLACED
    assert {s.sound.kind for s in compare_proxies(a, plain, a_id="a", b_id="b").segments} == {"same"}


def with_sound(footage: Footage, samples: Samples) -> Footage:
    return Footage(footage.frames, samples)


def swapped(samples: Samples, start: float, end: float) -> Samples:
    """A stretch replaced by faint noise."""
    out = samples.copy()
    first, last = round(start * 48_000), round(end * 48_000)
    out[first:last] = np.random.default_rng(3).normal(0, 40, last - first).astype(np.int16)
    return out
