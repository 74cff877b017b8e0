"""Every command that wrote ends with one anchor; the log binds those that went before."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.errors import CaseDamaged
from recoupe.model import sha256
from recoupe.preserve import Case, check_folder, files
from recoupe.preserve.custody import anchors, merkle
from recoupe.preserve.custody.keys import make_key
from recoupe.preserve.custody.sshsig import SignatureError
from recoupe.preserve.custody.verdict import verify
from tests.custody.making import more, overwrite, signed_case
from tests.preserve.making import put


def test_an_anchor_names_the_log_as_it_stands(tmp_path: Path) -> None:
    root, signer = signed_case(tmp_path)
    log = (root / "log").read_bytes()
    newest = anchors.newest(root)
    assert newest is not None and newest.key == signer.public
    assert newest.anchor == anchors.Anchor(
        case=newest.anchor.case,
        entries=log.count(b"\n"),
        size=len(log),
        sha256=sha256(log),
        root=merkle.root(log.splitlines(keepends=True)).hex(),
    )
    assert (root / "anchors" / f"{len(log)}.txt").read_bytes() == newest.anchor.text()


def test_one_anchor_a_command_and_none_for_nothing(tmp_path: Path) -> None:
    root, signer = signed_case(tmp_path)
    before = sorted(path.name for path in (root / "anchors").iterdir())
    log = (root / "log").read_bytes()
    with Case.open(root, write=True, signer=signer) as case:
        assert case.anchor(signer) is None
    assert sorted(path.name for path in (root / "anchors").iterdir()) == before
    assert (root / "log").read_bytes() == log
    with Case.open(root, write=True, signer=signer) as case:
        for n in range(5):
            put(case, tmp_path, f"{n}.txt", b"%d" % n)
    assert len(list((root / "anchors").iterdir())) == len(before) + 2


def test_the_next_act_binds_the_anchor_before(tmp_path: Path) -> None:
    root, signer = signed_case(tmp_path)
    size = anchors.newest(root).anchor.size  # type: ignore[union-attr]
    more(root, tmp_path, signer)
    with Case.open(root) as case:
        *_, noted, added = case.custody()
    assert (noted.act, added.act) == ("anchored", "add")
    text, signature = ((root / "anchors" / f"{size}{end}").read_bytes() for end in (".txt", ".txt.sig"))
    assert noted.details["anchor"] == str(size)
    assert (noted.details["text"], noted.details["signature"]) == (sha256(text), sha256(signature))


def test_work_that_broke_off_is_not_signed_and_the_next_command_signs_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root, signer = signed_case(tmp_path)
    with pytest.raises(ZeroDivisionError), Case.open(root, write=True, signer=signer) as case:
        put(case, tmp_path, "more.txt", b"more")
        raise ZeroDivisionError
    verdict = verify(root)
    assert (verdict.status, verdict.unsigned) == ("pending", 2)
    assert "acts after the last anchor, which are not signed yet: 2" in verdict.says
    with caplog.at_level("WARNING"), Case.open(root, write=True, signer=signer):
        pass
    assert "left unsigned" in caplog.text, "what is signed for somebody else is said"
    assert (verify(root).status, verify(root).unsigned) == ("holds", 0)


def test_without_a_key_nothing_is_signed(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case") as case:
        put(case, tmp_path, "a.txt", b"a")
    assert sorted(path.name for path in (tmp_path / "case").iterdir() if not path.name.startswith("case.db")) == [
        "derived", "entries", "incoming", "lock", "log", "originals",
    ]  # fmt: skip


def test_a_second_key_is_named_beside_the_first(tmp_path: Path) -> None:
    """Two people work on one case: both stand in allowed_signers, each with an act that says since when."""
    root, first = signed_case(tmp_path)
    second = make_key(tmp_path / "second")
    more(root, tmp_path, second)
    assert anchors.read_signers((root / "allowed_signers").read_bytes()) == (first.public, second.public)
    verdict = verify(root, keys=[first.public.fingerprint, second.public.fingerprint])
    assert verdict.status == "holds", verdict.problems
    verdict = verify(root, keys=[first.public.fingerprint])
    assert verdict.status == "fails" and "signed by another key" in verdict.problems[0]


def test_a_list_of_signers_that_was_changed_is_not_signed_on(tmp_path: Path) -> None:
    root, signer = signed_case(tmp_path)
    stranger = make_key(tmp_path / "stranger")
    overwrite(root / "allowed_signers", anchors.signer_line(stranger.public).encode())
    with pytest.raises(CaseDamaged, match="allowed_signers"):
        more(root, tmp_path, signer)


def test_instructions_that_were_lost_are_put_back(tmp_path: Path) -> None:
    root, signer = signed_case(tmp_path)
    (root / "verify.sh").unlink()
    assert verify(root).status == "fails"
    more(root, tmp_path, signer)
    assert verify(root).status == "holds"


@pytest.mark.parametrize("step", range(20))
def test_stopped_at_any_step_of_anchoring_the_case_is_pending_and_the_next_completes(tmp_path: Path, step: int) -> None:
    root, signer = signed_case(tmp_path)
    with Case.open(root, write=True) as case:
        put(case, tmp_path, "more.txt", b"more")
    done = 0

    def stop(name: str) -> None:
        nonlocal done
        done += 1
        if done > step:
            raise KeyboardInterrupt(name)

    stranger = make_key(tmp_path / "second")
    try:
        with files.watching(stop), Case.open(root, write=True, signer=stranger):
            pass
    except KeyboardInterrupt:
        assert check_folder(root) == []
        # From the moment the anchor's text has its name, all is done.
        assert verify(root).status == ("pending" if anchors.newest(root).key != stranger.public else "holds")  # type: ignore[union-attr]
    else:
        assert verify(root).status == "holds"
    more(root, tmp_path, signer, "again.txt")
    verdict = verify(root)
    assert verdict.status == "holds", (verdict.problems, verdict.pending)


@pytest.mark.parametrize("text", [b"", b"format: recoupe-anchor/1\n", b"\xff" * 40, b"entries: 0\n"])
def test_what_is_no_anchor_is_refused(text: bytes) -> None:
    with pytest.raises(SignatureError):
        anchors.read_anchor(text)
