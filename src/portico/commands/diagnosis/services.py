"""What Portico leans on outside: Redis, the mail server, the proxy before it."""

from __future__ import annotations

import ipaddress
import secrets
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from portico import background
from portico.commands.diagnosis.finding import Finding, bad, doubtful, good
from portico.features import discussion
from portico.platform.errors import PorticoError
from portico.platform.http import Http, Reply
from portico.platform.mail.transport import NotTaken, Refused, transport
from portico.platform.storage import Storage, StorageUnavailable, open_storage
from portico.settings import Settings
from portico.web import operator

SECONDS = 5
CHECK = "staging/check"
"""What is put into a bucket to see who may read it."""
FORGED = "192.0.2.77"
"""An address that nobody has (RFC 5737), to see whether anyone may claim one."""


def redis(settings: Settings) -> Finding | None:
    """Whether Redis answers."""
    url = settings.redis_url.get_secret_value()
    if not url:
        return None
    from redis import Redis, RedisError  # noqa: PLC0415 - an extra

    try:
        with Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as client:
            client.ping()
    except RedisError as error:
        return bad("Redis", f"PORTICO_REDIS_URL: Redis does not answer: {error}. Is it running?")
    return good("Redis", "Redis answers.")


def mail(settings: Settings) -> Finding:
    """Whether the mail server lets Portico in; nothing is sent."""
    url = settings.mail
    if not url:
        return doubtful("mail", "No mail leaves; set PORTICO_MAIL_URL.")
    try:
        with transport(url, seconds=SECONDS)():
            pass
    except (Refused, NotTaken, ValueError, OSError) as error:
        return bad("mail", f"PORTICO_MAIL_URL: {error}")
    if url.startswith("file:"):
        find = doubtful if settings.environment == "production" else good
        return find("mail", f"Mails leave into a folder, {urlsplit(url).path}, and reach nobody.")
    return good("mail", "The mail server takes mail; `portico outbox test ADDRESS` sends one.")


def pictures(settings: Settings) -> Finding:
    """Whether people's pictures can be kept, nobody else reads them there, and browsers may send them."""
    storage = open_storage(settings.storage, settings.signing_secret)
    try:
        storage.check()
        is_open = bool(storage.origin) and _tells_strangers(storage)
    except StorageUnavailable as error:
        return bad("pictures", f"PORTICO_STORAGE_URL: {error.detail} Look at the bucket, its key and region.")
    if not storage.origin:
        return good("pictures", "People's pictures are kept in a folder, which can be written.")
    parts = urlsplit(str(settings.public_url or settings.address))
    origin = f"{parts.scheme}://{parts.netloc}"
    if is_open:
        return bad(
            "pictures",
            "Anybody can read the bucket; make it private, since Portico shows what is to be seen.",
        )
    if not _lets_send(storage, origin):
        return bad(
            "pictures", f"The bucket answers, but lets no browser send from {origin}; give it a CORS rule."
        )
    return good("pictures", "The bucket answers, is private, and lets browsers send to it.")


def _tells_strangers(storage: Storage) -> bool:
    """Whether somebody without a key reads what lies there."""
    address = storage.slot(CHECK, media_type="image/png", size=1).url.partition("?")[0]
    storage.write(CHECK, BytesIO(b"Portico"), media_type="text/plain")
    try:
        return _asked(address, {}).status == 200
    except PorticoError:
        return False
    finally:
        storage.delete([CHECK])


def _lets_send(storage: Storage, origin: str) -> bool:
    """Whether the storage tells a browser that pages of this origin may put files there (Fetch, 4.8)."""
    slot = storage.slot(CHECK, media_type="image/png", size=1)
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": slot.method,
        "Access-Control-Request-Headers": "content-type",
    }
    try:
        reply = Http(private=True, plain=True, seconds=SECONDS).ask("OPTIONS", slot.url, headers=asked)
    except PorticoError:
        return False
    return reply.headers.get("access-control-allow-origin") in (origin, "*")


def akismet(settings: Settings) -> Finding | None:
    """Whether Akismet knows the key."""
    judge = background.judge_of(settings)
    if judge is None:
        return None
    try:
        judge.verify()
    except discussion.JudgeRefuses as error:
        return bad("Akismet", f"PORTICO_AKISMET_KEY: {error.detail} Look at akismet.com/account.")
    except PorticoError as error:
        return doubtful("Akismet", f"It does not answer, so comments go unchecked: {error.detail}")
    return good("Akismet", "Akismet knows the key.")


def public_address(settings: Settings) -> Finding | None:
    """Whether visitors reach this server, and it sees them as they are."""
    if settings.public_url is None:
        return None
    base = str(settings.public_url).rstrip("/")
    name = secrets.token_hex(8)
    try:
        alive = _asked(f"{base}/health/live", {"X-Request-ID": name})
        if alive.headers.get("x-request-id") != name:
            return bad("public address", f"{base} answers, but not as Portico; look at the proxy's target.")
        return _seen(settings, base)
    except PorticoError as error:
        return bad(
            "public address",
            f"{base} does not answer: {error.detail} Look at DNS, the proxy and its certificate.",
        )


def _seen(settings: Settings, base: str) -> Finding:
    parts = urlsplit(base)
    key = operator.token(settings.var)
    if parts.scheme != "https" and not _is_near(parts.hostname or ""):
        return doubtful(
            "public address", f"{base} answers, but without encryption; give the proxy a certificate."
        )
    forged = {"Authorization": f"Bearer {key}", "X-Forwarded-For": FORGED}
    reply = _asked(f"{base}/api/v1/ops/connection", forged)
    if reply.status != 200:
        return bad("public address", f"{base} is another Portico, or reads another var folder.")
    seen: dict[str, Any] = reply.json()
    if seen["address"] == FORGED:
        return bad("public address", "Visitors can claim any address; lower PORTICO_TRUSTED_PROXIES.")
    if seen["url"].rstrip("/") != base:
        return bad(
            "public address",
            f"Portico sees {seen['url']} where visitors see {base}; let the proxy send Host and "
            "X-Forwarded-Proto, and set PORTICO_TRUSTED_PROXIES.",
        )
    if _is_near(seen["address"]) and not _is_near(parts.hostname or "") and not settings.trusted_proxies:
        return doubtful(
            "public address",
            "All visitors seem to come from the proxy; set PORTICO_TRUSTED_PROXIES to the number of proxies.",
        )
    return good("public address", f"{base} leads here.")


def _asked(url: str, headers: dict[str, str]) -> Reply:
    return Http(private=True, plain=True, seconds=SECONDS).get(url, headers)


def _is_near(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
