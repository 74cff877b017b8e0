from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recoupe.cli import execute as run
from tests.footage import clip

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    whole = clip(folder / "whole.mp4", 8, clicks=(1.3, 3.2, 6.1))
    short = clip(folder / "short.mp4", 8, clicks=(1.3, 3.2, 6.1), cut=(3.0, 3.6))
    assert run(["diff", str(whole), str(short), "--html", str(folder / "diff.html")]) == 1
    return folder / "diff.html"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def wait(page: Any, condition: str) -> None:
    """Until a condition holds, at most 15 s; the page's own policy forbids Playwright's waiting function."""
    for _ in range(150):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never came true: {condition}")


def test_play_both_lifts_the_veil_and_plays_in_silence(browser: Any, page_file: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(page_file.as_uri())
    page.click("button[data-play=both]")
    wait(page, "[...document.querySelectorAll('video')].every((v) => v.currentTime > 0.2)")
    states = page.evaluate("[...document.querySelectorAll('video')].map((v) => [v.muted, v.error === null])")
    assert states == [[True, True], [True, True]]
    assert said == []
    page.close()


def test_without_script_pictures_lift_and_evidence_opens(browser: Any, page_file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    blur = "getComputedStyle(document.querySelector('.veil img')).filter"
    assert "blur" in page.evaluate(blur)
    page.locator(".veil input").first.check()
    wait(page, f"{blur} === 'none'")
    assert page.locator("button[data-play]").first.is_hidden()
    page.locator("summary").first.click()
    assert page.locator("dl.facts").first.is_visible()
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_view_scrolls_sideways(browser: Any, page_file: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
