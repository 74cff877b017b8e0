"""docs/reference/case.md: its shell lines pass on a true case and fail on a changed one, its tables are whole."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from recoupe.model import Origin, sha256
from recoupe.preserve import Case
from recoupe.preserve.custody.keys import unlocked_signer
from recoupe.preserve.entry import escape
from recoupe.preserve.folder import OURS
from recoupe.preserve.projection import _WRITERS
from tests.conftest import REPOSITORY
from tests.preserve.making import put, work

PAGE = (REPOSITORY / "docs" / "reference" / "case.md").read_text()
BLOCKS = dict(re.findall(r"```sh\n# (\w+): [^\n]*\n(.*?)```", PAGE, re.DOTALL))

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("sh", "awk", "sha256sum", "ssh-keygen"))),
    reason="the shell lines want sh, awk, sha256sum and ssh-keygen",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A closed case with every kind of record, and a name that tries to break lines."""
    work(tmp_path / "case", tmp_path / "material")
    with Case.open(tmp_path / "case", write=True, signer=unlocked_signer()) as case:
        put(case, tmp_path, "odd\nname: \\x \u202e.txt", b"odd")
    return tmp_path / "case"


def shell(block: str, root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-eu", "-c", BLOCKS[block]], cwd=root, capture_output=True, text=True)


def change_original(root: Path) -> None:
    change(next((root / "originals").rglob("??????????*")))


def change_derived(root: Path) -> None:
    change(next((root / "derived").rglob("??????????*")))


def change_entry(root: Path) -> None:
    change(root / "entries" / "000004")


def stray_entry(root: Path) -> None:
    (root / "entries" / "000099").touch()


def missing_entry(root: Path) -> None:
    (root / "entries" / "000002").unlink()


def change_line(root: Path) -> None:
    log = root / "log"
    log.write_bytes(log.read_bytes().replace(b" refuse ", b" accept ", 1))


def drop_line(root: Path) -> None:
    lines = (root / "log").read_bytes().splitlines(keepends=True)
    (root / "log").write_bytes(b"".join(lines[:3] + lines[4:]))


def drop_first_line(root: Path) -> None:
    (root / "log").write_bytes(b"".join((root / "log").read_bytes().splitlines(keepends=True)[1:]))


def change_anchor(root: Path) -> None:
    change(next((root / "anchors").glob("*.txt")))


def other_signature(root: Path) -> None:
    with Case.open(root, write=True, signer=unlocked_signer()) as case:
        put(case, root.parent, "more.txt", b"more")
    first, second = sorted((root / "anchors").glob("*.sig"))
    first.chmod(0o600)
    first.write_bytes(second.read_bytes())


def missing_original(root: Path) -> None:
    next((root / "originals").rglob("??????????*")).unlink()


def stray_derived(root: Path) -> None:
    shelf = root / "derived" / sha256(b"stray")[:2]
    shelf.mkdir(exist_ok=True)
    (shelf / sha256(b"stray")).write_bytes(b"stray")


def change(path: Path) -> None:
    data = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])


FOUND_BY: list[tuple[Callable[[Path], None], str]] = [
    (change_original, "one"),
    (change_derived, "derived"),
    (change_entry, "entries"),
    (stray_entry, "entries"),
    (missing_entry, "entries"),
    (change_line, "chain"),
    (drop_line, "chain"),
    (drop_first_line, "chain"),
    (change_line, "anchors"),
    (change_anchor, "anchors"),
    (other_signature, "anchors"),
    (missing_original, "complete"),
    (stray_derived, "complete"),
]


@pytest.mark.parametrize("block", sorted(BLOCKS))
def test_a_true_case_passes(root: Path, block: str) -> None:
    done = shell(block, root)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("block", sorted(BLOCKS))
def test_an_empty_case_passes(tmp_path: Path, block: str) -> None:
    Case.create(tmp_path / "case").close()
    done = shell(block, tmp_path / "case")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(("change", "block"), FOUND_BY)
def test_a_changed_case_fails(root: Path, change: Callable[[Path], None], block: str) -> None:
    change(root)
    assert shell(block, root).returncode != 0


def test_the_blocks_are_all_there() -> None:
    assert set(BLOCKS) == {"one", "chain", "entries", "sources", "complete", "derived", "anchors"}
    assert PAGE.count("```sh") == len(BLOCKS)


def test_sources_can_be_listed_without_us(root: Path) -> None:
    with Case.open(root) as case:
        wanted = [f"{s.digest} {s.size} {escape(s.name)}" for s in case.sources()]
    assert shell("sources", root).stdout.splitlines() == wanted
    assert "odd\\nname: \\\\x \\u{202e}.txt" in wanted[-1]


def test_the_page_names_every_act_and_key(root: Path) -> None:
    """What this version writes and understands stands in the table, and the names at the top of a case do."""
    acts = {row.split("`")[1]: row for row in PAGE.splitlines() if re.match(r"\| `[a-z-]+` \| .* \| .* \|$", row)}
    assert {*_WRITERS, "set-aside", "erase", "anchored", "stamp", "stamp-request"} <= {*acts}
    with Case.open(root) as case:
        common = {"case", "seq", "time", "act", "actor", "program"}
        for act in case.custody():
            keys = {key for key in act.details if not key.startswith("origin_")} - common
            row = acts["add"] if act.act == "add-origin" else acts[act.act]
            assert all(f"`{key}`" in row for key in keys), f"{act.act}: {keys}"
    assert all(f"`origin_{name}`" in PAGE for name in Origin.__struct_fields__)
    assert all(name in PAGE for name in OURS if not name.startswith("case.db-"))


def test_an_origin_has_only_texts() -> None:
    """The entry writes an origin's fields as texts; another type in the model needs another form here."""
    for field in msgspec.structs.fields(Origin):
        assert field.type is str or field.type == tuple[str, ...], field.name
