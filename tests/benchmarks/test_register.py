"""The benchmark of the register holds what it measures to its bars. Nothing here is timed."""

from typing import Any

import pytest

from benchmarks import register as benchmark
from benchmarks.register_measure import by_reading_everything
from benchmarks.register_page import Measured, page
from benchmarks.register_rows import fill
from folkmoot.site.governance import queries as governance
from folkmoot.site.initiatives.models import Initiative
from folkmoot.site.register import domain, queries
from folkmoot.site.register.queries import Asked


def measured(database: str, count: int, **changed: Any) -> Measured:
    given = {
        "found": 3,
        "index_seconds": 1.0,
        "finding": {"everything": (5.0, 9.0), "words warm": (10.0, 20.0)},
        "search": (20.0, 40.0),
        "pages": {"/": (30.0, 50.0), "/?q=warm": (25.0, 60.0)},
        "unchanged": (2.0, 3.0),
        "plain": (0.9 * count, 1.5 * count),
        "streamed": {"csv": 1.0, "jsonl": 2.0, "catalogue": 4.0},
        "stream_mb": 3.0,
    }
    return Measured(database, count, **(given | changed))


def test_each_size_on_each_database_is_held_to_the_bars_and_times_on_the_clock_to_none_but_another() -> None:
    all_of_it = [measured(database, count) for database in ("SQLite", "PostgreSQL") for count in (1_000, 10_000)]
    found = benchmark.ratios(all_of_it)
    assert len(found) == 2 * 5 + 2 * 2 + 2
    assert all(ratio.met for ratio in found)
    slowest = [ratio for ratio in found if ratio.job.startswith("the slowest page")]
    assert [(ratio.ours, ratio.unit) for ratio in slowest] == [(30.0, "ms CPU")] * 2
    late = benchmark.ratios([measured("SQLite", 1_000), measured("SQLite", 10_000, search=(45.0, 45.0))])
    assert [ratio.job for ratio in late if not ratio.met] == ["a search, 10,000 initiatives beside 1,000 on SQLite"]


def test_the_page_has_every_number_and_says_what_was_not_measured() -> None:
    sizes = [measured("SQLite", 1_000), measured("SQLite", 10_000)]
    text = page(benchmark.ratios(sizes), sizes)
    assert "| `/?q=warm` | 25 | 25 |" in text
    assert "| words warm | 10 | 10 |" in text
    assert "| 10,000 on SQLite | 1 | 2 | 4 | 3 | 1 |" in text
    assert "PostgreSQL was not measured." in text


@pytest.mark.django_db(databases=["default", "vault"])
def test_the_made_register_is_in_every_state_and_is_found_as_by_reading_it() -> None:
    fill(300)
    domain.rebuild()
    states = {answer.state.value for answer in governance.licences_of(list(Initiative.objects.all()))}
    assert states == {"draft", "in_force", "needs_review", "suspended", "ended", "not_yet"}
    plainly = by_reading_everything("warm", "in_force")
    assert {i.slug for i in queries.find(Asked(words="warm", state="in_force"), size=500).initiatives} == plainly
    assert plainly
