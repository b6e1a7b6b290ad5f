"""The floor: requests, the list of speakers, points of order."""

from __future__ import annotations

from typing import Final

from vcsession.core.machines.table import CREATES, STAYS, Machine, row

FLOOR_REQUEST: Final = Machine(
    "floor_request",
    named_by="request",
    initial="pending",
    terminal=frozenset({"finished", "withdrawn", "refused", "lapsed", "revoked"}),
    transitions=(
        row("request_floor", CREATES, "pending", "head delegate secretary observer"),
        row("open_round_of_the_table", CREATES, "queued", "presiding"),
        # where the presiding officer alone says who speaks, and for guests: nobody else could ask
        row("call_on", CREATES, "queued", "presiding"),
        row("accept", "pending", "queued", "presiding secretary"),
        row("refuse", "pending queued", "refused", "presiding"),
        row("withdraw_request", "pending queued", "withdrawn", "delegate head secretary observer"),
        # 3.4, 17: entered by the secretary for a delegation on the telephone, confirmed by it later
        row("confirm_request", "pending queued granted speaking paused", STAYS, "head"),
        # 3.4, 16: a room with one camera is one seat with a list of speakers
        row("name_speaker", "granted speaking paused", STAYS, "head delegate secretary"),
        row("reorder", "queued", STAYS, "presiding secretary"),
        row("grant", "queued", "granted", "presiding secretary"),
        row("begin_speech", "granted", "speaking", "system"),
        row("lapse_request", "granted", "lapsed", "system presiding"),
        row("pause_speech", "speaking", "paused", "presiding system"),
        row("resume_speech", "paused", "speaking", "presiding system"),
        # A speaker may give the floor back, and an officer may end the turn, before the first sound:
        # from `granted` too, or a silent microphone would hold the floor for good.
        row("yield_floor", "granted speaking paused", "finished", "delegate head observer"),
        row("end_speech", "granted speaking paused", "finished", "presiding secretary"),
        row("revoke_floor", "granted speaking paused", "revoked", "presiding"),
    ),
)


LIST_OF_SPEAKERS: Final = Machine(
    # The first edition speaks of an open and a closed list, but has no act for either: an entity of its own,
    # as the agenda is. The round is a part of it; it ends by itself when every turn was taken.
    "list_of_speakers",
    named_by="",
    initial="list_open",
    terminal=frozenset(),
    transitions=(
        row("close_list", "list_open", "list_closed", "presiding"),
        row("open_list", "list_closed", "list_open", "presiding"),
        row("close_round_of_the_table", "list_open list_closed", STAYS, "presiding"),
    ),
)


GRANTING: Final = Machine(
    # "secretary only if the chair has delegated it" (`grant`): the act that delegates, and its end.
    "granting",
    named_by="",
    initial="by_presiding",
    terminal=frozenset(),
    transitions=(
        row("delegate_grants", "by_presiding", "by_secretary", "presiding"),
        row("recall_grants", "by_secretary", "by_presiding", "presiding"),
    ),
)


POINT_OF_ORDER: Final = Machine(
    # A request that was heard out is over, but a point of order still awaits its ruling then.
    "point_of_order",
    named_by="request",
    initial="raised",
    terminal=frozenset({"ruled"}),
    transitions=(row("rule_on_point", "raised", "ruled", "presiding"),),
)


APPEAL: Final = Machine(
    # "rule on point of order: head: appeal" (domain.md 3.2), without a machine in the first edition
    "appeal",
    named_by="request",
    initial="open_appeal",
    terminal=frozenset({"settled_appeal", "withdrawn_appeal"}),
    transitions=(
        row("appeal_ruling", CREATES, "open_appeal", "head"),
        row("answer_appeal", "open_appeal", STAYS, "head secretary"),
        row("withdraw_appeal", "open_appeal", "withdrawn_appeal", "head"),
        row("settle_appeal", "open_appeal", "settled_appeal", "presiding"),
    ),
)
