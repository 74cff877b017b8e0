"""The list of cases, the hand-over of files, and the progress of a job."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from recoupe.desk.drawing import TEMPLATES
from recoupe.desk.failures import BadRequest, NotHere
from recoupe.desk.state import Frame, desk_of, frame
from recoupe.desk.uploads import Incoming, receive
from recoupe.desk.worker import Job, Task
from recoupe.desk.workspace import Settings, Shelf, Workspace, handle_of, save_settings
from recoupe.draw.text import one_line
from recoupe.errors import RecoupeError, UnreadableFile
from recoupe.preserve import Case

SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class CasesPage:
    """The first page: all cases, and where they are kept."""

    shelves: tuple[Shelf, ...]
    folder: str
    running: frozenset[str]


@dataclass(frozen=True, slots=True)
class JobPage:
    """A job on its way: its snapshot, where it leads when done, and the case's frame once there is a case."""

    job: dict[str, Any]
    href: str
    title: str
    over: bool
    frame: Frame | None


def index(request: Request) -> Response:
    """The list of cases; a desk of one case goes straight to it."""
    desk = desk_of(request)
    if desk.workspace.only is not None:
        return RedirectResponse(f"/case/{handle_of(desk.workspace.only)}", SEE_OTHER)
    page = CasesPage(
        shelves=tuple(desk.workspace.shelves()),
        folder=str(desk.workspace.folder),
        running=frozenset(job.handle for job in desk.worker.pending()),
    )
    return TEMPLATES.TemplateResponse(request, "cases.html", {"page": page})


async def new(request: Request) -> Response:
    """Make a case from what was handed over, and begin the whole job on it."""
    desk = desk_of(request)
    if desk.workspace.folder is None:
        raise NotHere("this desk shows one case only", todo="start it without a case: recoupe desk")
    incoming = await take(request, desk.workspace)
    title = one_line(incoming.fields.get("title", ""), most=200).strip()
    root = await run_in_threadpool(make_case, desk.workspace, title)
    job = desk.worker.submit(handle_of(root), Task(case=str(root), incoming=str(incoming.folder)))
    return answer_job(request, job)


def make_case(workspace: Workspace, title: str) -> Path:
    """A new empty case: made at once, so that a second hand-over of the same title gets another folder."""
    root = workspace.new_root(title)
    Case.create(root, title=title or root.name).close()
    return root


async def add(request: Request) -> Response:
    """Take more into a case, and do the whole job again on what is new."""
    desk = desk_of(request)
    handle = request.path_params["handle"]
    root = await run_in_threadpool(desk.workspace.root, handle)
    incoming = await take(request, desk.workspace)
    return answer_job(request, desk.worker.submit(handle, Task(case=str(root), incoming=str(incoming.folder))))


def go_on(request: Request) -> Response:
    """Do what is left to do in a case."""
    desk = desk_of(request)
    handle = request.path_params["handle"]
    root = desk.workspace.root(handle)
    return answer_job(request, desk.job(handle) or desk.worker.submit(handle, Task(case=str(root))))


def write_dossier(request: Request) -> Response:
    """Write the dossier again."""
    desk = desk_of(request)
    handle = request.path_params["handle"]
    root = desk.workspace.root(handle)
    return answer_job(request, desk.worker.submit(handle, Task(case=str(root), kind="dossier")))


async def move(request: Request) -> Response:
    """Keep the cases in another folder from now on."""
    desk = desk_of(request)
    if desk.workspace.folder is None:
        raise NotHere("this desk shows one case only")
    async with request.form(max_files=0, max_fields=4) as form:
        text = str(form.get("folder", "")).strip()
    folder = Path(text).expanduser()
    if not text or not folder.is_absolute():
        raise BadRequest(
            "the folder must be written out from the root", todo="for instance /home/me/cases or C:\\cases"
        )
    try:
        await run_in_threadpool(lambda: folder.mkdir(parents=True, exist_ok=True))
        await run_in_threadpool(save_settings, Settings(workspace=str(folder)))
    except OSError as error:
        raise UnreadableFile(f"the folder cannot be used ({error.strerror})", todo="choose another one") from error
    desk.workspace.folder = folder
    return RedirectResponse("/", SEE_OTHER)


def job_page(request: Request) -> Response:
    """How far a job is; useful without script, which only refreshes it sooner."""
    job = _job(request)
    page = _job_page(request, job)
    if job.state == "done" and not job.snapshot()["failed"] and "stay" not in request.query_params:
        return RedirectResponse(page.href, SEE_OTHER)
    return TEMPLATES.TemplateResponse(request, "job.html", {"page": page, "frame": page.frame})


def job_json(request: Request) -> Response:
    """The same as data."""
    job = _job(request)
    return JSONResponse({**job.snapshot(), "href": _href(job)})


async def take(request: Request, workspace: Workspace) -> Incoming:
    """Receive the files of a request into a private folder beside the cases.

    Raises:
        BadRequest: Nothing was handed over, or it did not arrive whole.
        TooLarge: A limit was passed.
    """
    folder = await run_in_threadpool(workspace.incoming)
    try:
        incoming = await receive(request.stream(), request.headers.get("content-type", ""), folder)
        if not incoming.files:
            raise BadRequest("nothing was handed over", todo="choose files or a folder, or drag them onto the page")
    except BaseException:  # also when the browser goes away in the middle: nothing half-taken may stay behind
        await run_in_threadpool(shutil.rmtree, folder, ignore_errors=True)
        raise
    return incoming


def answer_job(request: Request, job: Job) -> Response:
    """Where to follow a job: data for a script, the page for a form."""
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"job": job.id, "href": f"/job/{job.id}"}, status_code=202)
    return RedirectResponse(f"/job/{job.id}", SEE_OTHER)


def _job(request: Request) -> Job:
    job = desk_of(request).worker.job(request.path_params["job"])
    if job is None:
        raise NotHere("there is no such job", todo="jobs are forgotten when the desk ends; the case is not")
    return job


def _href(job: Job) -> str:
    return f"/case/{job.handle}" + ("/dossier" if job.task.kind == "dossier" else "")


def _job_page(request: Request, job: Job) -> JobPage:
    desk = desk_of(request)
    found: Frame | None = None
    try:
        with desk.read(job.handle) as book:
            found = frame(desk, book, "job")
    except RecoupeError:
        found = None  # the case is not there yet, or cannot be read: the job's own words say why
    title = found.title if found else job.task.title
    return JobPage(job=job.snapshot(), href=_href(job), title=title, over=job.over, frame=found)
