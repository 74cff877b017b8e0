"""What reporters see of hostile pages, names and captions: text and structure, nothing that runs, loads or sends."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from PIL import Image

from recoupe.cli import main
from recoupe.desk import Keys, Worker, Workspace, create_app
from recoupe.preserve import Case
from recoupe.preserve.case import rebuild
from recoupe.run import run_case
from tests import footage
from tests.desk.conftest import PORT, Visitor
from tests.hostile.making import names, pages, papers, pictures, tables, write
from tests.hostile.seeing import Seen, hidden
from tests.hostile.trap import CANARY, Trap

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")


@pytest.fixture(scope="module")
def root(armed: Trap, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case made by the main job from hostile pages, tables, papers, pictures, names and captions."""
    folder = tmp_path_factory.mktemp("shown")
    text, web = str(armed.secret), armed.web
    made = {**pages.everything(text, web), **tables.active(text, web), **pictures.pointing(text, web)}
    made |= {name: data for name, data in papers.active(text, web).items() if name in ("script.pdf", "attachment.pdf")}
    material = write(folder / "material", {name: data for name, data in made.items() if name != "many.html"})
    for n, name in enumerate(names.FILES):
        (material / os.fsdecode(name)).write_text(f"“Number {n} waited a long time,” said Dana Exampleson.\n", "utf-8")
    footage.clip(material / "clip.mp4", 1.0)
    (material / "clip.info.json").write_bytes(names.info(names.CAPTIONS[0], web))
    for n, caption in enumerate(names.CAPTIONS):
        Image.new("L", (n + 1, 8)).save(material / f"picture{n}.png")
        (material / f"picture{n}.info.json").write_bytes(names.info(caption, web))
        (material / f"picture{n}.description").write_text(caption.encode("utf-8", "replace").decode(), "utf-8")
    root = folder / "cases" / "case"
    run_case(root, [material], title="<script>alert('pwn-script')</script>\u202e")
    assert not (Path.cwd() / "pwned").exists()
    return root


@pytest.fixture(scope="module")
def desk(root: Path) -> Iterator[Visitor]:
    keys, worker = Keys(), Worker()
    visitor = Visitor(create_app(Workspace(root.parent), worker=worker, keys=keys, port=PORT), keys, root)
    with Case.open(root) as case:
        visitor.digests = {source.digest: source.digest for source in case.sources()}
    yield visitor
    worker.close()


def test_the_checker_sees_what_acts(armed: Trap) -> None:
    faults = Seen(pages.page(str(armed.secret), armed.web)).faults
    for what in (
        *("<base", "<meta http-equiv", "<body onload", "<img src=http", "<img onerror", "<iframe src", "<a href=jav"),
        *("<iframe srcdoc", "<link href=http", "a style that loads", "<a ping", "<video poster", "<form action"),
    ):
        assert any(fault.startswith(what) for fault in faults), (what, faults)
    assert hidden("a\u202eb") == ["U+202E"]


def test_the_dossier_is_text_and_structure(root: Path, armed: Trap) -> None:
    page = (root / "dossier.html").read_text("utf-8")
    seen = Seen(page)
    assert seen.faults == []
    assert len(seen.scripts) == 1 and "pwn" not in seen.scripts[0]
    assert hidden(page) == []
    assert CANARY not in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_every_page_of_the_desk_is_text_and_structure(desk: Visitor, armed: Trap) -> None:
    views = ("", "/sources", "/compare", "/findings", "/statements", "/custody")
    paths = ["/", *(desk.case + view for view in views), *(desk.source(d) for d in desk.digests)]
    for path in paths:
        answer = desk.get(path)
        assert answer.status_code == 200, (path, answer.text[-300:])
        seen = Seen(answer.text)
        assert seen.faults == [], path
        assert "".join(seen.scripts).strip() == "" and not seen.styles, path
        assert hidden(answer.text) == [], path
        assert CANARY not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_originals_are_handed_out_to_be_saved_never_shown(desk: Visitor) -> None:
    for digest in desk.digests:
        answer = desk.get(desk.source(digest) + "/original")
        assert answer.headers["content-disposition"].startswith("attachment"), digest
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "\n" not in answer.headers["content-disposition"]


def test_scripts_styles_and_trackers_of_a_page_are_no_part_of_its_text(root: Path) -> None:
    with Case.open(root) as case:
        for source in case.sources():
            if source.name not in ("active.html", "active-utf16.html", "active.xhtml"):
                continue
            readings = [r for r in case.readings(source.digest) if r.reader == "text" and r.outcome == "done"]
            document = next(d for d in [case.document(source.digest)] if d is not None)
            assert readings and "bridge would stay closed" in document.text
            for word in ("pwn-import", "pwn-refresh", "pwn-frame", "fetch(", "@font-face", "onload"):
                assert word not in document.text, (source.name, word)


def test_names_and_captions_leave_the_case_whole(root: Path) -> None:
    with Case.open(root) as case:
        assert case.check() == []
        sources = case.sources()
        assert all(o.name.isprintable() and o.path.isprintable() for s in sources for o in s.origins)
        assert not [r for r in case.readings() if r.slug == "reader-fault"]
        captions = {o.caption for s in sources for o in s.origins if o.caption}
        assert len(captions) >= len(names.CAPTIONS) - 1
        acts = {act.act for act in case.custody()}
        assert "erase" not in acts
        before = case.state_digest()
    rebuild(root)
    with Case.open(root) as case:
        assert case.state_digest() == before


def test_the_command_line_shows_no_control_character(root: Path) -> None:
    out = io.StringIO()
    with redirect_stdout(out), pytest.raises(SystemExit):
        main(["status", str(root)])
    assert hidden(out.getvalue()) == []


def test_a_page_with_few_words_is_read_in_the_jail(tmp_path: Path) -> None:
    """Its extractor opens a list of words for such pages only, which had to be loaded before the jail closed."""
    (tmp_path / "short.html").write_text("<html><body><p>The bridge is closed.</p></body></html>")
    assert not run_case(tmp_path / "case", [tmp_path / "short.html"]).failed
