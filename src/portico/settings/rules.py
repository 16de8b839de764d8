"""What settings must be together, beyond what each of them may be."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from importlib.util import find_spec
from urllib.parse import urlsplit

from portico import features
from portico.platform.flags import BadSwitch, switches
from portico.settings.fields import Settings
from portico.settings.problems import variable
from portico.settings.secret import found_secret, weakness
from portico.settings.sources import nearest

SHORTEST_TOKEN = 16
Problem = tuple[str, str]
"""A field, and the words that follow the name of its variable."""
PROVIDERS = {
    "google": ("client_id", "client_secret"),
    "github": ("client_id", "client_secret"),
    "openid": ("issuer", "client_id", "client_secret"),
}
"""What one must know of each provider that people sign in with; all of it, or nothing."""
PROVIDER_URLS = (
    "google_issuer",
    "github_url",
    "github_api_url",
    "openid_issuer",
    "turnstile_url",
    "akismet_url",
)
EXTRAS = {
    "redis_url": ("redis", "redis"),
    "sentry_dsn": ("sentry", "sentry_sdk"),
    "tracing_url": ("tracing", "opentelemetry.sdk"),
}
"""For each setting that needs more than Portico brings: the extra, and the module by which it is known."""


def broken(settings: Settings) -> dict[str, str]:
    """What is wrong with settings that are each right by themselves, by field."""
    checks = [
        *_everywhere(settings),
        *(_production(settings) if settings.environment == "production" else ()),
    ]
    found: dict[str, str] = {}
    for field, words in checks:
        found.setdefault(field, words)
    return found


def _everywhere(settings: Settings) -> Iterator[Problem]:
    if settings.database.startswith("sqlite"):
        yield from _sqlite(settings)
    elif not _is_installed("psycopg"):
        yield "database_url", _needs("postgres")
    for field, (extra, module) in EXTRAS.items():
        if _text(settings, field) and not _is_installed(module):
            yield field, _needs(extra)
    if settings.has_bucket and not _is_installed("boto3"):
        yield "storage_url", _needs("s3")
    yield from _providers(settings)
    yield from _switches(settings)


def _providers(settings: Settings) -> Iterator[Problem]:
    for name, needed in PROVIDERS.items():
        fields = [f"{name}_{part}" for part in needed]
        given = [field for field in fields if _text(settings, field)]
        for field in fields if given else ():
            if field not in given:
                yield field, f"must be set when {variable(given[0])} is set"


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # the package that it would be in is not there either
        return False


def _needs(extra: str) -> str:
    return f"needs the extra {extra}, which is not installed: make install EXTRAS={extra}"


def _sqlite(settings: Settings) -> Iterator[Problem]:
    told = "SQLite takes one writing process. Set PORTICO_DATABASE_URL to PostgreSQL, or"
    if settings.workers > 1:
        yield "workers", f"must be 1: {told} raise PORTICO_THREADS"
    if settings.jobs == "apart":
        yield "jobs", f"must be embedded: {told} leave the jobs in the serving process"


def _switches(settings: Settings) -> Iterator[Problem]:
    for name in settings.features_off:
        if name not in features.NEEDS:
            yield (
                "features_off",
                f"names {name}, which cannot be switched off{nearest(name, features.NEEDS)}",
            )
    try:
        switches(settings.flags, features.FLAGS)
    except BadSwitch as problem:
        yield "flags", str(problem)


def _production(settings: Settings) -> Iterator[Problem]:
    yield from _secrets(settings)
    yield from _exposure(settings)
    yield from _mail(settings)
    yield from _turnstile(settings)
    if not _text(settings, "database_url"):
        yield "database_url", "must be set: sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"
    if settings.workers > 1 and not _text(settings, "redis_url"):
        yield "redis_url", "must be set for more than one worker: they share limits and news by Redis"


def _secrets(settings: Settings) -> Iterator[Problem]:
    kept = found_secret(settings.var)
    if words := weakness(settings.secret.get_secret_value(), kept):
        yield "secret", words
    token_secret = settings.token_secret.get_secret_value()
    if token_secret and (words := weakness(token_secret, kept)):
        yield "token_secret", words
    before = settings.token_secret_before.get_secret_value()
    if before and (words := weakness(before, kept)):
        yield "token_secret_before", words
    if 0 < len(settings.metrics_token.get_secret_value()) < SHORTEST_TOKEN:
        yield "metrics_token", f"must have at least {SHORTEST_TOKEN} characters, or be left out"


def _exposure(settings: Settings) -> Iterator[Problem]:
    url = settings.public_url
    if url is None:
        yield "public_url", "must be set to the address that visitors see, or `url` in site.toml"
    elif url.scheme != "https" and not _is_local(url.host or ""):
        yield "public_url", "must begin with https://: Portico is not meant to be read in the clear"
    storage = urlsplit(settings.storage)
    if storage.scheme == "s3+http" and not _is_local(storage.hostname or ""):
        yield "storage_url", "must begin with s3://: pictures and keys are not sent in the clear"
    for field in PROVIDER_URLS:
        address = urlsplit(_text(settings, field))
        if address.scheme == "http" and not _is_local(address.hostname or ""):
            yield field, "must begin with https://: who somebody is, is not asked in the clear"
    if settings.debug:
        yield "debug", "must be off in production: it shows visitors the inside"
    if settings.database_echo:
        yield "database_echo", "must be off in production: it writes people's data into the log"


def _mail(settings: Settings) -> Iterator[Problem]:
    if settings.mail and not settings.mail_from:
        yield "mail_from", "must be set to the sender of mails when PORTICO_MAIL_URL is set"
    if settings.operators and not settings.mail:
        yield "operators", "cannot be told of errors: set PORTICO_MAIL_URL"


def _turnstile(settings: Settings) -> Iterator[Problem]:
    pair = ("turnstile_site_key", "turnstile_secret")
    for field, other in (pair, pair[::-1]):
        if _text(settings, other) and not _text(settings, field):
            yield field, f"must be set when {variable(other)} is set"


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _text(settings: Settings, field: str) -> str:
    value = getattr(settings, field)
    return value if isinstance(value, str) else value.get_secret_value()
