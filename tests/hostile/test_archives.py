"""Web archives made to exhaust, to deceive or to write elsewhere: kept, refused with a reason, and nothing escapes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from recoupe.collect import Found, gather
from recoupe.model.sources import FAILS
from recoupe.preserve import Case
from recoupe.run import run_case
from tests.hostile.making import webarchives, write
from tests.hostile.trap import Trap

REFUSED = {
    *("length-word.warc", "no-warc.warc", "bomb.warc.gz", "nested.warc.gz", "many-bombs.wacz", "many-headers.warc"),
    *("endless-line.warc.gz", "length-lies.warc", "length-negative.warc"),
    *("case.wacz", "overlapping.wacz", "locked.wacz", "cut.wacz", "no-end-of-header.warc", "link.wacz"),
}
"""Nothing is taken out of these."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("webarchives") / "files", webarchives.everything())


def test_each_is_kept_and_what_is_taken_out_stays_in_bounds(folder: Path, trap: Trap) -> None:
    for path in sorted(folder.iterdir()):
        began = time.monotonic()
        total, members = 0, 0
        archive: Found | None = None
        for item in gather([path]):
            assert isinstance(item, Found)
            if archive is None:
                archive = item
                assert item.path == path
                continue
            members += 1
            assert item.path.name.isalnum() and len(item.path.name) == 32, "random names only"
            assert item.path.parent.parent != folder
            assert "/" not in item.origin.name and item.origin.name.isprintable()
            assert item.origin.url.isprintable()
            total += item.path.stat().st_size
        assert archive is not None
        assert time.monotonic() - began < 60, path.name
        assert total <= 128 << 20 and members <= 2000, path.name
        if path.name in REFUSED:
            assert not members and (archive.warnings or archive.origin.notes), path.name
        else:
            assert members, path.name
    assert {p.name for p in folder.iterdir()} == set(webarchives.everything())
    assert trap.sprung() == []


def test_a_run_over_all_of_them_goes_on_and_reads_what_is_honest(folder: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    for path in folder.iterdir():
        if path.name not in (
            "many-records.warc",
            "bomb.warc",
            "bomb.wacz",
            "many-headers.warc",
            "no-end-of-header.warc",
        ):
            (small / path.name).write_bytes(path.read_bytes())
    root = tmp_path / "case"
    run_case(root, [small])
    with Case.open(root) as case:
        assert case.check() == []
        names = {origin.name for source in case.sources() for origin in source.origins}
        assert {path.name for path in small.iterdir()} <= names
        documents = [case.document(source.digest) for source in case.sources()]
        assert any(d and "bridge was closed" in d.text for d in documents)
        checks = [check for s in case.sources() for o in s.origins for check in o.checks]
        assert any(check.startswith("digest of its payload") and check.endswith(FAILS) for check in checks)
        assert f"digest listed for the part of the archive it lies in: {FAILS}" in checks
        assert not [r for r in case.readings() if r.slug == "reader-fault"]
    assert not (tmp_path / "up.html").exists() and not (tmp_path / "up.warc").exists()
    assert not run_case(root, [small]).changed
