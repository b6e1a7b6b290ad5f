"""Relays for networks that let no UDP out: TURN over TCP or TLS, with passwords that end by themselves.

The relay (coturn) shares one secret with this server and asks it nothing: the user name says when the
password ends, the password is the name's HMAC-SHA1 (draft-uberti-behave-turn-rest-00). A client is told by
the `Link` headers that RFC 9725, 4.6 has for it.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha1
from typing import Final

LASTS_S: Final = 24 * 3600
"""Longer than any sitting; a connection that was made is not cut when it ends."""


@dataclass(frozen=True, slots=True)
class Relays:
    """`urls` as browsers want them: turn:relay.example:443?transport=tcp, turns:relay.example:443."""

    urls: Sequence[str] = ()
    secret: str = ""

    def links(self, seat: str, now: float) -> list[str]:
        """One `Link` value for each relay, with a password for this seat; `now` in Unix seconds."""
        user = f"{int(now) + LASTS_S}:{seat}"
        password = b64encode(hmac.digest(self.secret.encode(), user.encode(), sha1)).decode()
        rest = f'rel="ice-server"; username="{user}"; credential="{password}"; credential-type="password"'
        return [f"<{url}>; {rest}" for url in self.urls]
