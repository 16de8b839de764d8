"""The examples for systemd and containers say what Portico understands, and what its documents promise."""

from __future__ import annotations

import configparser
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from portico.cli import COMMANDS
from portico.settings import Settings

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def unit(name: str) -> configparser.ConfigParser:
    """A unit file of systemd."""
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(EXAMPLES / name)
    return parser


def compose() -> dict[str, Any]:
    """The services of the compose file."""
    services: dict[str, Any] = yaml.safe_load((EXAMPLES / "compose.yaml").read_text())["services"]
    return services


def test_the_service_ends_in_good_order() -> None:
    service = unit("portico.service")["Service"]
    assert service["KillMode"] == "mixed"
    assert float(service["TimeoutStopSec"]) > Settings.model_fields["shutdown_seconds"].default
    assert service["RestartPreventExitStatus"] == "78"
    assert service["ExecStart"].endswith("portico serve")
    assert "-HUP" in service["ExecReload"]


def test_the_socket_listens_where_the_proxy_asks() -> None:
    socket = unit("portico.socket")["Socket"]
    assert socket["ListenStream"] == f"127.0.0.1:{Settings.model_fields['port'].default}"


@pytest.mark.systemd
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    for name in ("portico.service", "portico.socket", "portico-worker.service"):
        text = (EXAMPLES / name).read_text().replace("/opt/portico/.venv/bin/portico", "/bin/true")
        (tmp_path / name).write_text(text)
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *tmp_path.glob("portico*.*")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "portico." not in checked.stderr
    assert checked.returncode == 0, checked.stderr


def test_every_variable_is_a_setting() -> None:
    known = {f"PORTICO_{name.upper()}" for name in Settings.model_fields} | {"PORTICO_ENV"}
    for name in ("compose.yaml", "Containerfile"):
        text = (EXAMPLES / name).read_text()
        assert set(re.findall(r"\bPORTICO_[A-Z_]+", text)) <= known, name


def test_every_command_exists() -> None:
    commands = [service["command"] for service in compose().values() if "command" in service]
    ours = {words[1] for words in commands if words[0] == "portico"}
    assert ours == {"migrate", "worker"}
    assert ours <= COMMANDS.keys()


def test_containers_have_time_to_end() -> None:
    for name in ("web", "worker"):
        grace = compose()[name]["stop_grace_period"]
        assert float(grace.removesuffix("s")) > Settings.model_fields["shutdown_seconds"].default


def test_every_service_that_is_waited_for_is_there() -> None:
    services = compose()
    waited_for = {name for service in services.values() for name in service.get("depends_on", {})}
    assert waited_for <= services.keys()


def test_the_image_copies_what_is_there_and_runs_as_nobody_special() -> None:
    lines = (EXAMPLES / "Containerfile").read_text().splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    for name in (word for words in copied for word in words):
        assert (EXAMPLES.parent / name).exists(), name
    assert "USER portico" in lines
    assert "STOPSIGNAL SIGTERM" in lines
