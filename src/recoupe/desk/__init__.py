"""The desk: every case in the browser, on this computer alone.

`serve` runs it; `create_app` gives the web application to a server of your own or to a test.
"""

from recoupe.desk.app import create_app
from recoupe.desk.guard import Keys
from recoupe.desk.server import Opened, PortTaken, lines, serve
from recoupe.desk.worker import Worker
from recoupe.desk.workspace import Workspace

__all__ = ["Keys", "Opened", "PortTaken", "Worker", "Workspace", "create_app", "lines", "serve"]
