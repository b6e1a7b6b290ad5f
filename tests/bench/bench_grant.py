"""From the chair's grant (over HTTP, through the store) to the first sound at every receiver."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession

from tests.media.client import Client, opus
from vcsession.config import Settings
from vcsession.demo import Demo, demonstrating

pytestmark = pytest.mark.bench

GRANTS = 40
RECEIVERS = ("chair", "secretary", "arm", "kaz", "kgz", "tjk", "rus", "observer", "deputy", "technician")


class Round:
    """Commands over HTTP, as a browser without a socket would give them."""

    def __init__(self, demo: Demo, http: ClientSession) -> None:
        self._demo = demo
        self._http = http
        self._tokens = {seat["seat"]: seat["token"] for seat in demo.seats}

    async def say(self, seat: str, **command: Any) -> dict[str, Any]:
        url = f"{self._demo.server.url}/api/sessions/{self._demo.session}/commands"
        headers = {"Authorization": f"Bearer {self._tokens[seat]}"}
        async with self._http.post(url, json={**command, "cause": uuid4().hex}, headers=headers) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == 200, answer
            return answer


async def test_grant_to_first_sound(tmp_path: Path) -> None:
    settings = Settings(port=0, data_dir=tmp_path)
    async with demonstrating(settings, robots=False) as demo, ClientSession() as http:
        procedure = Round(demo, http)
        await procedure.say("chair", type="call_to_order", sitting="1")
        await procedure.say("chair", type="open_session")
        for code in ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"):
            await procedure.say("secretary", type="mark_present", delegation=code)
        await procedure.say("chair", type="declare_quorum", sitting="1")
        plane = demo.server.plane
        speaker = await Client(plane, demo.session, "blr").join()
        listeners = [await Client(plane, demo.session, seat).join() for seat in RECEIVERS]
        talking = asyncio.create_task(_talk(speaker))
        took = [await _grant(procedure, listeners) for _ in range(GRANTS)]
        talking.cancel()
        for client in (speaker, *listeners):
            await client.close()
    first, last = zip(*took, strict=True)
    print(
        f"\n{GRANTS} grants, {len(RECEIVERS)} receivers, a packet each 20 ms:"
        f"\n  first receiver  p50 {statistics.median(first):.1f} ms  max {max(first):.1f} ms"
        f"\n  last receiver   p50 {statistics.median(last):.1f} ms  max {max(last):.1f} ms"
    )


async def _talk(client: Client) -> None:
    for n in itertools.count():
        client.send(opus(n & 0xFFFF, (n * 960) & 0xFFFFFFFF))
        await asyncio.sleep(0.02)


async def _grant(procedure: Round, listeners: list[Client]) -> tuple[float, float]:
    """Milliseconds from sending the grant to the first packet at the first and at the last receiver."""
    asked = await procedure.say("blr", type="request_floor")
    request = asked["events"][0]["request"]
    before = [len(client.at("floor", "audio")) for client in listeners]

    async def heard(client: Client, count: int) -> float:
        await client.wait(lambda: len(client.at("floor", "audio")) > count)
        return time.perf_counter()

    waiting = [asyncio.create_task(heard(c, n)) for c, n in zip(listeners, before, strict=True)]
    began = time.perf_counter()
    await procedure.say("chair", type="grant", request=request)
    arrived = [(moment - began) * 1000 for moment in await asyncio.gather(*waiting)]
    await procedure.say("chair", type="end_speech", request=request)
    return min(arrived), max(arrived)
