"""One shape for everything that goes wrong: JSON for programs, a page for people.

{"error": {"slug": "no-such-page", "status": 404, "reason": "…", "todo": "…"}}
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from recoupe.desk.drawing import TEMPLATES
from recoupe.errors import CaseBusy, CaseError, ComponentMissing, InputError, JailError, RecoupeError

HEADLINES = {
    400: "That request could not be understood",
    401: "This browser has no key",
    403: "Not allowed",
    404: "There is nothing here",
    405: "Not possible here",
    409: "Busy",
    413: "Too large",
    421: "Wrong address",
    422: "That cannot be used",
    500: "Something went wrong",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong: HTTP status, a stable slug, the reason, and what to do about it."""

    status: int
    slug: str
    reason: str
    todo: str = ""

    @property
    def headline(self) -> str:
        """A few words for the head of the page."""
        return HEADLINES.get(self.status, "Something went wrong")


FAULT = Problem(
    500,
    "desk",
    "a fault in recoupe itself stopped this page",
    "go back and try again; if it happens again, the terminal that runs recoupe says where",
)


class NotHere(RecoupeError):
    """The address names nothing that this desk shows."""

    slug = "no-such-page"


class BadRequest(RecoupeError):
    """The request is not one this desk's own pages make."""

    slug = "bad-request"


class TooLarge(InputError):
    """More was handed over than the desk takes in one go."""

    slug = "too-large"


STATUSES: tuple[tuple[type[RecoupeError], int], ...] = (
    (NotHere, 404),
    (BadRequest, 400),
    (TooLarge, 413),
    (CaseBusy, 409),
    (CaseError, 500),
    (ComponentMissing, 422),
    (JailError, 422),
    (InputError, 422),
)


def problem_of(error: RecoupeError) -> Problem:
    """The problem an error of the family stands for."""
    status = next((status for kind, status in STATUSES if isinstance(error, kind)), 422)
    return Problem(status, error.slug, error.reason, error.todo)


def problem_response(request: Request, problem: Problem) -> Response:
    """JSON where JSON was asked for, else the page."""
    if wants_json(request):
        body = {
            "error": {
                "slug": problem.slug,
                "status": problem.status,
                "reason": problem.reason,
                "todo": problem.todo,
            }
        }
        return JSONResponse(body, status_code=problem.status)
    return TEMPLATES.TemplateResponse(request, "problem.html", {"problem": problem}, status_code=problem.status)


def wants_json(request: Request) -> bool:
    """Whether a script asks: by the address, or by Accept."""
    return request.url.path.endswith(".json") or "application/json" in request.headers.get("accept", "")


async def on_family(request: Request, error: Exception) -> Response:
    """Handler for errors of the family."""
    assert isinstance(error, RecoupeError)
    return problem_response(request, problem_of(error))


async def on_http(request: Request, error: Exception) -> Response:
    """Handler for Starlette's own refusals: unknown address, wrong method."""
    assert isinstance(error, HTTPException)
    slug = {404: "no-such-page", 405: "method"}.get(error.status_code, "http")
    reason = {404: "the address names nothing that this desk shows", 405: "not possible at this address"}
    return problem_response(request, Problem(error.status_code, slug, reason.get(error.status_code, str(error.detail))))
