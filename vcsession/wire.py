"""JSON <-> the core's dataclasses: one schema for the wire, the log, OpenAPI and the client's types."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Final, NamedTuple, TypeVar
from zoneinfo import available_timezones

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from vcsession.core import bureau, catalogue, folder
from vcsession.core.matters import copies, corrections, credentials, line_checks, minutes, papers, signatures
from vcsession.core.matters.amending import AmendConvocation
from vcsession.core.matters.decisions import AnswerRecorded
from vcsession.core.refusals import refuse
from vcsession.core.slices import Slice
from vcsession.core.vocabulary import OFFICERS, Actor, Commit, Refused

C = TypeVar("C")

_STRICT = ConfigDict(strict=True, extra="forbid")

MAX_DEPTH: Final = 16
MAX_TEXT: Final = 20_000
"""Characters of one text in a command."""
MAX_NAME: Final = 64
"""Characters of a field's name."""
MAX_CAUSE: Final = 100
MAX_NUMBER: Final = 2**53 - 1
"""Greater numbers are not the same in every reader of JSON (RFC 8259, 6)."""

# What XML cannot hold cannot be printed in the documents; half a surrogate pair cannot be stored at all.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Command = catalogue.Command | folder.Command | bureau.Command
"""Of the plenary, of a delegation's own folder, and of the bureau's papers."""

COMMAND: Final[TypeAdapter[Command]] = TypeAdapter(
    Annotated[Command, Field(discriminator="type")], config=_STRICT
)


Event = catalogue.Event | folder.Event | bureau.Event

# The events are told apart by their tag, which the pure core cannot say.
_TAG = Field(discriminator="type")
_PLENARY: Final = TypeAdapter(Commit[Annotated[catalogue.Event, _TAG]])
_FOLDER: Final = TypeAdapter(Commit[Annotated[folder.Event, _TAG]])
_BUREAU: Final = TypeAdapter(Commit[Annotated[bureau.Event, _TAG]])
_SLICE: Final[TypeAdapter[Slice]] = TypeAdapter(Slice)
_ANY: Final[TypeAdapter[Any]] = TypeAdapter(Any)


class Given(NamedTuple):
    """A command with its envelope: `epoch` is that of the presiding officer whom its sender saw preside."""

    command: Command
    cause: str
    epoch: int | None = None


def parse_command(data: bytes | str) -> Given:
    """A command, its cause and its epoch from a JSON object.

    Raises Refused `bad_field` that names the first wrong field.
    """
    return command_from(plain(data))


def plain(data: bytes | str) -> object:
    """JSON of unknown content; raises Refused `bad_field` where it is none, or gives a field twice."""
    try:
        return json.loads(data, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise refuse("bad_field", field="body", problem="not a JSON object") from None


def _no_number(_name: str) -> object:
    raise ValueError("NaN and Infinity are no JSON")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Readers differ in which of two fields of one name they believe (RFC 8259, 4); here it is neither."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise refuse("bad_field", field=printable(name), problem="given twice")
        found[name] = value
    return found


def command_from(raw: object) -> Given:
    if not isinstance(raw, dict):
        raise refuse("bad_field", field="body", problem="not a JSON object of a command")
    check(raw, "body")
    given = dict(raw)
    cause = given.pop("cause", None)
    if not isinstance(cause, str) or not 1 <= len(cause) <= MAX_CAUSE:
        raise refuse(
            "bad_field", field="cause", problem=f"an id of 1 to {MAX_CAUSE} characters, new for each command"
        )
    epoch = given.pop("epoch", None)
    if epoch is not None and (not isinstance(epoch, int) or isinstance(epoch, bool) or epoch < 0):
        raise refuse(
            "bad_field", field="epoch", problem="the presiding officer's epoch, as the sitting shows it"
        )
    try:
        command = COMMAND.validate_json(json.dumps(given))
    except ValidationError as error:
        raise refusal(error) from None
    return Given(command, cause, epoch)


def check_zones(command: catalogue.Command) -> None:
    """A deadline and a printed time are of a zone that there is: the core trusts its name; raises Refused."""
    if not isinstance(command, AmendConvocation):
        return
    c = command.convocation
    for zone in (c.time_zone, *(d.time_zone for d in c.delegations)):
        if zone not in available_timezones():
            raise refuse("bad_field", field="time_zone", problem="no time zone of this name")


def upload_from(raw: object) -> tuple[papers.UploadDocument, str]:
    """The command that files a document, from whoever has its bytes in hand."""
    command, cause, _epoch = command_from(raw)
    if not isinstance(command, papers.UploadDocument):
        raise refuse("bad_field", field="type", problem="no document is filed by this")
    return command, cause


def check(value: object, name: str, depth: int = 1) -> None:
    """What can be read, stored and printed; `name` is the field that a refusal names."""
    if depth > MAX_DEPTH:
        raise refuse("bad_field", field="body", problem="nested too deep")
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise refuse("bad_field", field=name, problem=f"at most {MAX_TEXT} characters")
        if _UNPRINTABLE.search(value):
            raise refuse("bad_field", field=name, problem="holds a control character")
    elif isinstance(value, int) and abs(value) > MAX_NUMBER:
        raise refuse("bad_field", field=name, problem="no such number")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if len(key) > MAX_NAME or _UNPRINTABLE.search(key):
                raise refuse("bad_field", field=name, problem="no field has such a name")
            check(inner, key, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            check(inner, name, depth + 1)


def printable(value: object) -> str:
    """What was not checked yet, as it may be told: short, and without what cannot be shown."""
    return _UNPRINTABLE.sub("", value[:MAX_CAUSE]) if isinstance(value, str) else ""


def refusal(error: ValidationError) -> Refused:
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return refuse("bad_field", field="type", problem="no command of this name")
    # the first place of a tagged union is the tag itself
    path = ".".join(str(part) for part in first["loc"][1:]) or "body"
    return refuse("bad_field", field=path, problem=first["msg"].lower())


def canonical(value: Any) -> bytes:
    """Canonical JSON: sorted keys, UTF-8, no spaces."""
    return _ordered(_ANY.dump_python(value, mode="json"))


def _ordered(unordered: Any) -> bytes:
    return json.dumps(unordered, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def dump_commit(commit: Commit[object]) -> bytes:
    """The exact bytes that the log stores and the chain hashes."""
    plain = mapping(commit)
    if plain["actor"]["entered_by"] is None:  # stored as before there were aides
        del plain["actor"]["entered_by"]
    return _ordered(plain)


class Unreadable(Exception):
    """What the log holds is no commit of ours; the message is a plain sentence."""


def load_commit(data: bytes) -> Commit[catalogue.Event]:
    """The commit that `dump_commit` wrote; raises Unreadable."""
    return _load(_PLENARY, data)


def load_folder(data: bytes) -> Commit[folder.Event]:
    """The commit of a delegation's own log; raises Unreadable."""
    return _load(_FOLDER, data)


def load_bureau(data: bytes) -> Commit[bureau.Event]:
    """The commit of the bureau's own log; raises Unreadable."""
    return _load(_BUREAU, data)


def _load(kind: TypeAdapter[C], data: bytes) -> C:
    try:
        return kind.validate_json(data)
    except ValidationError:
        raise Unreadable("the log holds what is no commit; `vcsession verify` finds the place") from None


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def dump_slice(value: Slice) -> bytes:
    return _SLICE.dump_json(value)


def dump(value: Any) -> bytes:
    return _ANY.dump_json(value)


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, as every time on the wire."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def visible(commit: Commit[Event], actor: Actor) -> list[dict[str, Any]]:
    """The commit's events as the asker may see them.

    A request for time stays unattributed; the caucus rooms of others, proposals that the table does not
    know yet and what stands in a log that is not the plenary's are left out.
    """
    shown = (event for event in commit.events if not _elsewhere(event, commit, actor))
    return [mapping(_unattributed(event, actor) or event) for event in shown]


def sender(commit: Commit[Event], actor: Actor) -> Actor | None:
    """Who gave the command, as the asker may know: the seat would tell what the event does not."""
    if any(_elsewhere(event, commit, actor) for event in commit.events):
        return None
    hidden = any(_unattributed(event, actor) for event in commit.events)
    return None if hidden and commit.actor.delegation else commit.actor


def _elsewhere(event: Event, commit: Commit[Event], actor: Actor) -> bool:
    """What is `known_to` some delegations only, the officers read besides: of a caucus room, which they must
    be able to recall, and of a proposal that is not circulated yet.

    A line's figures are for the officers, the technician and their own delegation (3.4, 20).
    So it is with the minutes: what of them is for other seats stands in their view (`view.minutes`). Of a
    paper only its readers do, whoever they are; of a letter of credentials the officers and the delegation.
    """
    if isinstance(event, folder.Event):
        return actor.delegation != commit.actor.delegation
    if isinstance(event, bureau.Event):  # answered to who gave it, and shown to nobody by its events
        return actor.seat != commit.actor.seat
    if isinstance(event, papers.Event):
        return actor != commit.actor and not papers.told(event.known_to, actor)
    if actor.role in OFFICERS or actor == commit.actor:
        return False
    if isinstance(event, line_checks.LineReported):
        return actor.role != "technician" and actor.delegation != event.delegation
    if isinstance(event, credentials.CredentialsSubmitted):
        return actor.delegation != event.delegation
    if isinstance(event, corrections.DecisionTextCorrected):
        return False
    if isinstance(event, minutes.Event | corrections.Event | signatures.Event | copies.Event):
        return True
    known_to: tuple[str, ...] | None = getattr(event, "known_to", None)
    if known_to is None or actor.role in OFFICERS or actor == commit.actor:
        return False
    return actor.delegation is None or actor.delegation not in known_to


def _unattributed(event: Event, actor: Actor) -> AnswerRecorded | None:
    """The event without its delegation, where the asker may not know it."""
    if isinstance(event, AnswerRecorded) and event.answer == "need_time":
        return replace(event, delegation="") if event.delegation != actor.delegation else None
    return None


def mapping(value: Any) -> dict[str, Any]:
    """A dataclass as plain data."""
    found = _ANY.dump_python(value, mode="json")
    return found if isinstance(found, dict) else {}
