"""Signatures of a WACZ: what holds is said to hold, what was changed is found, and what no archive can show is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from recoupe.cli import execute as run
from recoupe.collect import Found, gather
from recoupe.collect.signed_lists import checked
from recoupe.model.sources import FAILS, HOLDS
from recoupe.preserve import Case
from tests.collect.signing import NOW, Domain, anonymous, pem
from tests.hostile.making.webarchives import PAGE, response, wacz

DIGEST = "sha256:" + "ab" * 32
OTHER = "sha256:" + "cd" * 32


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain()


def outcomes(lines: tuple[str, ...]) -> dict[str, str]:
    """What was checked → what became of it, `?` for what cannot be told."""
    found = {}
    for line in lines:
        what, _, open_ = line.partition(": cannot tell: ")
        if open_:
            found[what] = "?"
        else:
            ending = HOLDS if line.endswith(HOLDS) else FAILS
            found[line.removesuffix(f": {ending}")] = ending
    return found


def test_a_key_of_its_own_holds_and_is_nobodys() -> None:
    said = list(outcomes(checked(anonymous(DIGEST), DIGEST)).values())
    assert said == [HOLDS, HOLDS, "?"]


def test_the_signature_of_another_list_does_not_hold() -> None:
    said = list(outcomes(checked(anonymous(DIGEST), OTHER)).values())
    assert said[0] == FAILS
    mixed = {**anonymous(OTHER), "hash": DIGEST}
    assert list(outcomes(checked(mixed, DIGEST)).values())[1] == FAILS


def test_a_domain_with_its_certificate_and_a_time_stamp_holds(domain: Domain) -> None:
    said = outcomes(checked(domain.sign(DIGEST), DIGEST))
    assert said["signature by the certificate for observer.example"] == HOLDS
    assert said["certificate is for observer.example"] == HOLDS
    assert said[f"time stamp of the signature, {NOW:%Y-%m-%dT%H:%M:%SZ}"] == HOLDS
    assert sorted(value for value in said.values()) == sorted([HOLDS] * 9 + ["?"] * 2), said
    assert {what for what, outcome in said.items() if outcome == "?"} == {
        "trust in CN=Staged root, the last of the chain of the certificate",
        "trust in CN=Staged TSA root, the last of the chain of the certificate of the time stamp",
    }


CHANGES: dict[str, tuple[Callable[[Domain], dict[str, Any]], str]] = {
    "signature": (
        lambda d: {**d.sign(DIGEST), "signature": d.sign(OTHER)["signature"]},
        "signature by the certificate",
    ),
    "domain": (lambda d: {**d.sign(DIGEST), "domain": "elsewhere.example"}, "certificate is for"),
    "chain": (lambda d: {**d.sign(DIGEST), "domainCert": _joined(d, Domain())}, "chain of the certificate"),
    "stamp of another": (lambda d: {**d.sign(DIGEST), "timeSignature": d.sign(OTHER)["timeSignature"]}, "time stamp"),
    "authority": (lambda d: {**d.sign(DIGEST), "timestampCert": Domain().sign(DIGEST)["timestampCert"]}, "time stamp"),
    "not an authority": (lambda d: Domain(stamps=False).sign(DIGEST), "time stamp of the signature"),
    "much later": (lambda d: d.sign(DIGEST, at=NOW + timedelta(hours=1)), "time stated for the signature"),
    "run out": (lambda d: d.sign(DIGEST, at=NOW + timedelta(days=40)), "certificate was good"),
    "cross-signed": (lambda d: {**d.sign(DIGEST), "crossSignedCert": Domain().sign(DIGEST)["domainCert"]}, "second"),
}


def _joined(one: Domain, other: Domain) -> str:
    return pem((one.chain[0], other.chain[1]))


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_found(domain: Domain, change: str) -> None:
    make, where = CHANGES[change]
    said = outcomes(checked(make(domain), DIGEST))
    assert any(what.startswith(where) and outcome == FAILS for what, outcome in said.items()), said


@pytest.mark.parametrize(
    "signed",
    [None, [], {}, {"hash": DIGEST}, {"hash": DIGEST, "signature": "!", "publicKey": "!"}, {"hash": 1, "signature": 2},
     {**anonymous(DIGEST), "publicKey": "AAAA"},
     {"hash": DIGEST, "signature": "AA==", "domainCert": "x", "domain": "y"}],
)  # fmt: skip
def test_what_cannot_be_read_is_neither_good_nor_bad(signed: Any) -> None:
    lines = checked(signed, DIGEST)
    assert ": cannot tell: " in lines[-1] and len(lines) <= 2


def test_a_signed_archive_in_a_case_says_so_in_its_status(
    tmp_path: Path, domain: Domain, capsys: pytest.CaptureFixture[str]
) -> None:
    material = tmp_path / "material"
    material.mkdir()
    page = {"archive/a.warc": response("http://example.org/a.html", PAGE)}
    (material / "signed.wacz").write_bytes(wacz(page, sign=domain.sign))
    (material / "nobody.wacz").write_bytes(wacz(page, sign=anonymous, lie=True))
    found = {item.origin.name: item for item in gather([material]) if isinstance(item, Found)}
    assert any("time stamp of the signature" in check for check in found["signed.wacz"].origin.checks)
    assert not found["signed.wacz"].warnings and found["nobody.wacz"].warnings
    root = str(tmp_path / "case")
    assert run(["add", root, str(material)]) == 0
    capsys.readouterr()
    assert run(["status", root, "--json"]) == 0
    status = json.loads(capsys.readouterr().out)
    checks = {source["name"]: source["checks"] for source in status["sources"]}
    assert set(found["signed.wacz"].origin.checks) == set(checks["signed.wacz"])
    assert run(["status", root]) == 0
    told = capsys.readouterr().out
    assert "What came with them to check them by" in told and "digest listed for archive/a.warc: does not hold" in told
    with Case.open(Path(root)) as case:
        assert case.sources()[0].origins[0].checks
