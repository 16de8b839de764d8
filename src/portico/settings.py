"""Portico's whole configuration: one frozen, typed object made from the environment.

Strongest first: the process environment (`PORTICO_…`), `.env.<environment>`, `.env`, the class.
"""

from __future__ import annotations

import os
import secrets
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Environment = Literal["development", "testing", "production"]
LogFormat = Literal["console", "json"]
SHORTEST_SECRET = 32
ON = ("1", "true", "t", "yes", "y", "on")
"""How pydantic lets one write that something is on."""


class ConfigurationError(Exception):
    """The configuration cannot work; `problems` says why, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def base_directory(environ: Mapping[str, str] = os.environ) -> Path:
    """Where relative paths start: `PORTICO_HOME`, else this checkout, else the working directory."""
    if home := environ.get("PORTICO_HOME"):
        return Path(home).absolute()
    checkout = Path(__file__).resolve().parents[2]
    return checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()


class Settings(BaseSettings):
    """What every environment has in common."""

    model_config = SettingsConfigDict(env_prefix="PORTICO_", frozen=True, extra="ignore")
    environment: ClassVar[Environment]

    home: Path = Field(default_factory=base_directory)
    """The folder that relative paths start from. Default: the checkout, else the working directory."""
    site: Path = Path("site")
    """The site folder: `site.toml`, `content/`, `media/`, `public/`; or a bare folder of Markdown files."""
    var: Path = Path("var")
    """Where Portico keeps what it makes: compiled sites, encoded pictures, the development secret."""
    host: str = "127.0.0.1"
    """The address to listen on."""
    port: int = Field(default=8000, ge=1, le=65535)
    """The port to listen on."""
    threads: int = Field(default=4, ge=1, le=64)
    """Threads that answer requests, per worker process."""
    workers: int = Field(default=1, ge=1, le=64)
    """Worker processes."""
    public_url: HttpUrl | None = None
    """The address that visitors see, without a path unless Portico is mounted under one."""
    secret: SecretStr = SecretStr("")
    """The key that tokens are signed with, at least 32 characters. Development makes its own."""
    debug: bool = False
    """Whether errors show their cause in the browser."""
    log_format: LogFormat = "json"
    """`json` for machines, `console` for people."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """The least severe log line that is written."""
    watch: bool = False
    """Whether edits of content are compiled at once and open pages reload by themselves."""
    api_docs: bool = True
    """Whether `/api/docs` and `/api/v1/openapi.json` are served."""

    @field_validator("site", "var", mode="after")
    @classmethod
    def _from_home(cls, value: Path, info: Any) -> Path:
        return _placed(info.data.get("home") or base_directory(), value)

    @property
    def compiled(self) -> Path:
        """The folder of the compiled form of this site, apart from those of other site folders."""
        mark = f"{_path_mark(self.site):08x}"
        return self.var / "sites" / f"{self.site.name or 'root'}-{mark}"

    @property
    def address(self) -> str:
        """The address to print when serving on this machine."""
        shown = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host  # noqa: S104
        return f"http://{shown}:{self.port}"


def _placed(home: Path, path: Path) -> Path:
    """A path from a setting as an absolute one without `..`, so that one folder has one name."""
    return Path(os.path.normpath((home / path.expanduser()).absolute()))


def _path_mark(path: Path) -> int:
    """A number that tells one absolute path from another in every process alike."""
    return zlib.crc32(os.fsencode(path))


class Development(Settings):
    """On the author's own machine: everything is made as needed, nothing has to be set."""

    environment = "development"
    debug: bool = True
    log_format: LogFormat = "console"
    watch: bool = True

    @model_validator(mode="before")
    @classmethod
    def _make_secret(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not values.get("secret"):
            home = Path(values.get("home") or base_directory())
            values["secret"] = _kept_secret(_placed(home, Path(values.get("var") or "var")))
        return values


class Testing(Settings):
    """Under test: fixed secret, no watching, only warnings logged."""

    environment = "testing"
    __test__: ClassVar[bool] = False
    secret: SecretStr = SecretStr("testing-secret-that-is-long-enough-to-pass")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"


class Production(Settings):
    """On the internet: refuses to start half configured."""

    environment = "production"
    api_docs: bool = False

    @model_validator(mode="wrap")
    @classmethod
    def _complete(cls, values: dict[str, Any], make: Callable[[dict[str, Any]], Self]) -> Self:
        problems = _missing(values)
        try:
            made = make(values)
        except ValidationError as error:
            raise ConfigurationError([*problems, *map(_sentence, error.errors())]) from None
        if problems:
            raise ConfigurationError(problems)
        return made


def _missing(values: dict[str, Any]) -> list[str]:
    problems = []
    secret = values.get("secret") or ""
    if len(secret.get_secret_value() if isinstance(secret, SecretStr) else secret) < SHORTEST_SECRET:
        problems.append(
            f"PORTICO_SECRET must be set to at least {SHORTEST_SECRET} characters; "
            "`python3 -c 'import secrets; print(secrets.token_urlsafe(48))'` makes one"
        )
    if not values.get("public_url"):
        problems.append("PORTICO_PUBLIC_URL must be set to the address that visitors see")
    if str(values.get("debug")).lower() in ON:
        problems.append("PORTICO_DEBUG must be off in production")
    return problems


ENVIRONMENTS: dict[str, type[Settings]] = {
    kind.environment: kind for kind in (Development, Testing, Production)
}


def load_settings(environ: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
    """The settings of the environment that `PORTICO_ENV` names (default: development).

    Raises ConfigurationError with every problem at once.
    """
    name = environ.get("PORTICO_ENV", "development")
    if name not in ENVIRONMENTS:
        raise ConfigurationError([f"PORTICO_ENV is {name!r}; it must be one of {', '.join(ENVIRONMENTS)}"])
    home = base_directory(environ)
    env_files = (home / ".env", home / f".env.{name}")
    try:
        return ENVIRONMENTS[name](**{"_env_file": env_files, **overrides})
    except ValidationError as error:
        raise ConfigurationError([_sentence(problem) for problem in error.errors()]) from None


def _sentence(problem: Any) -> str:
    variable = "PORTICO_" + "_".join(str(part) for part in problem["loc"]).upper()
    return f"{variable} is not valid: {problem['msg'][0].lower()}{problem['msg'][1:]}"


def _kept_secret(var: Path) -> str:
    """The secret of this development folder, made at first use and readable by its owner only."""
    path = var / "secret"
    try:
        var.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        return path.read_text().strip()
    except OSError as error:
        raise ConfigurationError([f"PORTICO_VAR: {path} cannot be used: {error.strerror}"]) from None


def _write_once(path: Path, text: str) -> None:
    # A process that starts at the same moment must find the whole text or no file.
    with NamedTemporaryFile("w", dir=path.parent) as file:
        file.write(text)
        file.flush()
        with suppress(FileExistsError):
            path.hardlink_to(file.name)
