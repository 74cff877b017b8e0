"""Keys of sound: one 32-bit word each 10 ms, alike in every copy of the same sound.

A bit is the sign of a difference between neighbouring bands and neighbouring moments, so that gain, equalising,
re-encoding and most noise leave it alone; and as each word looks at a third of a second only, it also survives a
change of speed with the pitch kept. A change of pitch moves the bands: such variants are made of the query (`shift`),
never of what is stored.

Sources: Haitsma & Kalker, A Highly Robust Audio Fingerprinting System, ISMIR 2002 (the signs); Six & Leman, Panako,
ISMIR 2014, and Sonnleitner & Widmer, Robust Quad-Based Audio Fingerprinting, 2016 (what a change of speed does to
stored keys, and that the slope must be fitted, not guessed).
"""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from recoupe.read.proxy import Proxy

STORED = "sound-keys-1"
"""Name of kept keys; changes with anything below that changes a key."""

RATE = 16_000
HOP = 160
"""Samples between keys: 10 ms."""

WINDOW = 4096
"""Samples a key's spectrum looks at: 256 ms."""

LAG = 4
"""Hops before and after the key whose difference gives the sign. On the 13 of 69 benchmark pairs with the harshest
sound, spans of 1, 4 and 8 hops gave bit errors of .13, .125 and .12."""

LOWEST_HZ, HIGHEST_HZ, BANDS = 200.0, 3400.0, 33
"""What low-rate speech codecs keep. A band is 9 % wide: half of that is the step of pitch variants."""

QUIET_LEVEL = 2.0
"""Root mean square, in steps of 16 bits, under which a moment of sound carries no key: dither and codec hiss."""


@dataclass(frozen=True, slots=True, eq=False)
class SoundKeys:
    """Keys of one clip's sound; key i looks at the time i × 10 ms after `start`.

    Attributes:
        words: uint32 [n].
        weak: uint32 [n, 3], the three bits of each word that were nearest to tipping, as masks.
        usable: bool [n], false in silence.
        start: Seconds on the clip clock of key 0.
    """

    words: NDArray[np.uint32]
    weak: NDArray[np.uint32]
    usable: NDArray[np.bool_]
    start: float

    @property
    def hop(self) -> float:
        """Seconds between keys."""
        return HOP / RATE


def sound_keys(sound: NDArray[np.int16], start: float, *, shift: float = 1.0) -> SoundKeys:
    """Keys of mono sound at 16 kHz.

    Args:
        sound: int16 [m].
        start: Seconds on the clip clock of sample 0.
        shift: Factor on the band limits; 1.06 finds sound in `stored` keys that plays 6 % higher here.
    """
    energy = band_energy(sound, np.geomspace(LOWEST_HZ * shift, HIGHEST_HZ * shift, BANDS + 1))
    n = len(energy)
    level = np.sqrt(energy.sum(1) / (WINDOW * WINDOW * 3 / 16))
    tilt = -np.diff(np.log(energy + 1.0), axis=1)
    change = np.zeros((n, BANDS - 1), np.float32)
    if n > 2 * LAG:
        change[LAG : n - LAG] = tilt[2 * LAG :] - tilt[: n - 2 * LAG]
    bits = np.uint32(1) << np.arange(BANDS - 1, dtype=np.uint32)
    words = ((change > 0) * bits).sum(1, dtype=np.uint32)
    weak = bits[np.argpartition(np.abs(change), 3, axis=1)[:, :3]] if n else np.empty((0, 3), np.uint32)
    usable = level > QUIET_LEVEL
    usable[:LAG] = usable[max(0, n - LAG) :] = False
    return SoundKeys(words, weak, usable, start)


def stored_keys(proxy: Proxy, start: float) -> SoundKeys:
    """The keys of a proxy's sound, kept beside it: 1.7 KB a second, so that a long clip is transformed once."""
    if proxy.folder is None:
        return sound_keys(proxy.sound, start)
    path = proxy.folder / f"{STORED}.npz"
    try:
        with np.load(path) as kept:
            return SoundKeys(kept["words"], kept["weak"], kept["usable"], start)
    except (OSError, ValueError, KeyError, BadZipFile):
        keys = sound_keys(proxy.sound, start)
    with (
        contextlib.suppress(OSError),
        tempfile.NamedTemporaryFile(dir=proxy.folder, suffix=".npz", delete=False) as part,
    ):
        np.savez(part, words=keys.words, weak=keys.weak, usable=keys.usable)
        Path(part.name).replace(path)
    return keys


def band_energy(
    sound: NDArray[np.int16], edges: NDArray[np.float64], *, window: int = WINDOW, hop: int = HOP
) -> NDArray[np.float32]:
    """Energy in bands, float32 [n, len(edges) − 1]; row i is centred on sample i × hop; beyond the ends is silence."""
    n = len(sound) // hop + 1 if len(sound) else 0
    shape = np.hanning(window).astype(np.float32)
    at = np.searchsorted(np.fft.rfftfreq(window, 1 / RATE), edges)
    at[1:] = np.maximum(at[1:], at[:-1] + 1)
    out = np.empty((n, len(edges) - 1), np.float32)
    for first in range(0, n, 2048):
        last = min(n, first + 2048)
        begin = first * hop - window // 2
        end = (last - 1) * hop + window // 2
        part = np.zeros(end - begin, np.float32)
        low, high = max(0, begin), min(len(sound), end)
        part[low - begin : high - begin] = sound[low:high]
        frames = np.lib.stride_tricks.sliding_window_view(part, window)[::hop] * shape
        spectrum = scipy.fft.rfft(frames, axis=1)
        power = spectrum.real**2 + spectrum.imag**2
        total = np.add.reduceat(power[:, : at[-1]], at[:-1], axis=1)
        out[first:last] = total
    return out


def bit_errors(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Bits in which two arrays of words differ, 0–32, elementwise with broadcasting."""
    return np.asarray(np.bitwise_count(a ^ b), np.uint8)
