"""The three environments, each with its own defaults and security rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from portico.settings.fields import LogFormat, LogLevel, Settings
from portico.settings.places import base_directory, placed
from portico.settings.secret import TESTING, kept_secret
from portico.settings.sources import SiteFile


class Development(Settings):
    """On the author's own machine: everything is made as needed, nothing has to be set."""

    environment = "development"
    debug: bool = True
    migrate: bool = True
    log_format: LogFormat = "console"
    watch: bool = True

    @model_validator(mode="before")
    @classmethod
    def _make_secret(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not values.get("secret"):
            home = Path(values.get("home") or base_directory())
            values["secret"] = kept_secret(placed(home, Path(values.get("var") or "var")))
        return values

    @property
    def mail(self) -> str:
        """Where mails leave: a folder in var, where nothing else is said."""
        return super().mail or (self.var / "mail").as_uri()


class Testing(Settings):
    """Under test: fixed secret, no watching, only warnings logged."""

    environment = "testing"
    __test__: ClassVar[bool] = False
    secret: SecretStr = SecretStr(TESTING)
    migrate: bool = True
    rate_limits: bool = False
    log_level: LogLevel = "WARNING"


class Production(Settings):
    """On the internet: strict towards browsers, discreet in its logs; `rules` says what it must be told."""

    environment = "production"
    api_docs: bool = False
    strict_transport: bool = True
    anonymous_addresses: bool = True

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Elsewhere the site is not at the address that `site.toml` tells, so only production reads it."""
        return init_settings, env_settings, dotenv_settings, SiteFile(settings_cls)


ENVIRONMENTS: dict[str, type[Settings]] = {
    kind.environment: kind for kind in (Development, Testing, Production)
}
