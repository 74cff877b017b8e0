"""Compare every pair of the copies benchmark, write the answers and print the scorer's table.

    python benchmarks/copies.py                         makes the copies under the temporary folder, 69 pairs
    python benchmarks/copies.py --by recipe             the same, recipe by recipe
    python benchmarks/copies.py --only hostile pip      some pairs; no table
    python benchmarks/copies.py --copies DIR            copies made elsewhere, of the same layout

Data and scorer are found through RECOUPE_DATA (`../shared` beside the repository by default); ffmpeg makes the copies.
"seconds" in the answers is the comparison alone; decoding is timed apart.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from recoupe.compare import answer, compare_proxies
from recoupe.model import plain
from recoupe.read import proxy

DATA = Path(os.environ.get("RECOUPE_DATA") or Path(__file__).parents[2] / "shared")
PEERS = """
peers (from the benchmark's own README)           map-V  map-A  VCSL   edges (median/p95 ms)  false
  vPDQ on every frame, own diagonal voting         .660     -   .681   .476 (0/200)           0 of 13
  audio-offset-finder                                 -  .720   .757   .048 (4/4)             1 of 13
  audfprint                                           -  .751   .550   .190 (867/967)         0 of 13
  fpcalc (Chromaprint), own runs of equal offset      -  .710   .589   .369 (500/976)         1 of 13"""


def main() -> int:
    args = arguments()
    copies: Path = args.copies or args.scratch / "copies"
    if not (copies / "pairs.json").exists():
        maker = [sys.executable, DATA / "bench" / "make_copies.py", "--media", DATA / "media", "--out", copies]
        subprocess.run(maker, check=True)
    pairs = json.loads((copies / "pairs.json").read_text())
    if args.only:
        pairs = [p for p in pairs if any(word in p for word in args.only)]
    answers = args.scratch / "answers"
    answers.mkdir(parents=True, exist_ok=True)
    decode = compare = 0.0
    for name in pairs:
        truth = json.loads((copies / f"{name}.json").read_text())
        t0 = time.perf_counter()
        a, b = (stored(copies, truth[side], args.scratch / "proxies" / copies.name) for side in "ab")
        t1 = time.perf_counter()
        editmap = compare_proxies(a, b, a_id=truth["a"], b_id=truth["b"])
        t2 = time.perf_counter()
        decode, compare = decode + t1 - t0, compare + t2 - t1
        (answers / f"{name}.json").write_text(json.dumps({**answer(editmap), "seconds": round(t2 - t1, 3)}))
        (answers / f"{name}.map").write_text(json.dumps(plain(editmap), indent=1))
        if args.only or args.tell:
            show(name, truth, plain(editmap), t2 - t1)
    print(f"{len(pairs)} pairs: comparing {compare:.1f} s, decoding (0 where stored) {decode:.1f} s")
    if args.only:
        return 0
    scorer = [sys.executable, DATA / "bench" / "score_copies.py", "--truth", copies, "--pred", answers]
    done = subprocess.run([*scorer, *(["--by", args.by] if args.by else [])])
    print(PEERS)
    bounds(copies, answers, pairs)
    return done.returncode


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=Path, help="folder that make_copies.py wrote")
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "recoupe-bench")
    parser.add_argument("--by", choices=["recipe"])
    parser.add_argument("--only", nargs="+", help="words in the names of the pairs to run")
    parser.add_argument("--tell", action="store_true", help="print each map")
    return parser.parse_args()


def stored(copies: Path, file: str, folder: Path) -> proxy.Proxy:
    """The proxy of a file, kept between runs."""
    place = folder / file.replace("/", "_")
    try:
        return proxy.load(place)
    except FileNotFoundError:
        return proxy.build(copies / file, place)


def show(name: str, truth: dict[str, Any], editmap: dict[str, Any], seconds: float) -> None:
    """Truth and answer of one pair, side by side as far as text allows."""
    print(f"{name}  {seconds:.2f} s  {editmap['transforms']}")
    for s in truth["segments"]:
        times = (s[k] for k in ("a_start", "a_end", "b_start", "b_end"))
        print("   true", *(f"{t:.3f}" if t is not None else "-" for t in times),
              s["speed"], s["video"], s["audio"], s["transforms"])  # fmt: skip
    for s in editmap["segments"]:
        a = s["a"]["seconds"] if s["a"] else ["-", "-"]
        b = s["b"]["seconds"]
        print("   told", *a, *b, s["speed"], s["kind"], s["picture"]["kind"], s["sound"]["kind"], s["transforms"])
    for line in editmap["telling"]:
        print("      ", line)


def bounds(copies: Path, answers: Path, pairs: list[str]) -> None:
    """How often the true edge lies within [low, high] of the nearest edge told, and how wide the bounds are."""
    hit, told, widths, frames = 0, 0, [], []
    for name in pairs:
        truth = json.loads((copies / f"{name}.json").read_text())
        editmap = json.loads((answers / f"{name}.map").read_text())
        edges = [(e["clip"], e["at"] / 705.6e6, e["low"] / 705.6e6, e["high"] / 705.6e6) for e in editmap["edges"]]
        for clip in "ab":
            end = truth[f"{clip}_duration"]
            true = {round(s[f"{clip}_{side}"], 4) for s in truth["segments"] for side in ("start", "end")
                    if s[f"{clip}_start"] is not None}  # fmt: skip
            for t in (t for t in true if 0.02 < t < end - 0.02):
                near = min((e for e in edges if e[0] == clip), key=lambda e: abs(e[1] - t), default=None)
                if near and abs(near[1] - t) < 1:
                    told += 1
                    inside = near[2] - 2e-4 <= t <= near[3] + 2e-4
                    hit += inside
                    if not inside:
                        print(f"  outside its bounds: {name} {clip} {t:.4f}: {near[2]:.4f} {near[1]:.4f} {near[3]:.4f}")
                    widths.append(near[3] - near[2])
                    frames.append((near[3] - near[2]) * truth["fps_a"])
    if told:
        middle = sorted(frames)[len(frames) // 2]
        print(f"\nbounds: {hit} of {told} true edges lie within; median width {middle:.2f} frames")


if __name__ == "__main__":
    sys.exit(main())
