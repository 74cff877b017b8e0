"""`recoupe doctor` says of every line whether it is ok, weaker or missing, and what to do when it is not ok."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from recoupe import jail
from recoupe.cli import doctor
from recoupe.cli.doctor import command, encryption


def test_every_line_that_is_not_ok_says_what_to_do(tmp_path: Path) -> None:
    checks = list(doctor.examine(tmp_path))
    assert {check.state for check in checks} <= {"ok", "weaker", "missing"}
    assert all(check.found for check in checks)
    assert all(bool(check.todo) == (check.state != "ok") for check in checks)


def test_json_is_the_result_and_nothing_else(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(tmp_path), "--json"], standalone_mode=False)
    told = json.loads(result.stdout)
    names = [check["name"] for check in told["checks"]]
    assert {"Python", "packages", "disk encryption", "free space", "time zone"} <= set(names)
    assert sum(name.startswith("seccomp") for name in names) == sum(x.name == "seccomp" for x in jail.layers())


def test_a_missing_package_is_told_and_changes_the_exit_status(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "_required", lambda: ["click", "no-such-package"])
    result = CliRunner().invoke(command, [str(tmp_path)], standalone_mode=False)
    assert result.return_value == 1
    assert "no-such-package" in result.stdout and "missing" in result.stdout


def test_a_missing_layer_is_weaker_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = jail.Layer(name="landlock", state="not supported here", keeps_out="reading files", reason="no such call")
    monkeypatch.setattr(jail, "layers", lambda: (layer,))
    (check,) = doctor._jail()
    assert check.state == "weaker" and "not supported here (no such call)" in check.found and check.todo


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A stand-in for /sys with the block device of `tmp_path`, and no disk in it yet."""
    system = tmp_path / "sys"
    number = tmp_path.stat().st_dev
    if sys.platform != "linux" or os.major(number) == 0:
        pytest.skip("this folder lies on no block device of Linux")
    (system / "dev/block" / f"{os.major(number)}:{os.minor(number)}" / "slaves").mkdir(parents=True)
    return system


def block(system: Path, folder: Path) -> Path:
    number = folder.stat().st_dev
    return system / "dev/block" / f"{os.major(number)}:{os.minor(number)}"


def test_a_plain_disk_is_told_as_not_seen_to_be_encrypted(system: Path, tmp_path: Path) -> None:
    state, found, todo = encryption(tmp_path, system=system)
    assert state == "weaker" and "no encryption" in found and todo


def test_encryption_is_found_below_a_volume(system: Path, tmp_path: Path) -> None:
    disk = block(system, tmp_path)
    (disk / "dm").mkdir()
    (disk / "dm/uuid").write_text("LVM-abc\n")
    (disk / "slaves/dm-0/dm").mkdir(parents=True)
    (disk / "slaves/dm-0/dm/uuid").write_text("CRYPT-LUKS2-abc-luks\n")
    assert encryption(tmp_path, system=system)[:2] == ("ok", "encrypted (dm-crypt)")


def test_what_cannot_be_told_is_said_plainly(tmp_path: Path) -> None:
    state, found, todo = encryption(tmp_path, system=tmp_path / "no such folder")
    assert state == "weaker" and found.startswith("cannot tell") and todo
