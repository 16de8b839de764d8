"""The kinds of values that settings have, each with the sentence that refuses another.

The sentences follow the name of the variable and never repeat a value, which may be a secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import parseaddr
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, HttpUrl, IPvAnyNetwork, SecretStr
from pydantic_settings import NoDecode

HOST = re.compile(
    r"(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\]", re.I
)
MAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+")
DOCS = re.compile(r"(/[a-z0-9][a-z0-9._-]*)+")
BUCKET = re.compile(r"/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
DATABASES = ("sqlite", "postgresql", "postgres", "postgresql+psycopg")


def _split(value: Any) -> Any:
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


def _each(fits: Callable[[str], object], what: str) -> AfterValidator:
    def check(words: tuple[str, ...]) -> tuple[str, ...]:
        for number, word in enumerate(words, 1):
            if not fits(word):
                raise ValueError(f"holds something else than {what}: look at entry {number}")
        return words

    return AfterValidator(check)


def _secret(check: Callable[[str], None]) -> AfterValidator:
    def unpacked(value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            check(value.get_secret_value())
        return value

    return AfterValidator(unpacked)


def _parts(url: str) -> SplitResult | None:
    """An address in its parts, none when it has an impossible host or port."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises when it is no number of a port
    except ValueError:
        return None
    return parts


def _is_web(url: str) -> bool:
    parts = _parts(url)
    return bool(parts and parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", url))


def _is_origin(word: str) -> bool:
    parts = _parts(word)
    return (
        _is_web(word) and parts is not None and word == f"{parts.scheme}://{parts.netloc}" and "@" not in word
    )


def _is_mail(word: str) -> bool:
    return bool(MAIL.fullmatch(word))


def _public(url: HttpUrl) -> HttpUrl:
    if url.username or url.password or url.query or url.fragment:
        raise ValueError("must be an address without a name, a password, `?` and `#`")
    return url


def _database(url: str) -> None:
    parts = _parts(url)
    if parts is None or parts.scheme not in DATABASES:
        raise ValueError("must be sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME")
    named = parts.path.lstrip("/")
    if parts.scheme == "sqlite" and (parts.netloc or named in ("", ":memory:")):
        raise ValueError("must name a file: sqlite:///PATH, or sqlite:////PATH from the root")
    if not named:
        raise ValueError("must name the database: postgresql://USER:PASSWORD@HOST/NAME")


def _redis(url: str) -> None:
    parts = _parts(url)
    fits = parts and (
        (parts.scheme == "unix" and parts.path)
        or (parts.scheme in ("redis", "rediss") and parts.hostname and re.fullmatch(r"/?\d*", parts.path))
    )
    if not fits:
        raise ValueError("must be redis://HOST:PORT/NUMBER, rediss://… or unix:///PATH")


def _mail(url: str) -> None:
    parts = _parts(url)
    fits = parts and (
        (parts.scheme in ("smtp", "smtps") and parts.hostname and parts.path in ("", "/"))
        or (parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"))
    )
    if not fits:
        raise ValueError("must be smtp://USER:PASSWORD@HOST:PORT, smtps://… or file:///FOLDER")


def _storage(url: str) -> None:
    parts = _parts(url)
    if parts and parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return
    if parts is None or parts.scheme not in ("s3", "s3+http") or not parts.hostname:
        raise ValueError("must be s3://KEY:SECRET@HOST/BUCKET?region=REGION or file:///FOLDER")
    if not (parts.username and parts.password):
        raise ValueError("must hold the key and its secret: s3://KEY:SECRET@HOST/BUCKET")
    if not BUCKET.fullmatch(parts.path):
        raise ValueError("must name the bucket: s3://KEY:SECRET@HOST/BUCKET")


def _sender(text: str) -> str:
    if text and (re.search(r"[\x00-\x1f\x7f]", text) or not _is_mail(parseaddr(text)[1])):
        raise ValueError("must be a sender such as Ada <ada@example.org>")
    return text


def _dsn(url: str) -> None:
    parts = _parts(url)
    if not (_is_web(url) and parts and parts.username and parts.path.strip("/")):
        raise ValueError("must be the address that Sentry shows for the project, https://KEY@HOST/NUMBER")


def _collector(url: str) -> None:
    if not _is_web(url):
        raise ValueError("must be the address of a collector such as http://127.0.0.1:4318")


def _provider(url: str) -> str:
    parts = _parts(url)
    if url and not (_is_web(url) and parts and not (parts.username or parts.query or parts.fragment)):
        raise ValueError("must be an address such as https://id.example.org, without `?` and `#`")
    return url


def _docs_path(path: str) -> str:
    if not DOCS.fullmatch(path):
        raise ValueError("must be a path such as /api/docs: lower case, without a slash at its end")
    return path


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
"""Several values, written with commas between them."""
Networks = Annotated[tuple[IPvAnyNetwork, ...], NoDecode, BeforeValidator(_split)]
Hosts = Annotated[Words, _each(HOST.fullmatch, "names of hosts such as example.org or *.example.org")]
Origins = Annotated[
    Words, _each(_is_origin, "origins such as https://app.example.org; `*` is none, name each front end")
]
MailAddresses = Annotated[Words, _each(_is_mail, "mail addresses")]
WebAddresses = Annotated[Words, _each(_is_web, "addresses such as https://example.org")]
PublicUrl = Annotated[HttpUrl, AfterValidator(_public)]
DatabaseUrl = Annotated[SecretStr, _secret(_database)]
RedisUrl = Annotated[SecretStr, _secret(_redis)]
MailUrl = Annotated[SecretStr, _secret(_mail)]
StorageUrl = Annotated[SecretStr, _secret(_storage)]
Sender = Annotated[str, AfterValidator(_sender)]
SentryDsn = Annotated[SecretStr, _secret(_dsn)]
CollectorUrl = Annotated[SecretStr, _secret(_collector)]
ProviderUrl = Annotated[str, AfterValidator(_provider)]
DocsPath = Annotated[str, AfterValidator(_docs_path)]
