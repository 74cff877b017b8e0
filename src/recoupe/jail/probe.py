"""Acts a hostile file would like to commit, tried in a child to measure which layer refuses them."""

from __future__ import annotations

from typing import Any, BinaryIO

from recoupe.jail.outlet import Outlet


def nothing(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> Any:
    """Read the file and say how long it is: the smallest job there is."""
    return len(file.read())
