"""What the plane counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Figures:
    """Running totals of one plane, in packets; the hot path adds to them in place, readers get a copy.

    `connections` are those whose DTLS is up now. `audio_out` and `video_out` are packets forwarded to
    receivers (resends stand in `resent`), `blocked_*` those that the gate held back: published, but wanted in
    no place.
    `strangers` came from an address or on an SSRC nobody announced, `flooded` were more than a participant
    may send and not looked at, `unsent` were refused by the kernel,
    `faults` are our own errors, caught at the boundary.
    """

    connections: int = 0
    audio_in: int = 0
    video_in: int = 0
    rtcp_in: int = 0
    stun_in: int = 0
    dtls_in: int = 0
    audio_out: int = 0
    video_out: int = 0
    resent: int = 0
    rtcp_out: int = 0
    blocked_audio: int = 0
    blocked_video: int = 0
    keyframes_asked: int = 0
    losses_asked: int = 0
    repaired: int = 0
    strangers: int = 0
    flooded: int = 0
    malformed: int = 0
    srtp_errors: int = 0
    unsent: int = 0
    faults: int = 0
