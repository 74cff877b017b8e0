"""How many shots are among the impulse candidates, how many candidates there are, and how exact their onsets.

    python benchmarks/sounds.py                    # makes the mixes of the open clips (needs soundfile), reads them
    python benchmarks/sounds.py --mixes MIXES      # mixes made before, with their truth.csv
    python benchmarks/sounds.py --mixes MIXES --out DETECTIONS.csv   # and the answer format of score_sounds.py

The reader `impulse` gives candidates and no verdict, so recall at 50 ms and candidates a minute are its figures;
precision would be that of calling every candidate a shot. Data: RECOUPE_DATA, by default `../shared`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

import recoupe
from recoupe.read import proxy as proxies
from recoupe.read.sound import impulse
from recoupe.read.sound.onsets import find_onsets

TOLERANCE_S = 0.05
DATA = Path(os.environ.get("RECOUPE_DATA") or Path(__file__).resolve().parents[2] / "shared")
Truth = dict[str, list[dict[str, str]]]
Found = dict[str, list[tuple[float, float]]]


def make_mixes(folder: Path, seed: int) -> None:
    """The mixes of the open clips, by the benchmark's own maker."""
    maker = DATA / "bench" / "make_sound_mixes.py"
    if not maker.is_file():
        sys.exit(f"no data at {DATA}: set RECOUPE_DATA, or give --mixes")
    made = subprocess.run(
        [sys.executable, str(maker), "--clips", str(DATA / "sound"), "--out", str(folder), "--seed", str(seed)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        todo = "pip install soundfile\n" if "soundfile" in made.stderr else ""
        sys.exit(f"the mixes could not be made: {todo}{made.stderr.strip()}")


def read_truth(path: Path) -> Truth:
    """The events of each mix, in order."""
    truth: Truth = defaultdict(list)
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            truth[row["file"]].append(row)
    return dict(sorted(truth.items()))


def listen(mixes: Path, truth: Truth, work: Path) -> tuple[dict[str, Any], dict[str, float]]:
    """The sound of each mix as the readers get it, and seconds spent on finding impulses."""
    sounds = {}
    spent = {"decoding_s": 0.0, "finding_s": 0.0}
    for name in truth:
        start = time.perf_counter()
        sounds[name] = np.array(proxies.build(mixes / name, work / name).sound)
        middle = time.perf_counter()
        impulse.find_impulses(sounds[name])
        spent["decoding_s"] += middle - start
        spent["finding_s"] += time.perf_counter() - middle
    return sounds, spent


def best(sound: Any, most: int | None) -> list[tuple[float, float]]:
    """Onset in s and rank of the candidates: those the reader keeps, or the `most` best."""
    if most is None:
        return [(float(body.onset.seconds[0]), body.prominence) for body, _ in impulse.find_impulses(sound)[0]]
    onsets = find_onsets(sound)
    order = np.sort(np.argsort(-onsets.rank, kind="stable")[:most])
    return [(float(onsets.at[i]) / 1000, float(onsets.rank[i])) for i in order]


def score(truth: Truth, found: Found, minutes: float) -> dict[str, Any]:
    """Recall of shots and of the other impulses, candidates a minute, and errors of the onsets."""
    hits: dict[str, list[bool]] = defaultdict(list)
    by_snr: dict[str, list[bool]] = defaultdict(list)
    errors = []
    for name, rows in truth.items():
        for shots in (True, False):
            free = {i: onset for i, (onset, _) in enumerate(found[name])}
            for row in rows:
                if (row["label"] == "gunshot") is not shots:
                    continue
                onset = float(row["onset_s"])
                near = min(free, key=lambda i: abs(free[i] - onset), default=None)
                hit = near is not None and abs(free[near] - onset) <= TOLERANCE_S
                if hit and near is not None:
                    error = free.pop(near) - onset
                    if shots:
                        errors.append(1000 * error)
                hits["shots" if shots else "others"].append(hit)
                if shots:
                    by_snr[row["snr_db"]].append(hit)
    return {
        "recall": round(float(np.mean(hits["shots"])), 3),
        "recall_others": round(float(np.mean(hits["others"])), 3),
        "candidates_a_minute": round(sum(map(len, found.values())) / minutes, 1),
        "onset_bias_ms": round(float(np.median(errors)), 2),
        "onset_median_ms": round(float(np.median(np.abs(errors))), 2),
        "onset_p95_ms": round(float(np.percentile(np.abs(errors), 95)), 1),
        "recall_by_snr": {
            snr: round(float(np.mean(v)), 2) for snr, v in sorted(by_snr.items(), key=lambda i: -int(i[0]))
        },
    }


def write_answers(path: Path, found: Found) -> None:
    """The candidates in the answer format of the scorer, every one called a gunshot."""
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(("file", "onset_s", "label", "score"))
        for name, candidates in found.items():
            out.writerows((name, f"{onset:.4f}", "gunshot", f"{rank:.3f}") for onset, rank in candidates)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mixes", type=Path, help="folder of mixes with truth.csv")
    parser.add_argument("--seed", type=int, default=7, help="of the mixes that are made when none are given")
    parser.add_argument("--out", type=Path, help="write the candidates here, for score_sounds.py")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        mixes = options.mixes or Path(folder) / "mixes"
        if options.mixes is None:
            make_mixes(mixes, options.seed)
        truth = read_truth(mixes / "truth.csv")
        sounds, spent = listen(mixes, truth, Path(folder) / "proxies")
    minutes = sum(map(len, sounds.values())) / 16_000 / 60
    rows = {}
    for label, most in {"as kept": None, "10 best a mix": 10, "20 best": 20, "40 best": 40, "all": 1 << 30}.items():
        found = {name: best(sound, most) for name, sound in sounds.items()}
        rows[label] = score(truth, found, minutes)
        if most is None and options.out:
            write_answers(options.out, found)
    report = {
        "recoupe": recoupe.__version__,
        "reader": f"impulse {impulse.READER.version}",
        "truth_sha256": hashlib.sha256((mixes / "truth.csv").read_bytes()).hexdigest() if options.mixes else "",
        "mixes": len(truth),
        "minutes": round(minutes, 1),
        "true_events_a_minute": round(sum(map(len, truth.values())) / minutes, 1),
        "tolerance_s": TOLERANCE_S,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "times_real_time": round(minutes * 60 / spent["finding_s"]),
        "rows": rows,
    }
    if options.json:
        print(json.dumps(report, indent=1))
        return
    print("\n".join(f"{key}: {value}" for key, value in report.items() if key != "rows"))
    for label, row in rows.items():
        print(f"{label:>14}: " + ", ".join(f"{key} {value}" for key, value in row.items()))


if __name__ == "__main__":
    main()
