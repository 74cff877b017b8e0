from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from recoupe.errors import WithoutEvidence
from recoupe.model import Evidence, Statement
from recoupe.publish import propose, update
from recoupe.publish.statements import from_editmap, origins_at_most, statement, unresolved, with_hedges
from recoupe.publish.telling import tell_whole
from tests.draw.making import editmap, everything, one_cut, segment
from tests.publish.making import FakeCase, as_case, staged_case


@pytest.fixture
def case(tmp_path: Path) -> FakeCase:
    return staged_case(tmp_path)


def test_every_proposed_sentence_rests_on_records_of_the_case(case: FakeCase) -> None:
    known = {
        "finding": {f.id for f in case.findings()},
        "mark": {m.id for m in case.marks()},
        "editmap": {m.id for m in case.editmaps()},
        "source": {s.digest for s in case.sources()},
    }
    proposed = propose(as_case(case))
    assert len(proposed) == 5
    assert all(one.evidence and not unresolved(one, known) for one in proposed)


@pytest.mark.parametrize(("text", "evidence"), [("A sentence.", []), ("  ", [Evidence(kind="source", id="x")])])
def test_a_sentence_without_evidence_is_refused(text: str, evidence: list[Evidence]) -> None:
    with pytest.raises(WithoutEvidence, match="names no evidence"):
        statement(text, evidence, standing="open")


def test_the_machine_establishes_only_arithmetic_and_edit_maps(case: FakeCase) -> None:
    established = [one.text for one in propose(as_case(case)) if one.standing == "established"]
    assert len(established) == 2
    assert any("holds 0.40 s of picture and sound" in text for text in established)
    assert any("add up to 100 percent" in text for text in established)


def test_machine_never_supports_or_disputes(case: FakeCase) -> None:
    assert {one.standing for one in propose(as_case(case))} <= {"established", "reported", "open"}


def test_hedges_of_the_texts_stay_in_the_sentence(case: FakeCase) -> None:
    claim = next(one for one in propose(as_case(case)) if "around 16 seconds" in one.text)
    assert "“or what could be a firecracker”" in claim.text
    assert claim.text.count("“around”") == 0  # it stands in the quoted words already
    assert claim.standing == "open"


def test_sources_are_counted_and_not_called_independent(case: FakeCase) -> None:
    shared = next(one for one in propose(as_case(case)) if "Alex" in one.text)
    assert shared.text.endswith("At most 2 origins; independence not established.")
    assert shared.standing == "reported"


def test_copies_of_one_piece_of_footage_count_as_one_origin() -> None:
    families = origins_at_most([one_cut(), editmap(a=1, b=1, shared=False, name="other")])
    assert families["a" * 64] == families["b" * 64]


def test_a_cut_is_told_with_both_times() -> None:
    (one,) = from_editmap(one_cut(), ("night.mp4", "copy.mp4"))
    assert one.text == (
        "“night.mp4” holds 0.40 s of picture and sound that “copy.mp4” lacks: 0:15.80–0:16.20; "
        "“copy.mp4” goes on there at 0:15.80."
    )


def test_what_is_only_likely_is_told_so() -> None:
    told = {one.text: one.standing for one in from_editmap(everything(), ("a.mp4", "b.mp4"))}
    replaced = next(text for text in told if "the sound of “b.mp4” is probably not" in text)
    assert told[replaced] == "open"
    assert any("cannot be told" in text and standing == "open" for text, standing in told.items())
    assert not any("original" in text for text in told)


def test_equal_copies_and_strangers() -> None:
    equal = editmap(segment("s", "same", (0, 3), (0, 3)), a=3, b=3)
    assert "nothing differs beyond re-encoding" in tell_whole(equal, ("a", "b"))
    assert from_editmap(editmap(a=3, b=3, shared=False), ("a", "b")) == []


def test_a_persons_statement_stays_first_and_unchanged(case: FakeCase) -> None:
    mine = Statement(
        id="statement-mine",
        text="I looked at it.",
        evidence=(Evidence(kind="source", id="a" * 64),),
        standing="supported",
        author="A person",
    )
    case.put_statements([mine])
    assert update(as_case(case))[0] == mine
    assert case.statements()[0] == mine
    assert not case.put_statements(update(as_case(case)))


def test_hedges_are_added_once_and_only_when_missing(case: FakeCase) -> None:
    marks = [m for m in case.marks() if m.hedges]
    text = with_hedges("As many as 40 people came", marks)
    assert text.count("s many as") == 1
    assert text.endswith("As the text puts it: “around”, “or what could be a firecracker”.")
    assert with_hedges("Plain.", [msgspec.structs.replace(marks[0], hedges=())]) == "Plain."
