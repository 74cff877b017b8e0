"""Serving: the command, the port, the browser that is sent, and the address that is told."""

from __future__ import annotations

import os
import signal
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from recoupe import cli
from recoupe.desk import Opened, PortTaken, serve, server
from recoupe.desk.server import has_display, lines, listen


def test_a_folder_that_is_no_case_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.execute(["desk", str(tmp_path)]) == 1
    assert "is not a case" in capsys.readouterr().err


def test_a_case_and_a_workspace_together_are_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.execute(["desk", str(tmp_path), "--workspace", str(tmp_path)]) == 2
    assert "not both" in capsys.readouterr().err


def test_a_taken_port_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    first = listen(0)
    port = first.getsockname()[1]
    with pytest.raises(PortTaken, match=str(port)):
        listen(port)
    assert cli.execute(["desk", "--port", str(port), "--workspace", str(tmp_path)]) == 1
    assert "leave --port out" in capsys.readouterr().err
    first.close()


def test_only_this_computer_is_listened_to() -> None:
    listener = listen(0)
    assert listener.getsockname()[0] == "127.0.0.1"
    listener.close()


@pytest.mark.parametrize(
    ("platform", "environment", "shown"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_whether_a_window_could_appear(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], shown: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(server.sys, "platform", platform)
    assert has_display() is shown


def test_the_browser_gets_a_key_that_works_once_and_ctrl_c_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    told: list[str] = []
    opened: list[Opened] = []
    statuses: list[int] = []

    def visit() -> None:
        while not (sent and opened):
            time.sleep(0.01)
        for address in (sent[0], sent[0], opened[0].address, opened[0].address):
            try:
                with urllib.request.urlopen(address) as answer:
                    statuses.append(answer.status)
            except urllib.error.HTTPError as error:
                statuses.append(error.code)
                error.close()
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(server, "has_display", lambda: True)
    monkeypatch.setattr(server.webbrowser, "open", lambda address: sent.append(address))
    visitor = threading.Thread(target=visit)
    visitor.start()
    before = signal.getsignal(signal.SIGINT)
    serve(workspace=tmp_path / "cases", announce=opened.append, console=told.append)
    visitor.join(5)
    assert statuses == [200, 401, 200, 200], "the key in a command line works once, the printed one as often as needed"
    assert signal.getsignal(signal.SIGINT) is before
    assert sent[0].split("key=")[1] not in "".join(told) and opened[0].address in told
    assert (tmp_path / "cases").is_dir()


def test_without_a_browser_the_lines_say_what_to_do() -> None:
    told = lines(Opened(address="http://127.0.0.1:1/enter?key=x", port=1, browser=False, cases="/c"))
    assert "http://127.0.0.1:1/enter?key=x" in told and any("Open this address" in line for line in told)
    told = lines(Opened(address="http://127.0.0.1:1/enter?key=x", port=1, browser=True, cases="/c"))
    assert not any("Open this address" in line for line in told)
