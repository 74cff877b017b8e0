"""What only tests change: further packages that may hold jobs, and layers left out to show that they are what refuses.

Nothing reads these from the environment, from settings or from a case: only code that already runs in the
parent can set them, and such code needs no jail to do harm.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True)
class Switches:
    """roots: packages whose jobs may run. paths: folders put on the child's import path. off: layers left out."""

    roots: tuple[str, ...] = ("recoupe",)
    paths: tuple[str, ...] = ()
    off: tuple[str, ...] = ()


switches = Switches()


@contextlib.contextmanager
def jobs_from(root: str, path: str) -> Iterator[None]:
    """Let jobs come from the package or module `root` as well, found in the folder `path`."""
    before = switches.roots, switches.paths
    switches.roots, switches.paths = (*switches.roots, root), (*switches.paths, path)
    try:
        yield
    finally:
        switches.roots, switches.paths = before


@contextlib.contextmanager
def without(*layers: str) -> Iterator[None]:
    """Leave out layers, by the names in `recoupe.jail.confine.LAYERS`, in the children started meanwhile."""
    before = switches.off
    switches.off = (*before, *layers)
    try:
        yield
    finally:
        switches.off = before
