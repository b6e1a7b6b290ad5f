"""The description of the calls, and what happens to a server that is called by everything it describes."""

from __future__ import annotations

import asyncio
import json
from dataclasses import fields
from typing import Any, get_args

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from tests.http.conftest import SESSION, House, Visitor
from vcsession import signals
from vcsession.http.access import SECRETARIAT
from vcsession.http.application import page
from vcsession.http.openapi import description

schemathesis.serializer.alias(
    ["application/sdp", "application/trickle-ice-sdpfrag", "text/calendar"], "text/plain"
)


async def test_the_description_is_valid(visitor: Visitor) -> None:
    document = await (await visitor.get("/api/openapi.json")).json()
    schemathesis.openapi.from_dict(document).validate()


async def test_every_route_but_the_pages_is_described(house: House, visitor: Visitor) -> None:
    document = await (await visitor.get("/api/openapi.json")).json()
    described = {(method.upper(), path) for path, calls in document["paths"].items() for method in calls}
    served = {
        (route.method, route.resource.canonical)
        for route in house.server.app.router.routes()
        if route.resource is not None and route.method != "HEAD" and route.handler is not page
    }
    assert {one for one in described if one[0] != "PARAMETERS"} == served - {("GET", "/static")}


def test_every_signal_is_described_by_what_reads_it() -> None:
    schemas = description()["components"]["schemas"]
    for kind in get_args(signals.Signal):
        schema = schemas[kind.__name__]
        assert schema["properties"].keys() == {field.name for field in fields(kind)}
        assert "signal" in schema["required"]
        assert not schema["additionalProperties"]


@pytest.mark.timeout(300)
async def test_no_described_call_ends_in_a_failure_of_the_server(house: House, visitor: Visitor) -> None:
    """Right and wrong calls as the schema makes them, by four kinds of callers."""
    document = await (await visitor.get("/api/openapi.json")).json()
    base = f"http://{house.server.host}:{house.server.port}"
    tokens = [house.token(seat) for seat in ("chair", "secretary", "arm")] + [house.access.token(SECRETARIAT)]
    await house.hall.in_session()
    statuses: set[int] = set()

    def knock() -> None:
        schema = schemathesis.openapi.from_dict(document)
        for found in schema.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()
            if operation.path.endswith("/events"):
                continue  # its good answer has no end; test_events reads it
            cases = st.one_of(
                operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
                operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
            )
            body = bool(operation.body)

            @given(case=cases, token=st.sampled_from(tokens), here=st.integers(0, 9))
            @settings(
                max_examples=12 if body else 6,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            def one(case: Case[Any], token: str, here: int) -> None:
                if here and case.path_parameters.get("session"):
                    case.path_parameters["session"] = SESSION
                answer = case.call(base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=10)
                statuses.add(answer.status_code)
                assert answer.status_code < 500, (case.as_curl_command(), answer.text)
                if answer.status_code >= 400:
                    assert {"code", "message"} <= json.loads(answer.content).keys()

            one()

    await asyncio.to_thread(knock)
    assert statuses >= {200, 401, 403, 422}
