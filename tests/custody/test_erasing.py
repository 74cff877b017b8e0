"""An erased source is gone from every file of the case, and the case still verifies."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from recoupe.cli import execute as run
from recoupe.errors import UsageError
from recoupe.model import Document, sha256
from recoupe.preserve import Case, files, rebuild
from recoupe.preserve.custody.erasing import ErasePlan, erase, plan_for
from recoupe.preserve.custody.keys import Signer
from recoupe.preserve.custody.verdict import verify
from tests.custody.making import shell, signed_case
from tests.preserve.making import finding, put, quotes, reading

SECRET = "a witness called Nadja Exampleson at the harbour gate"


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Signer, str]:
    """A case with a source in danger, read, found on, stated, published, cached; and another that stays."""
    root, signer = signed_case(tmp_path)
    with Case.open(root, write=True, signer=signer) as case:
        digest = put(case, tmp_path, "nadja.txt", SECRET.encode()).source.digest
        read = reading(digest)
        marks = quotes(read)
        case.put_reading(read, marks, Document(text=SECRET))
        case.put_findings("leads", "1", "0" * 64, [_on(finding("2", f"Said by {SECRET}"), marks[0].id)])
        (case.cache("proxy", digest) / "frames").write_text(SECRET)
        case.put_dossier(b"<p>" + SECRET.encode())
    return root, signer, digest


def _on(found: object, mark: str) -> object:
    import msgspec

    return msgspec.structs.replace(found, marks=(mark,))  # type: ignore[arg-type]


def planned(root: Path, digest: str) -> ErasePlan:
    with Case.open(root) as case:
        return plan_for(case, digest)


def traces(root: Path, *words: str) -> list[str]:
    """Every file of the case that still holds one of these, database and all."""
    return [
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and any(word.encode() in path.read_bytes() for word in words)
    ]


def test_nothing_of_it_is_left(made: tuple[Path, Signer, str]) -> None:
    root, signer, digest = made
    assert traces(root, "Nadja", digest, "nadja.txt")
    with Case.open(root, write=True, signer=signer) as case:
        sources = len(case.sources())
        erase(case, plan_for(case, digest), reason="in danger")
        assert len(case.sources()) == sources - 1
        assert traces(root, "Nadja", digest, "nadja.txt") == []
    assert traces(root, "Nadja", digest, "nadja.txt") == []
    assert not any(digest in str(path) for path in root.rglob("*"))


def test_the_case_still_verifies_and_says_that_something_was_erased(made: tuple[Path, Signer, str]) -> None:
    root, signer, digest = made
    lines = (root / "log").read_bytes()
    acts = planned(root, digest).acts
    with Case.open(root, write=True, signer=signer) as case:
        erase(case, plan_for(case, digest), reason="in danger")
    assert (root / "log").read_bytes().startswith(lines)
    verdict = verify(root, keys=[signer.public.fingerprint])
    assert (verdict.status, verdict.erased) == ("holds", len(acts)), verdict
    if shutil.which("ssh-keygen") and shutil.which("openssl"):
        done = shell(root, "--key", signer.public.fingerprint)
        assert done.returncode == 0, done.stdout
    assert rebuild(root).equal
    with Case.open(root) as case:
        act = next(act for act in case.custody() if act.act == "erase")
    assert act.details["reason"] == "in danger" and len(act.details["erased"].split()) == len(acts)


def test_what_belongs_to_others_stays(made: tuple[Path, Signer, str]) -> None:
    root, signer, digest = made
    with Case.open(root, write=True, signer=signer) as case:
        before = {source.digest for source in case.sources()} - {digest}
        statements, editmaps = case.statements(), case.editmaps()
        marks = {mark.id for source in before for mark in case.marks(source=source)}
        erase(case, plan_for(case, digest))
        assert {source.digest for source in case.sources()} == before
        assert {mark.id for mark in case.marks()} == marks
        assert (case.statements(), case.editmaps()) == (statements, editmaps)
        assert [found.id for found in case.findings()] == ["finding-1"]
        assert all(case.original(one).is_file() for one in before)


def test_what_rests_on_it_goes_with_it(made: tuple[Path, Signer, str]) -> None:
    root, _, digest = made
    plan = planned(root, digest)
    assert set(plan.kinds) == {"add", "read", "check", "dossier"}
    clip = sha256(b"first clip " * 400)
    assert {"add", "read", "mark", "compare", "dossier"} <= set(planned(root, clip).kinds)


@pytest.mark.parametrize(
    "stop", ["line synced", "erased files removed", "erased entries removed", "projection made again"]
)
def test_stopped_in_between_the_next_writer_finishes(made: tuple[Path, Signer, str], stop: str) -> None:
    root, signer, digest = made
    count = len(planned(root, digest).acts)

    lines = 0

    def watch(name: str) -> None:
        nonlocal lines
        lines += name == "line synced"  # the first is that of the anchor before
        if name == stop and lines == 2:
            raise KeyboardInterrupt(name)

    with pytest.raises(KeyboardInterrupt), Case.open(root, write=True, signer=signer) as case:
        plan = plan_for(case, digest)
        with files.watching(watch):
            case.erase(plan.acts, "in danger")
    verdict = verify(root)
    assert verdict.status == "pending", (stop, verdict)
    if shutil.which("ssh-keygen") and shutil.which("openssl"):
        assert shell(root).returncode == 3, shell(root).stdout
    with Case.open(root, write=True, signer=signer):
        pass
    verdict = verify(root)
    assert (verdict.status, verdict.erased) == ("holds", count), (stop, verdict)
    assert traces(root, "Nadja", digest) == []


def test_the_same_bytes_may_come_in_again(made: tuple[Path, Signer, str], tmp_path: Path) -> None:
    root, signer, digest = made
    with Case.open(root, write=True, signer=signer) as case:
        erase(case, plan_for(case, digest))
        assert put(case, tmp_path, "nadja.txt", SECRET.encode()).new
    assert verify(root).status == "holds"


@pytest.mark.parametrize("seq", [1, 2, 999])
def test_what_a_check_needs_cannot_be_erased(made: tuple[Path, Signer, str], seq: int) -> None:
    root, signer, _ = made
    with Case.open(root, write=True, signer=signer) as case, pytest.raises(UsageError):
        case.erase([seq])


def test_the_command_asks_and_says_what_it_cannot_reach(
    made: tuple[Path, Signer, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, signer, digest = made
    monkeypatch.setenv("RECOUPE_KEY", str(signer.path))
    assert run(["erase", str(root), "nobody.txt"]) == 2
    with monkeypatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO("n\n"))
        assert run(["erase", str(root), "nadja.txt"]) == 130, "the answer is no, so nothing is done"
    assert traces(root, "Nadja")
    assert run(["erase", str(root), digest[:8], "--yes", "--reason", "asked for"]) == 0
    out = capsys.readouterr().out
    assert "Out of reach" in out and "backups" in out
    assert traces(root, "Nadja") == []
    assert run(["verify", str(root)]) == 0
    assert "erased" in capsys.readouterr().out


def test_a_link_in_place_of_a_file_is_removed_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("keep me")
    (tmp_path / "link").symlink_to(outside)
    files.destroy(tmp_path / "link")
    files.destroy(tmp_path / "not there")
    assert outside.read_text() == "keep me" and not (tmp_path / "link").exists()
