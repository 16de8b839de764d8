"""`portico serve` refuses what cannot work: at once, in plain words, without showing a secret."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.support.configuration import COMPLETE, SECRET
from tests.support.server import serving
from tests.support.sites import write_site

from portico.settings.secret import TESTING

SITE = {"content/pages/about.md": "---\ntitle: About\n---\nHello.\n"}
CANARY = "canary-" + SECRET
POSTGRES = "postgresql://ada:pw@db.example/portico"
EX_CONFIG = 78
LONGEST = 1.0
"""Seconds of computing that a refusal may take; waiting for other processes is not counted."""

WRONG: dict[str, tuple[dict[str, str], str]] = {
    "no secret": ({"secret": ""}, "SECRET must be set"),
    "a short secret": ({"secret": CANARY[:20]}, "SECRET must be set to at least 32"),
    "the secret of testing": ({"secret": TESTING}, "SECRET is a known example"),
    "an example as a secret": ({"secret": "change-me-" + CANARY}, "SECRET is a known example"),
    "one letter as a secret": ({"secret": "a" * 64}, "SECRET is too easy to guess"),
    "a short token secret": ({"token_secret": CANARY[:12]}, "TOKEN_SECRET must be set to at least"),
    "debug": ({"debug": "true"}, "DEBUG must be off"),
    "statements in the log": ({"database_echo": "1"}, "DATABASE_ECHO must be off"),
    "no public address": ({"public_url": ""}, "PUBLIC_URL must be set"),
    "a public address in the clear": ({"public_url": "http://a.example"}, "PUBLIC_URL must begin with https"),
    "a password in the public address": (
        {"public_url": f"https://ada:{CANARY}@a.example"},
        "PUBLIC_URL must be an address without",
    ),
    "no database": ({"database_url": ""}, "DATABASE_URL must be set"),
    "an unknown database": ({"database_url": f"mysql://ada:{CANARY}@db/x"}, "DATABASE_URL must be sqlite:"),
    "a database in memory": ({"database_url": "sqlite:///:memory:"}, "DATABASE_URL must name a file"),
    "a database without a name": (
        {"database_url": f"postgresql://ada:{CANARY}@db"},
        "DATABASE_URL must name the",
    ),
    "every origin": ({"cors_origins": "*"}, "CORS_ORIGINS holds something else"),
    "every origin, with cookies": ({"cors_origins": "*", "cors_credentials": "true"}, "CORS_ORIGINS holds"),
    "a network that is none": ({"trusted_networks": "10.0.0.0/8,proxies"}, "TRUSTED_NETWORKS, entry 2"),
    "too many proxies": ({"trusted_proxies": "99"}, "TRUSTED_PROXIES must be at most 10"),
    "a host with a scheme": ({"trusted_hosts": "https://a.example"}, "TRUSTED_HOSTS holds something else"),
    "workers on SQLite": ({"workers": "2", "redis_url": "redis://cache"}, "WORKERS must be 1"),
    "workers without Redis": ({"workers": "2", "database_url": POSTGRES}, "REDIS_URL must be set"),
    "jobs apart on SQLite": ({"jobs": "apart"}, "JOBS must be embedded"),
    "a Redis that is none": ({"redis_url": f"http://:{CANARY}@cache"}, "REDIS_URL must be redis:"),
    "mail by pigeon": ({"mail_url": f"pigeon://ada:{CANARY}@loft"}, "MAIL_URL must be smtp:"),
    "mail without a host": ({"mail_url": "smtp://"}, "MAIL_URL must be smtp:"),
    "mail without a sender": ({"mail_url": f"smtp://ada:{CANARY}@relay"}, "MAIL_FROM must be set"),
    "a provider without a secret": ({"google_client_id": CANARY}, "GOOGLE_CLIENT_SECRET must be set when"),
    "a secret of no client": ({"github_client_secret": CANARY}, "GITHUB_CLIENT_ID must be set when"),
    "a client of no issuer": (
        {"openid_client_id": "portico", "openid_client_secret": CANARY},
        "OPENID_ISSUER must be set when",
    ),
    "an issuer that is none": ({"openid_issuer": f"ldap://{CANARY}"}, "OPENID_ISSUER must be an address"),
    "an issuer in the clear": ({"google_issuer": "http://id.example"}, "GOOGLE_ISSUER must begin with https"),
    "a key of Turnstile without a secret": (
        {"turnstile_site_key": CANARY},
        "TURNSTILE_SECRET must be set when PORTICO_TURNSTILE_SITE_KEY is set",
    ),
    "a secret of Turnstile without a key": (
        {"turnstile_secret": CANARY},
        "TURNSTILE_SITE_KEY must be set when PORTICO_TURNSTILE_SECRET is set",
    ),
    "a Turnstile in the clear": (
        {"turnstile_url": "http://a.example"},
        "TURNSTILE_URL must begin with https",
    ),
    "an Akismet that is none": ({"akismet_url": f"ftp://{CANARY}"}, "AKISMET_URL must be an address"),
    "an Akismet in the clear": (
        {"akismet_url": "http://a.example", "akismet_key": CANARY},
        "AKISMET_URL must begin with https",
    ),
    "a storage that is none": ({"storage_url": f"ftp://ada:{CANARY}@a/b"}, "STORAGE_URL must be s3:"),
    "a bucket without a name": ({"storage_url": f"s3://ada:{CANARY}@a"}, "STORAGE_URL must name the bucket"),
    "a bucket without a key": ({"storage_url": "s3://a.example/bucket"}, "STORAGE_URL must hold the key"),
    "a folder of another machine": ({"storage_url": "file://a/b"}, "STORAGE_URL must be s3:"),
    "a bucket in the clear": (
        {"storage_url": f"s3+http://ada:{CANARY}@a.example/bucket"},
        "STORAGE_URL must begin with s3:",
    ),
    "operators without mail": ({"operators": "ada@a.example"}, "OPERATORS cannot be told"),
    "a short metrics token": ({"metrics_token": "canary-x"}, "METRICS_TOKEN must have at least"),
    "a Sentry that is none": ({"sentry_dsn": f"https://a.example/{CANARY}"}, "SENTRY_DSN must be"),
    "a collector without an address": ({"tracing_url": "collector"}, "TRACING_URL must be"),
    "an unknown flag": ({"flags": "no-such=on"}, "FLAGS switches 'no-such'"),
    "an unknown feature": ({"features_off": "trafic"}, "FEATURES_OFF names trafic"),
    "a port beyond all ports": ({"port": "70000"}, "PORT must be at most 65535"),
    "no threads": ({"threads": "0"}, "THREADS must be at least 1"),
    "a number in words": ({"shutdown_seconds": "soon"}, "SHUTDOWN_SECONDS must be a number"),
    "a log for nobody": ({"log_format": "xml"}, "LOG_FORMAT must be console or json"),
    "docs nowhere": ({"api_docs_path": "docs/"}, "API_DOCS_PATH must be a path"),
    "servers without an address": ({"api_servers": "a.example"}, "API_SERVERS holds something else"),
    "an unknown environment": ({"env": "staging"}, "ENV must be one of"),
    "a misspelt name": ({"pubic_url": CANARY}, "PUBIC_URL is no setting; did you mean PORTICO_PUBLIC_URL"),
}
FILES: dict[str, tuple[bytes | None, str]] = {
    "a misspelt name in a file": (b"PORTICO_WORKER=1\n", ".env.production: PORTICO_WORKER is no setting"),
    "a secret in a file that is short": (b"PORTICO_TOKEN_SECRET=canary-x\n", "PORTICO_TOKEN_SECRET must be"),
    "a line that is none": (b"PORTICO_SECRET canary-x\n", ".env.production, line 1"),
    "a file in another encoding": (
        b"PORTICO_SITE=caf\xe9\n",
        ".env.production cannot be read: it is not UTF-8",
    ),
    "a folder in place of a file": (None, ".env.production cannot be read"),
    "the environment in a file": (b"PORTICO_ENV=production\n", "PORTICO_ENV is read from the environment"),
}
EXTRAS = {
    "psycopg": ({"database_url": POSTGRES.replace("pw", CANARY)}, "DATABASE_URL", "postgres"),
    "redis": ({"redis_url": f"redis://:{CANARY}@cache"}, "REDIS_URL", "redis"),
    "sentry_sdk": ({"sentry_dsn": f"https://{CANARY}@sentry.example/1"}, "SENTRY_DSN", "sentry"),
    "boto3": ({"storage_url": f"s3://ada:{CANARY}@a.example/bucket"}, "STORAGE_URL", "s3"),
    "opentelemetry": ({"tracing_url": "http://127.0.0.1:4318"}, "TRACING_URL", "tracing"),
}
WITHOUT = """
from importlib.machinery import PathFinder

find = PathFinder.find_spec
PathFinder.find_spec = lambda name, *more: None if name.split(".")[0] == "{module}" else find(name, *more)
"""
"""What makes a Python as if a package had not been installed."""


class Refusal(NamedTuple):
    """How a process ended that did not start."""

    status: int
    seconds: float
    out: str
    lines: list[str]


def refusal(home: Path, variables: dict[str, str], **environ: str) -> Refusal:
    """What `portico serve` says with these settings, and the computing that it took."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTICO_")}
    settings = {f"PORTICO_{name.upper()}": value for name, value in variables.items()}
    settings |= {"PORTICO_HOME": str(home), "PORTICO_SITE": str(home / "site")}
    with (home / "out").open("wb") as out, (home / "err").open("wb") as err:
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "portico", "serve"],
            kept | settings | environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, err.fileno(), 2)],
        )
        _, status, used = os.wait4(pid, 0)
    lines = (home / "err").read_text().splitlines()
    return Refusal(
        os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, (home / "out").read_text(), lines
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a site that could be served."""
    write_site(tmp_path / "site", SITE)
    return tmp_path


def assert_refused(answer: Refusal, words: str) -> None:
    """One line that says these words, soon, with the status of a configuration that cannot work."""
    assert answer.status == EX_CONFIG
    assert answer.out == ""
    (line,) = answer.lines
    assert words in line
    assert "canary" not in line
    assert answer.seconds < LONGEST


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_refused_in_one_line(home: Path, name: str) -> None:
    variables, words = WRONG[name]
    assert_refused(refusal(home, COMPLETE | variables), f"PORTICO_{words}")


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_env_file_is_refused_in_one_line(home: Path, name: str) -> None:
    content, words = FILES[name]
    path = home / ".env.production"
    path.mkdir() if content is None else path.write_bytes(content)
    assert_refused(refusal(home, COMPLETE), words)


@pytest.mark.parametrize("module", EXTRAS)
def test_what_is_not_installed_is_named_with_its_extra(home: Path, module: str) -> None:
    variables, field, extra = EXTRAS[module]
    (home / "sitecustomize.py").write_text(WITHOUT.format(module=module))
    answer = refusal(home, COMPLETE | variables, PYTHONPATH=str(home))
    told = f"PORTICO_{field} needs the extra {extra}, which is not installed: make install EXTRAS={extra}"
    assert_refused(answer, told)


def test_the_secret_of_development_is_refused(home: Path) -> None:
    (home / "var").mkdir()
    (home / "var" / "secret").write_text(CANARY)
    assert_refused(
        refusal(home, COMPLETE | {"secret": CANARY}), "PORTICO_SECRET is the secret of development"
    )


def test_every_problem_has_a_line_of_its_own(home: Path) -> None:
    (home / ".env").write_text("PORTICO_TREADS=4\nPORTICO_MAIL_URL=canary\n")
    answer = refusal(
        home, {"env": "production", "debug": "on", "workers": "3", "cors_origins": "*", "prot": "1"}
    )
    assert answer.status == EX_CONFIG
    named = [line.removeprefix("portico: ").removeprefix(".env: ").split()[0] for line in answer.lines]
    assert named == [
        "PORTICO_PROT",
        "PORTICO_TREADS",
        "PORTICO_WORKERS",
        "PORTICO_PUBLIC_URL",
        "PORTICO_SECRET",
        "PORTICO_DATABASE_URL",
        "PORTICO_REDIS_URL",
        "PORTICO_CORS_ORIGINS",
        "PORTICO_MAIL_URL",
        "PORTICO_DEBUG",
    ]
    assert "canary" not in str(answer)


def test_a_site_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert_refused(refusal(tmp_path, COMPLETE), "there is no site folder")


def test_development_starts_with_nothing_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PORTICO_")]:
        monkeypatch.delenv(name)
    with serving(home / "site", home / "var", PORTICO_ENV="development", PORTICO_HOME=str(home)):
        assert (home / "var" / "secret").is_file()
        assert (home / "var" / "portico.db").is_file()


def test_production_starts_when_it_is_complete(home: Path) -> None:
    environ = {f"PORTICO_{name.upper()}": value for name, value in COMPLETE.items()}
    with serving(home / "site", home / "var", **environ, PORTICO_HOME=str(home), PORTICO_MIGRATE="true"):
        assert (home / "portico.db").is_file()
