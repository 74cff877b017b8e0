"""What verify says, by itself and with what is held elsewhere; `verify.sh` says the same."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.custody import many_acts

from recoupe.errors import KeyUnusable, NotACase
from recoupe.model import sha256
from recoupe.preserve import Case
from recoupe.preserve.custody import anchors, receipts
from recoupe.preserve.custody.anchors import Signed
from recoupe.preserve.custody.keys import Signer, make_key
from recoupe.preserve.custody.verdict import ALONE, verify
from tests.custody.making import more, overwrite, shell, signed_case
from tests.preserve.making import put, work

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("sh", "awk", "sha256sum", "ssh-keygen", "openssl"))),
    reason="verify.sh wants awk, sha256sum, ssh-keygen and openssl",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Signer]:
    """A clean signed case and its key."""
    return signed_case(tmp_path_factory.mktemp("clean"))


@pytest.fixture
def root(made: tuple[Path, Signer], tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(made[0], tmp_path / "case"))


def newest(root: Path) -> Signed:
    found = anchors.newest(root)
    assert found is not None
    return found


def receipt_of(root: Path) -> Signed:
    return receipts.read(receipts.write(newest(root), time="").encode())


def test_alone_a_clean_case_is_consistent_with_itself(root: Path) -> None:
    verdict = verify(root)
    assert (verdict.status, verdict.exit_status, verdict.says) == ("holds", 0, (ALONE,))
    done = shell(root)
    assert done.returncode == 0 and done.stdout.startswith("consistent with itself"), done
    assert "unchanged" not in done.stdout
    assert done.stderr == ""


def test_with_a_key_it_is_unchanged_since(root: Path, made: tuple[Path, Signer]) -> None:
    key = made[1].public.fingerprint
    verdict = verify(root, keys=[key])
    assert verdict.says[0].startswith(f"unchanged since it was signed with {key}: acts 1 to {verdict.acts}")
    assert f"unchanged since it was signed with {key}: acts 1 to {verdict.acts}" in shell(root, "--key", key).stdout


def test_another_key_fails(root: Path, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other").public.fingerprint
    assert verify(root, keys=[other]).status == "fails"
    done = shell(root, "--key", other)
    assert done.returncode == 1 and "signed by another key" in done.stdout


def test_with_a_receipt_it_is_unchanged_since_even_after_more_work(
    root: Path, made: tuple[Path, Signer], tmp_path: Path
) -> None:
    held = receipt_of(root)
    (tmp_path / "receipt.txt").write_text(receipts.write(held, time=""))
    more(root, tmp_path, made[1])
    verdict = verify(root, receipt=held)
    assert verdict.status == "holds" and "unchanged since the receipt" in verdict.says[0], verdict
    done = shell(root, "--receipt", str(tmp_path / "receipt.txt"))
    assert done.returncode == 0 and "unchanged since the receipt" in done.stdout


def test_a_roll_back_is_found_with_a_receipt_and_only_with_one(
    root: Path, made: tuple[Path, Signer], tmp_path: Path
) -> None:
    before = Path(shutil.copytree(root, tmp_path / "before"))
    more(root, tmp_path, made[1])
    held = receipt_of(root)
    (tmp_path / "receipt.txt").write_text(receipts.write(held, time=""))
    assert verify(before).status == "holds", "a folder alone cannot show that its end was cut off"
    verdict = verify(before, receipt=held)
    assert verdict.status == "fails" and "rolled back" in verdict.problems[0]
    done = shell(before, "--receipt", str(tmp_path / "receipt.txt"))
    assert done.returncode == 1 and "rolled back" in done.stdout


def test_a_case_written_anew_with_the_same_key_is_found_with_a_receipt(tmp_path: Path) -> None:
    signer = make_key(tmp_path / "key")
    roots = []
    for name in ("one", "two"):
        with Case.create(tmp_path / name, signer=signer) as case:
            put(case, tmp_path, f"{name}.txt", name.encode())
        roots.append(tmp_path / name)
    held = receipt_of(roots[0])
    assert "receipt: it is of another case" in verify(roots[1], receipt=held).problems
    # The same acts again, in the same case, but another source: what a liar with the key would write.
    forged = Path(shutil.copytree(roots[0], tmp_path / "forged"))
    size = anchors.folder.anchors(forged)[0]
    lines = (forged / "log").read_bytes()[:size].count(b"\n")
    overwrite(forged / "log", (forged / "log").read_bytes()[:size])
    for path in (forged / "entries").iterdir():
        if int(path.name) > lines:
            path.unlink()
    shutil.rmtree(forged / "originals")
    (forged / "originals").mkdir()
    for path in (forged / "anchors").iterdir():
        if path.name.split(".")[0] != str(size):
            path.unlink()
    with Case.open(forged, write=True, signer=signer) as case:
        put(case, tmp_path, "lie", b"lie" * 5)
        put(case, tmp_path, "lie2", b"lie" * 6)
    assert verify(forged, keys=[signer.public.fingerprint]).status == "holds"
    assert "written anew" in verify(forged, receipt=held).problems[0]


def test_a_receipt_that_was_changed_is_refused(root: Path) -> None:
    text = receipts.write(newest(root), time="2026")
    assert receipts.read(text.replace("\n", "\r\n").encode()).anchor == newest(root).anchor
    for changed in (
        text.replace("entries: ", "entries: 1", 1),
        text + text,
        text.replace("BEGIN RECOUPE", "BEGIN"),
        "",
        text.replace("Key: ssh-ed25519 AAAAC3", "Key: ssh-ed25519 AAAAC4"),
    ):
        with pytest.raises(KeyUnusable):
            receipts.read(changed.encode())


def test_a_case_just_begun_is_pending_not_failed(tmp_path: Path) -> None:
    Case.create(tmp_path / "case").close()
    verdict = verify(tmp_path / "case")
    assert (verdict.status, verdict.exit_status) == ("pending", 3)


def test_no_anchor_at_all_fails(tmp_path: Path) -> None:
    work(tmp_path / "case", tmp_path / "material")
    verdict = verify(tmp_path / "case")
    assert verdict.status == "fails" and "no good anchor" in verdict.problems[0]


def lost_text(root: Path) -> None:
    sorted((root / "anchors").glob("*.txt"))[0].unlink()


def lost_anchors(root: Path) -> None:
    shutil.rmtree(root / "anchors")


def swapped_signatures(root: Path) -> None:
    one, two = sorted((root / "anchors").glob("*.sig"))[:2]
    a, b = one.read_bytes(), two.read_bytes()
    overwrite(one, b)
    overwrite(two, a)


def resigned_by_a_stranger(root: Path) -> None:
    """Every anchor signed anew, and the stranger named in allowed_signers: the log does not know that list."""
    stranger = make_key(root.parent / "stranger")
    for path in (root / "anchors").glob("*.txt"):
        overwrite(path.with_name(path.name + ".sig"), stranger.sign(path.read_bytes()).encode())
    overwrite(root / "allowed_signers", anchors.signer_line(stranger.public).encode())


def changed_script(root: Path) -> None:
    overwrite(root / "VERIFY.txt", b"All is well.\n")


def stray_among_anchors(root: Path) -> None:
    (root / "anchors" / "note.txt").write_text("x")


def lost_line(root: Path) -> None:
    overwrite(root / "log", b"".join((root / "log").read_bytes().splitlines(keepends=True)[:-3]))


def stray_in_set_aside(root: Path) -> None:
    (root / "set-aside").mkdir()
    (root / "set-aside" / "x").symlink_to("/etc/hostname")


def entry_is_a_pipe(root: Path) -> None:
    import os

    path = root / "entries" / "000003"
    path.unlink()
    os.mkfifo(path)


def folder_is_a_link(root: Path) -> None:
    (root / "originals").rename(root.parent / "elsewhere")
    (root / "originals").symlink_to(root.parent / "elsewhere")


CHANGES: list[Callable[[Path], None]] = [
    lost_text, lost_anchors, swapped_signatures, resigned_by_a_stranger, changed_script, stray_among_anchors, lost_line,
    stray_in_set_aside, entry_is_a_pipe, folder_is_a_link,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found_by_both(root: Path, change: Callable[[Path], None]) -> None:
    change(root)
    verdict = verify(root)
    assert verdict.status == "fails", verdict
    done = shell(root)
    assert done.returncode == 1, done.stdout + done.stderr


def pending_original(root: Path) -> None:
    digest = sha256(b"waits")
    (root / "originals" / digest[:2]).mkdir(exist_ok=True)
    (root / "originals" / digest[:2] / digest).write_bytes(b"waits")


def pending_entry(root: Path) -> None:
    count = (root / "log").read_bytes().count(b"\n")
    (root / "entries" / f"{count + 1:06d}").write_bytes(b"half")


def torn_line(root: Path) -> None:
    overwrite(root / "log", (root / "log").read_bytes() + b"000099 ab")


def unfinished_copy(root: Path) -> None:
    (root / "incoming" / "0123abcd").write_bytes(b"x")


def newest_anchor_halved(root: Path) -> None:
    size = anchors.folder.anchors(root)[-1]
    (root / "anchors" / f"{size}.txt").unlink()


@pytest.mark.parametrize("change", [pending_original, pending_entry, torn_line, unfinished_copy, newest_anchor_halved])
def test_what_a_crash_leaves_is_pending_by_both_and_the_next_command_completes_it(
    root: Path, made: tuple[Path, Signer], tmp_path: Path, change: Callable[[Path], None]
) -> None:
    change(root)
    verdict = verify(root)
    assert (verdict.status, verdict.exit_status) == ("pending", 3), verdict
    done = shell(root)
    assert (done.returncode, done.stdout.splitlines()[-1][:7]) == (3, "PENDING"), done.stdout
    overwrite(root / "lock", b"pid: 1\nhost: of-another\n")  # the writer was killed
    more(root, tmp_path, made[1])
    assert verify(root).status == "holds", verify(root)
    assert shell(root).returncode == 0


def test_a_database_that_tells_another_story_is_found(root: Path) -> None:
    """The desk is drawn from it, so what it says must be what the records say."""
    with sqlite3.connect(root / "case.db") as database:
        database.execute("UPDATE marks SET current = 0")
    database.close()
    verdict = verify(root)
    assert verdict.status == "fails" and verdict.problems[0].startswith("case.db says something else")
    assert verify(root, contents=False).status == "holds"


def test_a_database_that_is_behind_or_gone_is_not_held_against_the_case(root: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{root / 'case.db'}{suffix}").unlink(missing_ok=True)
    assert verify(root).status == "holds"


def test_quick_reads_no_original_and_says_so(root: Path) -> None:
    path = next(path for path in (root / "originals").rglob("*") if path.is_file())
    overwrite(path, b"x" * path.stat().st_size)
    assert verify(root).status == "fails"
    verdict = verify(root, contents=False)
    assert verdict.status == "holds" and "originals" in verdict.unread[0]
    done = shell(root, "--quick")
    assert done.returncode == 0 and "not read: originals" in done.stdout
    path.unlink()
    assert verify(root, contents=False).status == "fails"
    assert shell(root, "--quick").returncode == 1


def test_nothing_is_written_by_a_check(root: Path) -> None:
    def state() -> list[tuple[str, int, int]]:
        return sorted((str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in root.rglob("*"))

    before = state()
    verify(root)
    shell(root)
    assert state() == before


def test_no_case_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotACase):
        verify(tmp_path)


@pytest.mark.parametrize("options", [["--key"], ["--what"], ["--receipt", "/nowhere"], ["--tsa-roots", "/nowhere"]])
def test_wrong_use_of_the_script(root: Path, options: list[str]) -> None:
    assert shell(root, *options).returncode == 2


def test_a_case_that_is_written_to_just_now_is_said_to_be(root: Path) -> None:
    with Case.open(root, write=True):
        assert any("writing just now" in line for line in verify(root).unread)
    assert not verify(root).unread


def test_a_hundred_thousand_acts_are_far_from_slow(tmp_path: Path) -> None:
    """A tenth of them, with a bound far above what was measured: benchmarks/custody.py measures the whole."""
    root = many_acts(tmp_path, 10_000)
    began = time.process_time()
    verdict = verify(root, contents=False)
    assert time.process_time() - began < 1.5
    assert verdict.status == "holds" and verdict.acts == 10_000
