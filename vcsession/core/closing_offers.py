"""What is offered with the minutes and their corrections, and what the procedure wants next of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vcsession.core.changing import replace
from vcsession.core.matters import circulating, correcting, corrections, minutes, signing
from vcsession.core.slices import Act
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor


def each_way(state: State, actor: Actor, act: Act) -> Iterator[Act]:
    """One button for each kind of correction, manner of signing and correction declined."""
    number = act.fields.get("minutes", "")
    match act.type:
        case "circulate" if state.sitting is not None:
            yield replace(act, asks=("in_minutes",))
        case "open_signing":  # the hash is of the print, which the server makes when the button is pressed
            yield replace(act, asks=())
        case "annex_note":
            for declined in circulating.declined_without_note(state, number, actor.delegation):
                yield replace(act, fields={**act.fields, "correction": declined}, asks=("text",))
        case "overlay_minutes":
            words: tuple[str, ...] = ("target", "text", "reason")
            if any(r.state in circulating.HEARD for r in state.requests.values()):
                yield replace(act, fields={**act.fields, "kind": "intervention"}, asks=words)
            yield replace(act, fields={**act.fields, "kind": "note"}, asks=words)
        case "submit_correction":
            own = state.delegations.get(actor.delegation or "")
            asks: tuple[str, ...]
            for kind in correcting.kinds_of(own) if own else corrections.KINDS:
                if not correcting.targets(state, kind, actor.delegation):
                    continue
                asks = ("target", "old", "new", "reason") if kind == "fact" else ("target", "new", "reason")
                if actor.role == "secretary":
                    asks = ("delegation", *asks)
                yield replace(act, fields={"kind": kind}, asks=asks)
        case "sign":
            made = state.minutes[number]
            fields = {**act.fields, "hash": made.hash}
            if signing.signer_of(state, actor) not in made.signatures:
                for manner in minutes.MANNERS:
                    asks = () if manner == "signed" else ("words",)
                    # what a browser puts its seal to; who does not sign seals nothing
                    said = act.words if manner == "refused" else {**act.words, "seals": made.hash}
                    yield replace(act, fields={**fields, "manner": manner}, asks=asks, words=said)
            if actor.role == "secretary" and signing.unsigned(state, made):
                yield replace(act, fields=fields, asks=("delegation", "manner", "words", "scan"))
        case "register_scan":
            for signer in signing.unscanned(state.minutes[number]):
                yield replace(act, fields={**act.fields, "signer": signer}, asks=("scan",))
        case _:
            yield act


PRESIDING: Final = ("clear_for_circulation", "adopt_minutes", "sign", "issue_corrigendum")

SECRETARY: Final = ("review", "circulate", "close_corrections", "open_signing", "sign", "issue")


def presiding_next(state: State) -> Iterator[tuple[str, str]]:
    for command in PRESIDING:
        yield from ((command, number) for number in state.minutes)
    yield from (("accept_decision_text", c.number) for c in state.corrections.values() if c.notified_at)


def secretary_next(state: State) -> Iterator[tuple[str, str]]:
    for correction in state.corrections:
        yield from ((command, correction) for command in ("notify_correction", "accept_own_statement"))
    for number in state.minutes:
        yield from ((command, number) for command in SECRETARY)
