"""Comparing in a case: pairs are proposed by keys, compared, and kept, the failed ones with their reason."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from recoupe.compare.align import moves_alike
from recoupe.compare.build import METHOD, compare_proxies
from recoupe.compare.find import index_of, proxies_of
from recoupe.errors import RecoupeError
from recoupe.events import Events, Progress, quiet
from recoupe.model import EditMap, sha256
from recoupe.preserve import Case
from recoupe.read import proxy
from recoupe.read.proxy import Proxy

MOST_BY_MOTION = 300
"""Pairs up to which those that no key proposes are held against each other by motion: 25 clips, some minutes."""


def compare_files(path_a: Path, path_b: Path, events: Events = quiet) -> EditMap:
    """Compare two files without a case; nothing is kept.

    Raises:
        InputError: One of them is not footage that can be read.
        CannotCompare: They have no channel in common.
    """
    with TemporaryDirectory(prefix="recoupe-") as folder:
        proxies = [proxy.build(path, Path(folder) / name, events) for path, name in ((path_a, "a"), (path_b, "b"))]
        digests = [sha256(path.read_bytes()) for path in (path_a, path_b)]
        return compare_proxies(proxies[0], proxies[1], a_id=digests[0], b_id=digests[1], events=events)


def compare_case(case: Case, events: Events = quiet) -> list[EditMap]:
    """Compare all pieces of footage of a case that seem to share something, and keep the maps.

    Pairs are proposed by the case's rows of keys; as long as there are few, pairs that no key proposes are tried by
    what moves in them, since a static camera starves the keys.

    The longer of two is the reference; of equals, the one added first. Pairs already compared with this method are
    left alone. Returns the maps that are new.
    """
    done = {(m.a, m.b) for m in case.editmaps() if m.method == METHOD}
    done |= {(f.a, f.b) for f in case.failed_comparisons() if f.method == METHOD}
    proxies = proxies_of(case, events)
    index = index_of(case, proxies)
    proposed = {
        frozenset((digest, found.digest))
        for digest, each in proxies.items()
        for found in index.find(each, without={digest}, limit=len(proxies))
    }
    pairs = [_ordered(x, y, proxies) for x, y in combinations(proxies, 2)]
    made: list[EditMap] = []
    for i, (a, b) in enumerate(pairs):
        events(Progress(operation="compare", stage="pairs", done=i, total=len(pairs), finished=False))
        if (a, b) in done:
            continue
        if {a, b} not in proposed and (len(pairs) > MOST_BY_MOTION or not moves_alike(proxies[a], proxies[b])):
            continue
        try:
            editmap = compare_proxies(proxies[a], proxies[b], a_id=a, b_id=b, events=events)
        except RecoupeError as error:
            case.put_failed_comparison(a, b, METHOD, error.slug, error.reason, error.todo)
            continue
        if editmap.shared and case.put_editmap(editmap):
            made.append(editmap)
    events(Progress(operation="compare", stage="pairs", done=len(pairs), total=len(pairs), finished=True))
    return made


def _ordered(x: str, y: str, proxies: dict[str, Proxy]) -> tuple[str, str]:
    longer = proxies[y].facts.span.duration > proxies[x].facts.span.duration
    return (y, x) if longer else (x, y)
