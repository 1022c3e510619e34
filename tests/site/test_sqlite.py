"""Write transactions of one process take turns, and a turn is given up however its transaction ends."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import OperationalError

from folkmoot.site.databases import database
from folkmoot.site.sqlite.base import DatabaseWrapper


def connect(file: Path, timeout: float = 20) -> DatabaseWrapper:
    """A connection of its own to a file, usable from any thread."""
    settings = connections.settings[DEFAULT_DB_ALIAS] | database("", default_file=file)
    settings["OPTIONS"] = settings["OPTIONS"] | {"timeout": timeout}
    made = DatabaseWrapper(settings, alias="other")
    made.inc_thread_sharing()
    return made


@pytest.fixture
def file(tmp_path: Path, django_db_blocker) -> Iterator[Path]:
    with django_db_blocker.unblock():
        made = connect(tmp_path / "x.sqlite3")
        made.cursor().execute("CREATE TABLE t (n integer)")
        made.close()
        yield tmp_path / "x.sqlite3"


def begin(connection: DatabaseWrapper) -> None:
    connection.ensure_connection()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def commit(connection: DatabaseWrapper) -> None:
    connection.commit()


def roll_back(connection: DatabaseWrapper) -> None:
    connection.rollback()


def close(connection: DatabaseWrapper) -> None:
    connection.close()


def test_the_settings_that_keep_an_acknowledged_answer_through_a_power_cut_and_erase_for_good(file):
    connection = connect(file)
    asked = {name: connection.cursor().execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "secure_delete")}
    connection.close()
    assert asked == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


@pytest.mark.parametrize("end", [commit, roll_back, close])
def test_the_second_writer_waits_for_the_first_and_then_goes_on(file, end):
    first, second = connect(file), connect(file)
    begin(first)
    first.cursor().execute("INSERT INTO t VALUES (1)")
    asked, has_turn = threading.Event(), threading.Event()

    def write() -> None:
        asked.set()
        begin(second)
        has_turn.set()
        second.cursor().execute("INSERT INTO t VALUES (2)")
        second.commit()

    other = threading.Thread(target=write)
    other.start()
    assert asked.wait(10)
    assert not has_turn.wait(0.1)
    end(first)
    other.join(10)
    assert has_turn.is_set()
    found = second.cursor().execute("SELECT n FROM t ORDER BY n").fetchall()
    assert found == ([(1,), (2,)] if end is commit else [(2,)])
    first.close()
    second.close()


def test_a_turn_that_does_not_come_in_time_is_an_error_and_takes_no_turn_from_others(file):
    first, second, third = connect(file), connect(file, timeout=0.05), connect(file)
    begin(first)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(second)
    first.commit()
    begin(third)
    third.rollback()
    for connection in (first, second, third):
        connection.close()


def test_a_transaction_that_cannot_begin_gives_its_turn_up(tmp_path, django_db_blocker):
    with django_db_blocker.unblock():
        broken, good = connect(tmp_path / "y.sqlite3"), connect(tmp_path / "y.sqlite3")
        broken.ensure_connection()
        broken.transaction_mode = "NONSENSE"
        with pytest.raises(OperationalError):
            begin(broken)
        begin(good)
        good.rollback()
        good.close()
        broken.close()
