"""Measure the text readers on sets that nobody here wrote, beside the peers.

    python benchmarks/text.py [--sets quotes pages …] [--peers] [--out FOLDER] [--data FOLDER] [--text FOLDER]

The sets are found through RECOUPE_DATA (../shared beside the repository by default); their own scorers count. Each
document goes through `recoupe text`, jail and all. `--text` takes a half of the sets kept elsewhere. `--peers` runs
those of the peers that are installed, in the same go; figures without it are the ones that stand beside the data.
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

from quotations import score

HERE = Path(__file__).resolve().parent
SETS = {"quotes": "polnear", "figures": "quantities", "dates": "dates", "pages": "pages", "entities": "meantime"}
TARGETS = {
    # measure → (what must be reached, best peer on the open half, where the peer's figure is from)
    "quotes/span+speaker": (0.86, 0.731, "textacy by paragraph; precision must be .88, theirs .735"),
    "figures/newsquant: value": (0.88, 0.719, "quantulum3"),
    "figures/newsquant: value+unit": (0.80, 0.455, "quantulum3"),
    "figures/newsquant: bound other than =": (0.70, 0.0, "any"),
    "dates/tempeval3: span, relaxed": (0.90, 0.809, "recognizers-text"),
    "dates/tempeval3: value": (0.80, 0.553, "recognizers-text"),
    "dates/recognizers en: value": (0.75, 0.504, "recognizers-text"),
    "dates/recognizers fr: value": (0.75, 0.540, "recognizers-text"),
    "pages/english: body, 4-word shingles": (0.975, 0.975, "trafilatura, favor_precision"),
    "pages/french: passages in and out": (0.952, 0.952, "trafilatura"),
    "entities/all: name span": (None, 0.796, "spaCy, small English model"),
    "entities/all: links, B-cubed": (None, 0.668, "spaCy, small English model"),
}
FRENCH = HERE.parent / "tests" / "data" / "french-quotations.json"
FRENCH_TARGET = 0.90
SEED_ROWS = ("segments", "quotes", "quotes+speaker", "figures", "entities", "entity names", "dates", "asserted times")
SEED_TARGET = 0.90


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="+", choices=[*SETS, "seeds", "french"], default=[*SETS, "seeds", "french"])
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("RECOUPE_DATA") or HERE.parent.parent / "shared")
    )
    parser.add_argument("--text", type=Path, help="folder of the sets, when it is not DATA/text (a half kept back)")
    parser.add_argument("--peers", action="store_true", help="run the peers that are installed")
    parser.add_argument("--out", type=Path, help="keep the answers and scores here")
    options = parser.parse_args()
    if not (options.data / "bench" / "score_sets.py").is_file():
        print(f"the sets are not in {options.data}: set RECOUPE_DATA to their folder", file=sys.stderr)
        return 1
    options.text = options.text or options.data / "text"
    with tempfile.TemporaryDirectory() as scratch:
        out = options.out or Path(scratch)
        out.mkdir(parents=True, exist_ok=True)
        rows: list[tuple[str, dict[str, Any]]] = []
        for name in options.sets:
            began = time.perf_counter()
            if name == "french":
                rows += french(out)
            else:
                rows += seeds(options, out) if name == "seeds" else one_set(name, options, out)
            print(f"{name}: {time.perf_counter() - began:.1f} s", file=sys.stderr)
        peers = run_peers(options, out) if options.peers else {}
        draw(rows, peers)
        (out / "scores.json").write_text(json.dumps(dict(rows), indent=1) + "\n", encoding="utf-8")
    return 0


def one_set(name: str, options: argparse.Namespace, out: Path) -> list[tuple[str, dict[str, Any]]]:
    """List a set's documents, read them, score the answers."""
    scorer = [
        sys.executable,
        str(options.data / "bench" / "score_sets.py"),
        name,
        "--data",
        str(options.text / SETS[name]),
    ]
    listing = subprocess.run(
        [*scorer, "--list", "--inputs", str(out / name / "in")], check=True, capture_output=True, text=True
    )
    table = out / name / "list.tsv"
    table.write_text(listing.stdout, encoding="utf-8")
    read([*("--list", str(table)), "--out", str(out / name / "answers")])
    result = out / name / "scores.json"
    subprocess.run(
        [*scorer, "--pred", str(out / name / "answers"), "--json", str(result)], check=True, capture_output=True
    )
    return [(f"{name}/{row}", scores) for row, scores in json.loads(result.read_text(encoding="utf-8")).items()]


def seeds(options: argparse.Namespace, out: Path) -> list[tuple[str, dict[str, Any]]]:
    """Read the example articles together and score the rows of this stage."""
    folder = options.text / "seeds"
    reading = out / "seeds.json"
    reading.write_text(read([*map(str, sorted(folder.glob("*.txt"))), "--json"]), encoding="utf-8")
    scorer = [
        sys.executable,
        str(options.data / "bench" / "score_text.py"),
        str(reading),
        "--gold",
        str(folder / "expected.json"),
    ]
    scored = json.loads(subprocess.run([*scorer, "--json"], check=True, capture_output=True, text=True).stdout)
    return [
        (f"seeds/{row}", {"P": s["P"], "R": s["R"], "score": s["F1"]}) for row, s in scored.items() if row in SEED_ROWS
    ]


def french(out: Path) -> list[tuple[str, dict[str, Any]]]:
    """The staged French pieces of this project: there is no public gold of French quotations to measure on."""
    pieces = json.loads(FRENCH.read_text(encoding="utf-8"))["pieces"]
    folder = out / "french" / "in"
    folder.mkdir(parents=True, exist_ok=True)
    for piece in pieces:
        (folder / f"{piece['id']}.txt").write_text(piece["text"], encoding="utf-8", newline="")
    answers = out / "french" / "answers"
    read([*map(str, sorted(folder.glob("*.txt"))), "--lang", "fr", "--out", str(answers)])
    found = {p["id"]: json.loads((answers / f"{p['id']}.json").read_text(encoding="utf-8"))["quotes"] for p in pieces}
    return [(f"french/{row}", scores) for row, scores in score(pieces, found).items()]


def read(arguments: list[str]) -> str:
    """`recoupe text` as a user would call it; exit status 1 (a file failed) is told and gone on from."""
    done = subprocess.run([sys.executable, "-m", "recoupe", "text", *arguments], capture_output=True, text=True)
    if done.returncode:
        print(done.stderr[-2_000:], file=sys.stderr)
    return done.stdout


def run_peers(options: argparse.Namespace, out: Path) -> dict[str, dict[str, Any]]:
    """The peers that are installed here, through the data's own harness."""
    names = [n for n in options.sets if n in SETS]
    script = options.data / "bench" / "run_baseline.py"
    command = [sys.executable, str(script), "--out", str(out / "peers"), "--text", str(options.text), "--sets", *names]
    subprocess.run(command, check=True, stdout=sys.stderr)
    found: dict[str, dict[str, Any]] = json.loads((out / "peers" / "scores.json").read_text(encoding="utf-8"))
    return found


def _floor(name: str) -> float | None:
    return SEED_TARGET if name.startswith("seeds/") else FRENCH_TARGET if name.startswith("french/") else None


def draw(rows: list[tuple[str, dict[str, Any]]], peers: dict[str, dict[str, Any]]) -> None:
    """One line a measure: ours, the best peer, what must be reached."""
    print(f"{'measure':<50}{'P':>8}{'R':>8}{'ours':>8}{'peer':>8}{'must':>7}")
    for name, scores in rows:
        target, best, who = TARGETS.get(name, (_floor(name), None, ""))
        ran = {
            tool: table[row]["score"]
            for tool, table in peers.get(name.split("/")[0], {}).items()
            for row in [name.split("/", 1)[1]]
            if row in table
        }
        for tool, reached in ran.items():
            if best is None or reached > best:
                best, who = reached, tool
        cells = [scores.get("P"), scores.get("R"), scores["score"], best, target]
        print(
            f"{name:<50}"
            + "".join(f"{'' if c is None else format(c, '.3f'):>{7 if n == 4 else 8}}" for n, c in enumerate(cells))
            + (f"  {who}" if who else "")
        )


if __name__ == "__main__":
    sys.exit(main())
