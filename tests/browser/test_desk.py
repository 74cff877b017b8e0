"""The desk as a person meets it."""

from __future__ import annotations

import base64
import re
import signal
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from recoupe.desk.workspace import handle_of
from recoupe.preserve import Case
from tests.browser.conftest import Visit, serve, stop

pytestmark = pytest.mark.browser

DROP = """
({files, zone}) => {
  const data = new DataTransfer();
  for (const [name, text] of files) {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    data.items.add(new File([bytes], name, {lastModified: 1400000000000}));
  }
  const target = document.querySelector(zone);
  for (const kind of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}
"""


CLICK = "(s) => document.querySelector(s).dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"


def until(page: Any, script: str, *, arg: Any = None, seconds: float = 30) -> None:
    """Wait until an expression holds. Playwright's own way evaluates strings in the page, which the policy forbids."""
    for _ in range(int(seconds / 0.02)):
        if page.evaluate(script, arg):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"never held: {script}")


def playing(page: Any, name: str) -> bool:
    return bool(page.evaluate("(id) => { const v = document.getElementById(id); return !v.paused; }", name))


def at(page: Any, name: str) -> float:
    return float(page.evaluate("(id) => document.getElementById(id).currentTime", name))


def blurred(page: Any, selector: str) -> bool:
    return "blur" in str(page.evaluate("(s) => getComputedStyle(document.querySelector(s)).filter", selector))


def case_of(visit: Visit) -> str:
    return "/case/" + handle_of(visit.served.folder / "the case")


def source_of(visit: Visit, name: str) -> str:
    visit.go(f"{case_of(visit)}/sources")
    return str(visit.page.get_attribute(f"table.sources a:has-text('{name}')", "href"))


def test_files_dropped_on_the_page_become_a_case_with_leads(visit: Visit, material: Path) -> None:
    page = visit.page
    page.fill("#new-title", "Dropped <here>")
    files = [[p.name, base64.b64encode(p.read_bytes()).decode()] for p in sorted(material.iterdir())]
    page.evaluate(DROP, {"files": files, "zone": "[data-drop-zone]"})
    page.wait_for_selector("[data-chosen]:has-text('4 files')")
    page.click("text=Make the case")
    page.wait_for_selector("[data-job]")
    page.wait_for_selector("a[data-job-go]:visible", timeout=120_000)
    assert "empty.txt" in page.inner_text("[data-notices]"), "what failed is told"
    page.click("a[data-job-go]")
    page.wait_for_selector(".lead")
    leads = page.inner_text(".leads")
    assert re.search(r"short\.mp4 lacks 0\.80 s that long\.mp4 has at 0?0?:?0?3\.40", leads.replace("0:0", "0:0"))
    assert "could not be taken in, read or compared" in leads
    assert page.query_selector("svg.rb") is not None
    with Case.open(visit.served.folder / "Dropped here") as case:
        clip = next(source for source in case.sources() if source.name == "long.mp4")
        assert case.title == "Dropped <here>"
    assert clip.origins[0].modified_at == "2014-05-13T16:53:20Z", "the browser's time of change is kept"
    page.click("[data-edit]")
    until(page, "document.getElementById('lead-1-a').currentTime > 2")
    assert abs(at(page, "lead-1-a") - at(page, "lead-1-b")) < 1


def test_a_veil_is_down_until_lifted_item_by_item(visit: Visit) -> None:
    page = visit.page
    visit.go(source_of(visit, "screen.png"))
    assert blurred(page, ".veil-frame img")
    page.click(".veil-label")
    assert not blurred(page, ".veil-frame img")
    page.reload()
    assert blurred(page, ".veil-frame img"), "the veil is down again on every visit"
    visit.go(f"{case_of(visit)}/compare/editmap-hand")
    page.click("label[for=copy-a-veil]")
    assert not blurred(page, "#copy-a") and blurred(page, "#copy-b")


def test_the_veil_lifts_without_script(browser: Any, visit: Visit) -> None:
    href = source_of(visit, "long.mp4")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(visit.served.address)
    page.wait_for_url(visit.served.base + "/")
    page.goto(visit.served.base + href)
    assert page.is_visible(".veil-label") and not page.is_visible("[data-act=play]")
    assert page.query_selector("video").get_attribute("controls") is not None
    page.click(".veil-label")
    assert page.is_checked(".veil-switch")
    page.click(".timeline a .tl-reach")
    page.wait_for_url(re.compile(r"\?t=1\.5$"))
    context.close()


def test_marks_seek_and_the_address_names_the_instant(visit: Visit) -> None:
    page = visit.page
    visit.go(source_of(visit, "long.mp4"))
    assert page.evaluate("document.getElementById('player').muted") is True
    page.evaluate(CLICK, '.timeline a[data-t="1.5"]')
    until(page, "Math.abs(document.getElementById('player').currentTime - 1.5) < 0.05")
    page.wait_for_url(re.compile(r"\?t=1\.5$"))
    assert page.inner_text("[data-clock]") == "0:01.50"
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    until(page, "Math.abs(document.getElementById('player').currentTime - 1.5) < 0.05")
    box = page.locator(".timeline").bounding_box()
    page.mouse.click(box["x"] + box["width"] * (0.096 + 0.894 / 3), box["y"] + 50)
    until(page, "Math.abs(document.getElementById('player').currentTime - 1) < 0.05")


def test_the_keys_play_step_veil_and_sound(visit: Visit) -> None:
    page = visit.page
    visit.go(source_of(visit, "long.mp4") + "?t=1")
    until(page, "document.getElementById('player').readyState >= 2")
    page.keyboard.press(" ")
    until(page, "document.getElementById('player').currentTime > 1.1")
    page.keyboard.press("k")
    until(page, "document.getElementById('player').paused")
    before = at(page, "player")
    page.keyboard.press("ArrowRight")
    until(page, "(t) => document.getElementById('player').currentTime > t + 0.01", arg=before)
    frame = float(page.get_attribute("[data-clip]", "data-frame"))
    assert abs(at(page, "player") - before) < 2 * frame
    stepped = at(page, "player")
    page.keyboard.press("ArrowLeft")
    until(page, "(t) => document.getElementById('player').currentTime < t - 0.01", arg=stepped)
    page.keyboard.press("j")
    until(page, "document.getElementById('player').currentTime < 0.6")
    assert blurred(page, "#player")
    page.keyboard.press("v")
    assert not blurred(page, "#player")
    page.keyboard.press("m")
    assert page.evaluate("document.getElementById('player').muted") is False
    until(page, "document.querySelector('[data-act=sound]').innerText === 'Sound is on'")
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")


def test_two_copies_begin_at_an_edit_and_run_in_step(visit: Visit) -> None:
    page = visit.page
    visit.go(f"{case_of(visit)}/compare/editmap-hand?edit=1")
    until(page, "['copy-a', 'copy-b'].every((id) => document.getElementById(id).readyState >= 2)")
    page.click("[data-edit]")
    until(page, "['copy-a', 'copy-b'].every((id) => document.getElementById(id).currentTime > 0.2)")
    assert playing(page, "copy-a") and playing(page, "copy-b")
    until(page, "document.getElementById('copy-b').ended", seconds=15)
    visit.go(f"{case_of(visit)}/compare/editmap-hand?t=0.7")
    until(page, "['copy-a', 'copy-b'].every((id) => document.getElementById(id).readyState >= 2)")
    page.click("[data-act=both]")
    until(page, "document.querySelector('[data-step-word]').textContent.includes('B lacks')", seconds=15)
    assert abs(at(page, "copy-b") - 1.2) < 0.25, "B waits where it lacks what A shows"
    until(page, "document.getElementById('copy-a').currentTime > 2.4", seconds=15)
    assert abs(at(page, "copy-a") - at(page, "copy-b") - 0.8) < 0.3


def test_the_arithmetic_of_the_scripts_is_right(visit: Visit) -> None:
    got = visit.page.evaluate(
        """async () => {
          const { across, clock, written, place, instant } = await import("/static/times.js");
          const steps = [[0, 1.2, 0, 1.2], [2, 3, 1.2, 2.2]];
          return {
            a: [0, 1, 1.5, 2, 2.5, 9].map((t) => across(steps, t, 0)),
            b: [0, 1.2, 2].map((t) => across(steps, t, 1)),
            none: across([], 4, 0), late: across([[5, 6, 1, 2]], 0, 0),
            clock: [0, 76.041, 3661, -1].map(clock), written: [0, 1.23456, 10].map(written),
            place: place(5, 10, 0.1, 0.9), back: instant(0.5, 10, 0.1, 0.9), outside: instant(0.05, 10, 0.1, 0.9),
          };
        }"""
    )
    assert [round(x["at"], 6) for x in got["a"]] == [0, 1, 1.2, 1.2, 1.7, 2.2]
    assert [x["held"] for x in got["a"]] == [True, True, False, True, True, False]
    assert [round(x["at"], 6) for x in got["b"]] == [0, 2, 2.8]
    assert got["none"] == {"at": 4, "held": True} and got["late"] == {"at": 1, "held": False}
    assert got["clock"] == ["0:00.00", "1:16.04", "1:01:01.00", "0:00.00"]
    assert got["written"] == ["0", "1.235", "10"]
    assert got["place"] == 0.5 and got["back"] == 5 and got["outside"] is None


def test_every_view_fits_a_telephone_and_a_desk(visit: Visit) -> None:
    case = case_of(visit)
    paths = ["/", case, *(f"{case}/{v}" for v in ("sources", "compare", "compare/editmap-hand", "findings"))]
    paths += [f"{case}/{v}" for v in ("statements", "dossier", "custody")]
    paths += [source_of(visit, n) for n in ("long.mp4", "article.txt", "table.csv", "screen.png", "photo")]
    for width in (390, 1280):
        visit.page.set_viewport_size({"width": width, "height": 844})
        for path in paths:
            visit.go(path)
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert visit.page.is_visible("h1"), path
    visit.said = [line for line in visit.said if "cross-origin frame" not in line]  # the hand-made dossier tries it


def test_nothing_in_a_source_runs(visit: Visit) -> None:
    visit.page.on("dialog", lambda dialog: visit.said.append(f"dialog: {dialog.message}"))
    visit.go(source_of(visit, "photo"))
    assert "recoupe" in visit.page.title()
    assert visit.page.query_selector("main script, main img") is None


def test_the_dossier_cannot_reach_the_desk(visit: Visit) -> None:
    visit.go(f"{case_of(visit)}/dossier")
    visit.page.wait_for_timeout(300)
    assert visit.page.title() == "Dossier – recoupe"
    assert visit.page.frames[1].evaluate("window.origin") == "null"
    # The dossier tried to rename the window and was refused: the browser says so, and nothing else is wrong.
    assert len(visit.said) == 1 and "cross-origin frame" in visit.said.pop()


def test_another_page_in_the_browser_cannot_read_or_change_the_desk(browser: Any, visit: Visit) -> None:
    page = visit.page.context.new_page()
    page.route("http://other.example/**", lambda route: route.fulfill(body="<p>other", content_type="text/html"))
    page.goto("http://other.example/")
    tried = page.evaluate(
        """async (base) => {
          const asked = [];
          for (const [method, path] of [["GET", "/"], ["POST", "/new"], ["POST", "/folder"]]) {
            try { asked.push((await fetch(base + path, {method, mode: "no-cors", credentials: "include"})).type); }
            catch (error) { asked.push(error.name); }
          }
          return asked;
        }""",
        visit.served.base,
    )
    assert all(kind in {"opaque", "TypeError"} for kind in tried)
    before = sorted(p.name for p in visit.served.folder.iterdir())
    page.set_content(
        f'<form method="post" action="{visit.served.base}/folder"><input name="folder" value="/tmp/x"></form>'
    )
    with page.expect_navigation():
        page.evaluate("document.forms[0].submit()")
    assert "Not allowed" in page.content() or "no key" in page.content()
    assert sorted(p.name for p in visit.served.folder.iterdir()) == before
    page.close()
    visit.asked.discard("other.example")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_desk_quietly(tmp_path: Path, sign: signal.Signals, chromium: str) -> None:
    served = serve(tmp_path / "cases")
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(served.base + "/")
    status, said = stop(served, sign)
    assert status == 0 and "The desk is closed" in said and "Traceback" not in said
    with pytest.raises(urllib.error.URLError, match="refused"):
        urllib.request.urlopen(served.base + "/")
