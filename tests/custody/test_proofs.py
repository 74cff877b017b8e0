"""One act is shown and the others stay hidden; the short script says the same as we do."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from recoupe.cli import execute as run
from recoupe.errors import CaseError, KeyUnusable
from recoupe.preserve import Case
from recoupe.preserve.custody import proofs
from recoupe.preserve.custody.keys import Signer, make_key
from recoupe.preserve.entry import read_entry
from tests.conftest import REPOSITORY
from tests.custody.making import signed_case

SCRIPT = REPOSITORY / "src" / "recoupe" / "preserve" / "custody" / "check_proof.py"
needs_ssh = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="the script asks ssh-keygen, which is not here")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Signer]:
    return signed_case(tmp_path_factory.mktemp("proofs"))


def checked(proof: object, folder: Path, fingerprint: str) -> subprocess.CompletedProcess[str]:
    """What the script says, outside the repository and without our package."""
    (folder / "proof.json").write_bytes(msgspec.json.encode(proof))
    shutil.copy(SCRIPT, folder / "check_proof.py")
    words = [sys.executable, "-I", "check_proof.py", "proof.json", fingerprint]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True)


@needs_ssh
def test_every_act_can_be_shown(made: tuple[Path, Signer], tmp_path: Path) -> None:
    root, signer = made
    count = (root / "log").read_bytes().count(b"\n")
    for seq in range(1, count + 1):
        proof = proofs.prove(root, seq)
        assert proofs.check(proof) == (seq, signer.public.fingerprint)
        if seq in (1, 2, 7, count - 1, count):
            done = checked(proof, tmp_path, signer.public.fingerprint)
            assert done.returncode == 0 and f"HOLDS: act {seq:06d} of case" in done.stdout, done.stderr


def test_the_others_stay_hidden(made: tuple[Path, Signer]) -> None:
    """No salt, no digest of an entry, no name of another act is in it."""
    root, _ = made
    text = msgspec.json.encode(proofs.prove(root, 6)).decode()
    for path in (root / "entries").iterdir():
        if path.name != "000006":
            said = dict(read_entry(path.read_bytes()))
            assert said["salt"] not in text and said.get("original", "nothing") not in text
    lines = (root / "log").read_text().splitlines()
    assert all(line.split()[4] not in text for n, line in enumerate(lines, 1) if n != 6)


@needs_ssh
def test_a_changed_proof_is_refused_by_both(made: tuple[Path, Signer], tmp_path: Path) -> None:
    root, signer = made
    chance = random.Random(7)
    proof = msgspec.to_builtins(proofs.prove(root, 6))
    for field in ("line", "entry", "anchor", "signature", "path", "key"):
        for _ in range(4):
            changed = dict(proof)
            value = list(changed[field])
            at = chance.randrange(len(value))
            if field == "path":
                value[at] = chance.randbytes(32).hex()
            else:
                value[at] = chance.choice([c for c in "0123456789abcdefgh" if c != value[at]])
            changed[field] = value if field == "path" else "".join(value)
            with pytest.raises((KeyUnusable, ValueError)):
                proofs.check(msgspec.convert(changed, proofs.Proof))
        assert checked(changed, tmp_path, signer.public.fingerprint).returncode != 0, field


@needs_ssh
def test_another_key_is_refused_by_the_script(made: tuple[Path, Signer], tmp_path: Path) -> None:
    stranger = make_key(tmp_path / "stranger")
    done = checked(proofs.prove(made[0], 3), tmp_path, stranger.public.fingerprint)
    assert done.returncode != 0 and "signed by another key" in done.stderr


def test_an_act_that_is_not_there_or_not_signed_is_told(made: tuple[Path, Signer], tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no act 999"):
        proofs.prove(made[0], 999)
    root = tmp_path / "unsigned"
    Case.create(root).close()
    with pytest.raises(CaseError, match="not signed yet"):
        proofs.prove(root, 1)


@needs_ssh
def test_the_command_finds_a_source_by_its_digest(
    made: tuple[Path, Signer], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, signer = made
    with Case.open(root) as case:
        digest = case.sources()[1].digest
    out, script = tmp_path / "proof.json", tmp_path / "check_proof.py"
    assert run(["prove", str(root), digest[:10], "-o", str(out), "--script", str(script)]) == 0
    assert digest in json.loads(out.read_text())["entry"]
    words = [sys.executable, "-I", str(script), str(out), signer.public.fingerprint]
    assert subprocess.run(words, capture_output=True).returncode == 0
    assert run(["prove", str(root), "zzz"]) == 2
    capsys.readouterr()
    assert run(["prove", str(root), "1"]) == 0
    assert json.loads(capsys.readouterr().out)["format"] == "recoupe-proof/1"


def test_the_script_is_short_and_shown_in_the_documentation() -> None:
    code = SCRIPT.read_text()
    body = [line for line in code.splitlines() if line.strip() and not line.strip().startswith(("#", '"""'))]
    assert len(body) <= 42
    page = (REPOSITORY / "docs" / "explanation" / "custody.md").read_text()
    assert code in page
