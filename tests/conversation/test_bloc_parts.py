"""The parts of the search for blocs, against slow plain ones: stances, pairs of them, the prediction from other votes, the mixture."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import comb

from conversation.planted_blocs import two_camps
from folkmoot.conversation import VoteMatrix
from folkmoot.conversation.bloc_mixture import OBEDIENCE, SHIFTS, SPREADS, fit_bloc
from folkmoot.conversation.other_votes import expected_logits, standing
from folkmoot.conversation.stances import Stances, side_of
from folkmoot.conversation.vote_conjunctions import conjunctions, rare_stances, seeds

TABLE = two_camps(200, 30, seed=1, density=0.8)


def test_stances_count_who_took_each_side_of_the_statements_seen() -> None:
    stances = Stances.of(VoteMatrix.from_dense(TABLE))
    block = np.array([0, 3, 10])  # against 0, for 1, against 5
    took, voted = stances.tally(block)
    assert took.tolist() == [int(sum(row[s // 2] == side_of(s) for s in block.tolist())) for row in TABLE]
    assert voted.tolist() == [int(sum(not np.isnan(row[s // 2]) for s in block.tolist())) for row in TABLE]
    assert stances.share[3] == ((TABLE[:, 1] == 1).sum() + 0.5) / ((~np.isnan(TABLE[:, 1])).sum() + 1)


def test_seeds_are_the_clear_positive_correlations_of_rare_stances() -> None:
    stances = Stances.of(VoteMatrix.from_dense(TABLE))
    rare = rare_stances(stances).tolist()
    clear: dict[int, list[tuple[float, int]]] = {a: [] for a in rare}
    for a in rare:
        for b in rare:
            both = ~np.isnan(TABLE[:, a // 2]) & ~np.isnan(TABLE[:, b // 2])
            x, y = (TABLE[both][:, s // 2] == side_of(s) for s in (a, b))
            if a // 2 != b // 2 and both.sum() >= 10 and (x & y).sum() >= 3 and 0 < x.mean() < 1 and 0 < y.mean() < 1:
                phi = float(np.corrcoef(x, y)[0, 1])
                if phi * np.sqrt(both.sum()) > 3:
                    clear[a].append((-round(phi, 9), b))
    expected = {tuple(sorted((a, b))) for a in rare for _, b in sorted(clear[a])[:5]}
    assert len(expected) > 10
    assert set(seeds(stances)) == expected


def test_conjunctions_hold_a_statement_with_one_side_only() -> None:
    grown = conjunctions(Stances.of(VoteMatrix.from_dense(TABLE)), least=2)
    assert grown
    for block in grown:
        assert len(np.unique(block // 2)) == len(block) >= 2


def test_where_people_stand_does_not_depend_on_the_statements_left_out() -> None:
    votes = VoteMatrix.from_dense(TABLE)
    changed = TABLE.copy()
    changed[:, :6] = np.where(np.isnan(changed[:, :6]), np.nan, -changed[:, :6])
    there, then = (standing(one, np.arange(6)) for one in (votes, VoteMatrix.from_dense(changed)))
    np.testing.assert_allclose(there, then, atol=1e-9)
    assert there.shape == (200, 8)
    np.testing.assert_allclose(there.mean(0), 0, atol=1e-9)
    np.testing.assert_allclose(there.std(0), 1, atol=1e-9)


def test_the_sparse_axes_span_what_a_full_decomposition_spans() -> None:
    table = two_camps(150, 90, seed=4)  # over 60 statements: the sparse way
    votes = VoteMatrix.from_dense(table)
    left = table[:, 5:]
    centred = np.where(np.isnan(left), 0, left - np.nanmean(left, axis=0))
    _, _, right = np.linalg.svd(centred)
    positions = centred @ right[:6].T / np.sqrt((~np.isnan(left)).sum(1) + 5)[:, None]
    positions = (positions - positions.mean(0)) / positions.std(0)
    np.testing.assert_allclose(np.abs(standing(votes, np.arange(5))[:, :6]), np.abs(positions), atol=1e-5)


def test_the_regression_maximises_the_penalised_likelihood() -> None:
    random = np.random.default_rng(3)
    features = random.normal(size=(80, 3))
    voted = random.integers(3, 11, 80)
    took = random.binomial(voted, 1 / (1 + np.exp(1 - features[:, 0])))

    def loss(w: np.ndarray) -> float:
        logit = w[0] + features @ w[1:]
        return float(-(took * logit - voted * np.log1p(np.exp(logit))).sum() + 0.5 * (w[1:] ** 2).sum())

    best = minimize(loss, np.zeros(4), tol=1e-12).x
    np.testing.assert_allclose(expected_logits(features, took, voted), best[0] + features @ best[1:], atol=1e-4)


def test_the_mixture_agrees_with_a_plain_search_over_the_same_grid() -> None:
    from scipy.stats import betabinom

    random = np.random.default_rng(5)
    voted = random.integers(4, 9, 60)
    logits = np.round(random.normal(-2, 1, 60), 1)
    took = random.binomial(voted, 1 / (1 + np.exp(-logits)))
    took[:6] = voted[:6]
    ways = comb(voted, took)
    without, best = -np.inf, (-np.inf,)
    for spread in SPREADS:
        for shift in SHIFTS:
            mean = 1 / (1 + np.exp(-(logits + shift)))
            ordinary = betabinom.pmf(took, voted, mean * spread, (1 - mean) * spread) / ways
            without = max(without, np.log(ordinary).sum())
            for obedience in OBEDIENCE:
                bloc = obedience**took * (1 - obedience) ** (voted - took)
                for share in np.linspace(0, 0.5, 501):
                    likelihood = np.log((1 - share) * ordinary + share * bloc).sum()
                    if likelihood > best[0]:
                        best = (likelihood, share, obedience, share * bloc / ((1 - share) * ordinary + share * bloc))
    fit = fit_bloc(took, voted, logits)
    assert fit.evidence == pytest.approx(best[0] - without, abs=0.01)
    assert fit.share == pytest.approx(best[1], abs=0.002)
    assert fit.obedience == best[2]
    np.testing.assert_allclose(fit.member, best[3], atol=0.02)
    assert (fit.member[:6] > 0.5).all()


def test_ordinary_people_alone_give_no_evidence_of_a_bloc() -> None:
    random = np.random.default_rng(6)
    voted = np.full(400, 8)
    logits = random.normal(-1.5, 1, 400)
    evidence = [fit_bloc(random.binomial(voted, 1 / (1 + np.exp(-logits))), voted, logits).evidence for _ in range(20)]
    assert max(evidence) < 5
    assert min(evidence) >= 0
