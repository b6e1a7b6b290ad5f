"""The answer to an offer, and the names of the places in it."""

from __future__ import annotations

import secrets
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from vcsession.media.rtp import ABS_SEND_TIME, MID
from vcsession.media.sdp import Offer, Section

AUDIO_PLACES = ("floor", "interpretation", "voice-1", "voice-2", "voice-3")
VIDEO_PLACES = ("floor", "presentation")
"""After these come tile-1, tile-2 and so on."""
SOURCES = {"audio": ("microphone",), "video": ("camera", "presentation")}
CNAME = "vcsession"


@dataclass(frozen=True, slots=True)
class Local:
    """Our side of the transport."""

    host: str
    port: int
    ufrag: str
    password: str
    fingerprint: str
    active: bool


@dataclass(frozen=True, slots=True)
class Outlet:
    """The source a place is sent on, for life."""

    name: str
    ssrc: int
    rtx_ssrc: int


def name_places(offer: Offer) -> Iterator[tuple[Section, str]]:
    """The receiving sections, in m-line order, each with the name of its place; those left over have none."""
    audio, video = iter(AUDIO_PLACES), iter(VIDEO_PLACES)
    tiles = 0
    for section in offer.sections:
        if section.direction != "receive":
            continue
        name = next(audio if section.kind == "audio" else video, None)
        if name is None and section.kind == "video":
            tiles += 1
            name = f"tile-{tiles}"
        if name is not None:
            yield section, name


def name_sources(offer: Offer) -> Iterator[tuple[Section, str]]:
    """The sending sections with what each one is: microphone, camera, presentation."""
    left = {kind: iter(names) for kind, names in SOURCES.items()}
    for section in offer.sections:
        if section.direction == "send":
            name = next(left[section.kind], None)
            if name is not None:
                yield section, name


def write(offer: Offer, local: Local, outlets: Mapping[str, Outlet], taken: Container[str]) -> str:
    """The answer. `outlets` are the places by mid, `taken` the mids that we receive on."""
    lines = ["v=0", f"o=- {secrets.randbits(62)} 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "a=ice-lite"]
    lines.append("a=group:BUNDLE " + " ".join(offer.bundled))
    if offer.mixed_extensions:
        lines.append("a=extmap-allow-mixed")
    lines.append("a=msid-semantic: WMS *")
    for section in offer.sections:
        if section.direction == "refused":
            lines += [f"m={section.kind} 0 {section.protocol} {section.formats}", "c=IN IP4 0.0.0.0"]
            lines += [f"a=mid:{section.mid}", "a=inactive"]
            continue
        outlet = outlets.get(section.mid)
        lines += _transport(section, local)
        lines += _codec(section)
        if outlet is not None:
            lines += _outlet(section, outlet)
        elif section.mid in taken:
            lines.append("a=recvonly")
            if section.mid_id:
                lines.append(f"a=extmap:{section.mid_id} {MID}")
        else:
            lines.append("a=inactive")
    return "\r\n".join(lines) + "\r\n"


def candidate(local: Local) -> list[str]:
    return [f"a=candidate:1 1 udp 2130706431 {local.host} {local.port} typ host", "a=end-of-candidates"]


def write_fragment(offer: Offer, local: Local) -> str:
    """The trickle-ice-sdpfrag that answers an ICE restart (RFC 9725 4.3.2)."""
    first = next(s for s in offer.sections if s.mid == offer.bundled[0])
    lines = ["a=ice-lite", "a=group:BUNDLE " + " ".join(offer.bundled)]
    lines += [f"m={first.kind} 9 {first.protocol} {first.payload_type}", f"a=mid:{first.mid}"]
    lines += [f"a=ice-ufrag:{local.ufrag}", f"a=ice-pwd:{local.password}", *candidate(local)]
    return "\r\n".join(lines) + "\r\n"


def _transport(section: Section, local: Local) -> list[str]:
    formats = f"{section.payload_type}" + (f" {section.rtx_type}" if section.rtx_type is not None else "")
    lines = [f"m={section.kind} {local.port} {section.protocol} {formats}"]
    lines.append(f"c=IN {'IP6' if ':' in local.host else 'IP4'} {local.host}")
    lines += ["a=rtcp:9 IN IP4 0.0.0.0", "a=rtcp-mux"]
    if section.short_rtcp:
        lines.append("a=rtcp-rsize")
    lines += [f"a=mid:{section.mid}", f"a=ice-ufrag:{local.ufrag}", f"a=ice-pwd:{local.password}"]
    lines += [
        f"a=fingerprint:sha-256 {local.fingerprint}",
        f"a=setup:{'active' if local.active else 'passive'}",
    ]
    return lines + candidate(local)


def _codec(section: Section) -> list[str]:
    number = section.payload_type
    if section.kind == "audio":
        return [f"a=rtpmap:{number} opus/48000/2", f"a=fmtp:{number} minptime=10;useinbandfec=1"]
    lines = [f"a=rtpmap:{number} VP8/90000"] + [f"a=rtcp-fb:{number} {what}" for what in section.feedback]
    if section.rtx_type is not None:
        lines += [f"a=rtpmap:{section.rtx_type} rtx/90000", f"a=fmtp:{section.rtx_type} apt={number}"]
    return lines


def _outlet(section: Section, outlet: Outlet) -> list[str]:
    # Floor sound and picture share a stream: the browser keeps lips in step. Track ids differ (trap 10).
    track = f"{outlet.name}-{section.kind}"
    lines = ["a=sendonly", f"a=msid:{outlet.name} {track}"]
    if section.stamp_id:
        lines.append(f"a=extmap:{section.stamp_id} {ABS_SEND_TIME}")
    if section.rtx_type is None:
        return [*lines, f"a=ssrc:{outlet.ssrc} cname:{CNAME}"]
    # The primary before its resends, or Chromium shows nothing (trap 2).
    lines.append(f"a=ssrc-group:FID {outlet.ssrc} {outlet.rtx_ssrc}")
    return [*lines, f"a=ssrc:{outlet.ssrc} cname:{CNAME}", f"a=ssrc:{outlet.rtx_ssrc} cname:{CNAME}"]
