"""Runs sfuload with an adapter for `server.py`: python generator.py SFULOAD bench|join --adapter ...

A program for the interpreter that has sfuload's libraries; of this project it imports nothing. The adapter
makes one connection for each participant: what it sends, and a place for everybody whom it will receive.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

sys.path.insert(0, sys.argv.pop(1))
cli: Any = importlib.import_module("sfuload.cli")
rtc: Any = importlib.import_module("sfuload.rtc")
base: Any = importlib.import_module("sfuload.adapters.base")


def receiving(peer: Any, kind: str, mid: str) -> list[str]:
    """A section in which somebody else will be received: as `sfuload.rtc.recv_offer` writes them."""
    number = 111 if kind == "audio" else 96
    lines = [f"m={kind} {peer.port} UDP/TLS/RTP/SAVPF {number}", "c=IN IP4 127.0.0.1", f"a=mid:{mid}"]
    lines += [*peer.transport_lines("actpass"), "a=recvonly", "a=rtcp-mux", "a=rtcp-rsize"]
    if kind == "audio":
        return [*lines, f"a=rtpmap:{number} opus/48000/2", f"a=fmtp:{number} minptime=10;useinbandfec=1"]
    feedback = [f"a=rtcp-fb:{number} {what}" for what in ("nack", "nack pli", "ccm fir")]
    return [*lines, f"a=rtpmap:{number} VP8/90000", *feedback]


class Participant(base.Session):  # type: ignore[misc]
    resource = ""

    async def publish(self, audio_ssrc: int, video_ssrc: int) -> Any:
        peer = self.peer(True)
        people = int(self.adapter.opts["people"])
        # Besides one place for each participant: floor and interpretation; floor and presentation.
        kinds = ["audio"] * (people + 1) + ["video"] * (people + 2)
        mids = [f"r{number}" for number in range(len(kinds))]
        offer = rtc.pub_offer(peer, f"p{self.index}", audio_ssrc, video_ssrc)
        offer = offer.replace("a=group:BUNDLE 0 1", " ".join(["a=group:BUNDLE 0 1", *mids]))
        for kind, mid in zip(kinds, mids, strict=True):
            offer += "\r\n".join(receiving(peer, kind, mid)) + "\r\n"
        async with self.adapter.http.post(f"{self.adapter.url}/join/p{self.index}", data=offer) as response:
            answer = await response.text()
            if response.status != 201:
                raise RuntimeError(answer)
            self.resource = self.adapter.url + response.headers["Location"]
        remote = rtc.parse_sdp(answer)
        await peer.connect(remote)
        return base.published_from_answer(peer, remote)

    async def subscribe(self, publishers: list[Any]) -> None:
        """Everybody stands in a place already."""

    async def leave(self) -> None:
        if self.resource:
            async with self.adapter.http.delete(self.resource) as response:
                await response.read()
        await super().leave()


class Ours(base.Adapter):  # type: ignore[misc]
    session = Participant

    async def open(self) -> None:
        self.http = importlib.import_module("aiohttp").ClientSession()

    async def close(self) -> None:
        await self.http.close()


known = cli.load
cli.load = lambda name: Ours if name == "vcsession" else known(name)
sys.exit(cli.main())
