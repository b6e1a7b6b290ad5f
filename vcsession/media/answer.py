"""The answer to an offer, and the names of the places in it."""

from __future__ import annotations

import secrets
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count

from vcsession.media.rtp import ABS_SEND_TIME, AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_WIDE
from vcsession.media.sdp import Codec, Offer, Section

PLACES = {"audio": ("floor", "interpretation"), "video": ("floor", "presentation")}
REST = {"audio": "voice", "video": "tile"}
"""What comes after these, as many as the client offers: voice-1, voice-2 and so on."""
SOURCES = {"audio": ("microphone",), "video": ("camera", "presentation")}
CNAME = "vcsession"


@dataclass(frozen=True, slots=True)
class Local:
    """Our side of the transport: the addresses that a client may reach it at, the best first."""

    hosts: tuple[str, ...]
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
    """The receiving sections, in m-line order, each with the name of its place."""
    left = {kind: chain(names, map((REST[kind] + "-{}").format, count(1))) for kind, names in PLACES.items()}
    for section in offer.sections:
        if section.direction == "receive":
            yield section, next(left[section.kind])


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
        for codec in section.codecs:
            lines += _codec(section, codec)
        if outlet is not None:
            lines += _outlet(section, outlet)
        elif section.mid in taken:
            lines += _taken(section)
        else:
            lines.append("a=inactive")
    return "\r\n".join(lines) + "\r\n"


def candidates(local: Local) -> list[str]:
    """One for each of our addresses (RFC 8839 5.1), their priorities by RFC 8445 5.1.2.1."""
    lines = [
        f"a=candidate:{n} 1 udp {126 << 24 | 65536 - n << 8 | 255} {host} {local.port} typ host"
        for n, host in enumerate(local.hosts, 1)
    ]
    return [*lines, "a=end-of-candidates"]


def write_fragment(offer: Offer, local: Local) -> str:
    """The trickle-ice-sdpfrag that answers an ICE restart (RFC 9725 4.3.2)."""
    first = next(s for s in offer.sections if s.mid == offer.bundled[0])
    lines = ["a=ice-lite", "a=group:BUNDLE " + " ".join(offer.bundled)]
    lines += [f"m={first.kind} 9 {first.protocol} {_formats(first)}", f"a=mid:{first.mid}"]
    lines += [f"a=ice-ufrag:{local.ufrag}", f"a=ice-pwd:{local.password}", *candidates(local)]
    return "\r\n".join(lines) + "\r\n"


def _transport(section: Section, local: Local) -> list[str]:
    lines = [f"m={section.kind} {local.port} {section.protocol} {_formats(section)}"]
    host = local.hosts[0]
    lines.append(f"c=IN {'IP6' if ':' in host else 'IP4'} {host}")
    lines += ["a=rtcp:9 IN IP4 0.0.0.0", "a=rtcp-mux"]
    if section.short_rtcp:
        lines.append("a=rtcp-rsize")
    lines += [f"a=mid:{section.mid}", f"a=ice-ufrag:{local.ufrag}", f"a=ice-pwd:{local.password}"]
    lines += [
        f"a=fingerprint:sha-256 {local.fingerprint}",
        f"a=setup:{'active' if local.active else 'passive'}",
    ]
    return lines + candidates(local)


def _formats(section: Section) -> str:
    numbers = (n for codec in section.codecs for n in (codec.payload_type, codec.rtx_type) if n is not None)
    return " ".join(str(number) for number in numbers)


def _codec(section: Section, codec: Codec) -> list[str]:
    number = codec.payload_type
    lines = [f"a=rtcp-fb:{number} {what}" for what in answered(section, codec)]
    if codec.name == "opus":
        # Redundancy against losses; and of a closed microphone 5 packets a second, not 50 (RFC 7587 7.1).
        form = "minptime=10;useinbandfec=1;usedtx=1"
        return [f"a=rtpmap:{number} opus/48000/2", f"a=fmtp:{number} {form}", *lines]
    lines.insert(0, f"a=rtpmap:{number} {codec.name}/90000")
    if codec.name == "H264":
        form = "level-asymmetry-allowed=1;packetization-mode=1"
        lines.append(f"a=fmtp:{number} {form};profile-level-id={codec.profile}")
    if codec.rtx_type is not None:
        lines += [f"a=rtpmap:{codec.rtx_type} rtx/90000", f"a=fmtp:{codec.rtx_type} apt={number}"]
    return lines


def answered(section: Section, codec: Codec) -> tuple[str, ...]:
    """The feedback agreed: transport-wide from publishers (trap 1: we do send it), else REMB; never both."""
    transport = (
        section.direction == "send" and section.extensions.transport and "transport-cc" in codec.feedback
    )
    return tuple(f for f in codec.feedback if f != ("goog-remb" if transport else "transport-cc"))


def _taken(section: Section) -> list[str]:
    """A section that we receive: its extensions and its layers."""
    ids = section.extensions
    uris = {MID: ids.mid, RID: ids.rid, REPAIRED_RID: ids.repaired_rid, AUDIO_LEVEL: ids.level}
    if "transport-cc" in answered(section, section.codecs[0]):
        uris[TRANSPORT_WIDE] = ids.transport
    if not section.rids:
        uris[RID] = uris[REPAIRED_RID] = 0
    lines = ["a=recvonly", *(f"a=extmap:{number} {uri}" for uri, number in uris.items() if number)]
    if section.rids:
        lines += [f"a=rid:{rid} recv" for rid in section.rids]
        lines.append("a=simulcast:recv " + ";".join(section.rids))
    return lines


def _outlet(section: Section, outlet: Outlet) -> list[str]:
    # Floor sound and picture share a stream: the browser keeps lips in step. Track ids differ (trap 10).
    track = f"{outlet.name}-{section.kind}"
    lines = ["a=sendonly", f"a=msid:{outlet.name} {track}"]
    if section.extensions.stamp:
        lines.append(f"a=extmap:{section.extensions.stamp} {ABS_SEND_TIME}")
    if all(codec.rtx_type is None for codec in section.codecs):
        return [*lines, f"a=ssrc:{outlet.ssrc} cname:{CNAME}"]
    # The primary before its resends, or Chromium shows nothing (trap 2).
    lines.append(f"a=ssrc-group:FID {outlet.ssrc} {outlet.rtx_ssrc}")
    return [*lines, f"a=ssrc:{outlet.ssrc} cname:{CNAME}", f"a=ssrc:{outlet.rtx_ssrc} cname:{CNAME}"]
