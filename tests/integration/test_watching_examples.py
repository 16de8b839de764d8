"""The examples for Prometheus and Grafana name what there is, and do what they say."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from tests.support.sites import compile_site, write_site

from portico.main import create_app
from portico.settings import Testing

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
NAME = re.compile(r"\bportico_\w+")
SUFFIXES = re.compile(r"_(bucket|count|sum)$")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The name of every metric."""
    home = tmp_path_factory.mktemp("home")
    settings = Testing(home=home, site=home / "site", var=home / "var", tracing_url="http://127.0.0.1:9")
    compile_site(write_site(settings.site, {"content/pages/about.md": "About"}), settings.compiled)
    return {family.name for family in create_app(settings).extensions["portico.metrics"].families()}


def named_in(text: str) -> set[str]:
    return {SUFFIXES.sub("", name) for name in NAME.findall(text)}


def test_the_dashboard_asks_only_for_what_there_is(names: set[str]) -> None:
    dashboard = json.loads((EXAMPLES / "grafana-dashboard.json").read_text())
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked += [variable["query"] for variable in dashboard["templating"]["list"]]
    assert named_in(" ".join(asked)) <= names
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"]) > 10


def test_the_alerts_ask_only_for_what_there_is(names: set[str]) -> None:
    assert named_in((EXAMPLES / "prometheus-alerts.yml").read_text()) <= names


def test_the_handbook_names_every_metric_and_no_other(names: set[str]) -> None:
    handbook = (ROOT / "docs" / "how-to" / "watch.md").read_text()
    assert named_in(handbook) == names


@pytest.mark.promtool
def test_each_alert_is_quiet_when_all_is_well_and_fires_when_it_should() -> None:
    rules = ROOT / "tests" / "data" / "prometheus-alerts.test.yml"
    done = subprocess.run(["promtool", "test", "rules", rules], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.promtool
def test_prometheus_reads_its_configuration() -> None:
    config = EXAMPLES / "prometheus.yml"
    done = subprocess.run(
        ["promtool", "check", "config", "--syntax-only", config], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
