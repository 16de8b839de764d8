"""Fixtures that all tests share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portico.features.content.snapshot import Snapshot
from portico.platform.database import Database
from portico.settings import Settings, Testing
from tests.support import canaries, postgres, redis, s3
from tests.support.alike import made_once
from tests.support.environment import BROWSERS, WINDOWED, missing, write_in_memory
from tests.support.s3_gate import s3_gate
from tests.support.shared import run_folder, share
from tests.support.sites import CORPUS, compile_site, read_site, write_site

SiteMaker = Callable[[Mapping[str, str | bytes]], Path]


def pytest_configure() -> None:
    """Settle where everything is written, before anything is."""
    write_in_memory()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine has no tool for; in CI a missing tool is a failure."""
    for mark in ("node", "java", "chromium", "nginx", "promtool", "gcc", "systemd", "corpus"):
        if item.get_closest_marker(mark) and (why := missing(mark)):
            pytest.skip(why)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when a secret got into the log of any server that it started."""
    if hasattr(session.config, "workerinput"):
        return
    factory: pytest.TempPathFactory = session.config._tmp_path_factory  # type: ignore[attr-defined]
    if found := list(canaries.leaks(factory.getbasetemp())):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter = session.config.pluginmanager.getplugin("terminalreporter")
        reporter.write_line("\nSecrets stand in logs:\n" + "\n".join(found), red=True)
    if session.exitstatus == pytest.ExitCode.OK:
        shutil.rmtree(factory.getbasetemp(), ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _made_once() -> Iterator[None]:
    """Thousands of applications are made here, and most of each is as in the last one."""
    with made_once():
        yield


@pytest.fixture
def make_site(tmp_path: Path) -> SiteMaker:
    """Write a site folder from file names and their text."""
    return lambda files: write_site(tmp_path / "site", files)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a site folder inside the test's own folder."""
    return Testing(
        home=tmp_path, site=tmp_path / "site", var=tmp_path / "var", public_url="https://site.test"
    )


@pytest.fixture
def build(settings: Settings) -> Callable[[Path], Snapshot]:
    """Compile a site folder and read it."""

    def compile_and_read(site: Path) -> Snapshot:
        compile_site(site, settings.compiled)
        return read_site(settings.compiled)

    return compile_and_read


@pytest.fixture
def client(settings: Settings, make_site: SiteMaker) -> Callable[[Mapping[str, str | bytes]], FlaskClient]:
    """Compile a site from file names and their text, and give a client of the application that shows it."""

    def serve(files: Mapping[str, str | bytes]) -> FlaskClient:
        from portico.main import create_app

        site = make_site(files)
        site.mkdir(exist_ok=True)
        compile_site(site, settings.compiled)
        return create_app(settings).test_client()

    return serve


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real content; tests that use it carry the mark `corpus`."""
    return CORPUS


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser that tests drive."""
    return next(filter(None, map(shutil.which, BROWSERS)))


@pytest.fixture(scope="session")
def windowed_path() -> str:
    """The browser for what takes windows and tabs."""
    return next(filter(None, map(shutil.which, WINDOWED)))


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> postgres.PostgresServer:
    """The PostgreSQL that the tests of this run share; `postgres()` gives one of its own."""
    told = share("tests.support.postgres", run_folder(tmp_path_factory) / "portico-postgres")
    return postgres.PostgresServer(told["port"])


@pytest.fixture
def postgres_url(postgres_server: postgres.PostgresServer) -> Iterator[str]:
    """A PostgreSQL database of the test's own, with the newest tables."""
    with postgres_server.fresh() as name:
        yield postgres_server.url(name)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the newest tables, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "portico.db"
    postgres.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """An SQLite database of the test's own, with the newest tables."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'portico.db')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of the test's own with the newest tables; the test runs once on each kind."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The main database, as the application uses it."""
    made = Database(database_url)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def _redis_server(tmp_path_factory: pytest.TempPathFactory) -> str:
    url: str = share("tests.support.redis", tmp_path_factory.getbasetemp() / "portico-redis")["url"]
    return url


@pytest.fixture
def redis_url(_redis_server: str) -> str:
    """An empty Redis database; the server is shared with no other process of the run."""
    redis.flush(_redis_server)
    return _redis_server


@pytest.fixture(scope="session")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a server that speaks S3; all processes of the run share it."""
    if s3.ELSEWHERE:
        return s3.ELSEWHERE
    endpoint: str = share("tests.support.s3", run_folder(tmp_path_factory) / "portico-s3")["endpoint"]
    return endpoint


@pytest.fixture
def bucket_url(s3_endpoint: str) -> str:
    """The address of an empty bucket of the test's own, as the settings take it."""
    return s3.new_bucket(s3_endpoint)


@pytest.fixture(scope="session")
def guarded_s3(s3_endpoint: str) -> Iterator[str]:
    """The same server behind a gate that refuses strangers, and browsers that no rule of CORS is for."""
    with s3_gate(s3_endpoint) as address:
        yield address


@pytest.fixture
def private_bucket_url(guarded_s3: str) -> str:
    """The address of an empty bucket behind the gate, as the settings take it."""
    return s3.new_bucket(guarded_s3)


@pytest.fixture(params=["folder", "bucket"])
def storage_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty storage of the test's own, as the settings take it; the test runs once on each kind."""
    if request.param == "folder":
        return (tmp_path / "storage").as_uri()
    url: str = request.getfixturevalue("bucket_url")
    return url
