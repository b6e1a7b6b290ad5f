"""Interpretation: one channel for each language that a booth interprets into (`domain.md` 3.4, 8 and 21).

A channel that fails is a matter of procedure only for a delegation that declared that it depends on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters import roll_call
from vcsession.core.matters.caucus import room_of
from vcsession.core.matters.floor import PauseSpeech, SpeechResumed
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Language, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

Reason = Literal["sound", "speed", "no_document", "illness", "link"]

ON_AIR = frozenset({"live", "handover"})
"""In a handover the interpreter who offers it goes on until the partner accepts."""

HANDOVER = timedelta(seconds=10)
WARNING = timedelta(seconds=5)
"""From the failure of a channel to the pause of the speech."""


@dataclass(frozen=True, slots=True)
class Channel:
    """`seat` is the interpreter on air, or last on air."""

    state: str = "off_air"
    seat: str | None = None
    since: datetime | None = None
    reason: str = ""
    """Why it failed; "" otherwise."""


def booths(state: State) -> Mapping[Language, tuple[str, ...]]:
    """Language -> the interpreters' seats into it; nothing where the session has no interpretation."""
    if state.convened is None or not state.convocation.rules.interpretation:
        return {}
    found: dict[Language, tuple[str, ...]] = {}
    for seat in state.seats.values():
        if seat.role == "interpreter" and seat.language:
            found[seat.language] = (*found.get(seat.language, ()), seat.id)
    return found


def channels(state: State) -> Mapping[Language, Channel]:
    return {language: state.channels.get(language, Channel()) for language in booths(state)}


def interprets(state: State, seat: str) -> bool:
    """Whether this is an interpreter's seat of a session with interpretation."""
    plate = state.seats[seat]
    booth = plate.role == "interpreter" and plate.language is not None
    return booth and state.convocation.rules.interpretation


def on_air(state: State, seat: str) -> bool:
    return any(c.seat == seat and c.state in ON_AIR for c in channels(state).values())


def needed(state: State) -> frozenset[Language]:
    """The languages that a present delegation has declared it depends on."""
    present = roll_call.present(state)
    return frozenset(language for code in present for language in state.depends_on.get(code, ()))


def down(state: State) -> Iterator[Language]:
    """The needed languages that nobody interprets into now."""
    silent = [code for code, c in channels(state).items() if c.state not in ON_AIR]
    wanted = needed(state) if silent else ()
    return (code for code in silent if code in wanted)


def interpreted(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    for language in down(state):
        raise refuse("interpretation_down", language=language)


def to_pause(state: State) -> Iterator[tuple[datetime, PauseSpeech]]:
    """When the warning of a failed channel ends, and the speech that then waits.

    A speech begun or resumed after the failure is the presiding officer's own choice.
    """
    wanted = set(down(state))
    for language, channel in channels(state).items():
        if channel.state != "failed" or language not in wanted or channel.since is None:
            continue
        for r in state.speakers:
            request = state.requests[r]
            if request.state == "speaking" and request.began_at and request.began_at < channel.since:
                yield channel.since + WARNING, PauseSpeech(r)


def handover_ends(channel: Channel) -> datetime | None:
    return channel.since + HANDOVER if channel.state == "handover" and channel.since else None


@dataclass(frozen=True, slots=True)
class BoothCheck:
    language: Language
    type: Literal["booth_check"] = "booth_check"


@dataclass(frozen=True, slots=True)
class GoLive:
    language: Language
    type: Literal["go_live"] = "go_live"


@dataclass(frozen=True, slots=True)
class OfferHandover:
    language: Language
    type: Literal["offer_handover"] = "offer_handover"


@dataclass(frozen=True, slots=True)
class AcceptHandover:
    language: Language
    type: Literal["accept_handover"] = "accept_handover"


@dataclass(frozen=True, slots=True)
class HandoverLapses:
    language: Language
    type: Literal["handover_lapses"] = "handover_lapses"


@dataclass(frozen=True, slots=True)
class CannotInterpret:
    language: Language
    reason: Reason
    type: Literal["cannot_interpret"] = "cannot_interpret"


@dataclass(frozen=True, slots=True)
class CloseChannel:
    language: Language
    type: Literal["close_channel"] = "close_channel"


@dataclass(frozen=True, slots=True)
class SetFloorLanguage:
    """`spoken` is the language heard from the floor now."""

    language: Language
    spoken: Language
    type: Literal["set_floor_language"] = "set_floor_language"


@dataclass(frozen=True, slots=True)
class DeclareLanguage:
    """`delegation` only where the secretary enters it."""

    language: Language
    depends: bool = False
    delegation: str | None = None
    type: Literal["declare_language"] = "declare_language"


@dataclass(frozen=True, slots=True)
class ChannelMoved:
    """`reason` only of a failure: sound, speed, no_document, illness, link."""

    language: Language
    state: str
    seat: str | None
    reason: str = ""
    type: Literal["channel_moved"] = "channel_moved"


@dataclass(frozen=True, slots=True)
class FloorLanguageSet:
    language: Language
    type: Literal["floor_language_set"] = "floor_language_set"


@dataclass(frozen=True, slots=True)
class LanguageDeclared:
    delegation: str
    language: Language
    depends: bool
    type: Literal["language_declared"] = "language_declared"


def own_booth(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if actor.role == "interpreter" and actor.seat not in booths(state)[entity]:
        raise refuse("not_your_booth")


def at_the_microphone(state: State, actor: Actor, entity: str, now: datetime) -> None:
    """What only the interpreter on air, or a technician, may do while somebody is."""
    own_booth(state, actor, entity, now)
    channel = channels(state)[entity]
    if actor.role == "interpreter" and channel.state in ON_AIR and actor.seat != channel.seat:
        raise refuse("not_on_air")


def has_partner(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if len(booths(state)[entity]) < 2:
        raise refuse("no_partner")


def is_partner(state: State, actor: Actor, entity: str, now: datetime) -> None:
    own_booth(state, actor, entity, now)
    channel = channels(state)[entity]
    if actor.seat == channel.seat:
        raise refuse("not_your_booth")
    ends = handover_ends(channel)
    if ends is not None and now >= ends:
        raise refuse("not_due")


def takes_the_microphone(state: State, actor: Actor, language: Language) -> str:
    """A technician puts the booth's interpreter on air, whoever was last."""
    if actor.role == "interpreter":
        return actor.seat
    return channels(state)[language].seat or booths(state)[language][0]


def in_the_booth(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    """Nobody interprets from a caucus room."""
    if room_of(state, takes_the_microphone(state, actor, entity)) is not None:
        raise refuse("already_in_room")


def handover_over(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    ends = handover_ends(channels(state)[entity])
    if ends is not None and now < ends:
        raise refuse("not_due", until=ends)


def fails_as_it_may(
    state: State, actor: Actor, command: CannotInterpret, _n: datetime
) -> Iterator[ChannelMoved]:
    if actor.role == "system" and command.reason != "link":
        raise refuse("bad_field", field="reason", problem="a machine knows of the link only")
    seat = channels(state)[command.language].seat
    yield ChannelMoved(command.language, "failed", seat, command.reason)


def go_live(state: State, actor: Actor, command: GoLive, _n: datetime) -> Iterator[ChannelMoved]:
    yield ChannelMoved(command.language, "live", takes_the_microphone(state, actor, command.language))


def set_floor(state: State, _a: Actor, command: SetFloorLanguage, _n: datetime) -> Iterator[FloorLanguageSet]:
    languages = state.convocation.languages
    if command.spoken not in (*languages.working, *languages.interpreted, *booths(state)):
        raise refuse("bad_field", field="spoken", problem="no language of this session")
    yield FloorLanguageSet(command.spoken)


def declare(state: State, actor: Actor, command: DeclareLanguage, _n: datetime) -> Iterator[LanguageDeclared]:
    delegation = command.delegation or actor.delegation
    if delegation is None:
        raise refuse("bad_field", field="delegation", problem="say for which delegation")
    if actor.delegation is not None and delegation != actor.delegation:
        raise refuse("not_your_delegation")
    if delegation not in state.delegations:
        raise refuse("unknown", what="delegation", id=delegation)
    yield LanguageDeclared(delegation, command.language, command.depends)


def _moves(new: str) -> Decide:
    def decide(state: State, _a: Actor, command: BoothCheck, _n: datetime) -> Iterator[ChannelMoved]:
        yield ChannelMoved(command.language, new, channels(state)[command.language].seat)

    return decide


def consequences(state: State) -> Iterator[SpeechResumed]:
    """A speech that waited for the interpretation goes on with it."""
    turns = [state.requests[r] for r in state.speakers]
    waiting = [r for r in turns if r.state == "paused" and r.paused_for == "interpretation"]
    if not waiting or any(True for _ in down(state)):
        return
    heard = sum(r.state in ("granted", "speaking") for r in turns)
    for request in waiting:
        presence = state.presence.get(request.delegation or "")
        at_the_table = presence is None or presence.state == "present"
        if at_the_table and heard < state.convocation.rules.max_open_floors:
            yield SpeechResumed(request.id)


def fold_moved(state: State, event: ChannelMoved, stamp: Stamp) -> State:
    channel = Channel(event.state, event.seat, stamp.at, event.reason)
    return replace(state, channels={**state.channels, event.language: channel})


def fold_declared(state: State, event: LanguageDeclared, _stamp: Stamp) -> State:
    rest = tuple(code for code in state.depends_on.get(event.delegation, ()) if code != event.language)
    languages = (*rest, event.language) if event.depends else rest
    return replace(state, depends_on={**state.depends_on, event.delegation: languages})


Command = (
    BoothCheck
    | GoLive
    | OfferHandover
    | AcceptHandover
    | HandoverLapses
    | CannotInterpret
    | CloseChannel
    | SetFloorLanguage
    | DeclareLanguage
)
Event = ChannelMoved | FloorLanguageSet | LanguageDeclared

GUARDS = {
    "booth_check": (own_booth,),
    "go_live": (at_the_microphone, in_the_booth),
    "offer_handover": (at_the_microphone, has_partner),
    "accept_handover": (is_partner, in_the_booth),
    "handover_lapses": (handover_over,),
    "cannot_interpret": (at_the_microphone,),
    "close_channel": (at_the_microphone,),
    "set_floor_language": (at_the_microphone,),
}
DECIDE: dict[type, Decide] = {
    BoothCheck: _moves("checked"),
    GoLive: go_live,
    OfferHandover: _moves("handover"),
    AcceptHandover: lambda _s, actor, command, _n: iter(
        (ChannelMoved(command.language, "live", actor.seat),)
    ),
    HandoverLapses: _moves("live"),
    CannotInterpret: fails_as_it_may,
    CloseChannel: _moves("off_air"),
    SetFloorLanguage: set_floor,
    DeclareLanguage: declare,
}
FOLD: dict[type, Fold] = {
    ChannelMoved: fold_moved,
    FloorLanguageSet: lambda state, event, _stamp: replace(state, floor_language=event.language),
    LanguageDeclared: fold_declared,
}
