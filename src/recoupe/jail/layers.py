"""Which layers of the jail hold on this machine, found out by trying.

For each layer a child is started with that layer alone and commits the act it should refuse; a child without any
layer commits the same act, so that a refusal is known to come from the layer and not from the machine.
"""

from __future__ import annotations

import functools
import socket
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import msgspec

from recoupe.errors import ChildOverLimit, ChildTimedOut, JailError
from recoupe.jail import caller, confine
from recoupe.jail.limits import MIB, Limits
from recoupe.jail.probe import DONE

_ROOMY = Limits(wall_s=20, cpu_s=60)
State = Literal["active", "absent", "not supported here"]


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """One protective layer: what it keeps out, and whether it was seen to do so here.

    active: the act was refused, and succeeds without the layer. absent: the act succeeded although the layer was
    put in place, or the measurement failed. not supported here: the system has no such layer; `reason` says why.
    """

    name: str
    state: State
    keeps_out: str
    reason: str = ""


class _Trial(msgspec.Struct, frozen=True):
    """The act that measures a layer: a job of `recoupe.jail.probe`, its settings, and its limits."""

    keeps_out: str
    job: str
    settings: dict[str, Any] = {}
    limits: Limits = _ROOMY


@functools.cache
def layers() -> tuple[Layer, ...]:
    """Measure every layer once in the life of this program; about two seconds, mostly of waiting.

    A machine on which no child can be started at all gives the single layer `process`, not supported.
    """
    with tempfile.TemporaryDirectory(prefix="recoupe-") as folder, _listener() as listener:
        path = Path(folder) / "probe"
        path.write_bytes(b"probe")
        try:
            caller.run("recoupe.jail.probe:nothing", [path], {}, _ROOMY)
        except JailError as error:
            return (Layer(name="process", state="not supported here", keeps_out=_OWN_PROCESS, reason=error.reason),)
        tasks: list[Callable[[], Layer]] = [lambda: _wall_clock(path)]
        trials = _trials(str(path), listener.getsockname()[1])
        tasks += [functools.partial(_measure, name, trial, path) for name, trial in trials]
        with ThreadPoolExecutor(4) as pool:
            measured = list(pool.map(lambda task: task(), tasks))
    return (Layer(name="process", state="active", keeps_out=_OWN_PROCESS), *measured)


@functools.cache
def present() -> Mapping[str, str]:
    """Which layers a child of this program closes around itself: layer → empty, or the reason why it cannot.

    Told by one child of itself, in some 50 ms, and not measured as `layers` does; with no child at all, `process` is
    what is absent.
    """
    said: dict[str, str] = {}
    with tempfile.TemporaryFile() as file:
        try:
            caller.run("recoupe.jail.probe:nothing", [file.fileno()], {}, _ROOMY, report=said.update)
        except JailError as error:
            return {"process": error.reason}
    return {"process": "", **said}


_OWN_PROCESS = "a crash of a reader taking recoupe down with it, and its memory being read"


def _trials(path: str, port: int) -> list[tuple[str, _Trial]]:
    small = Limits(wall_s=20, memory_bytes=64 * MIB)
    brief = Limits(wall_s=20, cpu_s=1)
    return [
        ("memory", _Trial("taking all memory of the machine", "allocate", {"bytes": 256 * MIB}, small)),
        ("processor", _Trial("using the processor without end", "burn", {"seconds": 1.8}, brief)),
        ("descriptors", _Trial("files and connections that recoupe has open itself", "reach_others")),
        ("no-files-written", _Trial("writing into any file", "write_path", {"path": path})),
        ("privileges", _Trial("gaining rights by starting a program", "keep_rights")),
        ("landlock", _Trial("reading any file by its path", "read_path", {"path": path})),
        ("seccomp", _Trial("starting programs", "make_process")),
        ("seccomp", _Trial("reaching the network", "connect", {"port": port})),
        ("seccomp", _Trial("signals to other programs", "signal_parent")),
    ]


def _measure(name: str, trial: _Trial, path: Path) -> Layer:
    said: dict[str, str] = {}
    others = [other for other in confine.LAYERS if other != name]
    try:
        alone = _act(trial, path, others, said.update)
        without = _act(trial, path, list(confine.LAYERS), None)
    except JailError as error:
        return Layer(name=name, state="absent", keeps_out=trial.keeps_out, reason=f"not measured: {error.reason}")
    state: State = "active"
    reason = ""
    if said.get(name):
        state, reason = "not supported here", said[name]
    elif alone == DONE:
        state, reason = "absent", "it was put in place, and the act it should refuse succeeded"
    elif without != DONE:
        reason = f"the act is refused even without it ({without})"
    return Layer(name=name, state=state, keeps_out=trial.keeps_out, reason=reason)


def _act(trial: _Trial, path: Path, off: list[str], report: caller.Report | None) -> str:
    try:
        result = caller.run(
            f"recoupe.jail.probe:{trial.job}", [path], trial.settings, trial.limits, report=report, off=off
        )
    except ChildOverLimit:
        return "over the limit"
    return str(result)


def _wall_clock(path: Path) -> Layer:
    keeps_out = "a reader that never ends"
    try:
        caller.run("recoupe.jail.probe:wait", [path], {"seconds": 10}, Limits(wall_s=0.3))
    except ChildTimedOut:
        return Layer(name="time", state="active", keeps_out=keeps_out)
    except JailError as error:
        return Layer(name="time", state="absent", keeps_out=keeps_out, reason=f"not measured: {error.reason}")
    return Layer(name="time", state="absent", keeps_out=keeps_out, reason="the child was not ended in time")


def _listener() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))
