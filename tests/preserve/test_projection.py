"""The projection can always be made again, and says the same."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from recoupe.errors import CaseDamaged, NotACase
from recoupe.model import sha256
from recoupe.preserve import Case, check_folder, rebuild
from recoupe.preserve.ledger import append_line, draft
from recoupe.preserve.replay import read_log
from tests.preserve.making import put, quotes, reading, work


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A closed case with every kind of record in it."""
    work(tmp_path / "case", tmp_path / "material")
    return tmp_path / "case"


def append_unknown(root: Path) -> None:
    """An act as a later recoupe might write it."""
    last = read_log(root).lines[-1]
    line, entry = draft(
        "teleport", [("to", "the moon"), ("output", "")], case=dict_of(root)["case"], actor="someone",
        seq=last.seq + 1, before=last.digest,
    )  # fmt: skip
    (root / "entries" / f"{line.seq:06d}").write_bytes(entry)
    append_line(root, line)


def dict_of(root: Path) -> dict[str, str]:
    return dict(
        line.split(": ", 1) for line in (root / "entries" / "000001").read_text().splitlines() if ": " in line
    )  # fmt: skip


def test_made_again_it_says_the_same(root: Path) -> None:
    with Case.open(root) as case:
        state, acts = case.state_digest(), case.custody()
    done = rebuild(root)
    assert (done.before, done.equal, done.acts) == (True, True, len(acts))
    assert done.records > 20
    with Case.open(root) as case:
        assert (case.state_digest(), case.custody()) == (state, acts)


@pytest.mark.parametrize("write", [True, False])
def test_it_may_be_deleted_at_any_time(root: Path, write: bool) -> None:
    with Case.open(root) as case:
        state = case.state_digest()
    for path in root.glob("case.db*"):
        path.unlink()
    with Case.open(root, write=write) as case:
        assert case.state_digest() == state
    assert rebuild(root).equal


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("left", [b"", b"SQLite format 3\x00 and then nonsense", b"\x00" * 9000])
def test_it_may_be_damaged(root: Path, write: bool, left: bytes) -> None:
    with Case.open(root) as case:
        state = case.state_digest()
    (root / "case.db").write_bytes(left)
    with Case.open(root, write=write) as case:
        assert case.state_digest() == state


@pytest.mark.parametrize("write", [True, False])
def test_one_of_another_version_is_made_again(root: Path, write: bool) -> None:
    change(root, "PRAGMA user_version = 999", "DROP TABLE marks", "CREATE TABLE later (x)")
    with Case.open(root, write=write) as case:
        assert len(case.marks()) == 3
    assert rebuild(root).equal


@pytest.mark.parametrize("write", [True, False])
def test_one_of_another_case_is_made_again(root: Path, tmp_path: Path, write: bool) -> None:
    with Case.create(tmp_path / "other") as other:
        for n in range(30):
            put(other, tmp_path, f"{n}", b"%d" % n)
    (root / "case.db").write_bytes((tmp_path / "other" / "case.db").read_bytes())
    with Case.open(root, write=write) as case:
        assert len(case.sources()) == 3


@pytest.mark.parametrize("write", [True, False])
def test_one_that_is_behind_is_brought_up(root: Path, tmp_path: Path, write: bool) -> None:
    behind = (root / "case.db").read_bytes()
    with Case.open(root, write=True) as case:
        digest = put(case, tmp_path, "later", b"later").source.digest
        read = reading(digest)
        case.put_reading(read, quotes(read))
        state = case.state_digest()
    (root / "case.db").write_bytes(behind)
    with Case.open(root, write=write) as case:
        assert case.state_digest() == state
    assert rebuild(root).equal


def test_one_that_was_changed_by_hand_shows_when_made_again(root: Path) -> None:
    change(root, "UPDATE sources SET media_type = 'image/png'")
    done = rebuild(root)
    assert (done.before, done.equal) == (True, False)
    assert rebuild(root).equal


def test_without_one_there_is_nothing_to_compare_with(root: Path) -> None:
    (root / "case.db").unlink()
    done = rebuild(root)
    assert (done.before, done.equal) == (False, None)


def test_a_folder_without_a_case_cannot_be_made_again(tmp_path: Path) -> None:
    with pytest.raises(NotACase):
        rebuild(tmp_path)


def test_acts_of_a_later_recoupe_are_kept(root: Path) -> None:
    append_unknown(root)
    with Case.open(root, write=True) as case:
        last = case.custody()[-1]
        assert (last.act, last.details["to"]) == ("teleport", "the moon")
        case.refuse("x", "missing-file", "r", "")
    assert check_folder(root) == []
    assert rebuild(root).equal


def test_derived_records_named_by_unknown_acts_are_not_set_aside(root: Path, tmp_path: Path) -> None:
    with Case.open(root) as case:
        unknown = sha256(b"{}")
        path = root / "derived" / unknown[:2] / unknown
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"{}")
        assert [item.kind for item in case.pending()] == ["derived"]
    last = read_log(root).lines[-1]
    line, entry = draft(
        "teleport", [("output", unknown)], case=dict_of(root)["case"], actor="someone", seq=last.seq + 1,
        before=last.digest,
    )  # fmt: skip
    (root / "entries" / f"{line.seq:06d}").write_bytes(entry)
    append_line(root, line)
    with Case.open(root) as case:
        assert case.pending() == ()


def test_a_missing_derived_record_is_made_again_by_reading_again(root: Path, tmp_path: Path) -> None:
    """It costs the reading, not the case: the work done again puts it back."""
    with Case.open(root) as case:
        [read] = [reading for reading in case.readings() if reading.reader == "text"]
        state = case.state_digest()
        output = next(act.details["output"] for act in case.custody() if act.details.get("reading") == read.id)
    (root / "derived" / output[:2] / output).unlink()
    (root / "case.db").unlink()
    assert any(output in problem for problem in check_folder(root))
    with Case.open(root) as case:
        assert not case.has_reading(read.id)
    assert work(root, tmp_path / "material") == state
    assert check_folder(root) == []


@pytest.mark.parametrize("where", ["log", "entry", "missing"])
def test_a_damaged_case_is_shown_but_not_written(root: Path, where: str) -> None:
    """A writer would bury the damage under new acts; a reader shows what can still be believed."""
    if where == "log":
        log = (root / "log").read_bytes()
        lines = log.splitlines(keepends=True)
        (root / "log").write_bytes(b"".join(lines[:2] + lines[3:]))
    else:
        entry = root / "entries" / "000003"
        entry.chmod(0o600)
        entry.unlink() if where == "missing" else entry.write_bytes(entry.read_bytes().replace(b"mp4", b"mp5"))
    (root / "case.db").unlink()
    assert check_folder(root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(CaseDamaged, match="is damaged"):
        Case.open(root, write=True)
    with pytest.raises(CaseDamaged, match="is damaged"):
        rebuild(root)
    with Case.open(root) as case:
        assert case.sources()
    kept = {path: data for path, data in before.items() if path.name != "lock"}
    assert all(path.read_bytes() == data for path, data in kept.items())


def change(root: Path, *statements: str) -> None:
    connection = sqlite3.connect(root / "case.db")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
