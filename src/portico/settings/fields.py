"""Every setting there is, with what all environments have in common."""

from __future__ import annotations

import os
import re
import zlib
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from portico.settings.kinds import (
    CollectorUrl,
    DatabaseUrl,
    DocsPath,
    Hosts,
    MailAddresses,
    MailUrl,
    Networks,
    Origins,
    ProviderUrl,
    PublicUrl,
    RedisUrl,
    Sender,
    SentryDsn,
    StorageUrl,
    WebAddresses,
    Words,
)
from portico.settings.places import base_directory, placed

Environment = Literal["development", "testing", "production"]
LogFormat = Literal["console", "json"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104
OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")


class Settings(BaseSettings):
    """What every environment has in common."""

    model_config = SettingsConfigDict(
        env_prefix="PORTICO_", env_ignore_empty=True, frozen=True, extra="ignore"
    )
    environment: ClassVar[Environment]

    home: Path = Field(default_factory=base_directory)
    """The folder that relative paths start from. Default: the checkout, else the working directory."""
    site: Path = Path("site")
    """The site folder: `site.toml`, `content/`, `media/`, `public/`; or a bare folder of Markdown files."""
    var: Path = Path("var")
    """Where Portico keeps what it makes: the database, compiled sites, encoded pictures, its own secrets."""
    host: str = "127.0.0.1"
    """The address to listen on."""
    port: int = Field(default=8000, ge=1, le=65535)
    """The port to listen on."""
    threads: int = Field(default=4, ge=1, le=64)
    """Threads that answer requests, per worker process."""
    workers: int = Field(default=1, ge=1, le=64)
    """Worker processes. More than one needs PostgreSQL, and in production Redis."""
    shutdown_seconds: float = Field(default=20, ge=1, le=600)
    """How long a stopping server waits for requests and jobs that have begun."""
    public_url: PublicUrl | None = None
    """The address that visitors see. Production needs it, here or as `url` in `site.toml`, and by HTTPS."""
    secret: SecretStr = SecretStr("")
    """The key of the application, at least 32 characters. Development makes its own; production needs one."""
    token_secret: SecretStr = SecretStr("")
    """The key that tokens are signed with, at least 32 characters. Default: the key of the application."""
    token_secret_before: SecretStr = SecretStr("")
    """The previous key of tokens: what it signed is still accepted, so that a new key signs nobody out."""
    registration: Literal["open", "invitation", "closed"] = "open"
    """Who may make an account: everybody, whoever was invited, or nobody."""
    database_url: DatabaseUrl = SecretStr("")
    """`sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/NAME`. Default outside production: in var."""
    database_pool: int = Field(default=8, ge=1, le=200)
    """The most connections that a process holds to PostgreSQL."""
    database_seconds: float = Field(default=3, ge=0.1, le=600)
    """How long one statement may take, and how long a request waits for a connection or a lock."""
    database_echo: bool = False
    """Whether every SQL statement is logged. Production refuses it, since the values are logged as well."""
    migrate: bool = False
    """Whether starting brings the database to the newest version of its tables. On in development."""
    redis_url: RedisUrl = SecretStr("")
    """`redis://HOST:PORT/NUMBER`: where several processes share limits and news. Default: none."""
    jobs: Literal["embedded", "apart"] = "embedded"
    """Whether jobs run in the serving process or in `portico worker` processes."""
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    """How many proxies stand before Portico: as many entries of `X-Forwarded-For` are believed."""
    trusted_networks: Networks = ()
    """Where those proxies connect from, such as `10.0.0.0/8`. Default: from anywhere."""
    trusted_hosts: Hosts = ()
    """Host names that requests may name besides this machine's own. Default: that of the public address."""
    cors_origins: Origins = ()
    """Origins of other front ends that may call the API from a browser, such as `https://app.example.org`."""
    cors_credentials: bool = False
    """Whether those front ends may send cookies."""
    strict_transport: bool = False
    """Whether browsers are told to use HTTPS only, for a year. On in production."""
    anonymous_addresses: bool = False
    """Whether the log shows a visitor's network instead of the whole address. On in production."""
    body_limit: int = Field(default=64 * 1024, ge=1024, le=1024**3)
    """The largest request body, in bytes."""
    body_seconds: float = Field(default=30, ge=0.1, le=600)
    """How long a request body may take to arrive."""
    rate_limits: bool = True
    """Whether requests are counted and refused when one address sends too many."""
    rate_limit: int = Field(default=600, ge=1)
    """Requests that one address may make in a minute."""
    storage_url: StorageUrl = SecretStr("")
    """Where uploads are kept: `s3://KEY:SECRET@HOST/BUCKET?region=…` or `file:///FOLDER`. Default: in var."""
    mail_url: MailUrl = SecretStr("")
    """`smtp://USER:PASSWORD@HOST:PORT`, `smtps://…` or `file:///FOLDER`. Development: a folder in var."""
    mail_from: Sender = ""
    """The sender of mails, such as `Ada <ada@example.org>`."""
    google_client_id: str = ""
    """The client ID of this site at Google; with it, people can sign in with Google."""
    google_client_secret: SecretStr = SecretStr("")
    """The client secret from Google."""
    google_issuer: ProviderUrl = "https://accounts.google.com"
    """Google's issuer; another address is for tests."""
    github_client_id: str = ""
    """The client ID of this site at GitHub; with it, people can sign in with GitHub."""
    github_client_secret: SecretStr = SecretStr("")
    """The client secret from GitHub."""
    github_url: ProviderUrl = "https://github.com"
    """Where people sign in to GitHub; for GitHub Enterprise Server `https://HOST`."""
    github_api_url: ProviderUrl = "https://api.github.com"
    """Where GitHub's API is; for GitHub Enterprise Server `https://HOST/api/v3`."""
    openid_issuer: ProviderUrl = ""
    """Any other OpenID provider, such as Keycloak: its issuer, exactly as the provider writes it."""
    openid_client_id: str = ""
    """The client ID of this site at that provider."""
    openid_client_secret: SecretStr = SecretStr("")
    """The client secret from that provider."""
    openid_label: str = Field(default="OpenID", max_length=40)
    """What the provider is called on the button."""
    turnstile_site_key: str = ""
    """The site key from Cloudflare Turnstile; with it, letters to the owner are checked by Turnstile."""
    turnstile_secret: SecretStr = SecretStr("")
    """The secret key from Turnstile."""
    turnstile_hostname: str = ""
    """The host name that Turnstile must report. Default in production: that of the public address."""
    turnstile_url: ProviderUrl = "https://challenges.cloudflare.com/turnstile/v0/siteverify"
    """Where Turnstile is asked about a token; another address is for tests."""
    akismet_key: SecretStr = SecretStr("")
    """The key from Akismet; with it, comments by people who have none shown yet are checked for spam."""
    akismet_url: ProviderUrl = "https://rest.akismet.com/1.1/"
    """Where Akismet is asked; another address is for a service with the same interface, and for tests."""
    operators: MailAddresses = ()
    """Mail addresses that are told of errors."""
    metrics_token: SecretStr = SecretStr("")
    """The bearer token that opens `/metrics`. Without one it is closed, except in development."""
    sentry_dsn: SentryDsn = SecretStr("")
    """The Sentry DSN that errors are sent to; needs the extra `sentry`."""
    tracing_url: CollectorUrl = SecretStr("")
    """Where an OpenTelemetry collector takes traces by OTLP over HTTP; needs the extra `tracing`."""
    features_off: Words = ()
    """Features that are switched off entirely, and with them all that need them: `traffic`, `contact`,
    `accounts`, `studio`, `notifications`, `discussion`."""
    flags: Words = ()
    """Named flags: `on`, `off` or on for a share of visitors, as in `new-search=on,big-cards=25%`."""
    debug: bool = False
    """Whether errors show their cause in the browser. On in development; production refuses it."""
    log_format: LogFormat = "json"
    """`json` for machines, `console` for people."""
    log_level: LogLevel = "INFO"
    """The least severe log line that is written."""
    watch: bool = False
    """Whether edits of content are compiled at once and open pages reload by themselves."""
    api_docs: bool = True
    """Whether the OpenAPI document and its browsable page are served."""
    api_docs_path: DocsPath = "/api/docs"
    """Where the browsable page of the API stands."""
    api_servers: WebAddresses = ()
    """Addresses that the OpenAPI document names. Default: the public address."""

    @field_validator("site", "var", mode="after")
    @classmethod
    def _from_home(cls, value: Path, info: Any) -> Path:
        return placed(info.data.get("home") or base_directory(), value)

    @property
    def compiled(self) -> Path:
        """The folder of the compiled form of this site, apart from those of other site folders."""
        mark = f"{_path_mark(self.site):08x}"
        return self.var / "sites" / f"{self.site.name or 'root'}-{mark}"

    @property
    def database(self) -> str:
        """The database in SQLAlchemy's words, its driver included."""
        written = self.database_url.get_secret_value() or f"sqlite:///{self.var / 'portico.db'}"
        if written.startswith("sqlite:///"):
            return f"sqlite:///{placed(self.home, Path(written.removeprefix('sqlite:///')))}"
        return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", written)

    @property
    def signing_secret(self) -> str:
        """The key that tokens are signed with."""
        return (self.token_secret if self.token_secret.get_secret_value() else self.secret).get_secret_value()

    @property
    def token_secrets(self) -> tuple[str, ...]:
        """The key that access and refresh tokens are signed with, and the one before it."""
        before = self.token_secret_before.get_secret_value()
        return (self.signing_secret, before) if before else (self.signing_secret,)

    @property
    def servers(self) -> tuple[str, ...]:
        """The addresses that the OpenAPI document names."""
        return self.api_servers or ((str(self.public_url),) if self.public_url else ())

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that requests may name."""
        own = (_in_addresses(self.host),) if self.host not in (*EVERY_ADDRESS, *OWN_NAMES) else ()
        public = (self.public_url.host,) if self.public_url and self.public_url.host else ()
        # Commands and health checks of this machine ask by its own names, whatever the site is called.
        return tuple(dict.fromkeys((*(self.trusted_hosts or public), *own, *OWN_NAMES)))

    @property
    def mail(self) -> str:
        """Where mails leave, empty when nowhere; in development a folder that one can look into."""
        return self.mail_url.get_secret_value()

    @property
    def storage(self) -> str:
        """Where uploads are kept."""
        return self.storage_url.get_secret_value() or (self.var / "storage").as_uri()

    @property
    def turnstile_host(self) -> str:
        """The host name that Turnstile must have seen; empty where any will do."""
        public = self.public_url.host if self.public_url and self.environment == "production" else None
        return self.turnstile_hostname or public or ""

    @property
    def has_bucket(self) -> bool:
        """Whether uploads are kept by a service and not in a folder."""
        return not self.storage.startswith("file:")

    @property
    def address(self) -> str:
        """The address to print when serving on this machine."""
        shown = "localhost" if self.host in (*EVERY_ADDRESS, "127.0.0.1", "::1") else self.host
        return f"http://{_in_addresses(shown)}:{self.port}"


def _in_addresses(host: str) -> str:
    """A host as it is written in an address (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def _path_mark(path: Path) -> int:
    """A number that tells one absolute path from another in every process alike."""
    return zlib.crc32(os.fsencode(path))
