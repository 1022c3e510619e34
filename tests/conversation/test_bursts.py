"""Bursts and fast voters: the scan's chance against simulation, its false alarms, planted bursts, and real conversations."""

import numpy as np
import polars as pl
import pytest

from folkmoot.conversation.bursts import bursts, scan_chance
from folkmoot.conversation.fast_voters import fast_voters

DAY = 86_400_000


def steady(people: int, days: float, seed: int, daily: bool = False) -> np.ndarray:
    """First votes in milliseconds over some days, evenly or with quiet nights."""
    random = np.random.Generator(np.random.PCG64(seed))
    times = random.random(8 * people) * days * DAY
    if daily:
        times = times[random.random(len(times)) < 0.5 + 0.5 * np.sin(2 * np.pi * times / DAY)]
    return np.sort(times[:people]).astype(np.int64)


@pytest.mark.parametrize(("count", "events", "part"), [(6, 30, 0.04), (7, 40, 0.04), (9, 60, 0.05), (12, 50, 0.1)])
def test_the_chance_of_a_window_is_close_to_simulation(count, events, part) -> None:
    random = np.random.Generator(np.random.PCG64(1))
    times = np.sort(random.random((20_000, events)), axis=1)
    simulated = ((times[:, count - 1 :] - times[:, : events - count + 1]) <= part).any(axis=1).mean()
    found = scan_chance(np.array([count]), np.array([events]), np.array([part]))[0]
    assert found == pytest.approx(simulated, rel=0.25)


def test_no_more_than_the_expected_count_is_no_excess() -> None:
    assert scan_chance(np.array([5, 10]), np.array([100, 100]), np.array([0.1, 0.1])).tolist() == [1.0, 1.0]


@pytest.mark.parametrize("daily", [False, True])
def test_false_alarms_are_as_rare_as_asked_for_at_a_rate_that_changes_slowly(daily) -> None:
    flagged = [seed for seed in range(200) if bursts(np.arange(300), steady(300, 10, seed, daily), false_alarms=0.05).bursts]
    assert len(flagged) <= 20  # 5% of 200 and over three standard deviations


def test_forty_people_within_ten_minutes_are_found_with_their_ids() -> None:
    times = np.concatenate([steady(400, 14, 3), 5 * DAY + 3_600_000 + np.arange(40) * 14_000])
    people = np.arange(440) + 1000
    result = bursts(people, times)
    assert len(result.bursts) == 1
    burst = result.bursts[0]
    assert set(range(1400, 1440)) <= set(burst.participants.tolist())
    assert len(burst.participants) <= 42
    assert (burst.kind, burst.seconds) == ("new voters", 600.0)
    assert abs(burst.start - 5 * DAY - 3_600_000) < 600_000
    assert burst.sentence.startswith(f"{len(burst.participants)} people voted for the first time within 10 minutes")


def test_people_who_come_back_all_at_once_are_a_burst_of_visits() -> None:
    first = steady(400, 14, 3)
    back = 15 * DAY + np.arange(50) * 10_000
    people, times = np.concatenate([np.arange(400), np.arange(50)]), np.concatenate([first, back])
    spread = np.concatenate([steady(100, 16, 5), [17 * DAY]])
    people, times = np.concatenate([people, 1000 + np.arange(101)]), np.concatenate([times, spread])
    found = [burst for burst in bursts(people, times).bursts if burst.kind == "visits"]
    assert [set(burst.participants.tolist()) & set(range(400)) for burst in found] == [set(range(50))]


def test_the_order_of_rows_and_the_form_of_the_times_change_nothing() -> None:
    times = np.concatenate([steady(300, 14, 3), 5 * DAY + np.arange(40) * 10_000])
    people = np.arange(340)
    order = np.random.Generator(np.random.PCG64(0)).permutation(340)
    given = bursts(people, times)
    start = np.datetime64("2024-05-01T12:00:00", "ms")
    for other in (
        bursts(people[order], times[order]),
        bursts(people, times / 1000, a_second=1),
        bursts(people, start + times.astype("m8[ms]")),
        bursts(np.array([f"{one:04}" for one in people]), times),
    ):
        assert [burst.chance for burst in other.bursts] == pytest.approx([burst.chance for burst in given.bursts])
        assert [[int(one) for one in burst.participants] for burst in other.bursts] == [
            burst.participants.tolist() for burst in given.bursts
        ]
    assert bursts(people, start + times.astype("m8[ms]")).bursts[0].start == start + np.timedelta64(given.bursts[0].start, "ms")


def test_ten_votes_in_a_row_under_a_second_each_are_fast_and_nine_are_not() -> None:
    slow, nine, ten = np.arange(30) * 4000, np.arange(9) * 500, 10**6 + np.arange(12) * 700
    people = np.repeat([1, 2, 3], [30, 9, 12])
    result = fast_voters(people, np.concatenate([slow, nine, ten]))
    assert result.participants.tolist() == [3]
    assert result.seconds.tolist() == [pytest.approx(6.3)]
    assert (result.fast_votes.tolist(), result.votes.tolist(), result.of) == ([12], [12], 3)
    assert "1 of 3 people cast 10 votes in a row in under a second each" in result.sentences[0]
    assert len(fast_voters(people, np.concatenate([slow, nine, ten]), seconds_a_vote=0.5).participants) == 0


@pytest.mark.shared
def test_real_conversations(shared_data) -> None:
    """Biodiversity's people came steadily; Brexit's conversation was announced, and 70 people came in its first hour."""
    found, fast = {}, {}
    for name in ("scoop-hivemind.biodiversity", "brexit-consensus", "vtaiwan.uberx"):
        events = pl.read_csv(shared_data / "conversations" / name / "votes.csv")
        people, times = events["voter-id"].to_numpy(), events["timestamp"].to_numpy()
        found[name] = [len(burst.participants) for burst in bursts(people, times).bursts]
        fast[name] = len(fast_voters(people, times).participants)
    assert found["scoop-hivemind.biodiversity"] == []
    assert max(found["brexit-consensus"]) == 70
    assert fast == {"scoop-hivemind.biodiversity": 0, "brexit-consensus": 0, "vtaiwan.uberx": 29}


def test_mistakes_are_named() -> None:
    with pytest.raises(ValueError, match=r"Row 2: the time is missing"):
        bursts([1, 2], [0.0, float("nan")])
    with pytest.raises(ValueError, match=r"Row 2: the time is missing"):
        fast_voters([1, 2], np.array(["2024-01-01", "NaT"], "M8[s]"))
    with pytest.raises(ValueError, match="3 participants and 2 times"):
        bursts([1, 2, 3], [0, 1])
    with pytest.raises(ValueError, match="between 0 and 1"):
        bursts([1], [0], false_alarms=1)
    with pytest.raises(ValueError, match="make a second"):
        bursts([1], [0], a_second=0)
    with pytest.raises(ValueError, match="above 0"):
        fast_voters([1], [0], seconds_a_vote=0)
    with pytest.raises(ValueError, match="one column of numbers"):
        bursts([1], ["noon"])


def test_no_votes_have_no_bursts() -> None:
    empty = np.zeros(0, np.int64)
    assert bursts(empty, empty).bursts == ()
    assert fast_voters(empty, empty).of == 0
