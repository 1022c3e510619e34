"""The table of words that the database searches: FTS5 on SQLite, a text vector with a GIN index on PostgreSQL.

Both are handed words that are ready to compare (words.py), so neither's own idea of a word, a stem or an accent comes in: FTS5's `ascii`
tokenizer takes every letter outside ASCII for part of a word, and a text vector is made from an array. Both find a word by its beginning.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from folkmoot.site.own_step import OwnStep

_MADE = {
    "sqlite": ("CREATE VIRTUAL TABLE register_words USING fts5(words, tokenize='ascii', detail=none, prefix='2 3')",),
    "postgresql": (
        "CREATE TABLE register_words (id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX register_words_search ON register_words USING gin (words)",
    ),
}
"""How each database makes the table."""


def put(words: Mapping[int, Iterable[str]]) -> None:
    """The words under which each of these initiatives is found, by its key, in place of any before."""
    rows = [(key, " ".join(sorted(set(given)))) for key, given in words.items()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "INSERT INTO register_words (id, words) VALUES (%s, array_to_tsvector(array_remove(string_to_array(%s, ' '), '')))"
                " ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words",
                rows,
            )
        else:
            cursor.executemany("DELETE FROM register_words WHERE rowid = %s", [(key,) for key, _ in rows])
            cursor.executemany("INSERT INTO register_words (rowid, words) VALUES (%s, %s)", rows)


def make_anew() -> None:
    """An empty table, whatever became of the one before."""
    with connection.cursor() as cursor:
        for statement in ("DROP TABLE IF EXISTS register_words", *_MADE[connection.vendor]):
            cursor.execute(statement)


def how_many() -> int:
    """How many initiatives have their words in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM register_words")
        return int(cursor.fetchone()[0])


def with_all(words: Sequence[str]) -> RawSQL:
    """The keys of the initiatives in which each of these words (one at least) begins a word."""
    if connection.vendor == "postgresql":
        return _keys("SELECT id FROM register_words WHERE words @@ %s::tsquery", " & ".join(f"'{word}':*" for word in words))
    return _keys("SELECT rowid FROM register_words WHERE register_words MATCH %s", " AND ".join(f'"{word}"*' for word in words))


def _keys(sql: str, search: str) -> RawSQL:
    return RawSQL(sql, [search])  # noqa: S611 - the words are a parameter, and letters and digits alone


class MakeSearchTable(OwnStep):
    """A migration step that makes the table in the words of the database at hand."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make it, in the main database alone."""
        if not self._is_main(schema_editor, to_state, app_label):
            return
        for statement in _MADE[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take it away."""
        if self._is_main(schema_editor, from_state, app_label):
            schema_editor.execute("DROP TABLE register_words", params=None)

    def _is_main(self, schema_editor: Any, state: Any, app_label: str) -> bool:
        return bool(self.allow_migrate_model(schema_editor.connection.alias, state.apps.get_model(app_label, "Entry")))

    def describe(self) -> str:
        """One line for people."""
        return "Make the table of words that the register is searched by"
