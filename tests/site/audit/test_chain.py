"""The chain of hashes shows every change, and cannot fork."""

import datetime as dt
import hashlib
import re
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

import folkmoot.site
from folkmoot.site.audit.chain import BEGINNING, event_hash
from folkmoot.site.audit.domain import record
from folkmoot.site.audit.models import Event
from folkmoot.site.audit.queries import ChainReport, history, log, verify
from folkmoot.site.audit.verbs import VERBS
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

AWKWARD = {"b": 2.50, "a": [1e16, -0.0, 1e-7, 1.0], "é": "“naïve” \U0001f41d", "n": None, "deep": {"z": True, "a": {"10": 1, "9": 2}}}


def add(number: int, **detail: object) -> Event:
    with transaction.atomic():
        return record(by="folkmoot", verb="organisation.added", subject=f"organisation:{number}", detail=detail)


def test_an_empty_log_holds():
    assert verify() == ChainReport(0, BEGINNING, None)


def test_each_event_carries_the_hash_of_the_one_before_and_the_chain_holds():
    made = [add(1), add(2, **AWKWARD), add(3)]
    assert [event.previous for event in made] == [BEGINNING, made[0].hash, made[1].hash]
    assert verify() == ChainReport(3, made[2].hash, None)


def test_the_hash_is_sha256_of_the_event_as_anyone_can_recompute_it():
    at = dt.datetime(2031, 3, 1, 13, 0, 0, 5, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    text = (
        '{"actor":"user:1","at":"2031-03-01T12:00:00.000005+00:00","detail":{"a":"é","b":1},'
        '"previous":"' + "0" * 64 + '","subject":"x:1","verb":"decision.made"}'
    )
    mine = event_hash(previous=BEGINNING, at=at, actor="user:1", verb="decision.made", subject="x:1", detail={"b": 1, "a": "é"})
    assert mine == hashlib.sha256(text.encode()).hexdigest()


def without_triggers(statement: str, *values: object) -> None:
    """What someone with full access to the database could do."""
    with connection.cursor() as cursor:
        for name in ("no_update", "no_delete"):
            cursor.execute(f"DROP TRIGGER audit_event_{name}" + (" ON audit_event" if connection.vendor == "postgresql" else ""))
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2020-01-01 00:00:00+00:00"),
        ("actor", "user:7"),
        ("verb", "decision.made"),
        ("subject", "organisation:9"),
        ("detail", '{"slug":"y"}'),
        ("previous", "f" * 64),
        ("hash", "f" * 64),
    ],
)
def test_a_changed_event_is_found_whichever_column_was_changed(column, value):
    made = [add(1), add(2, slug="x"), add(3)]
    without_triggers(f"UPDATE audit_event SET {column} = %s WHERE id = %s", value, made[1].pk)  # noqa: S608 - our own column names
    assert verify() == ChainReport(1, made[0].hash, made[1].pk)


def test_a_removed_event_is_found_at_the_one_after_it():
    made = [add(1), add(2), add(3)]
    without_triggers("DELETE FROM audit_event WHERE id = %s", made[1].pk)
    assert verify() == ChainReport(1, made[0].hash, made[2].pk)


def test_an_event_whose_own_hash_was_made_anew_is_found_at_the_one_after_it():
    made = [add(1), add(2), add(3)]
    forged = event_hash(previous=made[1].previous, at=made[1].at, actor="user:7", verb=made[1].verb, subject=made[1].subject, detail={})
    without_triggers("UPDATE audit_event SET actor = %s, hash = %s WHERE id = %s", "user:7", forged, made[1].pk)
    assert verify() == ChainReport(2, forged, made[2].pk)


def test_the_last_events_cut_off_show_in_the_count_and_the_last_hash():
    made = [add(1), add(2)]
    noted = verify()
    without_triggers("DELETE FROM audit_event WHERE id = %s", made[1].pk)
    assert (verify().events, verify().last_hash) != (noted.events, noted.last_hash)


def test_two_events_cannot_follow_the_same_one():
    first = add(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(at=first.at, actor="x", verb="x", subject="x", detail={}, previous=first.previous, hash="a" * 64)


def test_an_unknown_verb_and_nobody_are_refused():
    with pytest.raises(ValueError, match="no verb"), transaction.atomic():
        record(by="folkmoot", verb="thing.done", subject="x:1")
    for nobody in (None, "somebody", "user:1"):
        with pytest.raises(ValueError, match="who did it"), transaction.atomic():
            record(by=nobody, verb="organisation.added", subject="x:1")
    assert Event.objects.count() == 0


def test_detail_that_json_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="Out of range"), transaction.atomic():
        record(by="folkmoot", verb="organisation.added", subject="x:1", detail={"n": float("nan")})
    with pytest.raises(TypeError), transaction.atomic():
        record(by="folkmoot", verb="organisation.added", subject="x:1", detail={"who": object()})


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abé19", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(detail=st.dictionaries(st.text("abé19", max_size=3), json_values, max_size=4))
def test_what_comes_back_from_the_database_has_the_hash_it_was_stored_with(detail):
    with transaction.atomic():
        add(1, **detail)
        assert verify().broken_at is None
        transaction.set_rollback(True)


def test_the_history_of_a_row_tells_its_own_events_in_order():
    where, other = make.organisation(), make.organisation()
    with transaction.atomic():
        record(by="folkmoot", verb="organisation.added", subject=where, detail={"again": True})
    told = history(where)
    assert [event["detail"].get("again") for event in told] == [None, True]
    assert {event["words"] for event in told} == {"An organisation was added"}
    assert len(history(other)) == 1


def test_the_log_comes_in_pages_newest_first_and_misses_none(monkeypatch):
    monkeypatch.setattr("folkmoot.site.audit.queries.PAGE", 3)
    numbers = [add(n).pk for n in range(7)]
    seen, before = [], None
    while True:
        page = log(before=before)
        seen += [entry.number for entry in page.entries]
        if (before := page.older) is None:
            break
    assert seen == numbers[::-1]


def test_every_verb_used_in_the_site_is_in_the_table_and_every_verb_in_the_table_is_used():
    source = "\n".join(path.read_text("utf-8") for path in Path(folkmoot.site.__file__).parent.rglob("*.py") if path.name != "verbs.py")
    used = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', source)) & set(VERBS)
    written = set(re.findall(r'verb="([a-z_.]+)"', source))
    assert written <= set(VERBS)
    assert used == set(VERBS)


def test_the_table_of_verbs_speaks_in_sentences():
    assert all(words[0].isupper() and not words.endswith(".") for words in VERBS.values())
    assert len(set(VERBS.values())) == len(VERBS)
