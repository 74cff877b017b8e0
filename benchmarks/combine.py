"""Make copies with several edits at once, at other places, speeds and sizes than the copies benchmark has.

    python benchmarks/combine.py --out COMBINED [--copies COPIES]
    python benchmarks/copies.py --copies COMBINED --by recipe

A guard against tuning to the files: what holds on the copies benchmark must hold here within .03. The masters and the
encoder are the benchmark's own (`make_copies.py` of RECOUPE_DATA); only the recipes are ours. ffmpeg makes the files.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

DATA = Path(os.environ.get("RECOUPE_DATA") or Path(__file__).parents[2] / "shared")

Master = dict[str, Any]
Pieces = list[tuple[str, int, int, dict[str, Any]]]


def frames(m: Master, share: float, seconds: float = 0.0) -> int:
    """A frame at a share of the master and some seconds on."""
    return int(m["n"] * share) + round(seconds * m["fps"])


def speed(value: float) -> Callable[[Master], Pieces]:
    return lambda m: [("a", 0, m["n"], {"speed": value})]


def cut(at: float, seconds: float, **how: Any) -> Callable[[Master], Pieces]:
    def pieces(m: Master) -> Pieces:
        i, j = frames(m, at), frames(m, at, seconds)
        return [("a", 0, i, how), ("cut", i, j, {}), ("a", j, m["n"], how)]

    return pieces


def state(at: float, seconds: float, sound: str, **how: Any) -> Callable[[Master], Pieces]:
    def pieces(m: Master) -> Pieces:
        i, j = frames(m, at), frames(m, at, seconds)
        return [("a", 0, i, how), ("a", i, j, {**how, "audio": sound}), ("a", j, m["n"], how)]

    return pieces


def cut_and(
    at: float, seconds: float, then: float, length: float, sound: str, **how: Any
) -> Callable[[Master], Pieces]:
    """A cut, and later a stretch with other sound."""

    def pieces(m: Master) -> Pieces:
        i, j, k, n = frames(m, at), frames(m, at, seconds), frames(m, then), frames(m, then, length)
        return [
            ("a", 0, i, how), ("cut", i, j, {}), ("a", j, k, how), ("a", k, n, {**how, "audio": sound}),
            ("a", n, m["n"], how),
        ]  # fmt: skip

    return pieces


def insert(at: float, seconds: float) -> Callable[[Master], Pieces]:
    def pieces(m: Master) -> Pieces:
        i = frames(m, at)
        return [
            ("a", 0, i, {}),
            ("f", round(m["fps"]), round(m["fps"]) + frames(m, 0, seconds), {}),
            ("a", i, m["n"], {}),
        ]

    return pieces


def swap(first: float, second: float) -> Callable[[Master], Pieces]:
    def pieces(m: Master) -> Pieces:
        i, j = frames(m, first), frames(m, second)
        return [("a", j, m["n"], {}), ("a", i, j, {}), ("a", 0, i, {})]

    return pieces


def ends(head: float, tail: float) -> Callable[[Master], Pieces]:
    def pieces(m: Master) -> Pieces:
        i, j = frames(m, 0, head), m["n"] - frames(m, 0, tail)
        return [("cut", 0, i, {}), ("a", i, j, {}), ("cut", j, m["n"], {})]

    return pieces


CROP = "crop=trunc(iw*{w}/2)*2:trunc(ih*{h}/2)*2:{x}:{y}"
SCREEN = (
    "perspective=x0=W*.05:y0=H*.01:x1=W*.97:y1=H*.05:x2=W*.02:y2=H*.99:x3=W*.99:y3=H*.95:interpolation=linear:sense=source,"
    "noise=alls=10:allf=t:all_seed=3,eq=contrast=.8:brightness=.06"
)
ROOM = "aecho=0.9:0.8:23|41|67:0.35|0.25|0.15,highpass=f=120,lowpass=f=6000,volume=0.6"
AGAIN = ["-vf", "scale=-2:360", "-crf", "32", "-b:a", "48k"]

RECIPES: dict[str, dict[str, Any]] = {
    **{f"speed_{v}": {"edl": speed(v), "sound": True} for v in (0.8, 0.85, 0.93, 1.04, 1.17, 1.25)},
    **{f"pitched_{v}": {"edl": speed(v), "sound": True, "pitched": True} for v in (0.8, 0.9, 1.06, 1.25)},
    "mirror_crop_sped_cut_bleep": {
        "edl": cut_and(0.35, 0.5, 0.7, 0.5, "bleep", speed=1.15), "sound": True, "tf": ["mirror", "crop"],
        "vf": "hflip," + CROP.format(w=0.8, h=0.8, x="iw*.05", y="ih*.12"),
    },
    "twice_cut": {"edl": cut(0.45, 0.3), "again": AGAIN, "tf": ["scale", "reencode"]},
    "twice_mute_overlay": {
        "edl": state(0.4, 0.6, "muted"), "sound": True, "again": AGAIN, "tf": ["overlay"],
        "vf": "drawbox=x=iw*.7:y=ih*.06:w=iw*.24:h=ih*.2:color=blue@0.95:t=fill",
    },
    "screen_room_cut": {
        "edl": cut(0.6, 0.8), "sound": True, "tf": ["perspective", "noise"], "vf": SCREEN, "room": True,
    },
    "letterbox_mirror_sped_mute": {
        "edl": state(0.3, 1.0, "muted", speed=1.06), "sound": True, "tf": ["letterbox", "mirror"],
        "vf": "hflip,pad=iw:trunc(ih*1.5/2)*2:0:(oh-ih)/2",
    },
    "pillarbox_grey_cut": {
        "edl": cut(0.7, 0.4), "tf": ["pillarbox", "grey"], "vf": "hue=s=0,pad=trunc(iw*1.9/2)*2:ih:(ow-iw)/2:0",
    },
    "pip_cut": {"edl": cut(0.5, 1.0), "tf": ["pip"], "pip": True},
    "corner_crop_insert": {
        "edl": insert(0.55, 2.0), "tf": ["crop"], "vf": CROP.format(w=0.7, h=0.75, x=0, y=0), "v": ["-crf", "30"],
    },
    "bar_cut_ends": {
        "edl": ends(2.2, 1.1), "tf": ["overlay"],
        "vf": "drawbox=x=0:y=0:w=iw:h=ih*.12:color=white@1:t=fill,"
              "drawbox=x=iw*.1:y=ih*.7:w=iw*.3:h=ih*.2:color=black:t=fill",
    },
    "slow_frames_cut_sped": {"edl": cut(0.4, 1.2, speed=0.95), "tf": ["fps"], "fps": lambda m: m["fps"] * 0.5},
    "swap_mirror_coarse": {
        "edl": swap(0.3, 0.62), "tf": ["mirror"], "vf": "hflip,scale=-2:200", "v": ["-crf", "36"], "ab": "32k",
    },
    "upright_crop": {"edl": cut(0.25, 0.6), "tf": ["crop"], "vf": "crop=trunc(ih*.75/2)*2:ih:iw*.3:0"},
    "dim_bright_gain": {"edl": cut(0.8, 0.4), "vf": "eq=brightness=-.12:contrast=1.25:gamma=1.3", "tf": []},
    "tilted": {"edl": cut(0.33, 0.5), "vf": "rotate=0.035:ow=iw:oh=ih:c=black", "tf": ["perspective"]},
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--media", type=Path, default=DATA / "media")
    parser.add_argument("--per-recipe", type=int, default=2)
    parser.add_argument("--only", nargs="+", default=[])
    args = parser.parse_args()
    maker = load_maker()
    conf = json.loads((args.media / "media.json").read_text())
    args.out.mkdir(parents=True, exist_ok=True)
    clips = [c for c in conf["clips"] if not c.get("only_negative")]
    masters = [maker.make_master(c, args.media, args.out) for c in clips]
    pairs: list[str] = []
    turn = 0
    for name, recipe in RECIPES.items():
        if args.only and not any(word in name for word in args.only):
            continue
        fit = [m for m in masters if m["n"] / m["fps"] >= 7 and (m["audio"] or not recipe.get("sound"))]
        for k in range(args.per_recipe):
            truth = make(maker, name, recipe, fit[(turn + k) % len(fit)], masters, args, conf["foreign_sound"])
            (args.out / f"{truth['id']}.json").write_text(json.dumps(truth, indent=1))
            pairs.append(truth["id"])
        turn += args.per_recipe + 1
    (args.out / "pairs.json").write_text(json.dumps(pairs, indent=1))
    print(len(pairs), "pairs")
    return 0


def load_maker() -> ModuleType:
    """The benchmark's maker as a module."""
    spec = importlib.util.spec_from_file_location("make_copies", DATA / "bench" / "make_copies.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make(
    maker: ModuleType, name: str, recipe: dict[str, Any], m: Master, masters: list[Master], args: Any, sound: str
) -> dict[str, Any]:
    """One copy with its truth; a second generation or a room's sound is put on afterwards."""
    others = [o for o in masters if o["id"] != m["id"] and o["clip"].get("scene") is None and o["n"] / o["fps"] >= 8]
    other = others[len(name) % len(others)]
    plain = maker.run
    if recipe.get("pitched"):
        value = recipe["edl"](m)[0][3]["speed"]
        swapped = (f"atempo={value},", f"asetrate={round(48000 * value)},aresample=48000,")
        maker.run = lambda cmd: plain([str(c).replace(*swapped) for c in cmd])
    try:
        truth: dict[str, Any] = maker.build(name, {"tf": [], **recipe}, m, other, args.media, sound, args.out)
    finally:
        maker.run = plain
    if recipe.get("again") or recipe.get("room"):
        path = args.out / truth["b"]
        first = path.with_suffix(".first" + path.suffix)
        path.rename(first)
        filters = ["-af", ROOM] if recipe.get("room") and truth["a_audio"] else []
        more = recipe.get("again") or ["-crf", "28", "-b:a", "64k"]
        subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-i", first, *filters, "-preset", "veryfast", *more, path], check=True
        )
        first.unlink()
    return truth


if __name__ == "__main__":
    sys.exit(main())
