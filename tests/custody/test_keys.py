"""How the key is opened: asked for on a terminal, given on a descriptor, held by an SSH agent, or open to all."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import shutil
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from recoupe.cli import execute as run
from recoupe.errors import KeyLocked, KeyUnusable
from recoupe.preserve.custody import keys, sshsig
from recoupe.preserve.custody.verdict import verify

WORD = "a staged passphrase"


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the key is to be; none is there yet."""
    where = tmp_path / "keys" / "key"
    monkeypatch.setenv("RECOUPE_KEY", str(where))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    keys._from_descriptor.cache_clear()
    return where


def typed(words: list[str], answers: list[bytes]) -> tuple[int, str]:
    """Run recoupe on a terminal of its own, type an answer to each question; exit status and what was shown."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-m", "recoupe", *words])
    shown, left, end = b"", list(answers), time.monotonic() + 60
    with contextlib.suppress(OSError, termios.error):  # the other side has gone
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                data = os.read(terminal, 4096)
                if not data:
                    break
                shown += data
            # Only when nothing is echoed is it listening: what is typed before is thrown away.
            hidden = not termios.tcgetattr(terminal)[3] & termios.ECHO
            if left and hidden and shown.rstrip().endswith((b"none):", b"confirmation:")[len(answers) - len(left)]):
                os.write(terminal, left.pop(0) + b"\n")
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(terminal)
    return status, shown.decode("utf-8", "replace")


@pytest.mark.parametrize("command", ["new", "run"])
def test_on_a_terminal_a_passphrase_is_asked_for(command: str, key: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Staged: the bridge was closed at noon.")
    more = [str(tmp_path / "a.txt")] if command == "run" else []
    status, shown = typed([command, str(tmp_path / "case"), *more], [WORD.encode(), WORD.encode()])
    assert status == 0, shown
    assert keys.is_protected(key) is True and WORD not in shown
    assert keys.load_key(key, WORD).public.fingerprint in shown
    assert "no passphrase" not in shown
    with pytest.raises(KeyLocked):
        keys.load_key(key)


def test_it_can_be_declined_and_is_said_each_time(
    key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, shown = typed(["new", str(tmp_path / "case"), "--no-passphrase"], [])
    assert status == 0 and "has no passphrase: whoever gets hold of the file" in " ".join(shown.split())
    assert keys.is_protected(key) is False
    assert run(["new", str(tmp_path / "other"), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["key_has_passphrase"] is False and "has no passphrase" in said.err


def test_on_a_descriptor_it_is_read_once(key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.write(writing, WORD.encode() + b"\n")
    os.close(writing)
    monkeypatch.setenv("RECOUPE_PASSPHRASE_FD", str(reading))
    assert run(["new", str(tmp_path / "case")]) == 0
    assert run(["new", str(tmp_path / "other")]) == 0
    assert keys.load_key(key, WORD) and keys.is_protected(key)
    keys._from_descriptor.cache_clear()
    with pytest.raises(KeyUnusable, match="descriptor"):
        keys.stated_passphrase()
    keys._from_descriptor.cache_clear()


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An agent of the test's own, with nothing in it."""
    if not shutil.which("ssh-agent") or not shutil.which("ssh-add"):
        pytest.skip("ssh-agent is not here: install your system's OpenSSH client")
    where = tmp_path / "agent"
    child = subprocess.Popen(["ssh-agent", "-D", "-a", str(where)], stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 20
        while not where.exists() and time.monotonic() < end:
            time.sleep(0.02)
        monkeypatch.setenv("SSH_AUTH_SOCK", str(where))
        yield
    finally:
        child.terminate()
        child.wait()


def test_a_key_in_an_agent_signs_without_a_passphrase(
    key: Path, tmp_path: Path, agent: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Staged.")
    made = keys.make_key(key, WORD)
    assert run(["new", str(tmp_path / "unsigned")]) == 0
    assert "stays locked" in capsys.readouterr().err, "the agent does not hold it yet"
    helper = tmp_path / "ask"
    helper.write_text(f"#!/bin/sh\necho '{WORD}'\n")
    helper.chmod(0o700)
    subprocess.run(
        ["ssh-add", "-q", str(key)], check=True, stdin=subprocess.DEVNULL,
        env={**os.environ, "SSH_ASKPASS": str(helper), "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":0"},
    )  # fmt: skip
    case = tmp_path / "case"
    assert run(["add", str(case), str(tmp_path / "a.txt")]) == 0
    found = verify(case, keys=[made.public.fingerprint])
    assert found.status == "holds", found
    signature = keys.unlocked_signer().sign(b"message")
    assert sshsig.verify(signature, b"message") == made.public
    subprocess.run(["ssh-add", "-q", "-D"], check=True, stderr=subprocess.DEVNULL)
    with pytest.raises(KeyLocked):
        keys.unlocked_signer()


def test_the_demo_signs_with_a_throw_away_key_of_its_own(
    key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from recoupe.cli import demo

    with demo._throw_away_key(tmp_path) as signer:
        assert signer.path == (tmp_path / demo.THROW_AWAY).absolute()
        assert keys.key_path() == signer.path
    assert keys.key_path() == key and not key.exists()
    with demo._throw_away_key(tmp_path) as again:
        assert again.public == signer.public
