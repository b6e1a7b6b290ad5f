"""Every failure as a plain sentence with a stable code: {"code", "message"}."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web

from vcsession.chain import Unsaved
from vcsession.core.vocabulary import Refused
from vcsession.http.access import Denied
from vcsession.journal import Fenced, StoreUnavailable
from vcsession.rooms import SessionExists, UnknownSession
from vcsession.signing import Broken
from vcsession.wire import Unreadable

log = structlog.get_logger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

STATUS = {"role": 403, "state": 409, "input": 422}

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data: blob:; "
        "media-src 'self' blob: mediastream:; connect-src 'self' ws: wss:; font-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def problem(status: int, code: str, message: str, **more: Any) -> web.Response:
    return web.json_response({"code": code, "message": message, **more}, status=status)


def refusal(refused: Refused) -> dict[str, Any]:
    return {"code": refused.code, "message": refused.message, "detail": dict(refused.detail)}


def answer(error: Exception) -> web.Response | None:
    """The answer to a failure that a caller can do something about; None for a bug."""
    match error:
        case Refused():
            return web.json_response(refusal(error), status=STATUS[error.fault])
        case Denied():
            return problem(401, "denied", str(error))
        case UnknownSession():
            return problem(404, "unknown_session", str(error))
        case SessionExists():
            return problem(409, "session_exists", str(error))
        case Unsaved():
            return problem(503, "unsaved", str(error))
        case StoreUnavailable():
            return problem(
                503, "store_unavailable", "saving is paused; nothing can be decided until the store is back"
            )
        case Broken() | Unreadable():
            log.error("a session's log was altered", what=str(error))
            return problem(500, "altered", "the log of this session was altered; nothing is built on it")
        case Fenced():
            return problem(421, "moved", "another server runs this session now")
    return None


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        response = await handler(request)
    except web.HTTPException as error:
        response = problem(error.status, error.reason.lower().replace(" ", "_"), f"{error.reason}.")
        if isinstance(error, web.HTTPMethodNotAllowed):
            response.headers["Allow"] = ", ".join(sorted(error.allowed_methods))
    except ConnectionResetError:
        # The line broke in the middle of the call: nobody is there to be answered, and nothing is wrong here.
        response = problem(400, "hung_up", "The caller hung up in the middle of the call.")
    except Exception as error:
        known = answer(error)
        if known is None:
            log.exception("a call failed", path=request.path)
            known = problem(500, "internal", "Something went wrong here; nothing was changed by this call.")
        response = known
    if not response.prepared:
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
    return response


@web.middleware
async def same_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page of another site cannot act with this browser's cookies (OWASP ASVS 4.4.2)."""
    origin = request.headers.get("Origin")
    # A socket, and events in its place, take the seat from the window that has it.
    opens = "Upgrade" in request.headers or request.path.endswith("/events")
    changes = request.method not in ("GET", "HEAD", "OPTIONS") or opens
    if changes and origin and origin.partition("://")[2] not in request.app[ALLOWED_HOSTS](request):
        return problem(403, "foreign_origin", "This call came from a page of another site.")
    return await handler(request)


ALLOWED_HOSTS: web.AppKey[Callable[[web.Request], set[str]]] = web.AppKey("allowed_hosts", Callable)  # type: ignore[arg-type]
