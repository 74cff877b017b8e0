"""Shut the calling process in, layer by layer. Each layer says of itself whether it holds, and why not if it does not.

Order matters: descriptors and resource limits first, then what takes privileges away, the system-call
filter last, because it refuses the calls that set up the others.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from recoupe.jail import landlock, linux, seccomp

LAYERS = ("descriptors", "memory", "processor", "no-files-written", "privileges", "landlock", "seccomp")


_inherited = 0
"""Address space of the process that this one was forked from, where it prepared its children."""


class Absent(Exception):
    """A layer could not be put in place; the message says why."""


def confine(memory_bytes: int, cpu_s: int, *, keep: Sequence[int], off: Collection[str] = ()) -> dict[str, str]:
    """Put every layer of `LAYERS` in place that this system has.

    Args:
        memory_bytes: Address space beyond what the process has now, or its zygote had when it was ready.
        cpu_s: Processor seconds.
        keep: Descriptors to leave open.
        off: Layers to leave out; for tests, which show that each layer is what refuses.
    Returns:
        Layer → empty when it is active, else the reason it is not.
    """
    acts: dict[str, Callable[[], None]] = {
        "descriptors": lambda: _close_others(keep),
        "memory": lambda: _limit_memory(memory_bytes),
        "processor": lambda: _limit("RLIMIT_CPU", cpu_s, cpu_s + 1),
        "no-files-written": lambda: _limit_files(len(keep)),
        "privileges": linux.drop_privileges,
        "landlock": landlock.close_all,
        "seccomp": seccomp.close_all,
    }
    said: dict[str, str] = {}
    for name in LAYERS:
        if name in off:
            said[name] = "switched off"
            continue
        try:
            acts[name]()
            said[name] = ""
        except (Absent, OSError, ValueError) as error:
            said[name] = str(error) or type(error).__name__
    return said


def prepare() -> None:
    """Work out, once and before forking, what every child would work out anew: its filter, and how large it begins.

    Reading a file of /proc and building the filter are half of what shutting a child in costs.
    """
    global _inherited
    seccomp.prepare()
    with contextlib.suppress(Absent):
        _inherited = _address_space()


def die_with_parent() -> None:
    """Linux: be killed when the process that forked this one ends. Elsewhere nothing: closed channels end the child."""
    with contextlib.suppress(OSError):
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)


def backstop(wall_s: float) -> None:
    """End this process some time after its wall clock, should the parent have gone without ending it."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, wall_s + 5)


def _close_others(keep: Sequence[int]) -> None:
    """Close every descriptor but `keep`."""
    at = 0
    for descriptor in sorted(keep):
        if at < descriptor:  # an empty range is taken by some versions to mean all of them
            os.closerange(at, descriptor)
        at = descriptor + 1
    os.closerange(at, max(at, min(os.sysconf("SC_OPEN_MAX"), 1 << 20)))


def _limit(name: str, soft: int, hard: int) -> None:
    import resource  # absent on Windows, where no child is ever started

    number = getattr(resource, name, None)
    if number is None:
        raise Absent(f"{name} is not known to this system")
    _, ceiling = resource.getrlimit(number)
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(number, (soft, hard))


def _limit_memory(memory_bytes: int) -> None:
    if sys.platform == "darwin":
        raise Absent("macOS accepts a limit of address space and does not hold to it")
    limit = (_inherited or _address_space()) + memory_bytes
    _limit("RLIMIT_AS", limit, limit)


def _address_space() -> int:
    """Bytes of address space this process has now."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError) as error:
        raise Absent(f"the present size cannot be read ({error})") from error
    return pages * os.sysconf("SC_PAGE_SIZE")


def _limit_files(kept: int) -> None:
    _limit("RLIMIT_CORE", 0, 0)
    _limit("RLIMIT_NOFILE", kept + 16, kept + 16)
    _limit("RLIMIT_FSIZE", 0, 0)
    if sys.platform == "darwin":  # there it counts processes; on Linux threads too, which decoders need
        _limit("RLIMIT_NPROC", 0, 0)
