"""Whether the var folder can be used."""

from __future__ import annotations

import tempfile

from portico.settings import ConfigurationError, Settings


def check_var_folder(settings: Settings) -> None:
    """Write and remove a file in the var folder. Raises ConfigurationError."""
    try:
        settings.var.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=settings.var) as file:
            file.write(b"Portico")
            file.flush()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ConfigurationError(
            [f"PORTICO_VAR: {settings.var} cannot be written: {reason}; its owner must run Portico"]
        ) from None
