"""The compiled file is replaced whole or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from portico.features.content import store


def write(path: Path, *, keep: bool = False, **values: str) -> None:
    with store.replacing(path, keep=keep) as connection:
        store.write_meta(connection, **values)


def read(path: Path, key: str) -> str | None:
    connection = store.open_reading(path)
    try:
        value: str | None = store.read_meta(connection, key)
    finally:
        connection.close()
    return value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "content.db"


def test_a_new_file_starts_empty(path: Path) -> None:
    write(path, build="1")
    write(path, version="2")
    assert (read(path, "build"), read(path, "version")) == (None, "2")


def test_a_kept_file_starts_as_it_was(path: Path) -> None:
    write(path, build="1")
    write(path, version="2", keep=True)
    assert (read(path, "build"), read(path, "version")) == ("1", "2")


def test_a_failure_leaves_the_old_file(path: Path) -> None:
    write(path, build="1")
    with pytest.raises(sqlite3.OperationalError):
        fail_halfway(path)
    assert read(path, "build") == "1"
    assert list(path.parent.iterdir()) == [path]


def fail_halfway(path: Path) -> None:
    with store.replacing(path, keep=True) as connection:
        store.write_meta(connection, build="2")
        connection.execute("SELECT nothing")


def test_what_a_killed_process_left_is_removed(path: Path) -> None:
    (path.parent / "content.db.123.new").touch()
    write(path, build="1")
    assert list(path.parent.iterdir()) == [path]


def test_a_reader_keeps_the_file_it_opened(path: Path) -> None:
    write(path, build="1")
    reader = store.open_reading(path)
    write(path, build="2")
    assert store.read_meta(reader, "build") == "1"
    reader.close()


def test_a_reader_cannot_write(path: Path) -> None:
    write(path, build="1")
    reader = store.open_reading(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.write_meta(reader, build="2")
    reader.close()


@pytest.mark.parametrize("name", ["a b", "100%41", "what?", "hash#1", "é"])
def test_any_folder_name_can_hold_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    write(tmp_path / name / "content.db", build="1")
    assert read(tmp_path / name / "content.db", "build") == "1"


def test_a_file_of_this_build_is_sound(path: Path) -> None:
    write(path, build="1")
    assert store.is_sound(path, "1")
    assert not store.is_sound(path, "2")
    assert not store.is_sound(path.with_name("missing.db"), "1")


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "folder", "nonsense in it"])
def test_a_damaged_file_is_not_sound(path: Path, damage: str) -> None:
    write(path, build="1")
    whole = path.read_bytes()
    if damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "text":
        path.write_bytes(b"no database" * 1000)
    elif damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        with store.replacing(path, keep=True) as connection:
            connection.execute("UPDATE meta SET value = '{'")
    assert not store.is_sound(path, "1")
