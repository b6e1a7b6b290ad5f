"""The client's offer (RFC 8866, RFC 9429), read in one linear pass under fixed limits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from vcsession.media.rtp import ABS_SEND_TIME, AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_WIDE

MAX_OFFER = 192 * 1024
"""Bytes. Our own browser offer with 22 sections is 86 kB."""
MAX_SECTIONS = 48
"""Twenty people who all hear and see each other: 45."""
MAX_SSRC_LINES = 64
MAX_FRAGMENT = 16 * 1024

MAX_LAYERS = 4

CODECS = {"audio": {"opus/48000/2": "opus"}, "video": {"vp8/90000": "VP8", "h264/90000": "H264"}}
"""What is taken, by its rtpmap: the best first. A publisher is held to the first one that it offers."""
FEEDBACK = {
    "audio": ("transport-cc",),
    "video": ("nack", "nack pli", "ccm fir", "goog-remb", "transport-cc"),
}

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,32}")
_ICE = re.compile(r"[A-Za-z0-9+/_=-]{4,256}")
_HEX_PAIRS = re.compile(r"[0-9A-F]{2}(:[0-9A-F]{2}){19,63}")
_DIGESTS = ("sha-256", "sha-384", "sha-512")
_RID = re.compile(r"[A-Za-z0-9_-]{1,16}")
_PROFILE = re.compile(r"[0-9a-f]{6}")
_DIRECTIONS = ("sendonly", "sendrecv", "recvonly", "inactive")


class BadOffer(ValueError):
    """The offer cannot be answered; the text is a plain sentence for the client."""


@dataclass(frozen=True, slots=True)
class Codec:
    """One codec of a section, numbered as the client numbers it. `profile` is H264's profile-level-id."""

    name: str
    payload_type: int
    rtx_type: int | None = None
    feedback: tuple[str, ...] = ()
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Extensions:
    """The header extension ids of a section (RFC 8285), 0 where not offered."""

    mid: int = 0
    rid: int = 0
    repaired_rid: int = 0
    stamp: int = 0
    transport: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """One m-section of the offer, seen from the client.

    `direction` is what the client does there: `send` (one for both directions counts as that), `receive`,
    `off`, or `refused` for a kind of media that we do not take. `ssrc` and `rtx_ssrc` are None where not
    announced. `rids` are the layers of a simulcast (RFC 8853) as offered, empty where there is one layer.
    """

    kind: str
    mid: str
    direction: str
    protocol: str
    formats: str
    codecs: tuple[Codec, ...] = ()
    extensions: Extensions = Extensions()
    ssrc: int | None = None
    rtx_ssrc: int | None = None
    rids: tuple[str, ...] = ()
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
    offered = next((d for d in _DIRECTIONS if d in lines.attributes), "sendrecv")
    direction = {"recvonly": "receive", "inactive": "off"}.get(offered, "send")
    codecs = _codecs(lines, formats, kind)
    if not codecs:
        lacking = (
            "no Opus, the only audio codec" if kind == "audio" else "neither VP8 nor H264, the video codecs"
        )
        raise BadOffer(f"Section {index} of the offer ({kind}) offers {lacking} taken here.")
    extensions = _extensions(lines.all("extmap"))
    if direction != "receive":
        codecs = codecs[:1]
    ssrc, rtx_ssrc = _sources(lines) if direction == "send" else (None, None)
    return Section(
        kind=kind,
        mid=mid,
        direction=direction,
        protocol=protocol,
        formats=" ".join(formats),
        codecs=codecs,
        extensions=extensions,
        ssrc=ssrc,
        rtx_ssrc=rtx_ssrc,
        rids=_rids(lines) if direction == "send" and _layered(codecs[0], extensions) else (),
        short_rtcp="rtcp-rsize" in lines.attributes,
    )


def _layered(codec: Codec, extensions: Extensions) -> bool:
    """Layers can be told apart, and their pictures' sizes be read."""
    return codec.name == "VP8" and extensions.mid > 0 and extensions.rid > 0


def _rids(lines: _Lines) -> tuple[str, ...]:
    """The layers that the client would send; none where it is not simulcast as we take it."""
    words = (lines.first("simulcast") or "").split()
    if "send" not in words[:-1]:
        return ()
    # Of alternatives the first; `~` marks one that begins paused (RFC 8853 5.1).
    wanted = [r.partition(",")[0].lstrip("~") for r in words[words.index("send") + 1].split(";")]
    known = {line.split()[0] for line in lines.all("rid") if line.split()[1:2] == ["send"]}
    fit = 2 <= len(wanted) <= MAX_LAYERS and len(set(wanted)) == len(wanted)
    return tuple(wanted) if fit and all(_RID.fullmatch(r) and r in known for r in wanted) else ()


def _codecs(lines: _Lines, formats: list[str], kind: str) -> tuple[Codec, ...]:
    """The codecs of ours that are offered, in our order; of several H264 the one that most can send."""
    names: dict[str, str] = {}
    for line in lines.all("rtpmap"):
        number, _, name = line.partition(" ")
        names[number] = name.strip().lower()
    parameters: dict[str, dict[str, str]] = {}
    for line in lines.all("fmtp"):
        number, _, text = line.partition(" ")
        pairs = (pair.partition("=") for pair in text.replace(" ", "").lower().split(";"))
        parameters.setdefault(number, {key: value for key, _, value in pairs})
    found = []
    for wanted, name in CODECS[kind].items():
        numbers = [f for f in formats if names.get(f) == wanted]
        if name == "H264":
            # Fragments need packetization mode 1 (RFC 6184 5.4).
            able = [n for n in numbers if parameters.get(n, {}).get("packetization-mode") == "1"]
            numbers = sorted(able, key=lambda n: not _profile(parameters[n]).startswith("42e0"))
        if not numbers:
            continue
        rtx = (f for f in formats if names.get(f) == "rtx/90000")
        repairs = next((f for f in rtx if parameters.get(f, {}).get("apt") == numbers[0]), None)
        profile = _profile(parameters[numbers[0]]) if name == "H264" else ""
        feedback = _feedback(lines, numbers[0], FEEDBACK[kind])
        found.append(
            Codec(name, _number(numbers[0]), _number(repairs) if repairs else None, feedback, profile)
        )
    return tuple(found)


def _number(text: str) -> int:
    number = int(text)
    # 64-95 would read as RTCP on a multiplexed port (RFC 5761 4).
    if not 0 <= number <= 127 or 64 <= number <= 95:
        raise BadOffer("The offer uses a payload type that cannot stand beside RTCP.")
    return number


def _profile(parameters: dict[str, str]) -> str:
    profile = parameters.get("profile-level-id", "")
    return profile if _PROFILE.fullmatch(profile) else "42001f"


def _feedback(lines: _Lines, number: str, known: tuple[str, ...]) -> tuple[str, ...]:
    offered = (line.partition(" ") for line in lines.all("rtcp-fb"))
    wanted = {what.strip() for of, _, what in offered if of in ("*", number)}
    return tuple(f for f in known if f in wanted)


def _extensions(lines: list[str]) -> Extensions:
    ids: dict[str, int] = {}
    for line in lines:
        number, uri = line.split()[:2]
        identifier = int(number.partition("/")[0])
        if not 1 <= identifier <= 255:
            raise BadOffer("The offer has a header extension with an invalid id.")
        # The one-byte form has ids up to 14; it is the only one that we write.
        ids[uri] = identifier if identifier <= 14 else 0
    known = (MID, RID, REPAIRED_RID, ABS_SEND_TIME, TRANSPORT_WIDE, AUDIO_LEVEL)
    return Extensions(*(ids.get(uri, 0) for uri in known))


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
