"""Make clips in which a box of the picture was altered for a part of the time, and plain re-encodings; score them.

    python benchmarks/regions.py                  20 alterations, 40 re-encodings
    python benchmarks/regions.py --seed 7         others: places, times, sizes, codecs
    python benchmarks/regions.py --clips hall-walkers.mp4 meeting-2.webm

An alteration is a blurred box as large as a face, a box of one colour over something, or a box of other picture (from
elsewhere in the clip, from another clip, or a still of it), over 0.8 s to half of the clip. Found means: one told
region has the box (intersection over union ≥ .6) and both ends to 3 frames. Every other region that is told counts as
invented. Target: 18 of 20 found, nothing invented.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recoupe.compare import compare_proxies
from recoupe.model import EditMap
from recoupe.read import proxy

DATA = Path(os.environ.get("RECOUPE_DATA") or Path(__file__).parents[2] / "shared")
CLIPS = ("street-ride.webm", "bunny-30s.mp4", "desk-crystal.mp4", "desk-elf.mp4", "chair-22.mp4", "road-cars.mp4",
         "desk-rabbit.mp4", "chair-19.mp4", "meeting-2.webm", "hall-walkers.mp4")  # fmt: skip
LONGEST = 45.0
"""Seconds of a clip that are copied at most."""

X264 = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"]
VP9 = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-pix_fmt", "yuv420p"]
X265 = ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p"]
CODECS = {
    "h264-20": (".mp4", [*X264, "-crf", "20", "-c:a", "aac"]),
    "h264-28": (".mp4", [*X264, "-crf", "28", "-c:a", "aac", "-b:a", "64k"]),
    "vp9": (".webm", [*VP9, "-b:v", "500k", "-c:a", "libopus", "-b:a", "32k"]),
    "mpeg4": (".mkv", ["-c:v", "mpeg4", "-q:v", "5", "-c:a", "libmp3lame", "-b:a", "64k"]),
    "h265-30": (".mp4", [*X265, "-crf", "30", "-c:a", "aac"]),
    "h264-34": (".mp4", [*X264, "-crf", "34", "-c:a", "aac", "-b:a", "48k"]),
    "mpeg4-12": (".mkv", ["-c:v", "mpeg4", "-q:v", "12", "-c:a", "libmp3lame"]),
    "vp9-low": (".webm", [*VP9, "-b:v", "200k", "-c:a", "libopus"]),
}
PLAIN = {
    "as is": "null",
    "smaller": "scale=trunc(iw/4)*2:trunc(ih/4)*2",
    "360 high": "scale=-2:360",
    "grey": "format=gray,format=yuv420p",
    "15 fps": "fps=15",
    "25 fps": "fps=25",
    "cropped": "crop=trunc(iw*.86/2)*2:trunc(ih*.86/2)*2:trunc(iw*.05/2)*2:trunc(ih*.09/2)*2",
    "letterbox": "pad=iw:trunc(ih*1.25/2)*2:0:(oh-ih)/2",
    "mirrored": "hflip",
    "brighter": "eq=brightness=0.06:contrast=1.15:gamma=1.1",
    "sharpened": "unsharp=5:5:0.8",
    "grain": "noise=alls=8:allf=t",
}


@dataclass(frozen=True)
class Truth:
    """What was altered: kind, box (left, top, width, height) in fractions, start and end in seconds of B."""

    kind: str
    box: tuple[float, float, float, float]
    start: float
    end: float


def main() -> int:
    args = arguments()
    folder = args.scratch / "regions"
    folder.mkdir(parents=True, exist_ok=True)
    found = invented = 0
    for k in range(args.altered):
        clip = args.clips[k % len(args.clips)]
        codec = list(CODECS)[(k + args.seed) % (len(CODECS) - 2)]
        kind = ("blur", "cover", "paste")[k % 3]
        copy, truth = alteration(folder, clip, codec, kind, args.seed * 1000 + k)
        editmap = compared(folder, clip, copy)
        step = frame_length(folder, copy)
        told = regions_of(editmap)
        good = [t for t in told if overlap(t.box, truth.box) >= 0.6
                and max(abs(t.start - truth.start), abs(t.end - truth.end)) <= 3.01 * step]  # fmt: skip
        found += bool(good)
        invented += max(0, len(told) - 1)
        print(f"{k:2d} {clip:17s} {codec:8s} {'found ' if good else 'MISSED'} {show(truth)}")
        for t in told:
            ends = (t.start - truth.start) / step, (t.end - truth.end) / step
            both = overlap(t.box, truth.box)
            print(f"      told {show(t)}  IoU {both:.2f}, ends {ends[0]:+.1f} {ends[1]:+.1f} frames")
    false = plain(folder, args) if args.plain else 0
    print(f"\nfound with box and time: {found} of {args.altered}; told besides: {invented}")
    print(f"told of plain re-encodings: {false} of {args.plain}")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "recoupe-bench")
    parser.add_argument("--altered", type=int, default=20)
    parser.add_argument("--plain", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clips", nargs="+", default=CLIPS)
    return parser.parse_args()


def plain(folder: Path, args: argparse.Namespace) -> int:
    """Copies that nothing was altered in; how many are told a region."""
    false = 0
    for k in range(args.plain):
        clip = args.clips[k % len(args.clips)]
        codec = list(CODECS)[(k * 3 + k // len(args.clips) + args.seed) % len(CODECS)]
        how = list(PLAIN)[(k * 5 + k // len(PLAIN) + args.seed) % len(PLAIN)]
        copy = folder / f"plain-{clip.split('.')[0]}-{codec}-{how.replace(' ', '_')}{CODECS[codec][0]}"
        if not copy.exists():
            encode(clip, ["-vf", PLAIN[how], *CODECS[codec][1]], copy)
        told = regions_of(compared(folder, clip, copy))
        false += bool(told)
        for t in told:
            print(f"      {clip:17s} {codec} {how}: nothing was altered, told {show(t)}")
    return false


def alteration(folder: Path, clip: str, codec: str, kind: str, seed: int) -> tuple[Path, Truth]:
    """Alter a box of a clip where there is something to be seen, over a part of the time."""
    rng = np.random.default_rng(seed)
    a = reference(folder, clip)
    times = a.seconds[a.seconds < LONGEST - 0.5]
    shown = a.facts.picture
    assert shown is not None
    length = float(np.clip(rng.uniform(0.8, 0.5 * times[-1]), 0.8, 12))
    start = float(rng.uniform(0.5, times[-1] - length - 0.5))
    first, last = (int(np.searchsorted(times, t)) for t in (start, start + length))
    wide = {"blur": (0.08, 0.15), "cover": (0.08, 0.2), "paste": (0.1, 0.28)}[kind]
    x, y, w, h = lively_box(a, first, last, wide, (shown.width, shown.height), rng)
    before, after = ((times[i - 1] + times[i]) / 2 for i in (first, last))
    when = f"enable='between(t,{before:.4f},{after:.4f})'"
    other = CLIPS[(CLIPS.index(clip) + 1 + int(rng.integers(len(CLIPS) - 1))) % len(CLIPS)]
    inputs: list[object] = []
    if kind == "blur":
        strength = w / rng.uniform(5, 9)
        how = rng.choice(["gblur=sigma={:.1f}", "boxblur={:.0f}:2", "pixelize=w={:.0f}:h={:.0f}"])
        soft = str(how).format(strength, strength * 1.0)
        if "boxblur" in soft:
            soft = f"boxblur={strength:.0f}:2:{strength / 2:.0f}:2"
        graph = f"[0:v]split[u][v];[v]crop={w}:{h}:{x}:{y},{soft}[p];[u][p]overlay={x}:{y}:{when}"
    elif kind == "cover":
        colour = rng.choice(["black", "white", "gray", "0x204080", "0xc02020", "0xe0d020"])
        graph = f"[0:v]drawbox={x}:{y}:{w}:{h}:color={colour}:t=fill:{when}"
    elif rng.random() < 0.35:
        fx = 0 if x > (shown.width - w) / 2 else shown.width - w
        fy = 0 if y > (shown.height - h) / 2 else shown.height - h
        graph = f"[0:v]split[u][v];[v]crop={w}:{h}:{fx}:{fy}[p];[u][p]overlay={x}:{y}:{when}"
    else:
        inputs = ["-ss", "2", "-i", DATA / "media" / other]
        still = ",loop=-1:1" if rng.random() < 0.5 else ""
        graph = f"[1:v]crop=iw/2:ih/2,scale={w}:{h}{still}[p];[0:v][p]overlay={x}:{y}:{when}"
    copy = folder / f"altered-{seed}-{clip.split('.')[0]}-{codec}{CODECS[codec][0]}"
    if not copy.exists():
        streams = ["-filter_complex", graph + "[out]", "-map", "[out]", "-map", "0:a?"]
        encode(clip, [*streams, *CODECS[codec][1]], copy, inputs)
    end = float(times[last])
    box = (x / shown.width, y / shown.height, w / shown.width, h / shown.height)
    return copy, Truth(f"{kind} {soft}" if kind == "blur" else kind, box, float(times[first]), end)


def lively_box(
    a: proxy.Proxy, first: int, last: int, wide: tuple[float, float], size: tuple[int, int], rng: np.random.Generator
) -> tuple[int, int, int, int]:
    """A box in pixels, of even numbers, in which the picture is not all of one grey: nobody blurs or covers nothing."""
    frame = np.asarray(a.frames[(first + last) // 2], np.float32)
    best = (-1.0, 0, 0, 0, 0)
    for _ in range(8):
        w = 2 * round(size[0] * rng.uniform(*wide) / 2)
        h = 2 * round(min(w * rng.uniform(0.8, 1.3), 0.6 * size[1]) / 2)
        x, y = (2 * int(rng.integers((n - m) // 2 + 1)) for n, m in ((size[0], w), (size[1], h)))
        part = frame[y * 36 // size[1] : (y + h) * 36 // size[1] + 1, x * 64 // size[0] : (x + w) * 64 // size[0] + 1]
        best = max(best, (float(part.std()), x, y, w, h))
        if best[0] > 14:
            break
    return best[1:]


def encode(clip: str, arguments: list[object], out: Path, inputs: list[object] | None = None) -> None:
    part = out.with_name("part-" + out.name)
    command = ["-t", LONGEST, "-i", DATA / "media" / clip, *(inputs or []), *arguments, "-t", LONGEST, part]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, command)], check=True, stdin=subprocess.DEVNULL)
    part.replace(out)


def reference(folder: Path, clip: str) -> proxy.Proxy:
    place = folder / "proxies" / clip
    try:
        return proxy.load(place)
    except FileNotFoundError:
        return proxy.build(DATA / "media" / clip, place)


def copied(folder: Path, copy: Path) -> proxy.Proxy:
    place = folder / "proxies" / copy.name
    try:
        return proxy.load(place)
    except FileNotFoundError:
        return proxy.build(copy, place)


def compared(folder: Path, clip: str, copy: Path) -> EditMap:
    return compare_proxies(reference(folder, clip), copied(folder, copy), a_id="a", b_id="b")


def frame_length(folder: Path, copy: Path) -> float:
    return float(np.median(np.diff(copied(folder, copy).seconds)))


def regions_of(editmap: EditMap) -> list[Truth]:
    """The regions that are told, each once, in seconds of B."""
    out = []
    for region in dict.fromkeys(r for s in editmap.segments for r in s.regions):
        if region.b is not None:
            start, end = (float(t) for t in region.b.seconds)
            out.append(Truth(region.what, (region.x, region.y, region.width, region.height), start, end))
    return out


def overlap(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> float:
    """Intersection over union of two boxes (left, top, width, height)."""
    across = min(one[0] + one[2], two[0] + two[2]) - max(one[0], two[0])
    down = min(one[1] + one[3], two[1] + two[3]) - max(one[1], two[1])
    both = max(0.0, across) * max(0.0, down)
    return both / (one[2] * one[3] + two[2] * two[3] - both)


def show(t: Truth) -> str:
    x, y, w, h = t.box
    return f"{t.kind}: {w:.1%} × {h:.1%} at {x:.1%}, {y:.1%}, {t.start:.2f}–{t.end:.2f} s"


if __name__ == "__main__":
    sys.exit(main())
