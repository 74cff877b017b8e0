"""Change a case in every way we can think of, at random, and see that each change is found.

    python benchmarks/tamper.py [--count 12000] [--script 510] [--seed 1] [--only KIND]

`--count` mutations are judged by `recoupe verify`, `--script` more by `verify.sh`; both are spread evenly over the
kinds in tests/custody/mutations.py. Afterwards the clean case must hold. "pending" counts as found: the exit status is
not 0, and the words are those for a stopped writer, since the folder looks just as one would have left it. Exit
status 1 when one was missed, or the clean case was accused.

Not changed, because nobody says anything of them: the bytes of case.db (what it says is changed instead), lock, cache.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.custody.making import shell
from tests.custody.mutations import Subject, Tally, run

from recoupe.preserve.custody.verdict import verify


def table(title: str, tallies: dict[str, Tally], seconds: float) -> dict[str, object]:
    """Print what became of each kind; gives the sums."""
    print(f"\n{title}\n{'kind':<22}{'fails':>7}{'pending':>9}{'missed':>8}")
    for name, tally in tallies.items():
        print(f"{name:<22}{tally.fails:>7}{tally.pending:>9}{len(tally.missed):>8}")
        for told in tally.missed[:5]:
            print(f"    missed: {told}")
    sums = {
        "mutations": sum(tally.fails + tally.pending + len(tally.missed) for tally in tallies.values()),
        "fails": sum(tally.fails for tally in tallies.values()),
        "pending": sum(tally.pending for tally in tallies.values()),
        "missed": sum(len(tally.missed) for tally in tallies.values()),
        "seconds": round(seconds, 1),
    }
    print(json.dumps(sums))
    return sums


def main() -> int:
    """Run both; 1 when something was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=12_000)
    parser.add_argument("--script", type=int, default=510)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    logging.disable(logging.WARNING)
    missed = 0
    with tempfile.TemporaryDirectory(prefix="tamper-") as folder:
        subject = Subject.make(Path(folder))
        for name, count in (("recoupe verify", args.count), ("verify.sh", args.script)):
            if count:
                began = time.perf_counter()
                found = run(subject, count, args.seed, script=name == "verify.sh", only=args.only)
                missed += int(str(table(name, found, time.perf_counter() - began)["missed"]))
        clean = verify(subject.root, keys=[subject.signer.public.fingerprint], receipt=subject.receipt).status
        by_script = shell(subject.root, "--receipt", str(subject.receipt_file)).returncode
    print(f"\nthe clean case afterwards: recoupe verify {clean}, verify.sh exit status {by_script}")
    return 1 if missed or clean != "holds" or by_script else 0


if __name__ == "__main__":
    sys.exit(main())
