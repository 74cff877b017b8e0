"""The main job on small made material: what it holds, what it refuses, and that it can be stopped anywhere."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recoupe.errors import NotACase, UsageError
from recoupe.events import Event, Notice
from recoupe.preserve import Case
from recoupe.run import run_case
from tests import footage

ARTICLE = """\
Council counts the vote twice

The list of Dana Exampleson took 52.65 percent of the vote, compared with 47.35 percent for Jordan Sampleton. She won by
more than 5 points.

"We waited a long time for this," said Exampleson.

A shortened version of the clip, without the bang, was uploaded later.
"""


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two copies of one clip, one without 0.8 s around a click, and an article."""
    folder = tmp_path_factory.mktemp("material")
    footage.clip(folder / "long.mp4", 6.0, clicks=(1.3, 3.7))
    footage.clip(folder / "short.mp4", 6.0, clicks=(1.3, 3.7), cut=(3.4, 4.2), crf=27)
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def done(material: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case on which the main job has run once."""
    root = tmp_path_factory.mktemp("cases") / "done"
    summary = run_case(root, [material])
    assert not summary.failed, summary.failed
    return root


def test_the_cut_is_found_named_and_leads(done: Path) -> None:
    with Case.open(done) as case:
        leads = sorted((f for f in case.findings() if f.lead), key=lambda f: -f.lead)
    assert leads[0].kind == "removal" and leads[0].outcome == "holds"
    assert "short.mp4 lacks 0.80 s that long.mp4 has at 0:03.40–0:04.20" in leads[0].title


def test_the_arithmetic_of_the_article_is_reported_with_workings(done: Path) -> None:
    with Case.open(done) as case:
        by_kind = {f.kind: f for f in case.findings() if f.group == "arithmetic"}
    assert by_kind["sum"].outcome == "holds" and by_kind["sum"].workings[0].arithmetic.endswith("= 100.00")
    assert by_kind["difference"].outcome == "holds" and "= 5.3" in by_kind["difference"].workings[0].arithmetic


def test_every_record_a_finding_names_is_in_the_case(done: Path) -> None:
    with Case.open(done) as case:
        marks = {m.id for m in case.marks()}
        maps = {e.id for e in case.editmaps()}
        for finding in case.findings():
            assert set(finding.marks) <= marks and set(finding.editmaps) <= maps


def test_a_further_run_changes_nothing_and_says_so(done: Path, material: Path) -> None:
    before = sorted((p, p.stat().st_size) for p in done.rglob("*") if p.is_file() and "cache" not in p.parts)
    summary = run_case(done, [material])
    assert not summary.changed
    after = sorted((p, p.stat().st_size) for p in done.rglob("*") if p.is_file() and "cache" not in p.parts)
    assert [p for p, _ in before if "case.db" not in p.name] == [p for p, _ in after if "case.db" not in p.name]


def test_killed_at_ten_random_points_the_run_ends_with_the_same_case(
    done: Path, material: Path, tmp_path: Path
) -> None:
    root = tmp_path / "killed"
    command = [sys.executable, "-m", "recoupe", "run", str(root), str(material), "--json"]
    rng = random.Random(20251)
    began = time.monotonic()
    timed = [*command[:4], str(tmp_path / "whole"), *command[5:]]
    assert subprocess.run(timed, capture_output=True, check=False).returncode == 0
    whole = time.monotonic() - began
    for _ in range(10):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(rng.uniform(0.05, 0.6) * whole)
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    with Case.open(root) as killed, Case.open(done) as control:
        assert killed.state_digest() == control.state_digest()
        assert killed.check() == []
    again = subprocess.run([*command[:-1]], capture_output=True, text=True, check=True)
    assert "nothing changed" in again.stdout


def test_bad_input_is_named_kept_and_the_run_goes_on(material: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    whole = (material / "short.mp4").read_bytes()
    (bad / "empty.mp4").write_bytes(b"")
    (bad / "truncated.mp4").write_bytes(whole[: len(whole) // 3])
    (bad / "mislabelled.txt").write_bytes(whole)
    (bad / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (bad / "unsupported.docx").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    (bad / "good.txt").write_text("A plain note that reads well.\n", encoding="utf-8")
    seen: list[Event] = []
    root = tmp_path / "case"
    summary = run_case(root, [bad, tmp_path / "not-there.mp4"], events=seen.append)
    told = "\n".join(summary.failed)
    for name in ("empty.mp4", "truncated.mp4", "mislabelled.txt", "binary.txt", "unsupported.docx", "not-there.mp4"):
        assert name in told, f"{name} is not named in:\n{told}"
    assert "good.txt" not in told
    notices = [e for e in seen if isinstance(e, Notice) and e.level == "failure"]
    assert all(n.todo for n in notices), [n for n in notices if not n.todo]
    with Case.open(root) as case:
        assert [r.name for r in case.refusals()] == [str(tmp_path / "not-there.mp4")] or case.refusals()
        failed = {r.source for r in case.readings() if r.outcome == "failed"}
        assert len(failed) >= 5 and all(r.reason for r in case.readings() if r.outcome == "failed")
    page = (root / "dossier.html").read_text(encoding="utf-8")
    assert all(name in page for name in ("empty.mp4", "truncated.mp4", "not-there.mp4"))
    again = run_case(root, [bad, tmp_path / "not-there.mp4"])
    assert not again.changed and len(again.failed) == len(summary.failed)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file, so there is none that it may not read")
def test_an_unreadable_file_is_refused_with_its_reason(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    secret.chmod(0)
    summary = run_case(tmp_path / "case", [secret])
    assert any("secret.txt" in line for line in summary.failed)


def test_a_folder_of_other_things_is_not_taken_for_a_case(tmp_path: Path) -> None:
    (tmp_path / "holiday.txt").write_text("x")
    with pytest.raises(NotACase, match="not a case") as caught:
        run_case(tmp_path)
    assert "recoupe run" in caught.value.todo
    assert (tmp_path / "holiday.txt").read_text() == "x"


def test_nothing_to_begin_with_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to make one from"):
        run_case(tmp_path / "new")
