"""Seats, caucus rooms, interpretation, and what goes wrong."""

from __future__ import annotations

from typing import Final

from vcsession.core.machines.table import CREATES, STAYS, Machine, row

INVITED: Final = "head delegate chair deputy secretary interpreter technician"
"""Everybody but an observer may be invited into a caucus room."""


INCIDENT: Final = Machine(
    "incident",
    named_by="incident",
    initial="open_incident",
    terminal=frozenset({"cleared_incident"}),
    transitions=(
        # a deputy too, who may have to take the chair at any moment
        row("cannot_hear", CREATES, "open_incident", "head delegate interpreter chair deputy"),
        row("noise_mute", CREATES, "open_incident", "technician secretary presiding"),
        # besides: the secretary what was muted, chair and deputy what they told themselves; the clock
        # opens a muted microphone again
        row(
            "clear_incident",
            "open_incident",
            "cleared_incident",
            "head delegate presiding technician interpreter secretary chair deputy system",
        ),
    ),
)


SEAT: Final = Machine(
    "seat",
    named_by="seat",
    initial="issued_link",
    terminal=frozenset({"revoked_seat"}),
    transitions=(
        row("issue_seat", CREATES, "issued_link", "secretary"),
        # whoever was admitted comes back freely, until the link is issued anew
        row("wait_in_lobby", "issued_link", "waiting_in_lobby", "system"),
        # only from the lobby: without the rule nobody is admitted, and the log is spared an entry for each
        row("admit_seat", "waiting_in_lobby", "admitted", "secretary"),
        row("revoke_seat", "issued_link waiting_in_lobby admitted", "revoked_seat", "secretary"),
        # also for a stranger who waits with somebody's link
        row("reissue_link", "issued_link waiting_in_lobby admitted", "issued_link", "secretary"),
    ),
)


CAUCUS_ROOM: Final = Machine(
    # A room does not exist before it is opened, so nobody ever sees an idle one.
    "caucus_room",
    named_by="room",
    initial="open_room_state",
    terminal=frozenset({"closed_room"}),
    transitions=(
        row("open_room", CREATES, "open_room_state", "presiding head technician"),
        # a technician too, into the room that it opened
        row("invite", "open_room_state", "open_room_state", "head presiding technician"),
        # whoever may be invited may accept and decline: an interpreter, an officer in informal consultations
        row("accept_invitation", "open_room_state", "open_room_state", INVITED),
        row("decline_invitation", "open_room_state", "open_room_state", INVITED),
        # back to the plenary, without closing the room to those who stay
        row("leave_room", "open_room_state recalled", STAYS, INVITED),
        row("recall", "open_room_state", "recalled", "presiding"),
        # a technician what it opened
        row("close_room", "open_room_state recalled", "closed_room", "head presiding technician system"),
    ),
)


INTERPRETATION_CHANNEL: Final = Machine(
    "interpretation_channel",
    named_by="language",
    initial="off_air",
    terminal=frozenset(),
    transitions=(
        row("booth_check", "off_air", "checked", "interpreter technician"),
        row("go_live", "checked failed handover", "live", "interpreter technician"),
        row("offer_handover", "live", "handover", "interpreter"),
        row("accept_handover", "handover", "live", "interpreter"),
        # "accepts in 10 s, else stays": the clock ends it
        row("handover_lapses", "handover", "live", "system"),
        row("cannot_interpret", "live handover", "failed", "interpreter system"),
        row("close_channel", "checked live failed handover", "off_air", "technician interpreter"),
        row("set_floor_language", "live", "live", "interpreter technician"),
        # a channel's failure holds a decision only for who declared that it depends on it
        row("declare_language", "off_air checked live handover failed", STAYS, "head secretary"),
    ),
)
