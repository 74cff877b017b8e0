"""Time stamps of a local authority made with openssl, asked over a loopback connection."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.cli import execute as run
from recoupe.errors import UsageError
from recoupe.events import Event, Notice
from recoupe.model.der import DerError
from recoupe.preserve import Case
from recoupe.preserve.custody import stamps
from recoupe.preserve.custody.keys import Signer
from recoupe.preserve.custody.verdict import verify
from tests.custody.making import more, overwrite, shell, signed_case

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="the authority is made with openssl")

CONFIGURATION = """
[req]
distinguished_name = dn
prompt = no
[dn]
CN = Staged root of a test
[root]
basicConstraints = critical,CA:true
[tsa]
basicConstraints = CA:false
extendedKeyUsage = critical,timeStamping
[stamper]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
{more}
"""


@dataclass
class Authority:
    """One that answers over HTTP. `broken` is what it answers instead, `down` says that it does not."""

    folder: Path
    address: str = ""
    broken: bytes | None = None
    asked: list[bytes] = field(default_factory=list)

    @property
    def roots(self) -> Path:
        return self.folder / "root.pem"

    def openssl(self, *words: object) -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run(["openssl", *map(str, words)], capture_output=True, cwd=self.folder)
        assert done.returncode == 0, done.stderr.decode()
        return done

    def stamp(self, query: bytes) -> bytes:
        self.asked.append(query)
        if self.broken is not None:
            return self.broken
        (self.folder / "q").write_bytes(query)
        words = ("ts", "-reply", "-config", "tsa.conf", "-section", "stamper", "-queryfile", "q", "-out", "r")
        self.openssl(*words)
        return (self.folder / "r").read_bytes()


def authority(folder: Path, *, more: str = "", days: int = 30, chain: bool = False) -> Authority:
    """Keys and certificates of an authority whose certificate is good for so many days."""
    folder.mkdir()
    made = Authority(folder)
    (folder / "serial").write_text("01\n")
    if chain:
        more += f"certs = {folder}/root.pem\n"
    (folder / "tsa.conf").write_text(CONFIGURATION.format(folder=folder, more=more))
    new = ("req", "-config", "tsa.conf", "-newkey", "rsa:2048", "-nodes")
    made.openssl(*new, "-x509", "-days", 60, "-extensions", "root", "-keyout", "root.key", "-out", "root.pem")
    made.openssl(*new, "-subj", "/CN=Staged authority of a test", "-keyout", "tsa.key", "-out", "tsa.csr")
    made.openssl(
        "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", days,
        "-extfile", "tsa.conf", "-extensions", "tsa", "-out", "tsa.pem",
    )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """An authority behind a loopback server."""
    made = authority(tmp_path_factory.mktemp("tsa") / "authority")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            reply = made.stamp(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_address[1]}/tsr"
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def tsa(shared: Authority) -> Iterator[Authority]:
    shared.broken = None
    shared.asked.clear()
    yield shared
    shared.broken = None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Signer]:
    return signed_case(tmp_path_factory.mktemp("case"))


@pytest.fixture
def root(made: tuple[Path, Signer], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made[0], tmp_path / "case"))


def stamped(root: Path, signer: Signer, *addresses: str) -> tuple[tuple[stamps.Stamp, ...], list[Event]]:
    """What `recoupe anchor --tsa` does."""
    told: list[Event] = []
    with Case.open(root, write=True, signer=signer) as case:
        case.anchor(signer)
        return stamps.ask(case, addresses, events=told.append), told


def test_a_stamp_shows_that_the_acts_existed(root: Path, made: tuple[Path, Signer], tsa: Authority) -> None:
    (stamp,), told = stamped(root, made[1], tsa.address)
    assert stamp.time and not stamp.problem and isinstance(told[-1], Notice) and "stamped at" in told[-1].text
    verdict = verify(root, tsa_roots=tsa.roots)
    assert verdict.status == "holds", verdict.problems
    assert verdict.says[0].startswith(f"existed by {stamp.time}")
    done = shell(root, "--tsa-roots", str(tsa.roots))
    assert done.returncode == 0 and "existed by" in done.stdout, done.stdout + done.stderr
    alone = verify(root)
    assert alone.status == "holds" and "claims" in alone.unread[0], "without roots it is only told"
    assert shell(root).returncode == 0


def test_every_act_lies_between_two_stamps(
    root: Path, made: tuple[Path, Signer], tsa: Authority, tmp_path: Path
) -> None:
    """The reply's digest is the next thing in the log, and what follows is signed and stamped in its turn."""
    stamped(root, made[1], tsa.address)
    more(root, tmp_path, made[1])
    stamped(root, made[1], tsa.address)
    with Case.open(root) as case:
        acts = [act.act for act in case.custody()]
    first, second = (n for n, act in enumerate(acts) if act == "stamp")
    assert acts[first - 1] == acts[second - 1] == "stamp-request"
    assert "add" in acts[first:second]
    verdict = verify(root, tsa_roots=tsa.roots)
    assert sum("existed by" in line for line in verdict.says) == 2


def test_asking_again_for_the_same_anchor_asks_nobody(root: Path, made: tuple[Path, Signer], tsa: Authority) -> None:
    stamped(root, made[1], tsa.address)
    count = len(tsa.asked)
    with Case.open(root, write=True) as case:
        # The anchor after the stamp is a new one, and may be stamped; the stamped one may not, again.
        assert len(stamps.ask(case, (tsa.address,))) == 1
        assert stamps.ask(case, (tsa.address,)) == ()
    assert len(tsa.asked) == count + 1


def test_without_a_network_the_request_waits_and_is_sent_later(
    root: Path, made: tuple[Path, Signer], tsa: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(*_: object, **__: object) -> None:
        raise OSError("Network is unreachable")

    with monkeypatch.context() as patch:
        patch.setattr("socket.create_connection", offline)
        (stamp,), told = stamped(root, made[1], tsa.address)
        assert stamp.note.startswith("it waits") and isinstance(told[0], Notice) and told[0].todo
    assert verify(root).status == "holds"
    assert "no answer yet" in verify(root).unread[0]
    query = next((root / "anchors").glob("*.tsq")).read_bytes()
    answered, _ = stamped(root, made[1], tsa.address)
    assert query in tsa.asked, "the very request that waited is sent"
    assert any(stamp.time for stamp in answered)
    verdict = verify(root, tsa_roots=tsa.roots)
    assert verdict.status == "holds" and any("existed by" in line for line in verdict.says)


@pytest.mark.parametrize("reply", [b"", b"<html>no</html>", b"0" * 5000, bytes.fromhex("30053003020102")])
def test_a_reply_that_is_no_stamp_is_kept_as_it_came_and_shows_nothing(
    root: Path, made: tuple[Path, Signer], tsa: Authority, reply: bytes
) -> None:
    tsa.broken = reply
    (stamp,), told = stamped(root, made[1], tsa.address)
    assert not stamp.time and stamp.note
    assert [event.level for event in told if isinstance(event, Notice)] == ["failure"]
    assert [path.read_bytes() for path in (root / "anchors").glob("*.tsr")] == [reply]
    verdict = verify(root, tsa_roots=tsa.roots)
    assert verdict.status == "holds" and not any("existed" in line for line in verdict.says), verdict
    assert shell(root, "--tsa-roots", str(tsa.roots)).returncode == 0


def test_two_certificates_in_a_reply(root: Path, made: tuple[Path, Signer], tmp_path: Path) -> None:
    other = authority(tmp_path / "two", chain=True)
    put_stamp(root, made[1], other)
    verdict = verify(root, tsa_roots=other.roots)
    assert verdict.status == "holds" and any("existed by" in line for line in verdict.says), verdict
    assert shell(root, "--tsa-roots", str(other.roots)).returncode == 0


def put_stamp(root: Path, signer: Signer, by: Authority) -> None:
    """A stamp that did not come over a network."""
    with Case.open(root, write=True, signer=signer) as case:
        newest = stamps.anchors.newest(root)
        assert newest is not None
        query = stamps.request(hashlib.sha256(newest.signature.encode()).digest(), 7)
        name = f"anchors/{newest.anchor.size}-1"
        fields = [("anchor", str(newest.anchor.size)), ("authority", "http://localhost/")]
        case.put_stamp_file("stamp-request", f"{name}.tsq", query, fields)
        case.put_stamp_file("stamp", f"{name}.tsr", by.stamp(query), fields)


def test_a_certificate_that_ran_out_since_still_vouches(
    root: Path, made: tuple[Path, Signer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts is the time of the stamp: the same stamp asked about in ten years."""
    faketime = shutil.which("faketime")
    other = authority(tmp_path / "short", days=1)
    put_stamp(root, made[1], other)
    real, seen = stamps.subprocess.run, list[list[str]]()

    def later(words: list[str], **more: object) -> object:
        seen.append([str(word) for word in words])
        return real([faketime, "+10y", *words] if faketime else words, **more)  # type: ignore[call-overload]

    monkeypatch.setattr("recoupe.preserve.custody.stamps.subprocess.run", later)
    assert verify(root, tsa_roots=other.roots).status == "holds"
    at = int(seen[0][seen[0].index("-attime") + 1])
    assert abs(at - datetime.now(UTC).timestamp()) < 600, "openssl is asked about the time of the stamp, not about now"


def test_a_certificate_that_was_not_good_yet_does_not_vouch(
    root: Path, made: tuple[Path, Signer], tsa: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same question, of a time before the certificate was made: openssl does look at the time it is given."""
    stamped(root, made[1], tsa.address)
    real = stamps.subprocess.run

    def earlier(words: list[str], **more: object) -> object:
        return real([*words[:-1], "946684800"], **more)  # type: ignore[call-overload]

    monkeypatch.setattr("recoupe.preserve.custody.stamps.subprocess.run", earlier)
    assert "not vouched for" in verify(root, tsa_roots=tsa.roots).problems[0]


def test_the_roots_of_another_authority_do_not_vouch(
    root: Path, made: tuple[Path, Signer], tsa: Authority, tmp_path: Path
) -> None:
    stamped(root, made[1], tsa.address)
    other = authority(tmp_path / "other")
    verdict = verify(root, tsa_roots=other.roots)
    assert verdict.status == "fails" and "not vouched for" in verdict.problems[0]
    done = shell(root, "--tsa-roots", str(other.roots))
    assert done.returncode == 1 and "not vouched for" in done.stdout


def test_a_swapped_stamp_is_found(root: Path, made: tuple[Path, Signer], tsa: Authority, tmp_path: Path) -> None:
    stamped(root, made[1], tsa.address)
    more(root, tmp_path, made[1])
    stamped(root, made[1], tsa.address)
    one, two = sorted((root / "anchors").glob("*.tsr"))
    a, b = one.read_bytes(), two.read_bytes()
    overwrite(one, b)
    overwrite(two, a)
    verdict = verify(root)
    assert verdict.status == "fails"
    assert any("is not a stamp of" in problem for problem in verdict.problems)
    assert any("other bytes than were recorded" in problem for problem in verdict.problems)
    assert shell(root).returncode == 1


def test_a_clock_that_is_wrong_is_told(
    root: Path, made: tuple[Path, Signer], tsa: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The computer is a day ahead: told when the stamp comes, and again by verify."""
    monkeypatch.setattr("recoupe.preserve.ledger.now", lambda: "2099-01-01T00:00:00.000Z")
    more(root, tmp_path, made[1])

    class Ahead(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2099, 1, 1, tzinfo=UTC)

    monkeypatch.setattr("recoupe.preserve.custody.stamps.datetime", Ahead)
    _, told = stamped(root, made[1], tsa.address)
    assert any(isinstance(event, Notice) and "minutes apart" in event.text for event in told)
    monkeypatch.undo()
    assert any("one of the two clocks was wrong" in line for line in verify(root, tsa_roots=tsa.roots).says)


@pytest.mark.parametrize("address", ["ftp://localhost/", "file:///etc/passwd", "localhost", ""])
def test_what_is_no_address_is_wrong_use(root: Path, address: str) -> None:
    with Case.open(root, write=True) as case, pytest.raises(UsageError):
        stamps.ask(case, (address,))


def test_the_command(
    root: Path, made: tuple[Path, Signer], tsa: Authority, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("RECOUPE_KEY", str(made[1].path))
    assert run(["anchor", str(root), "--tsa", tsa.address]) == 0
    assert run(["anchor", str(root), "--tsa-roots", str(tsa.roots)]) == 0
    assert run(["anchor", str(root), "--tsa-roots", str(root / "log")]) == 2, "a log is no certificate"
    assert (root / "tsa-roots.pem").read_bytes() == tsa.roots.read_bytes()
    assert run(["verify", str(root)]) == 0 and "existed by" not in capsys.readouterr().out, (
        "not trusted for lying there"
    )
    assert shell(root, "--tsa-roots", "tsa-roots.pem").returncode == 0
    assert run(["verify", str(root), "--tsa-roots", str(tsa.roots)]) == 0
    assert "existed by" in capsys.readouterr().out
    assert run(["anchor", str(root), "--tsa", "http://127.0.0.1:9/"]) == 1
    assert "the request waits" in capsys.readouterr().err


@given(st.binary(max_size=200))
def test_any_bytes_are_a_reply_or_are_refused(data: bytes) -> None:
    for read in (stamps.read_reply, stamps.read_request):
        with contextlib.suppress(DerError):
            read(data)  # type: ignore[operator]


def test_a_damaged_reply_is_read_or_refused(root: Path, made: tuple[Path, Signer], tsa: Authority) -> None:
    """Every truncation and a flip in every byte: an answer or a DerError, nothing else."""
    stamped(root, made[1], tsa.address)
    data = next((root / "anchors").glob("*.tsr")).read_bytes()
    for at in range(len(data)):
        for changed in (data[:at], data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]):
            with contextlib.suppress(DerError):
                stamps.read_reply(changed)
