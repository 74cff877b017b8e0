"""A real desk in a process of its own and a real browser in front of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests import footage
from tests.desk.making import make_case

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

ARTICLE = """\
Council counts the vote twice

The list of Dana Exampleson took 52.65 percent of the vote, compared with 47.35 percent for Jordan Sampleton.

"We waited a long time for this," said Exampleson.

A shortened version of the clip, without the bang, was uploaded later.
"""


@dataclass
class Served:
    """A desk that runs: its process and the address with the key."""

    process: subprocess.Popen[str]
    address: str
    base: str
    folder: Path


def serve(folder: Path, *more: str) -> Served:
    """Start `recoupe desk` on a workspace; answers once it does."""
    command = [sys.executable, "-m", "recoupe", "desk", "--no-browser", "--json", "--workspace", str(folder), *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    text = ""
    while line := process.stdout.readline():
        text += line
        if line.startswith("}"):
            break
    said = json.loads(text)
    return Served(process, said["address"], f"http://127.0.0.1:{said['port']}", folder)


def stop(served: Served, sign: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
    """End a desk; gives its exit status and what it said on standard error."""
    if served.process.poll() is None:
        served.process.send_signal(sign)
    _, said = served.process.communicate(timeout=20)
    return served.process.returncode, said


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Any]:
    """One headless Chromium for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, headless=True, args=list(FLAGS))
        yield running
        running.close()


@dataclass
class Visit:
    """A page with a record of what it said and asked for."""

    page: Any
    served: Served
    said: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def go(self, path: str) -> None:
        """Open an address of the desk and wait for its scripts."""
        self.page.goto(self.served.base + path)
        self.page.wait_for_selector("html[data-ready]")


@pytest.fixture
def visit(browser: Any, served: Served) -> Iterator[Visit]:
    """A fresh profile, let in. Afterwards: nothing but the desk was asked for, and the page broke no rule."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    visitor = Visit(page, served)
    page.on("request", lambda request: visitor.asked.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: visitor.said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: visitor.said.append(f"error: {error}"))
    page.goto(served.address)
    page.wait_for_url(served.base + "/")
    page.wait_for_selector("html[data-ready]")
    yield visitor
    context.close()
    assert visitor.asked == {urlsplit(served.base).netloc}
    assert visitor.said == []


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk over a workspace that holds the hand-made case."""
    folder = tmp_path_factory.mktemp("browser")
    make_case(folder / "cases" / "the case", folder / "material")
    running = serve(folder / "cases")
    yield running
    stop(running)


@pytest.fixture(scope="package")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reporter drops: two copies of one clip, one without 0.8 s, an article, and a broken file."""
    folder = tmp_path_factory.mktemp("dropped")
    footage.clip(folder / "long.mp4", 6.0, clicks=(1.3, 3.7))
    footage.clip(folder / "short.mp4", 6.0, clicks=(1.3, 3.7), cut=(3.4, 4.2), crf=27)
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder
