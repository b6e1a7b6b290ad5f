"""Every matter of procedure, in one list: the commands, the events, who decides and who folds them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from vcsession.core.matters import (
    agenda,
    agreeing,
    aides,
    amending,
    answers,
    appeals,
    approving,
    attendance,
    caucus,
    circulating,
    communique,
    conditions,
    conduct,
    confirming,
    consensus,
    copies,
    correcting,
    corrections,
    credentials,
    decisions,
    disposing,
    drafting,
    filing,
    floor,
    forwarding,
    in_camera,
    incidents,
    languages,
    late,
    line_checks,
    minutes,
    naming,
    onward,
    papers,
    positions,
    presiding,
    publicity,
    rectifying,
    replies,
    reservations,
    roll_call,
    rounds,
    scheduling,
    seats,
    session,
    side_rooms,
    signatures,
    signing,
    silence,
    sittings,
    speakers,
    speaking,
    telephone,
    text,
    translations,
    voting,
)
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor, Decide, Fold

Command = (
    session.Command
    | amending.Command
    | scheduling.Command
    | sittings.Command
    | line_checks.Command
    | replies.Command
    | agenda.Command
    | roll_call.Command
    | floor.Command
    | conduct.Command
    | telephone.Command
    | naming.Command
    | appeals.Command
    | rectifying.Command
    | in_camera.Command
    | decisions.Command
    | answers.Command
    | voting.Command
    | conditions.Command
    | late.Command
    | translations.Command
    | silence.Command
    | reservations.Command
    | minutes.Command
    | signatures.Command
    | copies.Command
    | corrections.Command
    | presiding.Command
    | papers.Command
    | credentials.Command
    | attendance.Command
    | aides.Command
    | text.Command
    | forwarding.Command
    | publicity.Command
    | rounds.Command
    | disposing.Command
    | positions.Command
    | incidents.Command
    | seats.Command
    | caucus.Command
    | languages.Command
)


Event = (
    session.Event
    | amending.Event
    | scheduling.Event
    | sittings.Event
    | line_checks.Event
    | replies.Event
    | agenda.Event
    | roll_call.Event
    | floor.Event
    | conduct.Event
    | telephone.Event
    | naming.Event
    | appeals.Event
    | rectifying.Event
    | in_camera.Event
    | decisions.Event
    | answers.Event
    | voting.Event
    | conditions.Event
    | late.Event
    | translations.Event
    | silence.Event
    | reservations.Event
    | minutes.Event
    | signatures.Event
    | copies.Event
    | corrections.Event
    | presiding.Event
    | papers.Event
    | credentials.Event
    | attendance.Event
    | aides.Event
    | text.Event
    | forwarding.Event
    | publicity.Event
    | rounds.Event
    | disposing.Event
    | positions.Event
    | incidents.Event
    | seats.Event
    | caucus.Event
    | languages.Event
)

MATTERS: Final = (
    session,
    amending,
    scheduling,
    sittings,
    line_checks,
    replies,
    agenda,
    roll_call,
    speakers,
    speaking,
    telephone,
    naming,
    conduct,
    appeals,
    rectifying,
    in_camera,
    consensus,
    answers,
    confirming,
    voting,
    conditions,
    late,
    translations,
    silence,
    reservations,
    circulating,
    signing,
    copies,
    correcting,
    presiding,
    filing,
    credentials,
    attendance,
    aides,
    drafting,
    agreeing,
    onward,
    approving,
    communique,
    rounds,
    disposing,
    positions,
    incidents,
    seats,
    side_rooms,
    languages,
)

Guard = Callable[[State, Actor, str, datetime], None]

GUARDS: Final[dict[str, tuple[Guard, ...]]] = {k: v for m in MATTERS for k, v in m.GUARDS.items()}
DECIDE: Final[dict[type, Decide]] = {k: v for m in MATTERS for k, v in m.DECIDE.items()}
FOLD: Final[dict[type, Fold]] = {k: v for m in MATTERS for k, v in m.FOLD.items()}
