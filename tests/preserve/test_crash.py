"""Stopped at any step, the next run completes, and nothing is lost or half-believed."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from recoupe.errors import CaseError
from recoupe.preserve import Case, check_folder, files, is_case, rebuild
from tests.conftest import REPOSITORY
from tests.preserve.making import TEXT, put, reading, work


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The state the work ends in when nobody disturbs it."""
    folder = tmp_path_factory.mktemp("undisturbed")
    return work(folder / "case", folder / "material")


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder with a case for every step, whose work was stopped after it; and the steps' names."""
    base = tmp_path_factory.mktemp("stopped")
    return base, killed_everywhere(base)


def killed_everywhere(base: Path, *more: str) -> list[str]:
    """The names of the steps after which the work was stopped; one case for each is left in `base`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.preserve.killing", str(base), *more],
        cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=240,
    )  # fmt: skip
    return done.stdout.splitlines()


def completes(folder: Path, expected: str) -> None:
    """The work done again ends as if never stopped, and everything agrees."""
    root = folder / "case"
    assert work(root, folder / "material") == expected
    acts = read_acts(root)
    assert work(root, folder / "material") == expected
    assert read_acts(root) == acts, "a further run writes nothing"
    assert check_folder(root) == []
    with Case.open(root) as case:
        assert case.pending() == ()
        assert len(case.sources()) == 3
        assert sum(path.is_file() for path in (root / "originals").rglob("*")) == 3
    assert not list((root / "incoming").iterdir())
    assert not list(folder.glob(".recoupe-new-*"))
    assert rebuild(root).equal


def read_acts(root: Path) -> bytes:
    return (root / "log").read_bytes()


def test_stopped_after_every_step(stopped: tuple[Path, list[str]], expected: str) -> None:
    """Each step of writing, by its place in the work."""
    base, steps = stopped
    assert len(steps) > 80
    assert {"original renamed", "entry renamed", "line written", "line synced", "projection", "derived renamed"} <= {
        *steps
    }
    for number, name in enumerate(steps):
        root = base / f"{number:03d}" / "case"
        if is_case(root):
            assert check_folder(root) == [], f"what a stop after {name} ({number}) leaves is pending, not wrong"
        completes(base / f"{number:03d}", expected)


@pytest.mark.parametrize("step", ["original renamed", "entry renamed", "line synced", "derived renamed"])
def test_stopped_twice(stopped: tuple[Path, list[str]], tmp_path: Path, expected: str, step: str) -> None:
    """A run that puts right what the one before left is itself stopped after every step."""
    number = str(stopped[1].index(step))
    for n, _ in enumerate(killed_everywhere(tmp_path, number, "22")):
        completes(tmp_path / f"{n:03d}", expected)


def test_an_error_at_every_step_leaves_the_open_case_usable(tmp_path: Path) -> None:
    """A full disk at any step fails that act alone; the same open case does it again and the rest with it."""
    names: list[str] = []
    with Case.create(tmp_path / "count") as case, files.watching(names.append):
        digest = put(case, tmp_path, "a.txt", TEXT.encode()).source.digest
        case.put_reading(reading(digest))
        wanted = case.state_digest()
    for stop in range(len(names)):
        left = stop

        def fail(name: str) -> None:
            nonlocal left
            left -= 1
            if left == -1:
                raise OSError(errno.ENOSPC, "No space left on device")

        root = tmp_path / f"case-{stop}"
        with Case.create(root) as case:
            with pytest.raises((OSError, CaseError)), files.watching(fail):
                case.put_reading(reading(put(case, tmp_path, "a.txt", TEXT.encode()).source.digest))
            digest = put(case, tmp_path, "a.txt", TEXT.encode()).source.digest
            case.put_reading(reading(digest))
            assert case.state_digest() == wanted, names[stop]
        assert check_folder(root) == [], names[stop]
        with Case.open(root) as case:
            assert case.pending() == (), names[stop]


def test_an_original_not_logged_is_pending_then_adopted(tmp_path: Path) -> None:
    """It is shown as pending, and the same bytes take it up."""
    root = tmp_path / "case"
    pending_original(root, tmp_path)
    with Case.open(root) as case:
        assert [item.kind for item in case.pending()] == ["original"]
        assert case.sources() == ()
    with Case.open(root, write=True) as case:
        assert put(case, tmp_path, "a.txt", TEXT.encode()).new
    with Case.open(root) as case:
        assert case.pending() == ()
        assert [act.act for act in case.custody()] == ["new", "add"]
    assert not (root / "set-aside").exists()


def test_an_original_not_logged_is_set_aside_when_nobody_asks_for_it(tmp_path: Path) -> None:
    """The next writer that ends well moves it out of the way, keeps it, and says so in the log."""
    root = tmp_path / "case"
    pending_original(root, tmp_path)
    with Case.open(root, write=True):
        pass
    with Case.open(root) as case:
        assert case.pending() == ()
        act = case.custody()[-1]
    assert act.act == "set-aside"
    assert (root / act.details["file"]).read_bytes() == TEXT.encode()
    assert check_folder(root) == []


def test_work_that_breaks_off_leaves_what_is_pending_to_the_next(tmp_path: Path) -> None:
    """An exception in the writer's own work is no reason to set things aside."""
    root = tmp_path / "case"
    pending_original(root, tmp_path)
    with pytest.raises(ZeroDivisionError), Case.open(root, write=True):
        raise ZeroDivisionError
    with Case.open(root) as case:
        assert len(case.pending()) == 1


def pending_original(root: Path, folder: Path) -> None:
    """A case whose writer was stopped between an original and its entry."""

    class Stopped(Exception):
        pass

    def stop(name: str) -> None:
        if name == "original folder synced":
            raise Stopped

    with pytest.raises(Stopped), Case.create(root) as case, files.watching(stop):
        put(case, folder, "a.txt", TEXT.encode())


@pytest.mark.parametrize("torn", [b"0", b"000002 " + b"a" * 64, b"\x00" * 300])
def test_a_torn_last_line_is_set_aside(tmp_path: Path, torn: bytes) -> None:
    """Bytes after the last line feed never were an act: they are kept beside, and the log goes on."""
    root = tmp_path / "case"
    Case.create(root).close()
    whole = (root / "log").read_bytes()
    (root / "log").write_bytes(whole + torn)
    with Case.open(root) as case:
        assert [item.kind for item in case.pending()] == ["log"]
        assert len(case.custody()) == 1
    with Case.open(root, write=True) as case:
        put(case, tmp_path, "a.txt", TEXT.encode())
    assert (root / "log").read_bytes().startswith(whole + b"000002 ")
    kept = [path.read_bytes() for path in (root / "set-aside").iterdir()]
    assert kept == [torn]
    with Case.open(root) as case:
        assert [act.act for act in case.custody()] == ["new", "set-aside", "add"]
    assert check_folder(root) == []


def test_an_entry_without_a_line_is_set_aside(tmp_path: Path) -> None:
    """The act it tells of never happened, and its number is used again."""
    root = tmp_path / "case"
    Case.create(root).close()
    (root / "entries" / "000002").write_bytes(b"half of something")
    with Case.open(root) as case:
        assert [item.kind for item in case.pending()] == ["entry"]
    assert check_folder(root) == []
    with Case.open(root, write=True):
        pass
    assert [path.read_bytes() for path in (root / "set-aside").iterdir()] == [b"half of something"]
    assert check_folder(root) == []
