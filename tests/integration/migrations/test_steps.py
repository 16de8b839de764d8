"""Every step forward has a step back, and rows outlive both."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from alembic.script import Script, ScriptDirectory
from tests.support.schema import contents, described, dump, fill

from portico.migrations import history
from portico.platform.database import Database

STEPS = history.steps()
BEFORE = dict(zip(STEPS, [history.BASE, *STEPS], strict=False))
SCRIPTS: list[Script] = list(ScriptDirectory(str(history.FOLDER)).walk_revisions())[::-1]


def test_the_steps_are_numbered_one_after_the_other() -> None:
    assert [f"{number:04}" for number in range(1, len(STEPS) + 1)] == STEPS
    assert [script.down_revision for script in SCRIPTS] == [None, *STEPS[:-1]]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.revision)
def test_a_step_is_in_a_file_of_its_number_and_has_a_way_back(script: Script) -> None:
    assert re.fullmatch(rf"{script.revision}_[a-z_]+\.py", Path(script.path).name)
    assert callable(script.module.downgrade)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_there_and_back_and_there_again_keeps_rows_and_tables(empty: Database, step: str) -> None:
    history.migrate(empty, BEFORE[step])
    _fill(empty)
    old, rows = dump(empty.url), _contents(empty)

    history.migrate(empty, step)
    new = dump(empty.url)
    assert new != old
    _assert_kept(rows, _contents(empty))
    _fill(empty)

    history.migrate(empty, BEFORE[step])
    assert dump(empty.url) == old
    _assert_kept(rows, _contents(empty))

    history.migrate(empty, step)
    assert dump(empty.url) == new


def test_all_the_way_back_leaves_no_table(empty: Database) -> None:
    history.migrate(empty)
    _fill(empty)
    history.migrate(empty, history.BASE)
    with empty.reading() as session:
        assert described(session.connection()) == {}


def _fill(database: Database) -> None:
    with database.transaction() as session:
        fill(session.connection())


def _contents(database: Database) -> dict[str, list[dict[str, Any]]]:
    with database.reading() as session:
        return contents(session.connection())


def _assert_kept(old: dict[str, list[dict[str, Any]]], new: dict[str, list[dict[str, Any]]]) -> None:
    for table in old.keys() & new.keys():
        columns = old[table][0].keys() & new[table][0].keys()
        assert [{name: row[name] for name in columns} for row in new[table]] == [
            {name: row[name] for name in columns} for row in old[table]
        ]
