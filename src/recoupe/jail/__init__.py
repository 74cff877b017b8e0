"""Children that open foreign bytes: every parser of what was collected runs in one, and only plain data comes back.

    from recoupe import jail

    facts = jail.call("recoupe.read.text.jobs:open_document", path, settings={"media_type": "text/html"})

A job is a function of this package that runs in the child, one child per call:

    def open_document(file: BinaryIO, settings: dict[str, Any], outlet: jail.Outlet) -> Any

It is handed one read-only, seekable file (a list of them when `extra` was given), knows no path, and
returns plain data. `docs/explanation/foreign-bytes.md` says what the jail keeps out and what it does not.
"""

from recoupe.jail.caller import call
from recoupe.jail.layers import Layer, layers, present
from recoupe.jail.limits import Limits, limits_for
from recoupe.jail.nursery import shutdown
from recoupe.jail.outlet import Outlet

__all__ = ["Layer", "Limits", "Outlet", "call", "layers", "limits_for", "present", "shutdown"]
