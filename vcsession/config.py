"""Settings of the server: from the environment (`VCSESSION_*`, `REDIS_URL`), each with a sensible default."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from vcsession.media.admission import LIMIT


def default_data_dir() -> Path:
    """$XDG_DATA_HOME/vcsession, or ~/.local/share/vcsession."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "vcsession"


def _address(text: str) -> str:
    """An IP address in its usual form: browsers take no name in its place."""
    try:
        return str(ip_address(text.strip("[]")))
    except ValueError:
        raise ValueError(f"{text} is no IP address, such as 192.0.2.7 or 2001:db8::7") from None


class Settings(BaseSettings):
    """`public_url` is what people open; away from localhost it must be https, or browsers give no camera.

    `media_host` are the addresses at which media listens (those of `host` where none is named),
    `media_public_host` those that browsers are told, parted by commas; both only where they differ.
    `media_limit` is how many media connections with pictures the server takes.
    `turn_urls`, parted by spaces, are relays for networks that let no UDP out; `turn_secret` is theirs.
    """

    model_config = SettingsConfigDict(env_prefix="VCSESSION_", extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    data_dir: Path = Field(default_factory=default_data_dir)
    redis_url: str | None = Field(default=None, validation_alias="REDIS_URL")
    redis_wait: int = Field(default=0, ge=0)
    public_url: str | None = None
    media_host: Annotated[tuple[str, ...], NoDecode] = ()
    media_port: int = Field(default=0, ge=0, le=65535)
    media_public_host: Annotated[tuple[str, ...], NoDecode] = ()
    media_limit: int = Field(default=LIMIT, ge=1)
    turn_urls: Annotated[tuple[str, ...], NoDecode] = ()
    turn_secret: SecretStr = SecretStr("")
    tls_cert: Path | None = None
    tls_key: Path | None = None

    @field_validator("public_url")
    @classmethod
    def _of_a_page(cls, url: str | None) -> str | None:
        if url is None:
            return None
        scheme, _, host = url.rstrip("/").partition("://")
        if scheme not in ("http", "https") or not host or "/" in host:
            raise ValueError("it is http:// or https:// and a name, such as https://talks.example")
        return url.rstrip("/")

    @field_validator("media_host", "media_public_host", mode="before")
    @classmethod
    def _of_media(cls, hosts: str | tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(_address, hosts.replace(",", " ").split() if isinstance(hosts, str) else hosts))

    @field_validator("media_public_host")
    @classmethod
    def _reachable(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if ip_address(host).is_unspecified:
                raise ValueError(f"{host} means every address here; name the one that browsers reach")
        return hosts

    @field_validator("turn_urls", mode="before")
    @classmethod
    def _of_relays(cls, urls: str | tuple[str, ...]) -> tuple[str, ...]:
        found = tuple(urls.split()) if isinstance(urls, str) else tuple(urls)
        if not all(re.fullmatch(r"turns?:[^\s<>\"]+", url) for url in found):
            raise ValueError("each is like turns:relay.example:443?transport=tcp")
        return found

    @model_validator(mode="after")
    def _relays_want_a_secret(self) -> Self:
        if self.turn_urls and not self.turn_secret.get_secret_value():
            raise ValueError("VCSESSION_TURN_SECRET is missing: the secret that the relay was started with")
        return self

    @field_validator("redis_url")
    @classmethod
    def _of_a_store(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("it begins with redis://, rediss:// or unix://")
        return url
