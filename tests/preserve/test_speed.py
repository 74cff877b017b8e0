"""What people wait for, with bounds far above what was measured, so that only a change of kind is caught.

Measured on 2 busy cores: 2,000 marks 40 ms, opening a case of 100 sources and 100,000 marks 1.3 ms.
"""

from __future__ import annotations

import time
from pathlib import Path

from recoupe.preserve import Case
from tests.preserve.making import TEXT, put, quotes, reading


def test_two_thousand_marks_are_put_in_well_under_a_second(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case") as case:
        read = reading(put(case, tmp_path, "a.txt", TEXT.encode()).source.digest)
        marks = quotes(read, 2000)
        start = time.perf_counter()
        case.put_reading(read, marks)
        assert time.perf_counter() - start < 0.7
        assert len(case.marks(types={"quote"})) == 2000


def test_a_case_with_a_hundred_sources_opens_at_once(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case") as case:
        for n in range(100):
            digest = put(case, tmp_path, f"{n}", b"%d" % n).source.digest
            read = reading(digest)
            case.put_reading(read, quotes(read, 20))
    start = time.perf_counter()
    with Case.open(tmp_path / "case") as case:
        assert case.title == ""
    assert time.perf_counter() - start < 0.1
