"""Whatever is changed in a case is found; what was not changed is never accused."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from recoupe.model import sha256
from recoupe.preserve import Case, check_folder
from tests.preserve.making import put, work


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed case with every kind of record in it."""
    folder = tmp_path_factory.mktemp("clean")
    work(folder / "case", folder / "material")
    return folder / "case"


@pytest.fixture
def root(clean: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(clean, tmp_path / "case"))


def kept(root: Path) -> list[Path]:
    """Everything that counts: not the projection, the cache, or the lock."""
    left_out = {"case.db", "case.db-wal", "case.db-shm", "lock", "cache"}
    return sorted(path for path in root.rglob("*") if path.is_file() and not {*path.parts} & left_out)


def some(root: Path, folder: str, n: int = 0) -> Path:
    return sorted(path for path in (root / folder).rglob("*") if path.is_file())[n]


def write(path: Path, data: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(data)


def test_a_clean_case_is_never_accused(root: Path) -> None:
    assert check_folder(root) == []
    with Case.open(root) as case:
        assert case.check() == []


def test_every_byte_counts(root: Path) -> None:
    """One bit of one byte of every file that counts, at the start, at the end and at random places."""
    chance = random.Random(20260101)
    for path in kept(root):
        data = path.read_bytes()
        for at in {0, len(data) - 1, *(chance.randrange(len(data)) for _ in range(4))}:
            changed = bytearray(data)
            changed[at] ^= 1 << chance.randrange(8)
            write(path, bytes(changed))
            with_tail_torn = path.name == "log" and changed[-1:] != b"\n"
            assert check_folder(root) or with_tail_torn, f"{path.relative_to(root)} at {at}"
        write(path, data)
    assert check_folder(root) == []


def test_every_file_counts(root: Path) -> None:
    for path in kept(root):
        data = path.read_bytes()
        path.unlink()
        assert check_folder(root), path.relative_to(root)
        path.write_bytes(data)
        write(path, data[:-1])
        assert check_folder(root) or path.name == "log", path.relative_to(root)
        write(path, data)
    assert check_folder(root) == []


def swap_entries(root: Path) -> None:
    one, two = some(root, "entries", 1), some(root, "entries", 2)
    a, b = one.read_bytes(), two.read_bytes()
    write(one, b)
    write(two, a)


def link_instead_of_original(root: Path) -> None:
    path = some(root, "originals")
    path.rename(root.parent / "elsewhere")
    path.symlink_to(root.parent / "elsewhere")


def link_instead_of_entry(root: Path) -> None:
    path = some(root, "entries")
    path.rename(root.parent / "elsewhere")
    path.symlink_to(root.parent / "elsewhere")


def link_instead_of_log(root: Path) -> None:
    (root / "log").rename(root.parent / "elsewhere")
    (root / "log").symlink_to(root.parent / "elsewhere")


def original_of_other_bytes(root: Path) -> None:
    path = some(root, "originals")
    write(path, b"x" * path.stat().st_size)


def stray_beside_originals(root: Path) -> None:
    (root / "originals" / "notes.txt").write_text("x")


def stray_on_a_shelf(root: Path) -> None:
    (some(root, "originals").parent / "thumbs.db").write_text("x")


def original_on_another_shelf(root: Path) -> None:
    path = some(root, "originals")
    other = root / "originals" / ("00" if path.parent.name != "00" else "01")
    other.mkdir()
    path.rename(other / path.name)


def stray_entry(root: Path) -> None:
    (root / "entries" / "000777").write_text("x")


def entry_of_another_name(root: Path) -> None:
    (root / "entries" / "12").write_text("x")


def stray_at_the_top(root: Path) -> None:
    (root / "readme").write_text("x")


def changed_dossier(root: Path) -> None:
    (root / "dossier.html").write_text("x")


def reordered(root: Path) -> None:
    lines = (root / "log").read_bytes().splitlines(keepends=True)
    write(root / "log", b"".join([*lines[:3], lines[4], lines[3], *lines[5:]]))


def doubled(root: Path) -> None:
    lines = (root / "log").read_bytes().splitlines(keepends=True)
    write(root / "log", b"".join([*lines, lines[-1]]))


def beheaded(root: Path) -> None:
    write(root / "log", b"".join((root / "log").read_bytes().splitlines(keepends=True)[1:]))


def no_log(root: Path) -> None:
    (root / "log").unlink()


CHANGES: list[Callable[[Path], None]] = [
    swap_entries, link_instead_of_original, link_instead_of_entry, link_instead_of_log, original_of_other_bytes,
    stray_beside_originals, stray_on_a_shelf, original_on_another_shelf, stray_entry, entry_of_another_name,
    stray_at_the_top, changed_dossier, reordered, doubled, beheaded, no_log,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found(root: Path, change: Callable[[Path], None]) -> None:
    change(root)
    assert check_folder(root)


def test_it_goes_on_to_the_end(root: Path) -> None:
    """Three changes, three complaints, each naming its file."""
    stray_at_the_top(root)
    changed_dossier(root)
    original_of_other_bytes(root)
    problems = check_folder(root)
    assert len(problems) == 3
    assert [problem.split()[0].split("/")[0] for problem in problems] == ["originals", "dossier.html", "readme"]


def test_an_entry_taken_from_another_case_is_found(root: Path, tmp_path: Path) -> None:
    """Even with a line that commits to it: every entry names its case."""
    with Case.create(tmp_path / "other") as other:
        put(other, tmp_path, "a", b"a")
    for name in ("log", "entries/000001", "entries/000002"):
        write(root / name, (tmp_path / "other" / name).read_bytes())
    assert check_folder(root)


def test_what_was_erased_is_not_missed(root: Path) -> None:
    """An `erase` act names the acts whose entries are gone; their lines stay, and the chain holds."""
    with Case.open(root) as case:
        act = next(act for act in case.custody() if act.details.get("origin_name") == "1.mp4")
        others = [a for a in case.custody() if act.details["original"] in a.details.values() or a.act == "compare"]
        gone = {act.seq, *(a.seq for a in others)}
        outputs = [a.details["output"] for a in others if "output" in a.details]
        path = case.original(act.details["original"])
    with Case.open(root, write=True) as case:
        assert case._ledger is not None
        case._ledger.append("erase", [("erased", f"{seq:06d}") for seq in sorted(gone)])
    for seq in gone:
        (root / "entries" / f"{seq:06d}").unlink()
    for erased in [path, *(root / "derived" / output[:2] / output for output in outputs)]:
        erased.unlink()
    (root / "case.db").unlink()
    assert check_folder(root) == []
    with Case.open(root, write=True) as case:
        assert [source.name for source in case.sources()] == ["a.txt", "0.mp4"]
        assert case.custody()[act.seq - 1].details == {}
    (root / "entries" / f"{act.seq:06d}").write_text("something else")
    assert check_folder(root)


def test_a_name_in_a_case_of_others_leads_nowhere(tmp_path: Path) -> None:
    """An entry may claim anything; nothing outside the case is read or written for it."""
    outside = tmp_path / "outside.html"
    outside.write_bytes(b"before")
    root = tmp_path / "case"
    Case.create(root).close()
    with Case.open(root, write=True) as case:
        ledger = case._ledger
        assert ledger is not None
        ledger.append("dossier", [("file", "../outside.html"), ("bytes", "5"), ("sha256", sha256(b"after"))])
    (root / "incoming" / sha256(b"after")).write_bytes(b"after")
    assert any("cannot be the name" in problem for problem in check_folder(root))
    Case.open(root, write=True).close()
    assert outside.read_bytes() == b"before"
