"""Names of jobs, and the modules they may come from: this package's own, nothing else."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

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
    """Import a job's module and everything it names in `PRELOAD`.

    `PRELOAD` is a tuple of module names that libraries would import late, when the jail no longer lets them:
    `"zoneinfo"`, or `"PIL.*"` for a package and all modules in it.
    """
    found = importlib.import_module(module)
    for name in ("encodings.*", *getattr(found, "PRELOAD", ())):
        _preload(name)
    return found


def _preload(name: str) -> None:
    package_name, star, _ = name.partition(".*")
    package = importlib.import_module(package_name)
    if not star:
        return
    for item in pkgutil.iter_modules(package.__path__, package_name + "."):
        try:
            importlib.import_module(item.name)
        except ImportError:
            continue  # modules for another system (encodings.mbcs) or an optional library: not needed here


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
