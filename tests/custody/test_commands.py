"""The commands of custody, as they are typed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from recoupe.cli import execute as run
from recoupe.cli.doctor import _key
from recoupe.preserve import Case
from recoupe.preserve.custody.keys import make_key
from recoupe.preserve.custody.verdict import verify


@pytest.fixture
def case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A case with one source."""
    (tmp_path / "a.txt").write_text("“A plain note,” says the page.\n")
    assert run(["new", str(tmp_path / "case")]) == 0
    assert run(["add", str(tmp_path / "case"), str(tmp_path / "a.txt")]) == 0
    capsys.readouterr()
    return tmp_path / "case"


def test_new_prints_the_fingerprint_to_send_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / "case"), "--json"]) == 0
    key = json.loads(capsys.readouterr().out)["key"]
    assert key.startswith("SHA256:")
    assert run(["new", str(tmp_path / "other")]) == 0
    assert f"Signed with {key}" in capsys.readouterr().out


def test_a_key_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / "case"), "--key", str(tmp_path / "none")]) == 1
    assert not (tmp_path / "case").exists()


def test_verify_says_holds_and_what_is_wrong(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(case)]) == 0
    assert "HOLDS" in capsys.readouterr().out
    (case / "stray").touch()
    assert run(["verify", str(case)]) == 1
    out = capsys.readouterr().out
    assert "stray is not part of the case" in out and "FAILS" in out
    assert run(["verify", str(case), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["status"] == "fails"
    assert run(["verify", str(case), "--key", "nonsense"]) == 2


def test_acts_without_a_key_are_pending_until_they_are_signed(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key stays locked: the work is done all the same, and said not to be signed."""
    monkeypatch.setenv("RECOUPE_KEY", str(tmp_path / "locked"))
    monkeypatch.setenv("RECOUPE_PASSPHRASE", "secret")
    assert run(["new", str(tmp_path / "mine")]) == 0
    monkeypatch.delenv("RECOUPE_PASSPHRASE")
    capsys.readouterr()
    assert run(["add", str(tmp_path / "mine"), str(tmp_path / "a.txt")]) == 0
    assert "stays locked" in capsys.readouterr().err
    assert run(["verify", str(tmp_path / "mine")]) == 3
    assert run(["anchor", str(tmp_path / "mine")]) == 1
    monkeypatch.setenv("RECOUPE_PASSPHRASE", "secret")
    assert run(["anchor", str(tmp_path / "mine")]) == 0
    assert run(["verify", str(tmp_path / "mine")]) == 0
    capsys.readouterr()
    assert run(["anchor", str(tmp_path / "mine"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["new"] is False


def test_a_receipt_goes_out_and_finds_a_roll_back(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = shutil.copytree(case, tmp_path / "before")
    (tmp_path / "b.txt").write_text("more")
    assert run(["add", str(case), str(tmp_path / "b.txt")]) == 0
    receipt = str(tmp_path / "receipt.txt")
    assert run(["receipt", str(case), "-o", receipt]) == 0
    assert run(["verify", str(case), "--receipt", receipt]) == 0
    assert "unchanged since the receipt" in capsys.readouterr().out
    assert run(["verify", str(before), "--receipt", receipt]) == 1
    assert "rolled back" in capsys.readouterr().out
    assert run(["verify", str(case), "--receipt", str(tmp_path / "a.txt")]) == 1
    assert run(["verify", str(case), "--receipt", str(tmp_path / "none")]) == 1


def test_a_receipt_says_nothing_of_what_is_in_the_case(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["receipt", str(case)]) == 0
    text = capsys.readouterr().out
    with Case.open(case) as opened:
        assert all(source.name not in text and source.digest not in text for source in opened.sources())


def test_run_ends_with_an_anchor_and_a_second_run_adds_none(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", str(case)]) in (0, 1)
    anchors = sorted(path.name for path in (case / "anchors").iterdir())
    log = (case / "log").read_bytes()
    assert verify(case).status == "holds"
    run(["run", str(case)])
    assert sorted(path.name for path in (case / "anchors").iterdir()) == anchors
    assert (case / "log").read_bytes() == log


def test_doctor_says_whether_the_key_has_a_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECOUPE_KEY", str(tmp_path / "key"))
    assert "none yet" in _key().found
    make_key(tmp_path / "key")
    assert (_key().state, "ssh-keygen -p" in _key().todo) == ("weaker", True)
    (tmp_path / "key").unlink()
    make_key(tmp_path / "key", "secret")
    assert (_key().state, _key().todo) == ("ok", "")
