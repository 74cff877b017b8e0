"""The desk as a web application: routes, and the gate in front of them.

    app = create_app(Workspace(folder), worker=Worker(), keys=Keys(), port=8642)

Pages are made on the server and useful before any script runs. Handlers without `async` run in a pool of threads.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from recoupe.desk import media
from recoupe.desk.drawing import STATIC, TEMPLATES
from recoupe.desk.failures import Problem, on_family, on_http, problem_response
from recoupe.desk.guard import ENTRANCE, Gate, Keys
from recoupe.desk.pages import cases, compare, custody, dossier, findings, leads, source, sources
from recoupe.desk.renditions import Renditions
from recoupe.desk.state import Desk, desk_of
from recoupe.desk.worker import Worker
from recoupe.desk.workspace import Workspace
from recoupe.errors import RecoupeError
from recoupe.read.rendition import browsable

CASE = "/case/{handle:str}"
SOURCE = CASE + "/source/{digest:str}"


def enter(request: Request) -> Response:
    """Exchange the key in the address for the cookie, then go on from a page of our own.

    A page and not a redirect: browsers withhold a SameSite=Strict cookie along redirects that another program began.
    """
    desk = desk_of(request)
    if not desk.keys.admits(request.query_params.get("key", "")):
        problem = Problem(
            401, "key", "this address is no key to the desk, or was used before",
            todo="open the address that recoupe printed; it changes with every start",
        )  # fmt: skip
        return problem_response(request, problem)
    answer = TEMPLATES.TemplateResponse(request, "enter.html", {})
    answer.set_cookie(desk.cookie, desk.keys.session, httponly=True, samesite="strict", path="/")
    return answer


def to_case(request: Request) -> Response:
    """`/case/<handle>/` with its slash is the case, too."""
    return RedirectResponse(f"/case/{request.path_params['handle']}", 308)


ROUTES = [
    Route(ENTRANCE, enter),
    Route("/", cases.index),
    Route("/new", cases.new, methods=["POST"]),
    Route("/folder", cases.move, methods=["POST"]),
    Route("/job/{job:str}.json", cases.job_json),
    Route("/job/{job:str}", cases.job_page),
    Route(CASE, leads.leads_page),
    Route(CASE + "/", to_case),
    Route(CASE + "/add", cases.add, methods=["POST"]),
    Route(CASE + "/run", cases.go_on, methods=["POST"]),
    Route(CASE + "/sources", sources.sources_page),
    Route(SOURCE, source.source_page),
    Route(SOURCE + "/original", media.original),
    Route(SOURCE + "/clip", media.clip),
    Route(SOURCE + "/clip.json", media.clip_json),
    Route(SOURCE + "/still.jpg", media.still),
    Route(SOURCE + "/picture.jpg", media.picture),
    Route(CASE + "/compare", compare.compare_page),
    Route(CASE + "/compare/{map:str}", compare.map_page),
    Route(CASE + "/findings", findings.findings_page),
    Route(CASE + "/statements", findings.statements_page),
    Route(CASE + "/dossier", dossier.dossier_page),
    Route(CASE + "/dossier", cases.write_dossier, methods=["POST"]),
    Route(CASE + "/dossier/view", dossier.view),
    Route(CASE + "/dossier/download", dossier.download),
    Route(CASE + "/custody", custody.custody_page),
    Mount("/static", StaticFiles(directory=STATIC)),
]


def create_app(
    workspace: Workspace, *, worker: Worker, keys: Keys, port: int, renditions: Renditions | None = None
) -> ASGIApp:
    """The application behind its gate.

    Args:
        workspace: The cases it shows.
        worker: Does what changes a case; the caller closes it.
        keys: The secrets that open this desk.
        port: The port it is reached at, on 127.0.0.1 or localhost.
        renditions: Makes what players play; the caller closes it.
    """
    cookie = f"recoupe-desk-{port}"
    inner = Starlette(routes=ROUTES, exception_handlers={RecoupeError: on_family, HTTPException: on_http})
    inner.router.redirect_slashes = False
    inner.state.desk = Desk(
        workspace, worker=worker, renditions=renditions or Renditions(browsable), keys=keys, cookie=cookie
    )
    hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
    return Gate(inner, keys=keys, hosts=hosts, cookie=cookie)
