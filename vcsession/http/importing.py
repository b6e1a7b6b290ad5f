"""A draft or proposals out of a Word or Excel file: read and shown, row by row; nothing is written here.

What a row would do is decided on a state that is thrown away; the rows that the person keeps come as the
usual commands afterwards, or as part of a session file.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast, get_args

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from vcsession import wire
from vcsession.core.refusals import refuse
from vcsession.core.session import apply, decide
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor, Refused, Stamp
from vcsession.http.api import caller
from vcsession.http.errors import problem, refusal
from vcsession.http.papers import AT_ONCE, MOST_ABOUT, WITHIN_S, TooLarge, taken
from vcsession.http.secretariat import desk
from vcsession.imported import Entry, Imported, What, imported
from vcsession.room import Room
from vcsession.sheets import MOST_BYTES, Unreadable, sheets

MAY: Final[Mapping[What, frozenset[str]]] = {
    "draft": frozenset({"secretary"}),
    "proposals": frozenset({"head", "delegate"}),
}
"""Who gives the commands that the rows become"""


async def into_file(request: web.Request) -> web.Response:
    """POST /api/session-file/import: multipart/form-data, `about` {"what", "language", "codes"}, then `file`.

    200 {"sheet", "columns", "entries": [{"row", "data", "faults"}]}, for whoever fills in a session file.
    """
    await desk(request)
    return await _answered(request)


async def into_session(request: web.Request) -> web.Response:
    """POST /api/sessions/{id}/import: the same, and of each row what it would do in this session.

    Each entry has "commands" too, as they may be given, and "refusal" where one of them would be refused.
    """
    room, actor = await caller(request)
    if not any(actor.role in roles for roles in MAY.values()):
        raise refuse("not_your_role")
    return await _answered(request, room, actor)


async def _answered(
    request: web.Request, room: Room | None = None, actor: Actor | None = None
) -> web.Response:
    if not request.content_type.startswith("multipart/form-data"):
        return problem(415, "not_a_form", "Send multipart/form-data: about, then file.")
    semaphore = request.app[AT_ONCE]
    if semaphore.locked():
        return problem(503, "busy", "Other documents are being filed now; try again in a moment.")
    async with semaphore:
        try:
            async with asyncio.timeout(WITHIN_S):
                what, language, codes, data = await _given(request)
            if actor is not None and actor.role not in MAY[what]:
                raise refuse("not_your_role")
            found = await asyncio.to_thread(lambda: imported(sheets(data), what, language, codes))
        except TimeoutError:
            return problem(408, "too_slow", "The file took too long to arrive; nothing was read.")
        except TooLarge:
            return problem(413, "too_large", f"A table has at most {MOST_BYTES // 2**20} MB.")
        except Unreadable as error:
            return problem(422, "unreadable_table", str(error))
        except (ValueError, EOFError, HttpProcessingError):
            return problem(422, "bad_field", "The form could not be read: about (JSON), then file.")
    entries = [dataclasses.asdict(entry) for entry in found.entries]
    if room is not None and actor is not None:
        foreseen = _foreseen(room.state, actor, found, what, room)
        entries = [{**entry, **more} for entry, more in zip(entries, foreseen, strict=True)]
    answer = {"sheet": found.sheet, "columns": found.columns, "entries": entries}
    return web.Response(body=wire.dump(answer), content_type="application/json")


async def _given(request: web.Request) -> tuple[What, str, dict[str, str], bytes]:
    reader = await request.multipart()
    first = await reader.next()
    if not isinstance(first, BodyPartReader) or first.name != "about":
        raise ValueError("about comes first")
    about = wire.plain(await taken(first, MOST_ABOUT))
    second = await reader.next()
    if not isinstance(about, dict) or not isinstance(second, BodyPartReader) or second.name != "file":
        raise ValueError("about is an object, and the file comes second")
    what, language, codes = about.get("what"), about.get("language", "ru"), about.get("codes", {})
    if what not in get_args(What) or not isinstance(language, str) or not isinstance(codes, dict):
        raise ValueError("what, language, codes")
    if not all(isinstance(code, str) for code in codes.values()):
        raise ValueError("codes")
    return cast(What, what), language, codes, await taken(second, MOST_BYTES)


def _foreseen(
    state: State, actor: Actor, found: Imported, what: What, room: Room
) -> Iterator[dict[str, Any]]:
    """What each row would do, after those before it."""
    now = room.now()
    for entry in found.entries:
        commands = list(_draft(state, entry) if what == "draft" else _proposal(entry))
        refused: dict[str, Any] | None = None
        for plain in () if entry.faults else commands:
            try:
                command, _, _ = wire.command_from({**plain, "cause": "import"})
                events = decide(state, actor, cast(Any, command), now)
            except Refused as error:
                refused = refusal(error)
                break
            state = apply(state, events, Stamp(state.version + 1, now, actor))
        yield {"commands": commands, "refusal": refused}


def _draft(state: State, entry: Entry) -> Iterator[dict[str, Any]]:
    """A new unit, or new words for one that there is; none where it says the same already."""
    for cell in entry.data["cells"]:
        unit = state.units.get(cell["path"])
        if unit is None:
            yield {"type": "add_unit", "unit": cell["path"], "kind": cell["kind"], "text": cell["text"]}
        elif {**unit.current.text, **cell["text"]} != dict(unit.current.text):
            words = {**unit.current.text, **cell["text"]}
            yield {"type": "revise_text", "unit": cell["path"], "text": words, "base": unit.current.number}


def _proposal(entry: Entry) -> Iterator[dict[str, Any]]:
    data = entry.data
    yield {
        "type": "submit_proposal",
        "kind": data["kind"],
        "unit": data["unit"],
        "rationale": data["rationale"],
        **({"text": data["text"]} if data["text"] else {}),
        **({"author": data["author"]} if data["author"] else {}),
    }
