"""Onsets, acoustics and words of sounds made here, whose truth is known by construction."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from recoupe.read.sound.acoustics import Acoustics, measure, words
from recoupe.read.sound.impulse import MOST_IN_SHORT, find_impulses
from recoupe.read.sound.onsets import RATE, STEP, band_power, find_onsets
from recoupe.read.sound.states import clipped_runs, silent_runs

Sound = NDArray[np.int16]


def noise(seconds: float, level: float, seed: int = 1) -> NDArray[np.float64]:
    return np.random.default_rng(seed).normal(0, level, round(seconds * RATE))


def burst(decay_s: float = 0.03, level: float = 0.5, seed: int = 2) -> NDArray[np.float64]:
    """A noise burst that starts at full level and decays to 1/e in `decay_s`."""
    t = np.arange(RATE // 2) / RATE
    return np.random.default_rng(seed).normal(0, level, len(t)) * np.exp(-t / decay_s)


def clang(hertz: float, decay_s: float = 0.2, level: float = 0.6) -> NDArray[np.float64]:
    t = np.arange(RATE) / RATE
    strike = np.random.default_rng(3).normal(0, level, len(t)) * np.exp(-t / 0.002)
    return strike + level * np.sin(2 * np.pi * hertz * t) * np.exp(-t / decay_s)


def put(bed: NDArray[np.float64], *events: tuple[float, NDArray[np.float64]]) -> Sound:
    out = bed.copy()
    for at, event in events:
        start = round(at * RATE)
        out[start : start + len(event)] += event[: len(out) - start]
    return (np.clip(out, -1, 1) * 32767).astype(np.int16)


@pytest.mark.parametrize("at", [0.5, 3.2147, 7.98])
def test_a_burst_over_noise_is_found_to_the_millisecond(at: float) -> None:
    onsets = find_onsets(put(noise(10, 0.01), (at, burst())))
    assert abs(onsets.at[np.argmax(onsets.rank)] / 1000 - at) <= 0.002


def test_bursts_of_automatic_fire_are_told_apart() -> None:
    times = [2.0, 2.09, 2.18, 2.27]
    found, _ = find_impulses(put(noise(4, 0.005), *((t, burst(0.01)) for t in times)))
    onsets = [float(body.onset.seconds[0]) for body, _ in found]
    assert all(min(abs(t - onset) for onset in onsets) <= 0.002 for t in times)


def test_steady_noise_has_no_candidate() -> None:
    assert len(find_onsets(put(noise(20, 0.1))).at) == 0


def test_silence_and_very_short_sound_have_none() -> None:
    for length in (0, 1, 15, 16, 17, 500, RATE):
        assert find_impulses(np.zeros(length, np.int16)) == ([], 0)


def test_the_louder_of_two_equal_rises_ranks_higher() -> None:
    found, _ = find_impulses(put(noise(6, 0.003), (1.0, burst(level=0.05)), (4.0, burst(level=0.5))))
    at = {round(float(body.onset.seconds[0])): body.prominence for body, _ in found}
    assert at[4] > at[1]


def test_the_most_prominent_are_kept_in_order_of_time_and_the_rest_counted() -> None:
    events = [(0.5 + 0.3 * i, burst(0.01, 0.05 + 0.015 * i)) for i in range(30)]
    found, more = find_impulses(put(noise(10, 0.002), *events))
    onsets = [float(body.onset.seconds[0]) for body, _ in found]
    assert len(found) == MOST_IN_SHORT
    assert more >= 10
    assert onsets == sorted(onsets)
    assert onsets[-1] > 9  # the loudest, last


def test_onsets_stand_on_the_clip_clock() -> None:
    sound = put(noise(3, 0.005), (1.0, burst()))
    early, _ = find_impulses(sound)[0][0]
    late, span = find_impulses(sound, start=480)[0][0]
    assert late.onset.start - early.onset.start == 480
    assert span.start == late.onset.start


@settings(max_examples=15, deadline=None)
@given(shift=st.integers(1, 4000), seed=st.integers(0, 9))
def test_a_later_burst_is_found_as_much_later(shift: int, seed: int) -> None:
    bed, event = noise(4, 0.01, seed), burst(seed=seed + 50)
    first, second = put(bed, (1.0, event)), put(bed, (1.0 + shift / RATE, event))
    a, b = (find_onsets(sound) for sound in (first, second))
    moved = (b.at[np.argmax(b.rank)] - a.at[np.argmax(a.rank)]) * STEP
    assert abs(moved - shift) <= 2 * STEP


def test_power_in_blocks_is_the_power_of_the_whole() -> None:
    sound = put(noise(3, 0.1), (1.0, burst()))
    assert np.array_equal(band_power(sound, block=RATE), band_power(sound))


def acoustics_of(event: NDArray[np.float64], bed: float = 0.002) -> Acoustics:
    sound = put(noise(3, bed), (1.0, event))
    onsets = find_onsets(sound)
    best = int(np.argmax(onsets.rank))
    return measure(sound, int(onsets.at[best]) * STEP, onsets.bands_db[best])


def test_a_burst_is_sharp_broadband_and_over_at_once() -> None:
    of = acoustics_of(burst(0.01))
    assert words(of) == "sharp, broadband, fast decay"
    assert of.tonality < 0.1
    assert of.prominence_db > 30
    assert 15 < of.decay_ms < 45  # an e-fold of 10 ms falls by 20 dB in 23 ms


def test_a_struck_bar_rings_at_its_tone() -> None:
    of = acoustics_of(clang(2400))
    assert of.tonality > 0.5
    assert of.tone_hz == pytest.approx(2400, abs=20)
    assert "metallic-like resonance near 2400 Hz" in words(of)


def test_a_low_ring_is_not_called_metallic() -> None:
    said = words(acoustics_of(clang(300)))
    assert "lasting tone near 300 Hz" in said
    assert "metallic" not in said


def test_a_decay_under_the_background_is_said_to_be_hidden() -> None:
    of = acoustics_of(burst(0.2, 0.1), bed=0.05)
    assert of.masked
    assert "end hidden by the background" in words(of)


def test_peak_is_in_dB_of_full_scale() -> None:
    click = np.zeros(400)
    click[:40] = 0.5
    assert acoustics_of(click, bed=1e-4).peak_dbfs == pytest.approx(-6.0, abs=0.2)


def test_digital_silence_is_not_a_quiet_room() -> None:
    sound = put(noise(2, 0.0005))
    sound[8000:16000] = 0
    sound[16000:16003] = 1
    assert silent_runs(sound) == [(8000, 16003)]
    assert silent_runs(np.zeros(0, np.int16)) == []


def test_a_stretch_at_full_scale_is_clipped_and_one_peak_is_not() -> None:
    sound = put(noise(2, 0.05))
    sound[1000] = 32767
    sound[16000:16100] = 32767
    assert clipped_runs(sound) == [(16000, 16800)]
