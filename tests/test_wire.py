"""The wire: what goes out comes back, the stored bytes never change, and hostile JSON meets one sentence."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.values import MOMENTS, NAMES, TEXTS, values
from vcsession import wire
from vcsession.core import bureau, catalogue, folder
from vcsession.core.machines import RULES
from vcsession.core.machines.bureau import BUREAU_RULES
from vcsession.core.machines.folder import FOLDER_RULES
from vcsession.core.matters.decisions import AnswerRecorded, TableDecision
from vcsession.core.matters.floor import FloorRequested, Reorder
from vcsession.core.slices import Slice
from vcsession.core.vocabulary import Actor, Commit, Refused
from vcsession.http.openapi import description

COMMANDS = get_args(catalogue.Command) + get_args(folder.Command) + get_args(bureau.Command)
EVENTS = get_args(catalogue.Event)
FOLDER_EVENTS = get_args(folder.Event)
ACTOR = Actor("arm", "head", "ARM")
AT = datetime(2020, 7, 7, 7, 0, 0, 120000, tzinfo=UTC)
BUSY = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def named(kinds: tuple[type, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", kinds, ids=[kind.__name__ for kind in kinds])


def test_every_command_of_the_tables_is_on_the_wire() -> None:
    assert {get_args(get_type_hints(kind)["type"])[0] for kind in COMMANDS} == {
        *RULES,
        *FOLDER_RULES,
        *BUREAU_RULES,
    }


@named(COMMANDS)
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=BUSY)
def test_a_command_comes_back_as_it_was_sent(kind: type, data: st.DataObject) -> None:
    command, cause = data.draw(values(kind)), data.draw(NAMES)
    sent = wire.dump(wire.mapping(command) | {"cause": cause})
    assert wire.parse_command(sent) == (command, cause, None)


@named(EVENTS)
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=BUSY)
def test_a_commit_comes_back_as_it_was_stored(kind: type, data: st.DataObject) -> None:
    commit = Commit(
        version=data.draw(st.integers(1, 2**40)),
        at=data.draw(MOMENTS),
        actor=data.draw(values(Actor)),
        epoch=data.draw(st.integers(1, 2**40)),
        cause=data.draw(NAMES),
        events=data.draw(st.lists(values(kind), min_size=1, max_size=2).map(tuple)),
        prev_hash=data.draw(TEXTS),
    )
    stored = wire.dump_commit(commit)
    assert wire.load_commit(stored) == commit
    assert wire.dump_commit(wire.load_commit(stored)) == stored


@named(FOLDER_EVENTS)
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=BUSY)
def test_a_commit_of_a_delegation_s_own_log_comes_back_as_it_was_stored(
    kind: type, data: st.DataObject
) -> None:
    events = data.draw(st.lists(values(kind), min_size=1, max_size=2).map(tuple))
    commit = Commit(3, data.draw(MOMENTS), data.draw(values(Actor)), 1, "c", events, "ab")
    stored = wire.canonical(commit)
    assert wire.load_folder(stored) == commit
    assert wire.canonical(wire.load_folder(stored)) == stored
    with pytest.raises(wire.Unreadable):
        wire.load_commit(stored)  # the plenary reads none of it


def test_the_stored_bytes_are_canonical_and_stay_as_they_are() -> None:
    """A verifier of another hand must find these very bytes; a change here breaks every log there is."""
    event = FloorRequested("request-7", "arm", "ARM", "reply", None)
    commit = Commit(7, AT, ACTOR, 2, "c-1", (event,), "ab")
    stored = wire.dump_commit(commit)
    assert stored == (
        b'{"actor":{"delegation":"ARM","role":"head","seat":"arm"},"at":"2020-07-07T07:00:00.120000Z",'
        b'"cause":"c-1","epoch":2,"events":[{"delegation":"ARM","item":null,"kind":"reply",'
        b'"request":"request-7","seat":"arm","type":"floor_requested"}],"prev_hash":"ab","version":7}'
    )
    assert wire.digest(stored) == hashlib.sha256(stored).hexdigest()


def test_words_are_stored_as_themselves_and_not_as_escapes() -> None:
    assert wire.canonical({"ru": "«Эшелон»", "en": "a\nb"}) == '{"en":"a\\nb","ru":"«Эшелон»"}'.encode()


def test_a_time_on_the_wire_is_utc_in_milliseconds() -> None:
    assert wire.stamp(AT) == "2020-07-07T07:00:00.120Z"


# hostile JSON


def refused(data: bytes | str) -> str:
    """The field that the refusal names."""
    with pytest.raises(Refused) as caught:
        wire.parse_command(data)
    assert (caught.value.code, caught.value.fault) == ("bad_field", "input")
    assert len(caught.value.message) < 300
    json.dumps(caught.value.detail, ensure_ascii=False).encode()  # can be told
    return caught.value.detail["field"]


def command(**fields: Any) -> str:
    return json.dumps({"type": "reorder", "cause": "c", "request": "request-1", "place": 1} | fields)


def test_the_good_twin_of_all_below_is_taken() -> None:
    assert wire.parse_command(command()) == (Reorder("request-1", 1), "c", None)
    assert wire.parse_command(command().encode()) == (Reorder("request-1", 1), "c", None)


@pytest.mark.parametrize(
    "data", ["", "{", "[]", "null", "1", '"x"', "[[[[", b"\xff\xfe\xff", "{} {}", "{'a': 1}"]
)
def test_what_is_no_object_of_json_is_refused(data: bytes | str) -> None:
    assert refused(data) == "body"


@pytest.mark.parametrize("depth", [17, 300, 900, 990, 5_000, 200_000])
@pytest.mark.parametrize(("before", "after"), [("[", "]"), ('{"a":', "}")])
def test_deep_json_is_refused(depth: int, before: str, after: str) -> None:
    nested = before * depth + "1" + after * depth
    assert refused('{"type":"reorder","cause":"c","place":' + nested + "}") == "body"


def test_deep_json_is_refused_wherever_the_stack_stands() -> None:
    """The reader in C and our own walk have different limits: no depth may fall between them."""
    for depth in range(16, sys.getrecursionlimit() + 40, 7):
        assert refused('{"place":' + "[" * depth + "]" * depth + "}") == "body"


@pytest.mark.parametrize(
    "place", ["NaN", "Infinity", "-Infinity", "1e999", "1.5", "1.0", "9" * 5000, "9" * 400]
)
def test_numbers_that_are_none_are_refused(place: str) -> None:
    assert refused(command(place=0).replace('"place": 0', f'"place": {place}')) in ("place", "body")


@pytest.mark.parametrize("place", [True, "1", None, [1], {"a": 1}])
def test_only_a_number_is_a_number(place: Any) -> None:
    assert refused(command(place=place)) == "place"


@pytest.mark.parametrize("request_", [1, True, None, ["r"], {}])
def test_only_text_is_text(request_: Any) -> None:
    assert refused(command(request=request_)) == "request"


def test_a_field_given_twice_is_refused_by_its_name() -> None:
    twice = '{"type":"reorder","cause":"c","request":"request-1","place":1,"place":2}'
    assert refused(twice) == "place"
    assert refused('{"type":"adopt","type":"object","cause":"c","decision":"1.1"}') == "type"
    assert (
        refused('{"type":"revise_decision","cause":"c","decision":"1.1","text":{"ru":"a","ru":"b"}}') == "ru"
    )


@pytest.mark.parametrize("bad", ["\ud800", "a\x00b", "\x1b[31m", "\x7f", "\r", "\x85", "\uffff"])
def test_characters_that_cannot_be_printed_are_refused_in_any_text(bad: str) -> None:
    assert refused(command(request=bad)) == "request"
    assert refused(command(cause=bad)) == "cause"
    text = {"type": "revise_decision", "cause": "c", "decision": "1.1", "text": {"ru": f"слово {bad}"}}
    assert refused(json.dumps(text)) == "ru"
    refused(json.dumps({**text, "text": {bad: "слово"}}))
    refused(command(**{bad: 1}))


def test_a_text_may_have_lines_and_any_letters() -> None:
    words = {"ru": "Первая строка.\n\tВторая — «с кавычками».", "en": "Հայերեն, қазақша, 👍"}
    sent = {"type": "table_decision", "cause": "c", "item": "1", "kind": "text", "text": words}
    assert wire.parse_command(json.dumps(sent))[0] == TableDecision("1", "text", words)


def test_long_texts_are_refused() -> None:
    assert refused(command(request="x" * 1_000_000)) == "request"
    assert refused(command(cause="x" * 101)) == "cause"
    refused(command(**{"x" * 1_000_000: 1}))
    assert refused(command(type="x" * 1_000_000)) == "type"
    sent = {"type": "revise_decision", "cause": "c", "decision": "1.1", "text": {"ru": "я" * wire.MAX_TEXT}}
    wire.parse_command(json.dumps(sent))
    assert refused(json.dumps({**sent, "text": {"ru": "я" * (wire.MAX_TEXT + 1)}})) == "ru"


def test_what_is_missing_or_too_much_is_named() -> None:
    assert refused('{"type":"reorder","cause":"c","request":"r"}') == "place"
    assert refused('{"type":"reorder","request":"r","place":1}') == "cause"
    assert refused('{"cause":"c"}') == "type"
    assert refused(command(type="no_such_command")) == "type"
    assert refused(command(type=["reorder"])) == "type"
    assert refused(command(colour="red")) == "colour"
    assert refused(command(cause="")) == "cause"
    assert refused(command(cause=7)) == "cause"


@pytest.mark.parametrize("due", ["2020-13-01", "yesterday", 1_594_080_000, "2020-07-07T00:00:00Z"])
def test_only_a_date_is_a_date(due: Any) -> None:
    sent = {"type": "table_decision", "cause": "c", "item": "1", "kind": "text", "text": {"ru": "a"}}
    assert refused(json.dumps(sent | {"due": due})) == "due"
    good = wire.parse_command(json.dumps(sent | {"due": "2020-07-08"}))[0]
    assert good == TableDecision("1", "text", {"ru": "a"}, due=date(2020, 7, 8))


JSONS = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from(["type", "cause", "request", "place", "text", "decision", "x"]), JSONS)
)
@settings(max_examples=200, deadline=None)
def test_any_json_is_a_command_or_one_refusal(raw: dict[str, Any]) -> None:
    sent = json.dumps(raw)
    try:
        found, cause, _ = wire.parse_command(sent)
    except Refused as error:
        wire.dump({"message": error.message, "detail": error.detail})
    else:
        wire.canonical({"cause": cause, **asdict(found)})


@given(st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_command_or_one_refusal(data: bytes) -> None:
    refused(data)


# what is told


def test_who_asked_for_time_is_told_to_nobody_else() -> None:
    events = (AnswerRecorded("1.1", "ARM", "need_time"), AnswerRecorded("1.1", "BLR", "agree"))
    commit = Commit(9, AT, ACTOR, 1, "c", events, "")
    own = wire.visible(commit, ACTOR)
    others = wire.visible(commit, Actor("chair", "chair"))
    assert [event["delegation"] for event in own] == ["ARM", "BLR"]
    assert [event["delegation"] for event in others] == ["", "BLR"]


# the description


def test_every_command_can_be_found_in_the_description() -> None:
    document = json.loads(wire.dump(description()))
    schemas = document["components"]["schemas"]
    body = document["paths"]["/api/sessions/{session}/commands"]["post"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    mapped = {
        name: reference.rpartition("/")[2] for name, reference in schema["discriminator"]["mapping"].items()
    }
    assert set(mapped) == {*RULES, *FOLDER_RULES, *BUREAU_RULES}
    for name, reference in mapped.items():
        one = schemas[reference]
        assert one["properties"]["type"]["const"] == name
        assert {"type", "cause"} <= set(one["required"])
        assert one["additionalProperties"] is False


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


def test_the_description_refers_to_nothing_that_is_not_there() -> None:
    document = json.loads(wire.dump(description()))
    schemas = document["components"]["schemas"]
    assert references(document) <= {f"#/components/schemas/{name}" for name in schemas}


@named(get_args(Slice))
@given(data=st.data())
@settings(max_examples=5, deadline=None, suppress_health_check=BUSY)
def test_a_slice_is_the_json_of_its_fields(kind: type, data: st.DataObject) -> None:
    slice_ = data.draw(values(kind))
    assert json.loads(wire.dump_slice(slice_)) == json.loads(json.dumps(wire.mapping(slice_)))
