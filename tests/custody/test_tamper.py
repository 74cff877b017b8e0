"""Every kind of change, found by verify and by verify.sh; benchmarks/tamper.py is the long run of the same."""

from __future__ import annotations

import shutil
from random import Random

import pytest

from recoupe.preserve.custody.verdict import verify
from tests.custody.making import shell
from tests.custody.mutations import KINDS, Subject, run

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("sh", "awk", "sha256sum", "ssh-keygen", "openssl"))),
    reason="verify.sh wants awk, sha256sum, ssh-keygen and openssl",
)


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    return Subject.make(tmp_path_factory.mktemp("tamper"))


def test_every_change_is_found_by_verify(subject: Subject) -> None:
    found = run(subject, 10 * len(KINDS), seed=20251)
    assert {name: tally.missed for name, tally in found.items() if tally.missed} == {}
    assert verify(subject.root).status == "holds", "the clean case is not accused"


def test_every_kind_of_change_is_found_by_the_script(subject: Subject) -> None:
    found = run(subject, len(KINDS) - 1, seed=20252, script=True)
    assert {name: tally.missed for name, tally in found.items() if tally.missed} == {}
    assert shell(subject.root).returncode == 0, "the clean case is not accused"


def test_what_a_folder_alone_cannot_show(subject: Subject) -> None:
    """The documentation says so: a roll-back of everything, and a case made anew by somebody else."""
    for name in ("roll_back", "rewrite_by_stranger"):
        kind = KINDS[name]
        kind.do(subject, Random(3))
        assert verify(subject.root).status == "holds"
        subject.restore()
