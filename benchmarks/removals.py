"""Make clips from which a short sound was taken out while the picture runs on, and plain re-encodings.

    python benchmarks/removals.py                    20 removals, 40 re-encodings with gain control or noise suppression

A removal replaces a loud moment of a real clip by background from elsewhere in the same clip, faded over 5 ms, at
another length and place each time. Target: 19 of 20 found and placed to 20 ms; nothing told of the re-encodings.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import numpy as np

from recoupe.compare import compare_proxies
from recoupe.read import proxy

DATA = Path(os.environ.get("RECOUPE_DATA") or Path(__file__).parents[2] / "shared")
CLIPS = ("street-ride.webm", "bunny-30s.mp4", "desk-crystal.mp4", "desk-elf.mp4", "chair-22.mp4")
RATE = 48_000
CODECS = {
    "aac": (".mp4", ["-c:v", "libx264", "-preset", "veryfast", "-crf", "28", "-c:a", "aac", "-b:a", "64k"]),
    "opus": (".webm", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "400k",
                       "-c:a", "libopus", "-b:a", "32k"]),
    "mp3": (".mkv", ["-c:v", "mpeg4", "-q:v", "6", "-c:a", "libmp3lame", "-b:a", "64k"]),
    "aac_low": (".mp4", ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none",
                         "-c:a", "aac", "-b:a", "32k"]),
}  # fmt: skip
FILTERS = {"plain": "anull", "dynaudnorm": "dynaudnorm", "agate": "agate=threshold=0.02", "afftdn": "afftdn=nr=12",
           "quieter": "volume=0.4"}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "recoupe-bench")
    parser.add_argument("--removals", type=int, default=20)
    parser.add_argument("--plain", type=int, default=40)
    args = parser.parse_args()
    folder = args.scratch / "removals"
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(11)
    found, errors = 0, []
    for k in range(args.removals):
        clip = CLIPS[k % len(CLIPS)]
        codec = list(CODECS)[k % 3]
        copy, start, end = removal(folder, clip, codec, k, rng)
        told = claims(folder, DATA / "media" / clip, copy)
        near = [t for t in told if abs(t[0] - start) < 0.3 and abs(t[1] - end) < 0.3]
        if near:
            off = max(abs(near[0][0] - start), abs(near[0][1] - end))
            errors.append(off)
            found += off <= 0.02
        print(f"{clip:18s} {codec:8s} taken out {start:.3f}–{end:.3f}, told {told}")
    false = 0
    for k in range(args.plain):
        clip, codec = CLIPS[k % len(CLIPS)], list(CODECS)[(k // len(CLIPS)) % len(CODECS)]
        name = list(FILTERS)[(k // 3) % len(FILTERS)]
        copy = folder / f"plain-{clip.split('.')[0]}-{codec}-{name}{CODECS[codec][0]}"
        encode(DATA / "media" / clip, None, FILTERS[name], codec, copy)
        told = claims(folder, DATA / "media" / clip, copy)
        false += bool(told)
        if told:
            print(f"{clip:18s} {codec:8s} {name}: nothing was done, told {told}")
    median = sorted(errors)[len(errors) // 2] * 1000 if errors else float("nan")
    print(f"\nplaced to 20 ms: {found} of {args.removals} ({len(errors)} found at all, median error {median:.0f} ms)")
    print(f"told of re-encodings: {false} of {args.plain}")
    return 0


def removal(folder: Path, clip: str, codec: str, k: int, rng: np.random.Generator) -> tuple[Path, float, float]:
    """Replace the k-th loudest moment of a clip by its quietest stretch of that length."""
    wav = folder / "in.wav"
    run(["-i", DATA / "media" / clip, "-vn", "-ac", "1", "-ar", str(RATE), "-c:a", "pcm_s16le", wav])
    with wave.open(str(wav)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float64)
    length = round(float(rng.uniform(0.08, 0.3)) * RATE)
    power = np.convolve(sound**2, np.ones(480) / 480, mode="same")[::480]
    order = np.argsort(power)[::-1]
    inner = [i for i in order if 1.5 * RATE < i * 480 < len(sound) - 2 * RATE]
    picked = []
    for i in inner:
        if all(abs(i - j) > 150 for j in picked):
            picked.append(i)
        if len(picked) > 5:
            break
    start = picked[(k // len(CLIPS)) % len(picked)] * 480 - round(0.02 * RATE) - int(rng.integers(0, 800))
    long = np.convolve(sound**2, np.ones(length) / length, mode="valid")[::480]
    quiet = int(long.argmin()) * 480
    fill, fade = sound[quiet : quiet + length].copy(), round(0.005 * RATE)
    ramp = np.linspace(0, 1, fade)
    out = sound.copy()
    old = out[start : start + length]
    fill[:fade] = fill[:fade] * ramp + old[:fade] * (1 - ramp)
    fill[-fade:] = fill[-fade:] * ramp[::-1] + old[-fade:] * (1 - ramp[::-1])
    out[start : start + length] = fill
    edited = folder / "edited.wav"
    with wave.open(str(edited), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.clip(out, -32768, 32767).astype(np.int16).tobytes())
    copy = folder / f"removal-{k}{CODECS[codec][0]}"
    encode(DATA / "media" / clip, edited, "anull", codec, copy)
    return copy, start / RATE, (start + length) / RATE


def encode(clip: Path, sound: Path | None, how: str, codec: str, out: Path) -> None:
    if sound is None and out.exists():
        return
    streams = ["-i", clip] + (["-i", sound, "-map", "0:v", "-map", "1:a"] if sound else ["-map", "0:v", "-map", "0:a"])
    run([*streams, "-af", how, *CODECS[codec][1], out])


def run(arguments: list[object]) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True, stdin=subprocess.DEVNULL)


def claims(folder: Path, clip: Path, copy: Path) -> list[tuple[float, float]]:
    """Start and end in A of each stretch whose sound is said to be altered, silenced or replaced."""
    place = folder / "proxies" / clip.name
    try:
        a = proxy.load(place)
    except FileNotFoundError:
        a = proxy.build(clip, place)
    b = proxy.build(copy, folder / "proxies" / copy.name)
    editmap = compare_proxies(a, b, a_id="a", b_id="b")
    odd = [s for s in editmap.segments if s.sound.kind in ("altered", "muted", "replaced") and s.a is not None]
    return [(round(float(s.a.seconds[0]), 3), round(float(s.a.seconds[1]), 3)) for s in odd if s.a is not None]


if __name__ == "__main__":
    sys.exit(main())
