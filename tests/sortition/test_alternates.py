"""Alternates against trying every set of them in the same scenarios; dropout probabilities against a general optimiser."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from folkmoot.sortition.alternates import choose_alternates
from folkmoot.sortition.dropouts import PastPanel, dropout_rates, dropout_scenarios, learn_dropouts
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import InfeasibleQuotas, Quota, Quotas

FEATURES = {"a": ("p", "q"), "b": ("r", "s", "t"), "c": ("u", "v")}


def misrepresentation(pool, quotas, people):
    counts = [int(pool.has(quota.feature, quota.level)[people].sum()) for quota in quotas]
    return sum(max(0, quota.min - count) + max(0, count - quota.max) for quota, count in zip(quotas, counts, strict=True))


def mean_loss(pool, quotas, panel, alternates, dropped):
    """The mean over scenarios, trying every way in which alternates can take seats."""
    total = 0
    for gone in dropped:
        stay = [person for person, left in zip(panel, gone, strict=True) if not left]
        hands = [hand for size in range(min(len(alternates), gone.sum()) + 1) for hand in combinations(alternates, size)]
        total += min(misrepresentation(pool, quotas, stay + list(hand)) for hand in hands)
    return total / len(dropped)


def may_be(pool, panel, alternates):
    homes = [home for home in pool.shared_households()[[*panel, *alternates]].tolist() if home >= 0]
    return len(homes) == len(set(homes))


@st.composite
def panels(draw):
    """A pool of 7 to 11 people, a panel of 3 or 4 of them, and quotas near the panel's counts."""
    n, size = draw(st.integers(7, 11)), draw(st.integers(3, 4))
    codes = {name: np.array(draw(st.lists(st.integers(0, len(levels) - 1), min_size=n, max_size=n))) for name, levels in FEATURES.items()}
    pool = Pool(FEATURES, codes, np.array(draw(st.lists(st.sampled_from([-1, -1, -1, 0, 1]), min_size=n, max_size=n))))
    panel = sorted(draw(st.permutations(range(n)))[:size])
    homes = [home for home in pool.shared_households()[panel].tolist() if home >= 0]
    assume(len(homes) == len(set(homes)))
    quotas = []
    for name, levels in FEATURES.items():
        for level in levels:
            count = int(pool.has(name, level)[panel].sum())
            quotas.append(Quota(name, level, max(0, count - draw(st.integers(0, 1))), count + draw(st.integers(0, 1))))
    chances = np.array(draw(st.lists(st.sampled_from([0.1, 0.3, 0.6]), min_size=n, max_size=n)))
    return pool, Quotas(quotas), panel, chances


@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(panels(), st.integers(1, 3), st.booleans(), st.integers(0, 5))
def test_the_loss_is_that_of_the_chosen_set_and_no_set_has_less_than_the_bound(drawn, count, exact, seed):
    pool, quotas, panel, chances = drawn
    rest = [person for person in range(pool.n) if person not in panel]
    sets = [each for each in combinations(rest, count) if may_be(pool, panel, each)]
    if not sets:
        with pytest.raises(InfeasibleQuotas):
            choose_alternates(pool, quotas, panel, count, chances, scenarios=12, fresh=10, seed=seed)
        return
    dropped = dropout_scenarios(chances[panel], 12, seed=seed)
    losses = {each: mean_loss(pool, quotas, panel, each, dropped) for each in sets}
    least = min(losses.values())
    found = choose_alternates(pool, quotas, panel, count, chances, scenarios=12, fresh=10, seed=seed, exact_up_to=10_000 if exact else 0)
    assert found.loss == pytest.approx(losses[found.people], abs=1e-9)
    assert found.bound <= least + 1e-9
    if found.proven:
        assert found.loss == pytest.approx(least, abs=1e-9)
    event(f"{'with' if exact else 'without'} the integer programme: {'proven' if found.proven else 'not proven'}")
    event(f"{'with' if exact else 'without'} the integer programme: {'best' if found.loss < least + 1e-9 else 'not best'}")


def test_small_choices_are_proven_the_best_by_the_integer_programme():
    proven = 0
    for seed in range(12):
        random = np.random.Generator(np.random.PCG64(seed))
        pool = Pool(FEATURES, {name: random.integers(0, len(levels), 12) for name, levels in FEATURES.items()})
        panel = [0, 1, 2, 3]
        counts = [(name, level, int(pool.has(name, level)[panel].sum())) for name in FEATURES for level in FEATURES[name]]
        quotas = Quotas([Quota(name, level, count, count) for name, level, count in counts])
        dropped = dropout_scenarios(np.full(4, 0.4), 15, seed=seed)
        least = min(mean_loss(pool, quotas, panel, each, dropped) for each in combinations(range(4, 12), 2))
        found = choose_alternates(pool, quotas, panel, 2, 0.4, scenarios=15, fresh=10, seed=seed)
        assert least - 1e-9 <= found.loss
        proven += found.proven
        if found.proven:
            assert found.loss == pytest.approx(least, abs=1e-9)
    assert proven >= 10


def test_no_more_alternates_take_seats_than_members_dropped_out():
    rows = [{"a": "p", "b": "t"}, {"a": "q", "b": "r"}, {"a": "p", "b": "r"}, {"a": "q", "b": "t"}]
    pool = Pool.from_rows(rows, features={"a": ("p", "q"), "b": ("r", "t")})
    quotas = Quotas([Quota("a", "p", 1, 4), Quota("b", "t", 1, 4)])
    found = choose_alternates(pool, quotas, [0, 1], 2, np.array([1.0, 0.0, 0.0, 0.0]), scenarios=5, fresh=5)
    assert (found.people, found.loss, found.nobody.mean) == ((2, 3), 1.0, 2.0)


def big_example(seed=0):
    random = np.random.Generator(np.random.PCG64(seed))
    pool = Pool(FEATURES, {name: random.integers(0, len(levels), 150) for name, levels in FEATURES.items()})
    panel = list(range(20))
    counts = [(name, level, int(pool.has(name, level)[panel].sum())) for name in FEATURES for level in FEATURES[name]]
    return pool, Quotas([Quota(name, level, count, count) for name, level, count in counts]), panel


def test_where_one_level_drops_out_the_alternates_have_it():
    pool, quotas, panel = big_example()
    chances = np.where(pool.has("b", "t"), 0.5, 0.02)
    found = choose_alternates(pool, quotas, panel, 3, chances, seed=4)
    assert all(pool.features["b"][pool.codes["b"][person]] == "t" for person in found.people)
    assert not set(found.people) & set(panel)
    assert found.expected.mean <= found.reserves.mean < found.nobody.mean


def test_alternates_beat_reserves_of_the_same_profile_and_come_out_the_same_each_time():
    pool, quotas, panel = big_example()
    found = choose_alternates(pool, quotas, panel, 3, 0.15, seed=4)
    assert found.expected.mean < found.reserves.mean < found.nobody.mean
    assert found.saved.mean > 2 * found.saved.standard_error
    assert found.saved.mean == pytest.approx(found.reserves.mean - found.expected.mean)
    assert found.expected.scenarios == 1000
    again = choose_alternates(pool, quotas, panel, 3, 0.15, seed=4)
    assert (again.people, again.loss, again.expected, again.sentences) == (found.people, found.loss, found.expected, found.sentences)


def test_the_expected_misrepresentation_is_a_mean_with_the_standard_error_of_that_mean():
    pool, quotas, panel = big_example()
    found = choose_alternates(pool, quotas, panel, 2, 0.15, scenarios=40, fresh=300, seed=2)
    fresh = dropout_scenarios(np.full(20, 0.15), 300, seed=2, purpose="fresh dropouts")
    losses = [mean_loss(pool, quotas, panel, found.people, gone[None]) for gone in fresh]
    assert found.expected.mean == pytest.approx(np.mean(losses))
    assert found.expected.standard_error == pytest.approx(np.std(losses, ddof=1) / np.sqrt(300))
    bare = [misrepresentation(pool, quotas, [person for person in panel if not gone[person]]) for gone in fresh]
    assert found.nobody.mean == pytest.approx(np.mean(bare))


def test_among_people_of_one_type_everyone_is_as_often_an_alternate():
    rows = [{"a": "p"}] * 2 + [{"a": "q"}] * 6
    pool, quotas = Pool.from_rows(rows, features={"a": ("p", "q", "r")}), Quotas([Quota("a", "p", 1, 1), Quota("a", "q", 1, 1)])
    times = np.zeros(8)
    for seed in range(300):
        chances = np.where(np.arange(8) == 2, 0.5, 0)
        times[list(choose_alternates(pool, quotas, [0, 2], 1, chances, scenarios=10, fresh=2, seed=seed).people)] += 1
    assert times[[0, 1, 2]].tolist() == [0, 0, 0]
    assert (np.abs(times[3:] - 60) < 4 * np.sqrt(300 * 0.2 * 0.8)).all()


def test_the_order_of_the_list_does_not_change_which_types_are_alternates():
    pool, quotas, panel = big_example()
    order = np.random.Generator(np.random.PCG64(1)).permutation(np.arange(20, 150))
    other = Pool(pool.features, {name: np.append(codes[:20], codes[order]) for name, codes in pool.codes.items()})
    kinds = []
    for each in (pool, other):
        people = choose_alternates(each, quotas, panel, 3, 0.2, scenarios=30, fresh=2, seed=1).people
        kinds.append(sorted(tuple(int(each.codes[name][person]) for name in FEATURES) for person in people))
    assert kinds[0] == kinds[1]


def test_scenarios_have_the_probabilities_they_were_given_and_come_from_the_published_generator():
    chances = np.array([0.0, 1.0, 0.25])
    dropped = dropout_scenarios(chances, 4000, seed=9)
    assert dropped[:, 0].sum() == 0
    assert dropped[:, 1].all()
    assert abs(dropped[:, 2].mean() - 0.25) < 4 * np.sqrt(0.25 * 0.75 / 4000)
    assert (dropped[:2000] == dropout_scenarios(chances, 2000, seed=9)).all()


def test_learned_probabilities_are_those_of_a_general_optimiser_of_the_same_likelihood():
    from scipy.optimize import minimize

    random = np.random.Generator(np.random.PCG64(3))
    past = []
    for n in (40, 60):
        members = Pool(FEATURES, {name: random.integers(0, len(levels), n) for name, levels in FEATURES.items()})
        past.append(PastPanel(members, random.random(n) < np.where(members.has("b", "t"), 0.4, 0.1)))
    model = learn_dropouts(past, ["a", "b"], spread=0.7)
    design = np.concatenate(
        [np.column_stack([np.ones(p.members.n), *(p.members.has(f, x) for f in "ab" for x in FEATURES[f])]) for p in past]
    )
    gone = np.concatenate([panel.dropped for panel in past])

    def unlikely(at):
        odds = design @ at
        return np.logaddexp(0, odds).sum() - odds[gone].sum() + (at[1:] ** 2).sum() / (2 * 0.7**2)

    best = minimize(unlikely, np.zeros(design.shape[1]), method="BFGS", options={"gtol": 1e-9}).x
    pool = Pool(FEATURES, {"a": np.array([0, 1, 1]), "b": np.array([2, 0, 1]), "c": np.array([0, 0, 0])})
    rows = np.column_stack([np.ones(3), *(pool.has(f, x) for f in "ab" for x in FEATURES[f])])
    assert model.probabilities(pool) == pytest.approx(1 / (1 + np.exp(-rows @ best)), abs=1e-6)
    low, high = model.ranges(pool)
    assert (low < model.probabilities(pool)).all()
    assert (model.probabilities(pool) < high).all()
    assert (model.people, model.dropped) == (100, int(gone.sum()))
    assert f"100 members of 2 past panels, of whom {gone.sum()}" in model.sentences[0]


def test_a_level_no_past_panel_had_counts_as_average_and_without_features_everyone_has_the_overall_rate():
    members = Pool({"a": ("p",)}, {"a": np.zeros(10, int)})
    model = learn_dropouts([PastPanel(members, np.arange(10) < 3)], [])
    assert model.probabilities(members) == pytest.approx(0.3)
    by_a = learn_dropouts([PastPanel(members, np.arange(10) < 3)], ["a"])
    new = Pool({"a": ("z",)}, {"a": np.zeros(1, int)})
    assert by_a.probabilities(new) == pytest.approx(1 / (1 + np.exp(-by_a.base)))


def test_given_rates_are_a_persons_level_and_several_features_multiply_their_odds():
    pool = Pool(FEATURES, {"a": np.array([0, 1]), "b": np.array([0, 2]), "c": np.array([0, 0])})
    assert dropout_rates(pool, 0.1) == pytest.approx([0.1, 0.1])
    assert dropout_rates(pool, 0.1, {"a": {"q": 0.3}}) == pytest.approx([0.1, 0.3])
    both = dropout_rates(pool, 0.2, {"a": {"q": 0.5}, "b": {"t": 0.5}})
    assert both == pytest.approx([0.2, 0.8])  # odds 1/4 times 4 times 4
    with pytest.raises(ValueError, match=r"(?s)no feature 'z'.*'x' is not a level of 'a'.*a: x: the rate must lie"):
        dropout_rates(pool, 0.1, {"z": {}, "a": {"x": 2}})


def test_mistakes_are_told_all_at_once():
    pool, quotas, panel = big_example()
    with pytest.raises(ValueError, match=r"(?s)number of alternates.*Person 3: the probability"):
        choose_alternates(pool, quotas, panel, 0, np.where(np.arange(150) == 2, np.nan, 0.1))
    with pytest.raises(InfeasibleQuotas, match=r"(?s)too few people for 100 alternates.*Only 119 people can be drawn for 120 seats"):
        choose_alternates(pool, quotas, panel, 100, 0.1, excluded=range(20, 51))
    with pytest.raises(ValueError, match="only 130 people besides the panel"):
        choose_alternates(pool, quotas, panel, 140, 0.1)
    with pytest.raises(ValueError, match="members must be different numbers from 0 to 149"):
        choose_alternates(pool, quotas, [1, 150], 1, 0.1)
    with pytest.raises(ValueError, match="nothing can be learned"):
        learn_dropouts([PastPanel(pool, np.zeros(150, bool))], ["a"])
    with pytest.raises(ValueError, match="Past panel 1 has no feature 'z'"):
        learn_dropouts([PastPanel(pool, np.arange(150) < 3)], ["z"])
