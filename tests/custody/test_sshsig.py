"""Signatures are OpenSSH's: ssh-keygen takes ours, we take its, and nothing that was changed is taken."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.errors import KeyLocked, KeyUnusable, MissingFile
from recoupe.preserve.custody import sshsig
from recoupe.preserve.custody.keys import is_protected, load_key, make_key, unlocked_signer

needs_ssh = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="compares with ssh-keygen, which is not here")


def ssh(*words: object, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["ssh-keygen", *map(str, words)], input=data, capture_output=True)


@needs_ssh
def test_ssh_keygen_takes_our_signature(tmp_path: Path) -> None:
    signer = make_key(tmp_path / "key")
    (tmp_path / "signers").write_text(f"recoupe {signer.public.line}\n")
    (tmp_path / "sig").write_text(signer.sign(b"hello"))
    check = ("-Y", "verify", "-f", tmp_path / "signers", "-I", "recoupe", "-n", sshsig.NAMESPACE, "-s")
    assert ssh(*check, tmp_path / "sig", data=b"hello").returncode == 0
    assert ssh(*check, tmp_path / "sig", data=b"hellp").returncode != 0


@needs_ssh
def test_we_take_the_signature_of_ssh_keygen_and_its_fingerprint(tmp_path: Path) -> None:
    key = tmp_path / "id"
    ssh("-q", "-t", "ed25519", "-N", "", "-f", key)
    signature = ssh("-Y", "sign", "-n", sshsig.NAMESPACE, "-f", key, data=b"hello").stdout.decode()
    public = sshsig.verify(signature, b"hello")
    assert public == load_key(key).public == sshsig.read_public(Path(f"{key}.pub").read_text())
    assert ssh("-l", "-f", key).stdout.split()[1].decode() == public.fingerprint
    assert sshsig.is_fingerprint(public.fingerprint)


@needs_ssh
def test_a_passphrase_by_ssh_keygen_closes_our_key(tmp_path: Path) -> None:
    made = make_key(tmp_path / "key")
    assert is_protected(tmp_path / "key") is False
    assert ssh("-q", "-p", "-P", "", "-N", "open sesame", "-f", tmp_path / "key").returncode == 0
    assert is_protected(tmp_path / "key") is True
    with pytest.raises(KeyLocked, match="needed"):
        load_key(tmp_path / "key")
    with pytest.raises(KeyLocked, match="not that of"):
        load_key(tmp_path / "key", "other")
    assert load_key(tmp_path / "key", "open sesame").public == made.public


@needs_ssh
def test_another_kind_of_key_is_refused(tmp_path: Path) -> None:
    ssh("-q", "-t", "ecdsa", "-N", "", "-f", tmp_path / "id")
    with pytest.raises(KeyUnusable, match="not an Ed25519 key"):
        load_key(tmp_path / "id")


def test_every_flipped_bit_of_a_signature_is_found(tmp_path: Path) -> None:
    """Also those that base64 or a lenient reader would let pass."""
    signature = make_key(tmp_path / "key").sign(b"hello").encode()
    assert sshsig.verify(signature.decode(), b"hello")
    for at in range(len(signature)):
        for bit in range(8):
            changed = bytearray(signature)
            changed[at] ^= 1 << bit
            with pytest.raises(sshsig.SignatureError):
                sshsig.verify(changed.decode("latin-1"), b"hello")


def test_another_namespace_is_refused(tmp_path: Path) -> None:
    signer = make_key(tmp_path / "key")
    with pytest.raises(sshsig.SignatureError, match="namespace"):
        sshsig.verify(sshsig.sign(signer.private, b"hello", namespace="git"), b"hello")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_signature_or_are_refused(data: bytes) -> None:
    with pytest.raises(sshsig.SignatureError):
        sshsig.verify(f"-----BEGIN SSH SIGNATURE-----\n{data.hex()}\n-----END SSH SIGNATURE-----\n", b"")
    with pytest.raises(sshsig.SignatureError):
        sshsig.read_public(data.decode("latin-1"))


def test_a_key_is_its_owners_alone_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "key"
    made = make_key(path, "secret")
    assert path.stat().st_mode & 0o777 == 0o600
    assert is_protected(path) is True
    assert load_key(path, "secret").public == made.public
    assert make_key(path, "secret").public == made.public, "the key that was there first stays"
    assert {p.name for p in path.parent.iterdir()} == {"key", "key.pub"}


def test_a_key_is_made_at_first_use_and_then_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECOUPE_KEY", str(tmp_path / "mine"))
    monkeypatch.setenv("RECOUPE_PASSPHRASE", "secret")
    first = unlocked_signer()
    assert unlocked_signer().public == first.public
    assert is_protected(tmp_path / "mine")
    monkeypatch.delenv("RECOUPE_PASSPHRASE")
    with pytest.raises(KeyLocked) as caught:
        unlocked_signer()
    assert "RECOUPE_PASSPHRASE" in caught.value.todo


def test_a_key_that_was_named_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        unlocked_signer(tmp_path / "typo")
    assert not list(tmp_path.iterdir())


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    chance = random.Random(5)
    for data in (b"", b"hello", chance.randbytes(300), b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n"):
        (tmp_path / "key").write_bytes(data)
        with pytest.raises(KeyUnusable):
            load_key(tmp_path / "key")
