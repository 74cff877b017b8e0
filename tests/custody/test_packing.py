"""A packed case comes out as it went in, and what is no packed case comes out as nothing."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from recoupe.cli import execute as run
from recoupe.errors import CaseBusy, CaseError, DamagedFile, KeyUnusable, MissingFile, NotACase, UsageError
from recoupe.preserve import Case
from recoupe.preserve.custody.keys import Signer
from recoupe.preserve.custody.packing import _header, pack, unpack
from recoupe.preserve.custody.verdict import verify
from tests.custody.making import signed_case

pyrage = pytest.importorskip("pyrage", reason="age encryption is the extra `custody`")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Signer]:
    return signed_case(tmp_path_factory.mktemp("packing"))


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A private key in a file as age-keygen writes it, and its public half."""
    identity = pyrage.x25519.Identity.generate()
    path = tmp_path_factory.mktemp("age") / "identity.txt"
    path.write_text(f"# created: today\n# public key: {identity.to_public()}\n{identity}\n")
    return path, str(identity.to_public())


def contents(root: Path) -> dict[str, bytes]:
    left_out = {"case.db", "case.db-wal", "case.db-shm", "lock"}
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name not in left_out and "cache" not in path.parts
    }


def test_it_comes_out_as_it_went_in(made: tuple[Path, Signer], key: tuple[Path, str], tmp_path: Path) -> None:
    root, signer = made
    count = pack(root, tmp_path / "case.age", [key[1]])
    assert unpack(tmp_path / "case.age", tmp_path / "out", key[0]) == count
    assert contents(tmp_path / "out") == contents(root)
    assert verify(tmp_path / "out", keys=[signer.public.fingerprint]).status == "holds"
    with Case.open(tmp_path / "out", write=True) as case, Case.open(root) as before:
        assert case.state_digest() == before.state_digest()
    original = next(path for path in (tmp_path / "out" / "originals").rglob("*") if path.is_file())
    assert original.stat().st_mode & 0o777 == 0o444


def test_nothing_of_the_case_can_be_read_without_the_key(
    made: tuple[Path, Signer], key: tuple[Path, str], tmp_path: Path
) -> None:
    pack(made[0], tmp_path / "case.age", [key[1]])
    data = (tmp_path / "case.age").read_bytes()
    assert data.startswith(b"age-encryption.org/v1")
    assert b"originals" not in data and b"first clip" not in data and b"ustar" not in data
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(KeyUnusable):
        unpack(tmp_path / "case.age", tmp_path / "out", other)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case.age", "other.txt"]


def test_an_ssh_key_will_do(made: tuple[Path, Signer], tmp_path: Path) -> None:
    root, signer = made
    assert signer.path is not None
    pack(root, tmp_path / "case.age", [signer.public.line])
    unpack(tmp_path / "case.age", tmp_path / "out", signer.path)
    assert contents(tmp_path / "out") == contents(root)


@pytest.mark.skipif(not shutil.which("tar"), reason="compares with the program tar")
def test_tar_reads_what_is_inside_and_learns_no_times(
    made: tuple[Path, Signer], key: tuple[Path, str], tmp_path: Path
) -> None:
    pack(made[0], tmp_path / "case.age", [key[1]])
    identity = pyrage.x25519.Identity.from_str(key[0].read_text().splitlines()[-1])
    plain = pyrage.decrypt((tmp_path / "case.age").read_bytes(), [identity])
    (tmp_path / "plain.tar").write_bytes(plain)
    done = subprocess.run(["tar", "xf", "plain.tar"], cwd=tmp_path, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert contents(tmp_path / "case") == contents(made[0])
    with tarfile.open(tmp_path / "plain.tar") as archive:
        assert {(member.mtime, member.uid, member.uname) for member in archive} == {(0, 0, "")}


def test_large_sizes_are_written_as_gnu_tar_does() -> None:
    info = tarfile.TarInfo.frombuf(_header("case/log", 20 << 30), "ascii", "strict")
    assert (info.size, info.name) == (20 << 30, "case/log")


def encrypted(data: bytes, key: tuple[Path, str], path: Path) -> Path:
    path.write_bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(key[1])]))
    return path


def archive(*members: tuple[str, bytes]) -> bytes:
    out = bytearray()
    for name, data in members:
        out += _header(name, len(data)) + data + bytes(-len(data) % 512)
    return bytes(out + bytes(1024))


def a_link() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as made:
        info = tarfile.TarInfo("case/log")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(info)
    return out.getvalue()


def a_long_name() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as made:
        made.addfile(tarfile.TarInfo("case/" + "x" * 300))
    return out.getvalue()


HOSTILE: list[Callable[[], bytes]] = [
    lambda: archive(("case/../escape", b"x")),
    lambda: archive(("/etc/cron.d/x", b"x")),
    lambda: archive(("../escape", b"x")),
    lambda: archive(("case/originals/../../../escape", b"x")),
    lambda: archive(("case/originals\\..\\escape", b"x")),
    lambda: archive(("case/originals/ab/" + "cd" * 32, b"x")),
    lambda: archive(("case/entries/x", b"x")),
    lambda: archive(("case/case.db", b"x")),
    lambda: archive(("case/lock", b"x")),
    lambda: archive(("case/cache/x", b"x")),
    lambda: archive(("case/log", b"x"), ("case/log", b"y")),
    lambda: archive(("case/log", b"x"))[:-1200],
    lambda: archive(("case/log", b"x"))[:700],
    lambda: archive(("other/log", b"x")),
    lambda: archive(("case/a\nb", b"x")),
    lambda: archive(),
    lambda: archive(("case/dossier.html", b"x")),
    lambda: b"",
    lambda: b"not an archive" * 100,
    lambda: _header("case/log", 1 << 50),
    a_link,
    a_long_name,
]


@pytest.mark.parametrize("data", HOSTILE)
def test_what_is_no_packed_case_leaves_nothing(
    data: Callable[[], bytes], key: tuple[Path, str], tmp_path: Path
) -> None:
    inside = tmp_path / "deep" / "inside"
    inside.mkdir(parents=True)
    packed = encrypted(data(), key, inside / "bad.age")
    with pytest.raises(DamagedFile):
        unpack(packed, inside / "out", key[0])
    assert [path.name for path in inside.iterdir()] == ["bad.age"]
    assert {path.name for path in tmp_path.rglob("*")} == {"deep", "inside", "bad.age"}


def test_more_than_there_is_room_for_is_refused(
    made: tuple[Path, Signer], key: tuple[Path, str], tmp_path: Path
) -> None:
    pack(made[0], tmp_path / "case.age", [key[1]])
    for limits in ({"most_bytes": 4000}, {"most_files": 3}):
        with pytest.raises(DamagedFile, match="larger than there is room"):
            unpack(tmp_path / "case.age", tmp_path / "out", key[0], **limits)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("cut", [0, 10, 100, 300, 2000])
def test_a_file_that_breaks_off_is_told(
    made: tuple[Path, Signer], key: tuple[Path, str], tmp_path: Path, cut: int
) -> None:
    pack(made[0], tmp_path / "case.age", [key[1]])
    whole = (tmp_path / "case.age").read_bytes()
    (tmp_path / "cut.age").write_bytes(whole[:cut])
    with pytest.raises((DamagedFile, KeyUnusable)):
        unpack(tmp_path / "cut.age", tmp_path / "out", key[0])
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    (tmp_path / "cut.age").write_bytes(bytes(flipped))
    with pytest.raises((DamagedFile, KeyUnusable, OSError)):
        unpack(tmp_path / "cut.age", tmp_path / "out", key[0])
    assert not (tmp_path / "out").exists()


def test_wrong_use_is_told(made: tuple[Path, Signer], key: tuple[Path, str], tmp_path: Path) -> None:
    root, out = made[0], tmp_path / "case.age"
    with pytest.raises(KeyUnusable):
        pack(root, out, ["age1nonsense"])
    with pytest.raises(UsageError, match="no key"):
        pack(root, out, [])
    with pytest.raises(UsageError, match="in the case itself"):
        pack(root, root / "case.age", [key[1]])
    with pytest.raises(NotACase):
        pack(tmp_path, out, [key[1]])
    out.write_text("mine")
    with pytest.raises(UsageError, match="there already"):
        pack(root, out, [key[1]])
    with pytest.raises(MissingFile):
        unpack(tmp_path / "none", tmp_path / "out", key[0])
    with pytest.raises(UsageError, match="there already"):
        unpack(out, root, key[0])
    with pytest.raises(KeyUnusable):
        unpack(out, tmp_path / "out", out)
    assert out.read_text() == "mine"


def test_a_case_that_is_written_to_is_not_packed(
    made: tuple[Path, Signer], key: tuple[Path, str], tmp_path: Path
) -> None:
    with Case.open(made[0], write=True), pytest.raises(CaseBusy):
        pack(made[0], tmp_path / "case.age", [key[1]])


def test_a_link_in_a_case_is_not_packed(made: tuple[Path, Signer], key: tuple[Path, str], tmp_path: Path) -> None:
    root = Path(shutil.copytree(made[0], tmp_path / "case"))
    (root / "secrets").symlink_to("/etc/passwd")
    with pytest.raises(CaseError, match="secrets is not part"):
        pack(root, tmp_path / "case.age", [key[1]])
    assert not list(tmp_path.glob("*.age*"))


def test_the_commands(
    made: tuple[Path, Signer], key: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = str(tmp_path / "case.age")
    assert run(["pack", str(made[0]), packed, "--to", key[1]]) == 0
    assert run(["unpack", packed, str(tmp_path / "out"), "--key", str(key[0])]) == 0
    assert "HOLDS" in capsys.readouterr().out
    assert run(["pack", str(made[0]), packed]) == 2
