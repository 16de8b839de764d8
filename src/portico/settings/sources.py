"""Where settings come from beside the environment: env files, and what `site.toml` tells of the site."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any

from dotenv.parser import parse_stream
from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

from portico.settings.places import base_directory, placed

PREFIX = "PORTICO_"
FROM_THE_ENVIRONMENT = ("PORTICO_ENV", "PORTICO_HOME")
"""What decides which files are read cannot stand in one of them."""
FOR_TESTS = "PORTICO_TEST_"


class SiteFile(PydanticBaseSettingsSource):
    """What `site.toml` says about the site to everybody: its address."""

    def __call__(self) -> dict[str, Any]:
        """The settings that the file of the chosen site folder holds."""
        told = self.current_state
        home = Path(told.get("home") or base_directory())
        url = _read_toml(placed(home, Path(told.get("site") or "site")) / "site.toml").get("url")
        return {"public_url": url} if url else {}

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Nothing is read field by field."""
        return None, field_name, False


def _read_toml(path: Path) -> dict[str, Any]:
    # Compiling the content reports what is wrong with the file, with its line.
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}


def env_files(home: Path, environment: str) -> tuple[list[Path], list[str]]:
    """The env files of an environment, the weakest first, and what is wrong with them.

    A file that cannot be read is left out of the files.
    """
    readable, problems = [], []
    for path in (home / ".env", home / f".env.{environment}"):
        try:
            wrong = list(_wrong_lines(path))
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"{path.name} cannot be read: {_reason(error)}")
            continue
        readable.append(path)
        problems += wrong
    return readable, problems


def misspelt(environ: Mapping[str, str], fields: Iterable[str]) -> Iterator[str]:
    """A sentence about every variable of the environment that looks like a setting and is none."""
    known = {*FROM_THE_ENVIRONMENT, *(f"{PREFIX}{field.upper()}" for field in fields)}
    for name in sorted(environ):
        if name.startswith(PREFIX) and not name.startswith(FOR_TESTS) and name not in known:
            yield _unknown(name, known)


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence about a name that nothing has: the nearest one that something has."""
    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _unknown(name: str, known: Iterable[str]) -> str:
    return f"{name.encode('unicode_escape').decode()} is no setting{nearest(name, known)}"


def misspelt_in_files(files: Iterable[Path], fields: Iterable[str]) -> Iterator[str]:
    """A sentence about every name in env files that looks like a setting and is none."""
    known = {f"{PREFIX}{field.upper()}" for field in fields}
    for path in files:
        names = {binding.key for binding in _bindings(path) if binding.key and binding.key.startswith(PREFIX)}
        for name in sorted(names & set(FROM_THE_ENVIRONMENT)):
            yield f"{name} is read from the environment itself and cannot stand in {path.name}"
        for name in sorted(names - known - set(FROM_THE_ENVIRONMENT)):
            yield f"{path.name}: {_unknown(name, known)}"


def _wrong_lines(path: Path) -> Iterator[str]:
    for binding in _bindings(path):
        if binding.error:
            yield f"{path.name}, line {binding.original.line}: this is not written as NAME=value"


def _bindings(path: Path) -> list[Any]:
    # What it would warn of is among our own sentences.
    logging.getLogger("dotenv.main").setLevel(logging.ERROR)
    return list(parse_stream(StringIO(path.read_text(encoding="utf-8"))))


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (
        "it is not UTF-8"
        if isinstance(error, UnicodeDecodeError)
        else (error.strerror or "no reason").lower()
    )
