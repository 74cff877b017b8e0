"""Names of jobs, and the modules they may come from: this package's own, nothing else."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any, Final

Job = Callable[..., Any]

_NAME = re.compile(r"([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*):([a-z][a-z0-9_]*)")


def split(job: str, *, roots: Iterable[str] = ("recoupe",)) -> tuple[str, str]:
    """Module and function of a job's name.

    Raises:
        ValueError: The name is not `package.module:function`, or the package is not one of `roots`.
    """
    found = _NAME.fullmatch(job)
    if found is None or found[1].partition(".")[0] not in set(roots):
        raise ValueError(f"a job is named 'recoupe.package.module:function', not {job!r}")
    return found[1], found[2]


def load(module: str) -> ModuleType:
    """Import a job's module and whatever its libraries would import later, when the jail no longer lets them.

    Libraries of `LATE` that the module uses are loaded whole. For others a module names what it needs in
    `PRELOAD`: `"zoneinfo"`, or `"email.*"` for a package and everything in it.
    """
    found = importlib.import_module(module)
    for name in LATE:
        if name in sys.modules:
            _preload(f"{name}.*")
    for name in getattr(found, "PRELOAD", ()):
        _preload(name)
    return found


LATE: Final = ("encodings", "av", "pypdf", "openpyxl", "trafilatura", "htmldate", "dateparser", "email")
"""Libraries that import parts of themselves while they work. Pillow is not among them: it would load readers for forty
more kinds of picture, some of them fragile; jobs name the ones they want."""


def _preload(name: str) -> None:
    package_name, star, _ = name.partition(".*")
    package = importlib.import_module(package_name)
    if not star:
        return
    for item in pkgutil.walk_packages(package.__path__, package_name + ".", onerror=lambda name: None):
        if item.name.endswith(".__main__"):
            continue
        try:
            importlib.import_module(item.name)
        except ImportError:
            continue  # a module for another system (encodings.mbcs) or for an optional library: not needed here


def function(module: ModuleType, name: str) -> Job:
    """The job itself, which must be defined in that module and not merely imported there.

    Raises:
        LookupError: There is no such function.
    """
    found = getattr(module, name, None)
    if not callable(found) or getattr(found, "__module__", None) != module.__name__:
        raise LookupError(f"{module.__name__} defines no job named {name!r}")
    job: Job = found
    return job
