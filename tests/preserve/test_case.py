"""The nouns of a case: each goes in once, comes out as it went in, and the newest counts."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from recoupe.errors import CaseError, MissingFile, NotACase, UnreadableFile, UsageError
from recoupe.model import Document, Finding, Impulse, Origin, Span, TimeSpan, mark, sha256
from recoupe.model.time import FLICK
from recoupe.preserve import Case, check_folder, is_case
from tests.preserve.making import TEXT, editmap, finding, note, origin, put, quotes, reading, statement


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """An empty case, open for writing."""
    with Case.create(tmp_path / "case", title="A title: “with marks”\nand two lines") as made:
        yield made


def acts(case: Case) -> list[str]:
    return [act.act for act in case.custody()]


# --- the folder


def test_a_case_says_what_it_was_made_as(tmp_path: Path) -> None:
    with Case.create(tmp_path / "one", title="A\nB", staged=True) as made:
        name = made.id
        assert len(name) == 32
    with Case.open(tmp_path / "one") as again:
        assert (again.title, again.staged, again.id) == ("A\nB", True, name)
    with Case.create(tmp_path / "two") as other:
        assert (other.title, other.staged) == ("", False)
        assert other.id != name


def test_a_case_is_made_in_an_empty_folder_but_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    Case.create(tmp_path / "empty").close()
    assert is_case(tmp_path / "empty")
    with pytest.raises(CaseError, match="is a case at"):
        Case.create(tmp_path / "empty")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "photo.jpg").touch()
    (tmp_path / "file").touch()
    for other in ("full", "file"):
        with pytest.raises(CaseError, match="not an empty folder"):
            Case.create(tmp_path / other)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file", "full"]


def test_a_case_is_made_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The present folder cannot be renamed over without pulling it from under the shell."""
    monkeypatch.chdir(tmp_path)
    inode = tmp_path.stat().st_ino
    with Case.create(Path(), title="Here") as made:
        put(made, tmp_path.parent, "a.txt", b"a")
    assert tmp_path.stat().st_ino == inode
    with Case.open(tmp_path) as again:
        assert again.title == "Here"
        assert again.check() == []


def test_what_is_no_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotACase, match="does not exist"):
        Case.open(tmp_path / "nothing")
    with pytest.raises(NotACase, match="is not a case"):
        Case.open(tmp_path, write=True)


def test_a_case_open_for_reading_cannot_be_written(case: Case) -> None:
    with Case.open(case.root) as reader, pytest.raises(CaseError, match="open for reading only"):
        reader.refuse("a", "missing-file", "there is none", "")


# --- sources


def test_bytes_are_kept_as_they_are(case: Case, tmp_path: Path) -> None:
    data = os.urandom(3_000_000)
    added = put(case, tmp_path, "clip.mp4", data, "video/mp4")
    assert added.new
    assert (added.source.digest, added.source.size, added.source.kind) == (sha256(data), len(data), "video")
    kept = case.original(added.source.digest)
    assert kept.read_bytes() == data
    assert stat.S_IMODE(kept.stat().st_mode) == 0o444
    assert kept.relative_to(case.root).parts == ("originals", added.source.digest[:2], added.source.digest)
    assert (tmp_path / "clip.mp4").read_bytes() == data


def test_the_same_bytes_are_kept_once(case: Case, tmp_path: Path) -> None:
    put(case, tmp_path, "a.txt", b"same")
    again = case.add(
        tmp_path / "a.txt",
        media_type="text/plain",
        declared_type="text/plain",
        origin=msgspec.structs.replace(origin("a.txt"), collected_at="2027-01-01T00:00:00Z"),
    )
    assert not again.new
    assert acts(case) == ["new", "add"]


def test_the_same_bytes_under_another_name_are_another_origin(case: Case, tmp_path: Path) -> None:
    put(case, tmp_path, "a.txt", b"same")
    again = put(case, tmp_path, "b.txt", b"same")
    assert not again.new
    assert [o.name for o in again.source.origins] == ["a.txt", "b.txt"]
    assert again.source.name == "a.txt"
    assert acts(case) == ["new", "add", "add-origin"]
    put(case, tmp_path, "b.txt", b"same")
    assert acts(case) == ["new", "add", "add-origin"]


def test_a_better_recognised_type_is_noted(case: Case, tmp_path: Path) -> None:
    put(case, tmp_path, "a.bin", b"same", "application/octet-stream")
    assert put(case, tmp_path, "a.bin", b"same", "video/mp4").source.media_type == "video/mp4"
    assert [source.media_type for source in case.sources()] == ["video/mp4"]


def test_an_origin_comes_back_with_all_it_says(case: Case, tmp_path: Path) -> None:
    full = Origin(
        **{
            field.name: (f"{field.name}\n: \\ \u202e",) * 2 if field.type is not str else f"{field.name}: x\ty"
            for field in msgspec.structs.fields(Origin)
        }
    )
    (tmp_path / "a").write_bytes(b"a")
    case.add(tmp_path / "a", media_type="text/plain", declared_type="", origin=full)
    assert case.sources()[0].origins == (full,)


def test_a_name_that_is_no_unicode_is_kept_readable(case: Case, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    name = os.fsdecode(b"caf\xe9.txt")
    added = case.add(tmp_path / "a", media_type="text/plain", declared_type="", origin=origin(name))
    assert added.source.name == "caf\\udce9.txt"


def test_sources_stand_in_the_order_of_adding(case: Case, tmp_path: Path) -> None:
    names = ["c", "a", "d", "b"]
    for name in names:
        put(case, tmp_path, name, name.encode())
    assert [source.name for source in case.sources()] == names
    with pytest.raises(CaseError, match="holds no source"):
        case.source("0" * 64)


def test_an_empty_file_is_a_source(case: Case, tmp_path: Path) -> None:
    assert put(case, tmp_path, "empty", b"").source.size == 0


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe"])
def test_what_cannot_be_read_is_not_taken_in(case: Case, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "thing"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    wanted = MissingFile if kind == "missing" else UnreadableFile
    with pytest.raises(wanted, match="thing"):
        case.add(path, media_type="", declared_type="", origin=origin("thing"))
    assert acts(case) == ["new"]
    assert not list((case.root / "incoming").iterdir())


def add(case: Case, path: Path) -> bool:
    """Add a file with its name as the path from what was handed over."""
    known = origin(path.name, path=path.name)
    return case.add(path, media_type="text/plain", declared_type="text/plain", origin=known).new


def test_a_refusal_is_noted_once_with_its_newest_reason(case: Case) -> None:
    first = case.refuse("a.txt", "missing-file", "there is no file", "check the name")
    assert case.refuse("a.txt", "missing-file", "there is no file", "check the name") == first
    other = case.refuse("a.txt", "unreadable-file", "may not be read", "")
    assert case.refusals() == (other,)
    assert other.at
    assert acts(case) == ["new", "refuse", "refuse"]


@pytest.mark.parametrize("known", [True, False])
def test_a_refusal_is_lifted_when_a_later_writer_adds_it(tmp_path: Path, known: bool) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    (tmp_path / "b.txt").write_bytes(b"b")
    with Case.create(tmp_path / "case") as case:
        if known:
            add(case, tmp_path / "a.txt")
        case.refuse("a.txt", "unreadable-file", "may not be read", "")
    with Case.open(tmp_path / "case", write=True) as case:
        add(case, tmp_path / "b.txt")
        assert [refusal.name for refusal in case.refusals()] == ["a.txt"]
        assert add(case, tmp_path / "a.txt") is not known
        assert case.refusals() == ()
    assert check_folder(tmp_path / "case") == []


def test_a_file_of_the_same_name_does_not_hide_a_refusal(tmp_path: Path) -> None:
    """Two things of one name are handed over, one is missing: that stays told, and doing it again changes nothing."""
    (tmp_path / "a.txt").write_bytes(b"a")
    Case.create(tmp_path / "case").close()
    logs = set()
    for _ in range(3):
        with Case.open(tmp_path / "case", write=True) as case:
            case.refuse("a.txt", "missing-file", "there is no file", "")
            add(case, tmp_path / "a.txt")
            assert [refusal.name for refusal in case.refusals()] == ["a.txt"]
        logs.add((tmp_path / "case" / "log").read_bytes())
    assert len(logs) == 1


# --- readings


def test_a_reading_comes_back_with_all_it_found(case: Case, tmp_path: Path) -> None:
    digest = put(case, tmp_path, "a.txt", TEXT.encode()).source.digest
    read = reading(digest, settings={"language": "fr", "depth": 2}, remarks=("one page was empty",))
    found, document = quotes(read, 3), Document(text=TEXT, language="fr", headline="A headline")
    assert case.put_reading(read, found, document)
    assert case.readings() == (read,)
    assert case.reading(read.id) == read
    assert case.has_reading(read.id)
    assert not case.has_reading("reading-none")
    assert case.marks() == found
    assert case.mark(found[1].id) == found[1]
    assert case.mark("mark-none") is None
    assert case.document(digest) == document


def test_the_same_reading_again_writes_nothing(case: Case, tmp_path: Path) -> None:
    digest = put(case, tmp_path, "a.txt", TEXT.encode()).source.digest
    read = reading(digest)
    assert case.put_reading(read, quotes(read))
    before = (case.root / "log").read_bytes()
    assert not case.put_reading(read, quotes(read))
    assert (case.root / "log").read_bytes() == before


def test_marks_are_asked_for_by_source_and_type(case: Case, tmp_path: Path) -> None:
    first, second = (put(case, tmp_path, name, name.encode()).source.digest for name in "ab")
    for digest in (second, first):
        read = reading(digest)
        case.put_reading(read, quotes(read, 2))
    case.put_mark(note(second, "look here"))
    assert [m.span.source for m in case.marks()] == [first, first, second, second, second]
    assert len(case.marks(source=second)) == 3
    assert len(case.marks(types={"quote"})) == 4
    assert len(case.marks(source=second, types=("note", "figure"))) == 1
    assert case.marks(source="0" * 64) == ()
    assert case.mark_counts() == {first: 2, second: 3}


def test_of_each_reader_the_newest_reading_counts(case: Case, tmp_path: Path) -> None:
    digest = put(case, tmp_path, "a.txt", TEXT.encode()).source.digest
    old, new, other = reading(digest), reading(digest, version="2"), reading(digest, reader="names")
    case.put_reading(old, quotes(old, 3), Document(text="old"))
    case.put_reading(other, quotes(other, 1))
    case.put_reading(new, quotes(new, 2), Document(text="new"))
    assert {r.id for r in case.readings(digest)} == {new.id, other.id}
    assert {m.reading for m in case.marks()} == {new.id, other.id}
    assert len(case.marks()) == 3
    assert case.document(digest) == Document(text="new")
    assert not case.has_reading(old.id)
    assert case.mark(quotes(old, 1)[0].id) is not None, "a statement may still point to it"
    assert case.put_reading(old, quotes(old, 3), Document(text="old")), "going back to it makes it the newest again"
    assert case.document(digest) == Document(text="old")
    assert len(case.marks()) == 4


def test_a_failed_reading_is_kept_and_then_done(case: Case, tmp_path: Path) -> None:
    digest = put(case, tmp_path, "a.txt", TEXT.encode()).source.digest
    failed = reading(digest, outcome="failed", slug="component-missing", reason="no model", todo="install it")
    assert case.put_reading(failed)
    assert not case.put_reading(failed)
    assert case.readings() == (failed,)
    done = reading(digest)
    assert done.id == failed.id
    assert case.put_reading(done, quotes(done))
    assert case.readings() == (done,)
    assert len(case.marks()) == 2
    assert case.put_reading(failed), "and it can fail again"
    assert case.readings() == (failed,)
    assert case.marks() == ()
    assert acts(case) == ["new", "add", "read", "read", "read"]


def test_what_does_not_belong_to_a_reading_is_not_kept(case: Case, tmp_path: Path) -> None:
    digest, other = (put(case, tmp_path, name, name.encode()).source.digest for name in "ab")
    read = reading(digest)
    with pytest.raises(ValueError, match="not a mark of"):
        case.put_reading(read, quotes(reading(other)))
    with pytest.raises(ValueError, match="brings marks"):
        case.put_reading(reading(digest, outcome="failed"), quotes(read))
    with pytest.raises(CaseError, match="holds no source"):
        case.put_reading(reading("0" * 64))
    at = TimeSpan(start=0, end=0, base=FLICK)
    silent = Impulse(
        onset=at,
        peak_dbfs=float("-inf"),
        prominence_db=1,
        rise_ms=1,
        decay_ms=1,
        centroid_hz=1,
        tonality=0,
        prominence=0,
    )
    with pytest.raises(ValueError, match="cannot be stored"):
        case.put_reading(read, [mark(Span(source=digest), silent, reading=read.id)])
    assert acts(case) == ["new", "add", "add"]


def test_two_equal_marks_of_a_reading_are_one(case: Case, tmp_path: Path) -> None:
    read = reading(put(case, tmp_path, "a.txt", TEXT.encode()).source.digest)
    case.put_reading(read, quotes(read, 2) * 2)
    assert case.marks() == quotes(read, 2)


def test_a_person_makes_marks(case: Case, tmp_path: Path) -> None:
    digest = put(case, tmp_path, "a.txt", TEXT.encode()).source.digest
    made = note(digest, "who speaks here?")
    assert case.put_mark(made)
    assert not case.put_mark(made)
    assert case.marks(types={"note"}) == (made,)
    read = reading(digest)
    with pytest.raises(ValueError, match="not a person's mark"):
        case.put_mark(quotes(read)[0])


# --- comparisons, findings, statements, dossiers


def test_of_each_pair_the_newest_comparison_counts(case: Case, tmp_path: Path) -> None:
    a, b = (put(case, tmp_path, name, name.encode(), "video/mp4").source.digest for name in "ab")
    assert case.put_failed_comparison(a, b, "keys-1", "child-timed-out", "too slow", "wait longer")
    assert not case.put_failed_comparison(a, b, "keys-1", "child-timed-out", "too slow", "wait longer")
    assert [f.reason for f in case.failed_comparisons()] == ["too slow"]
    first, second = editmap(a, b), editmap(a, b, method="keys-2")
    assert case.put_editmap(first)
    assert not case.put_editmap(first)
    assert case.failed_comparisons() == ()
    assert case.editmaps() == (first,)
    assert case.put_editmap(second)
    assert case.editmaps() == (second,)
    assert case.editmap(first.id) == first
    assert case.editmap("editmap-none") is None
    assert case.put_editmap(editmap(b, a)), "the other way round is another map"
    assert len(case.editmaps()) == 2
    changed = msgspec.structs.replace(second, telling=("told better",))
    assert case.put_editmap(changed)
    assert case.editmap(second.id) == changed


def test_a_check_says_one_thing_at_a_time(case: Case) -> None:
    assert case.put_findings("sums", "1", "inputs", [finding("1"), finding("2")])
    assert case.put_findings("names", "1", "inputs", [finding("3")])
    assert not case.put_findings("sums", "1", "inputs", [finding("1"), finding("2")])
    assert {f.id for f in case.findings()} == {"finding-1", "finding-2", "finding-3"}
    assert case.put_findings("sums", "1", "other inputs", [finding("2")])
    assert {f.id for f in case.findings()} == {"finding-2", "finding-3"}
    assert case.finding("finding-2") == finding("2")
    assert case.finding("finding-1") is None
    assert case.put_findings("sums", "2", "other inputs", [])
    assert [f.id for f in case.findings()] == ["finding-3"]


def test_findings_of_a_check_keep_their_order(case: Case) -> None:
    said = [finding(str(n)) for n in (3, 1, 2)]
    case.put_findings("sums", "1", "inputs", said)
    assert list(case.findings()) == said
    assert all(isinstance(f, Finding) for f in case.findings())


def test_statements_are_replaced_as_a_whole(case: Case) -> None:
    assert not case.put_statements([])
    one, two = statement("s-1", "One."), statement("s-2", "Two.")
    assert case.put_statements([two, one])
    assert not case.put_statements([two, one])
    assert case.statements() == (two, one)
    assert case.put_statements([one])
    assert case.statements() == (one,)
    assert case.put_statements([])
    assert case.statements() == ()


def test_a_dossier_is_logged_when_its_bytes_are_new(case: Case) -> None:
    path, new = case.put_dossier(b"one")
    assert (path, new, path.read_bytes()) == (case.root / "dossier.html", True, b"one")
    assert case.put_dossier(b"one") == (path, False)
    path.unlink()
    assert case.put_dossier(b"one") == (path, False), "it is written again, but was told already"
    assert path.read_bytes() == b"one"
    assert case.put_dossier(b"two")[1]
    assert case.put_dossier(b"one")[1], "each change is told"
    assert case.put_dossier(b"%PDF", "dossier.pdf")[1]
    assert acts(case) == ["new", *["dossier"] * 4]
    assert case.check() == []


@pytest.mark.parametrize("name", ["", "log", "case.db", "../x", "a/b", ".hidden", "lock", "a\nb", "originals"])
def test_a_dossier_takes_no_name_of_the_case(case: Case, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name"):
        case.put_dossier(b"x", name)


# --- the case as a whole


def test_custody_tells_every_act(case: Case, tmp_path: Path) -> None:
    put(case, tmp_path, "a.txt", b"a")
    first, second = case.custody()
    assert (first.seq, first.act, first.details["title"]) == (1, "new", case.title)
    assert second.details["original"] == sha256(b"a")
    assert second.details["origin_name"] == "a.txt"
    assert second.details["actor"]
    assert "salt" not in second.details
    assert "salt: " in (case.root / "entries" / "000002").read_text()


def test_the_state_is_the_same_for_the_same_work_in_another_place(tmp_path: Path) -> None:
    digests = set()
    for place, names in (("one", "ab"), ("two", "ba")):
        (tmp_path / place).mkdir()
        with Case.create(tmp_path / place / "case") as made:
            for name in names:
                path = tmp_path / place / name
                path.write_bytes(name.encode())
                made.add(
                    path, media_type="text/plain", declared_type="",
                    origin=Origin(name=name, collected_at=place, path=str(path), modified_at=place),
                )  # fmt: skip
                read = reading(sha256(name.encode()))
                made.put_reading(read, quotes(read))
            digests.add(made.state_digest())
    assert len(digests) == 1


def test_the_state_changes_with_what_the_case_holds(case: Case, tmp_path: Path) -> None:
    seen = [case.state_digest()]
    digest = put(case, tmp_path, "a.txt", TEXT.encode()).source.digest
    other = put(case, tmp_path, "b.txt", b"b").source.digest
    read = reading(digest)
    for change in (
        lambda: case.put_reading(read, quotes(read)),
        lambda: case.put_reading(read, quotes(read, 1)),
        lambda: case.put_mark(note(digest, "x")),
        lambda: case.put_editmap(editmap(digest, other)),
        lambda: case.put_failed_comparison(other, digest, "m", "s", "r", ""),
        lambda: case.refuse("x", "missing-file", "r", ""),
    ):
        change()
        seen += [case.state_digest(), case.evidence_digest()]
    evidence = case.evidence_digest()
    case.put_findings("sums", "1", evidence, [finding("1")])
    seen.append(case.state_digest())
    case.put_statements([statement("s-1", "One.")])
    seen.append(case.state_digest())
    assert case.evidence_digest() == evidence, "checks do not look at findings or statements"
    assert len(set(seen)) == len(seen)


def test_the_cache_is_a_folder_by_plain_names(case: Case) -> None:
    path = case.cache("proxy", "abcd")
    assert path.is_dir()
    assert path == case.root / "cache" / "proxy" / "abcd"
    for part in ("..", "", "a/b", "."):
        with pytest.raises(UsageError, match="plain names"):
            case.cache("proxy", part)


def test_several_threads_may_read_while_one_writes(case: Case, tmp_path: Path) -> None:
    digest = put(case, tmp_path, "a.txt", TEXT.encode()).source.digest
    faults: list[BaseException] = []

    def look() -> None:
        try:
            for _ in range(50):
                assert len(case.marks()) % 2 == 0
                case.state_digest()
        except (AssertionError, CaseError, sqlite3.Error) as error:  # told in the test's own thread
            faults.append(error)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for version in range(10):
        read = reading(digest, reader=f"r{version}")
        case.put_reading(read, quotes(read))
    for thread in threads:
        thread.join()
    assert faults == []
