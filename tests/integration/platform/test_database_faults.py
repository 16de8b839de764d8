"""PostgreSQL away, silent, slow or restarted: a clear error in time, and no acknowledged row lost."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import pytest
from sqlalchemy import Integer, String, column, func, insert, select, table, text
from tests.support.fault_proxy import FaultProxy, fault_proxy
from tests.support.postgres import Postgres, PostgresServer, postgres

from portico.platform.database import Database, DatabaseUnavailable

FAULT_SECONDS = float(os.environ.get("PORTICO_TEST_FAULT_SECONDS", "1.5"))
"""How long each fault lasts."""
SECONDS = 0.5
LONGEST = 20 * SECONDS
"""A generous bound of one attempt: a connection to wait for, one found silent, and one to make."""
POOL = 4
ROWS = table("written", column("number", Integer), column("word", String))


@dataclass(slots=True)
class Load:
    """Threads that write and read without end, and what became of it."""

    database: Database
    numbers: Iterator[int] = field(default_factory=count)
    tried: set[int] = field(default_factory=set)
    acknowledged: set[int] = field(default_factory=set)
    refused: int = 0
    wrong: list[Exception] = field(default_factory=list)
    longest: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def running(self, writers: int = 3, readers: int = 3) -> Iterator[None]:
        """Under load until the block ends."""
        work = [self._write] * writers + [self._read] * readers
        threads = [threading.Thread(target=self._repeat, args=(each,)) for each in work]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join()

    def wait_for_acknowledged(self, more: int) -> None:
        """Wait until so many more rows are written."""
        wanted = len(self.acknowledged) + more
        until = time.monotonic() + 60
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < until, f"not healed: {self.wrong[-1:]}"
            time.sleep(0.01)

    def _repeat(self, work: Callable[[], None]) -> None:
        while not self.over.is_set():
            started = time.monotonic()
            try:
                work()
            except DatabaseUnavailable:
                self.refused += 1
                time.sleep(0.01)
            except Exception as error:
                self.wrong.append(error)
            self.longest = max(self.longest, time.monotonic() - started)

    def _write(self) -> None:
        number = next(self.numbers)
        self.tried.add(number)
        with self.database.transaction() as session:
            session.execute(insert(ROWS).values(number=number, word="first"))
            session.execute(insert(ROWS).values(number=-number - 1, word="second"))
        self.acknowledged.add(number)

    def _read(self) -> None:
        self.database.row(select(func.count()).select_from(ROWS))
        with self.database.reading() as session:
            session.execute(select(func.count()).select_from(ROWS))


@pytest.fixture
def proxy(postgres_server: PostgresServer) -> Iterator[FaultProxy]:
    with fault_proxy(postgres_server.host, postgres_server.port) as made:
        yield made


@pytest.fixture
def reached(postgres_server: PostgresServer, proxy: FaultProxy) -> Iterator[Database]:
    """A database that is reached by way of the proxy."""
    with postgres_server.fresh("template0") as name:
        postgres_server.run("CREATE TABLE written (number INTEGER PRIMARY KEY, word TEXT)", name)
        database = Database(postgres_server.url(name, port=proxy.port), pool=POOL, seconds=SECONDS)
        yield database
        proxy.heal()
        database.dispose()


def cut_often(proxy: FaultProxy) -> None:
    until = time.monotonic() + FAULT_SECONDS
    while time.monotonic() < until:
        proxy.reset()
        time.sleep(0.05)


def slow_down(proxy: FaultProxy) -> None:
    proxy.slow(2 * SECONDS)
    time.sleep(FAULT_SECONDS)


def go_down(proxy: FaultProxy) -> None:
    proxy.down()
    time.sleep(FAULT_SECONDS)


def go_silent(proxy: FaultProxy) -> None:
    proxy.blackhole()
    time.sleep(FAULT_SECONDS + 2)


@pytest.mark.parametrize("fault", [cut_often, slow_down, go_down, go_silent])
def test_a_failing_network_costs_no_acknowledged_row(
    reached: Database, proxy: FaultProxy, fault: Callable[[FaultProxy], None]
) -> None:
    load = Load(reached)
    with load.running():
        load.wait_for_acknowledged(20)
        fault(proxy)
        assert load.refused
        proxy.heal()
        load.wait_for_acknowledged(20)
    check(load)


def test_ended_connections_cost_no_acknowledged_row(
    reached: Database, postgres_server: PostgresServer
) -> None:
    end = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{reached.url.database}' AND pid <> pg_backend_pid()"
    )
    load = Load(reached)
    with load.running():
        load.wait_for_acknowledged(20)
        for _ in range(10):
            postgres_server.run(end)
            time.sleep(FAULT_SECONDS / 10)
        load.wait_for_acknowledged(20)
    check(load)


@pytest.fixture(scope="module")
def own_server() -> Iterator[Postgres]:
    with postgres() as own:
        own.server.run("CREATE TABLE written (number INTEGER PRIMARY KEY, word TEXT)")
        yield own


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["in good order", "as in a crash"])
def test_a_restarted_server_costs_no_acknowledged_row(own_server: Postgres, how: signal.Signals) -> None:
    own_server.server.run("TRUNCATE written")
    database = Database(own_server.server.url(), pool=POOL, seconds=SECONDS)
    load = Load(database)
    with load.running():
        load.wait_for_acknowledged(20)
        own_server.stop(how)
        with pytest.raises(DatabaseUnavailable):
            database.ping()
        own_server.start()
        load.wait_for_acknowledged(20)
    check(load)
    database.dispose()


def test_a_statement_that_takes_too_long_is_ended(reached: Database) -> None:
    with pytest.raises(DatabaseUnavailable), reached.reading() as session:
        session.execute(text("SELECT pg_sleep(30)"))
    reached.ping()


def test_a_silent_server_is_given_up_in_time(reached: Database, proxy: FaultProxy) -> None:
    reached.ping()
    proxy.blackhole()
    started = time.monotonic()
    with pytest.raises(DatabaseUnavailable) as caught:
        reached.ping()
    assert time.monotonic() - started < LONGEST
    assert caught.value.retry_after
    proxy.heal()
    reached.ping()


def test_an_idle_transaction_is_ended_and_told(reached: Database) -> None:
    def dawdle() -> None:
        with reached.transaction() as session:
            session.execute(insert(ROWS).values(number=1, word="held"))
            session.execute(text("SET idle_in_transaction_session_timeout = 100"))
            time.sleep(0.5)
            session.execute(insert(ROWS).values(number=2, word="too late"))

    with pytest.raises(DatabaseUnavailable):
        dawdle()
    assert reached.row(select(func.count()).select_from(ROWS)) == (0,)


def test_a_server_that_takes_no_writes_is_an_outage_and_goes_on_reading(
    postgres_url: str, postgres_server: PostgresServer
) -> None:
    name = postgres_url.rpartition("/")[2]
    postgres_server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    standby = Database(postgres_url)
    with pytest.raises(DatabaseUnavailable), standby.transaction() as session:
        session.execute(text("CREATE TABLE anything (number int)"))
    standby.ping()
    standby.dispose()


def test_a_lean_read_survives_the_loss_of_its_connection(
    reached: Database, proxy: FaultProxy, postgres_server: PostgresServer
) -> None:
    number = select(func.count()).select_from(ROWS)
    assert reached.row(number) == (0,)
    proxy.reset()
    assert reached.row(number) == (0,)


def check(load: Load) -> None:
    """Only plain refusals, in time; every acknowledged row whole, none half, and every connection back."""
    assert load.wrong == []
    assert load.longest < LONGEST
    with load.database.reading() as session:
        numbers = set(session.scalars(select(ROWS.c.number)))
    first, second = {n for n in numbers if n >= 0}, {-n - 1 for n in numbers if n < 0}
    assert first == second
    assert load.acknowledged <= first <= load.tried
    assert load.database.writer.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert load.database.writer.pool.checkedin() <= POOL  # type: ignore[attr-defined]
