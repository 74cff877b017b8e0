"""Look for each edited copy of the benchmark among all its masters: what do keys alone propose?

    python benchmarks/find.py            every copy against the rows of all masters

Prints how many copies find the master they were made from, how many proposals turn out to share nothing when they are
compared in full (other masters are rightly found where a piece of them was put in), and how long asking takes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from copies import stored
from recoupe.compare import Index, compare_proxies
from recoupe.read.proxy import Proxy


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "recoupe-bench")
    parser.add_argument("--copies", type=Path, help="folder that the maker of copies wrote (`make bench-copies`)")
    args = parser.parse_args()
    copies: Path = args.copies or args.scratch / "copies"
    if not (copies / "pairs.json").exists():
        print("run `make bench-copies` first: it makes the copies", file=sys.stderr)
        return 2
    proxies = args.scratch / "proxies" / copies.name
    truths = {
        name: json.loads((copies / f"{name}.json").read_text())
        for name in json.loads((copies / "pairs.json").read_text())
    }
    masters = sorted({truth["a"] for truth in truths.values()})
    shared, right, proposed, false, seconds = 0, 0, 0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder))
        for master in masters:
            index.add(master, stored(copies, master, proxies))
        for name, truth in truths.items():
            query = stored(copies, truth["b"], proxies)
            begin = time.perf_counter()
            found = {c.digest: c for c in index.find(query, without={truth["b"]})}
            seconds.append(time.perf_counter() - begin)
            known = any(s["a_start"] is not None for s in truth["segments"])
            shared += known
            right += known and truth["a"] in found
            others = [m for m in found if m != truth["a"] or not known]
            proposed += len(others) + (known and truth["a"] in found)
            wrong = [m for m in others if not shares(stored(copies, m, proxies), query)]
            false += len(wrong)
            if wrong or (known and truth["a"] not in found):
                print(f"{name:40s} {'' if truth['a'] in found or not known else 'not found'} {wrong or ''}")
        size = sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file())
        length = sum(float(stored(copies, m, proxies).facts.span.duration) for m in masters)
    print(f"\n{len(masters)} masters of {length / 60:.1f} minutes take {size / length * 3600 / 2**20:.0f} MiB an hour")
    print(f"copies that find their master: {right} of {shared}; proposals that share nothing: {false} of {proposed}")
    print(f"asking: median {statistics.median(seconds) * 1000:.0f} ms, longest {max(seconds) * 1000:.0f} ms")
    return 0


def shares(master: Proxy, query: Proxy) -> bool:
    """Whether comparing in full finds anything shared."""
    return compare_proxies(master, query, a_id="a", b_id="b").shared


if __name__ == "__main__":
    sys.exit(main())
