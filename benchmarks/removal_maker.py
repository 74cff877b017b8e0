"""Makes clips from which a sound was taken out while the picture runs on, and plain re-encodings of the same clips.

Bases are real clips with their own sound, and real silent ones with real speech, knocks and streets laid under them.
Four kinds of removal, each at another place and length:

    impulse   a loud moment replaced by background from elsewhere in the clip, faded over 5 ms
    bleep     a word under a steady tone
    cut       a word cut to nothing, or to the background of the clip, faded over 5 ms
    closed    a word cut and the sound closed up, so that it runs ahead of the picture: to the end, or until a hush
              lengthened by as much brings it back

Codecs: AAC, Opus, MP3 and AMR-NB of sound (AMR by way of PyAV, which carries an encoder where ffmpeg does not), H.264,
VP9, MPEG-4 and H.265 of picture.
"""

from __future__ import annotations

import os
import subprocess
import wave
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import scipy.ndimage as ndi
from numpy.typing import NDArray

DATA = Path(os.environ.get("RECOUPE_DATA") or Path(__file__).parents[2] / "shared")
RATE = 48_000
STEP = 480
FADE = 240
MARGIN = 1.2
"""Seconds at either end of a clip that are left alone."""

Wave = NDArray[np.float64]

PICTURE = {
    "h264": ["-c:v", "libx264", "-preset", "veryfast", "-crf", "28"],
    "vp9": ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "400k"],
    "mpeg4": ["-c:v", "mpeg4", "-q:v", "6"],
    "h265": ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"],
}
CODECS = {
    "aac": (".mp4", "h264", ["-c:a", "aac", "-b:a", "96k"]),
    "opus": (".webm", "vp9", ["-c:a", "libopus", "-b:a", "32k"]),
    "mp3": (".mkv", "mpeg4", ["-c:a", "libmp3lame", "-b:a", "64k"]),
    "aac_low": (".mp4", "h265", ["-c:a", "aac", "-b:a", "32k"]),
    "amr": (".3gp", "h264", []),
}
FILTERS = {
    "plain": "anull",
    "dynaudnorm": "dynaudnorm",
    "agate": "agate=threshold=0.02",
    "afftdn": "afftdn=nr=12",
    "quieter": "volume=0.4",
    "hard_afftdn": "afftdn=nr=30:nf=-30",
    "hard_agate": "agate=threshold=0.05:ratio=6",
}
AMR_BITS = 7_950

OWN_SOUND = ("street-ride.webm", "bunny-30s.mp4", "desk-crystal.mp4", "desk-elf.mp4", "chair-22.mp4", "desk-rabbit.mp4")
LAID_UNDER = {
    "talk": ("media/meeting-2.webm", 0.0, "sound/clips/ibm_crowd_cheering.flac", -26.0,
             [("media/speech-timbl.mp3", 0.0)]),
    "corridor": ("media/hall-walkers.mp4", 20.0, "sound/clips/ibm_car_engine.flac", -24.0,
                 [("sound/clips/speech_fr1.flac", 2.0), ("sound/clips/door_knock_01.flac", 25.6)]),
    "road": ("media/road-cars.mp4", 0.0, "sound/clips/ibm_car_engine.flac", -16.0,
             [("sound/clips/balloon_pop.flac", 3.0), ("sound/clips/speech_en0.flac", 8.0),
              ("sound/clips/door_close_01.flac", 20.0), ("sound/clips/pistol_fire_01.flac", 24.0),
              ("sound/clips/rifle_cock_02.flac", 26.5)]),
}  # fmt: skip
"""Name: picture, its start, background and its level against the loudest of the rest in dB, sounds and their times."""

CLIPS = (*OWN_SOUND, *LAID_UNDER)
LENGTH = 30.0


@dataclass(frozen=True)
class Removal:
    """What was done: [start, end) in seconds of the reference, and B's sound."""

    kind: str
    how: str
    start: float
    end: float
    sound: Wave


def base(name: str, folder: Path) -> Path:
    """The reference clip of that name; those with sound laid under are made once."""
    if name not in LAID_UNDER:
        return DATA / "media" / name
    out = folder / f"base-{name}.mp4"
    if not out.exists():
        picture, at, *_ = LAID_UNDER[name]
        sound = save(folder / f"base-{name}.wav", laid_under(name))
        run(["-ss", at, "-t", LENGTH, "-i", DATA / picture, "-i", sound, "-map", "0:v", "-map", "1:a", "-shortest",
             "-c:v", "libx264", "-preset", "veryfast", "-crf", "22", "-c:a", "aac", "-b:a", "160k", out])  # fmt: skip
    return out


def laid_under(name: str) -> Wave:
    """Sounds over a background that repeats, as loud as speech usually is."""
    _, _, background, level, sounds = LAID_UNDER[name]
    mix = np.zeros(round(LENGTH * RATE))
    for path, at in sounds:
        one = decoded(DATA / path)
        one = one / np.abs(one).max() * 20_000
        start = round(at * RATE)
        part = one[: len(mix) - start]
        mix[start : start + len(part)] += part
    bed = np.resize(decoded(DATA / background), len(mix))
    bed *= 20_000 * 10 ** (level / 20) / np.abs(bed).max()
    return np.asarray(np.clip(mix + bed, -32_768, 32_767))


def decoded(path: Path) -> Wave:
    """Mono sound at 48 kHz, float64."""
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-vn", "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"],
        check=True, stdin=subprocess.DEVNULL, capture_output=True,
    ).stdout  # fmt: skip
    return np.frombuffer(raw, np.int16).astype(np.float64)


def remove(sound: Wave, kind: str, rng: np.random.Generator) -> Removal:
    """Take one sound out of a clip's."""
    start, end = impulse(sound, rng) if kind == "impulse" else word(sound, rng)
    out, how = sound.copy(), kind
    if kind == "impulse" or (kind == "cut" and rng.random() < 0.5):
        how = f"{kind}, background"
        lay(out, start, background(sound, start, end))
    elif kind == "cut":
        how = "cut, nothing"
        lay(out, start, np.zeros(end - start))
    elif kind == "bleep":
        pitch, level = rng.uniform(500, 1600), rng.uniform(2_000, 12_000)
        how = f"bleep {pitch:.0f} Hz"
        lay(out, start, level * np.sin(2 * np.pi * pitch / RATE * np.arange(end - start)))
    else:
        out, how = closed(sound, start, end, rng)
    return Removal(kind, how, start / RATE, end / RATE, out)


def lay(out: Wave, start: int, fill: Wave) -> None:
    """Put a stretch in the place of another, faded over 5 ms at either end, within it."""
    ramp = np.minimum(1, np.minimum(np.arange(len(fill)), np.arange(len(fill))[::-1]) / FADE)
    out[start : start + len(fill)] = fill * ramp + out[start : start + len(fill)] * (1 - ramp)


def background(sound: Wave, start: int, end: int) -> Wave:
    """The quietest stretch of that length that lies outside it."""
    length = end - start
    power = np.concatenate([[0.0], np.cumsum(sound**2)])
    at = np.arange(0, len(sound) - length, STEP)
    level = power[at + length] - power[at]
    level[(at < end) & (at + length > start)] = np.inf
    level[level < 1e-9 * level[np.isfinite(level)].max()] = np.inf
    first = int(at[int(level.argmin())])
    return sound[first : first + length].copy()


def envelope(sound: Wave) -> Wave:
    """Level in dB, every 10 ms."""
    count = len(sound) // STEP
    return np.asarray(10 * np.log10((sound[: count * STEP] ** 2).reshape(count, STEP).mean(1) + 1.0))


def impulse(sound: Wave, rng: np.random.Generator) -> tuple[int, int]:
    """Start and end in samples of a moment that rises most above the second around it."""
    loud = envelope(sound)
    rise = loud - ndi.median_filter(loud, 101)
    keep = round(MARGIN * RATE / STEP)
    rise[:keep] = rise[-keep:] = -np.inf
    tops = []
    for i in np.argsort(rise)[::-1]:
        if all(abs(i - j) > 100 for j in tops):
            tops.append(int(i))
        if len(tops) == 5:
            break
    top = tops[int(rng.integers(len(tops)))]
    start = top * STEP - round(float(rng.uniform(0.015, 0.04)) * RATE)
    return start, start + round(float(rng.uniform(0.09, 0.3)) * RATE)


def word(sound: Wave, rng: np.random.Generator) -> tuple[int, int]:
    """Start and end in samples of a louder stretch of 0.18 to 0.7 s between two dips, as a word is."""
    loud = ndi.gaussian_filter1d(envelope(sound), 2)
    keep = round(MARGIN * RATE / STEP)
    dips = np.flatnonzero((loud[1:-1] <= loud[:-2]) & (loud[1:-1] < loud[2:])) + 1
    dips = dips[(dips > keep) & (dips < len(loud) - keep)]
    found = []
    for i, first in enumerate(dips):
        for last in dips[i + 1 :]:
            if 18 <= last - first <= 70:
                rise = float(np.percentile(loud[first:last], 80) - max(loud[first], loud[last]))
                found.append((rise, int(first), int(last)))
    found.sort(reverse=True)
    _, first, last = found[int(rng.integers(min(12, len(found))))]
    return first * STEP + int(rng.integers(STEP)), last * STEP + int(rng.integers(STEP))


def closed(sound: Wave, start: int, end: int, rng: np.random.Generator) -> tuple[Wave, str]:
    """Cut a word and close up; half the time a hush that follows is lengthened by as much."""
    length, tail = end - start, sound[end:]
    quiet = background(sound, start, end)
    if rng.random() < 0.5:
        loud = envelope(tail)
        span = loud[100 : max(101, min(600, len(loud) - 150))]
        at = (100 + int(ndi.uniform_filter1d(span, 10).argmin())) * STEP
        ahead, how = np.concatenate([tail[:at], quiet, tail[at:]]), f"closed, back after {at / RATE:.2f} s"
    else:
        ahead, how = np.concatenate([tail, quiet]), "closed, to the end"
    out = np.concatenate([sound[:start], ahead])[: len(sound)]
    assert len(out) == len(sound) and length > 0
    for seam in [start]:
        ramp = np.abs(np.linspace(-1, 1, 2 * FADE // 3))
        out[seam - len(ramp) // 2 : seam - len(ramp) // 2 + len(ramp)] *= ramp
    return out, how


def encode(clip: Path, sound: Path | None, how: str, codec: str, out: Path, *, picture: bool = True) -> Path:
    """Encode a clip, with another sound when one is given, through a filter of sound."""
    _, of_picture, of_sound = CODECS[codec]
    heard: list[object] = ["-i", sound or clip]
    shown: list[object] = ["-i", clip, "-map", "0:a", "-map", "1:v", *PICTURE[of_picture]] if picture else ["-vn"]
    if codec == "amr":
        plain = out.with_suffix(".in.wav")
        run([*heard, "-vn", "-af", how, "-ac", "1", "-ar", "8000", "-c:a", "pcm_s16le", plain])
        narrow = amr(plain, out.with_suffix(".amr"))
        run(["-i", narrow, *shown, "-c:a", "copy", out])
        plain.unlink()
        narrow.unlink()
    else:
        run([*heard, *shown, "-af", how, *of_sound, out])
    return out


def amr(source: Path, out: Path) -> Path:
    """AMR narrowband at 7.95 kbit/s."""
    with av.open(str(source)) as file, av.open(str(out), "w", format="amr") as to:
        stream = to.add_stream("libopencore_amrnb", rate=8_000, layout="mono")
        stream.bit_rate = AMR_BITS
        frames = av.AudioResampler(format="s16", layout="mono", rate=8_000, frame_size=160)
        at = 0
        for one in [*file.decode(audio=0), None]:
            for frame in frames.resample(one):
                frame.pts, frame.time_base, at = at, Fraction(1, 8_000), at + frame.samples
                to.mux(stream.encode(frame))
        to.mux(stream.encode(None))
    return out


def save(path: Path, sound: Wave) -> Path:
    """16-bit mono."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.clip(sound, -32_768, 32_767).astype(np.int16).tobytes())
    return path


def run(arguments: list[object]) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True, stdin=subprocess.DEVNULL)
