"""The client's offer (RFC 8866, RFC 9429), read in one linear pass under fixed limits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from vcsession.media.rtp import ABS_SEND_TIME, MID

MAX_OFFER = 192 * 1024
"""Bytes. Our own browser offer with 22 sections is 86 kB."""
MAX_SECTIONS = 40
MAX_SSRC_LINES = 64
MAX_FRAGMENT = 16 * 1024

AUDIO_CODEC = "opus/48000/2"
VIDEO_CODEC = "vp8/90000"
FEEDBACK = ("nack", "nack pli", "ccm fir", "goog-remb")
"""What we answer for video, if offered. Not transport-cc: without feedback it starves the sender (trap 1)."""

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,32}")
_ICE = re.compile(r"[A-Za-z0-9+/_=-]{4,256}")
_HEX_PAIRS = re.compile(r"[0-9A-F]{2}(:[0-9A-F]{2}){19,63}")
_DIGESTS = ("sha-256", "sha-384", "sha-512")
_DIRECTIONS = ("sendonly", "sendrecv", "recvonly", "inactive")


class BadOffer(ValueError):
    """The offer cannot be answered; the text is a plain sentence for the client."""


@dataclass(frozen=True, slots=True)
class Section:
    """One m-section of the offer, seen from the client.

    `direction` is what the client does there: `send` (one for both directions counts as that), `receive`,
    `off`, or `refused` for a kind of media that we do not take. `stamp_id` and `mid_id` are the extension ids
    of abs-send-time and MID, 0 where not offered. `ssrc` and `rtx_ssrc` are None where not announced.
    """

    kind: str
    mid: str
    direction: str
    protocol: str
    formats: str
    payload_type: int = 0
    rtx_type: int | None = None
    stamp_id: int = 0
    mid_id: int = 0
    feedback: tuple[str, ...] = ()
    ssrc: int | None = None
    rtx_ssrc: int | None = None
    short_rtcp: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    ufrag: str
    digest: str
    fingerprint: str
    active: bool
    """We start the handshake: the client said it would wait."""
    sections: tuple[Section, ...]
    bundled: tuple[str, ...]
    mixed_extensions: bool


@dataclass(slots=True)
class _Lines:
    """The lines of one section, by attribute name."""

    media: str = ""
    attributes: dict[str, list[str]] = field(default_factory=dict)

    def all(self, name: str) -> list[str]:
        return self.attributes.get(name, [])

    def first(self, name: str) -> str | None:
        values = self.attributes.get(name)
        return values[0] if values else None


def parse(text: str) -> Offer:
    """Read an offer. Raises BadOffer for anything that cannot be answered, and nothing else."""
    try:
        return _parse(text)
    except (ValueError, IndexError) as error:
        if isinstance(error, BadOffer):
            raise
        raise BadOffer("The offer is not well-formed SDP.") from None


def _parse(text: str) -> Offer:
    session, media = _split(text)
    group = next((g.split()[1:] for g in session.all("group") if g.split()[:1] == ["BUNDLE"]), [])
    sections = tuple(_section(lines, index) for index, lines in enumerate(media))
    mids = [s.mid for s in sections]
    if len(set(mids)) != len(mids):
        raise BadOffer("Two sections of the offer have the same mid.")
    taken = [i for i, s in enumerate(sections) if s.direction != "refused"]
    if not taken:
        raise BadOffer("The offer has no audio or video section.")
    if len(taken) > 1 and not {sections[i].mid for i in taken} <= set(group):
        raise BadOffer("The offer does not bundle its sections; everything goes over one connection here.")
    for i in taken:
        if "rtcp-mux" not in media[i].attributes:
            raise BadOffer(f"Section {i} of the offer has no rtcp-mux.")
    first = media[taken[0]]
    ufrag = first.first("ice-ufrag") or session.first("ice-ufrag") or ""
    if not _ICE.fullmatch(ufrag):
        raise BadOffer("The offer has no valid ice-ufrag.")
    digest, fingerprint = _fingerprint(first.all("fingerprint") or session.all("fingerprint"))
    setup = first.first("setup") or session.first("setup") or "actpass"
    if setup not in ("actpass", "active", "passive"):
        raise BadOffer(f"Section {taken[0]} of the offer has an unknown setup role.")
    bundled = tuple(sections[i].mid for i in taken)
    mixed = "extmap-allow-mixed" in session.attributes
    return Offer(ufrag, digest, fingerprint, setup == "passive", sections, bundled, mixed)


def _split(text: str) -> tuple[_Lines, list[_Lines]]:
    if len(text) > MAX_OFFER or len(text.encode()) > MAX_OFFER:
        raise BadOffer(f"The offer is larger than {MAX_OFFER // 1024} kB.")
    session = current = _Lines()
    media: list[_Lines] = []
    if not text.startswith("v=0"):
        raise BadOffer("The offer is not SDP: it does not start with v=0.")
    for line in text.replace("\r\n", "\n").split("\n"):
        if not line:
            continue
        if len(line) < 2 or line[1] != "=":
            raise BadOffer("The offer has a line that is not SDP.")
        if line[0] == "m":
            if len(media) == MAX_SECTIONS:
                raise BadOffer(f"The offer has more than {MAX_SECTIONS} sections.")
            current = _Lines(line[2:])
            media.append(current)
        elif line[0] == "a":
            name, _, value = line[2:].partition(":")
            values = current.attributes.setdefault(name, [])
            values.append(value.strip())
            if name == "ssrc" and len(values) > MAX_SSRC_LINES:
                raise BadOffer(f"A section of the offer has more than {MAX_SSRC_LINES} ssrc lines.")
    return session, media


def _fingerprint(lines: list[str]) -> tuple[str, str]:
    known: dict[str, str] = {}
    for line in lines:
        digest, _, value = line.partition(" ")
        if _HEX_PAIRS.fullmatch(value.strip().upper()):
            known.setdefault(digest.lower(), value.strip().upper())
    for digest in _DIGESTS:
        if digest in known:
            return digest, known[digest]
    raise BadOffer("The offer has no SHA-256 fingerprint of the client's certificate.")


def _section(lines: _Lines, index: int) -> Section:
    words = lines.media.split()
    if len(words) < 4:
        raise BadOffer(f"Section {index} of the offer has no formats.")
    kind, port, protocol, formats = words[0], int(words[1].partition("/")[0]), words[2], words[3:]
    for word in (kind, *formats):
        if not _TOKEN.fullmatch(word):
            raise BadOffer(f"Section {index} of the offer is not well-formed.")
    if not re.fullmatch(r"[A-Z/0-9]{1,32}", protocol):
        raise BadOffer(f"Section {index} of the offer has an unknown protocol.")
    mid = lines.first("mid") or str(index)
    if not _TOKEN.fullmatch(mid):
        raise BadOffer(f"Section {index} of the offer has an invalid mid.")
    rejected = port == 0 and "bundle-only" not in lines.attributes
    if kind not in ("audio", "video") or rejected or "SAVP" not in protocol:
        return Section(kind, mid, "refused", protocol, " ".join(formats))
    codec = AUDIO_CODEC if kind == "audio" else VIDEO_CODEC
    payload_type, rtx_type = _payload_types(lines, formats, codec)
    if payload_type is None:
        name = "Opus" if kind == "audio" else "VP8"
        raise BadOffer(
            f"Section {index} of the offer ({kind}) does not offer {name}, the only {kind} codec taken here."
        )
    offered = next((d for d in _DIRECTIONS if d in lines.attributes), "sendrecv")
    direction = {"recvonly": "receive", "inactive": "off"}.get(offered, "send")
    ids = _extension_ids(lines.all("extmap"))
    ssrc, rtx_ssrc = _sources(lines) if direction == "send" else (None, None)
    wanted = {
        line.partition(" ")[2] for line in lines.all("rtcp-fb") if line.split()[0] in ("*", str(payload_type))
    }
    stamp_id = ids.get(ABS_SEND_TIME, 0)
    return Section(
        kind=kind,
        mid=mid,
        direction=direction,
        protocol=protocol,
        formats=" ".join(formats),
        payload_type=payload_type,
        rtx_type=rtx_type,
        stamp_id=stamp_id if stamp_id <= 14 else 0,
        mid_id=ids.get(MID, 0),
        feedback=tuple(f for f in FEEDBACK if f in wanted) if kind == "video" else (),
        ssrc=ssrc,
        rtx_ssrc=rtx_ssrc,
        short_rtcp="rtcp-rsize" in lines.attributes,
    )


def _payload_types(lines: _Lines, formats: list[str], codec: str) -> tuple[int | None, int | None]:
    names: dict[str, str] = {}
    for line in lines.all("rtpmap"):
        number, _, name = line.partition(" ")
        names[number] = name.strip().lower()
    chosen = next((f for f in formats if names.get(f) == codec), None)
    if chosen is None:
        return None, None
    repairs: str | None = None
    for line in lines.all("fmtp"):
        number, _, parameters = line.partition(" ")
        if names.get(number) == "rtx/90000" and f"apt={chosen}" in parameters.replace(" ", "").split(";"):
            repairs = number
            break
    numbers = [int(chosen)] + ([int(repairs)] if repairs is not None and repairs in formats else [])
    # 64-95 would read as RTCP on a multiplexed port (RFC 5761 4).
    if any(not 0 <= n <= 127 or 64 <= n <= 95 for n in numbers):
        raise BadOffer("The offer uses a payload type that cannot stand beside RTCP.")
    return numbers[0], numbers[1] if len(numbers) == 2 else None


def _extension_ids(lines: list[str]) -> dict[str, int]:
    ids: dict[str, int] = {}
    for line in lines:
        number, uri = line.split()[:2]
        identifier = int(number.partition("/")[0])
        if not 1 <= identifier <= 255:
            raise BadOffer("The offer has a header extension with an invalid id.")
        ids[uri] = identifier
    return ids


def _sources(lines: _Lines) -> tuple[int | None, int | None]:
    """The media SSRC and the SSRC of its resends, where announced; one layer."""
    groups = [g.split()[1:3] for g in lines.all("ssrc-group") if g.split()[:1] == ["FID"]]
    announced = [_ssrc(line.partition(" ")[0]) for line in lines.all("ssrc")]
    if groups and len(groups[0]) == 2:
        return _ssrc(groups[0][0]), _ssrc(groups[0][1])
    return (announced[0] if announced else None), None


def _ssrc(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 0xFFFFFFFF:
        raise BadOffer("The offer has an SSRC that is not a 32-bit number.")
    return number


def fragment_ufrag(text: str) -> str:
    """The ice-ufrag of a trickle-ice-sdpfrag (RFC 8840 9). Raises BadOffer."""
    if len(text) > MAX_FRAGMENT:
        raise BadOffer(f"The fragment is larger than {MAX_FRAGMENT // 1024} kB.")
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith("a=ice-ufrag:"):
            ufrag = line[12:].strip()
            if _ICE.fullmatch(ufrag):
                return ufrag
    raise BadOffer("The fragment has no valid ice-ufrag.")
