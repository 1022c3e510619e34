"""Feature weights in a plan: the survey package's own numbers with the person as the unit, and no feature that few people chose."""

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from folkmoot.survey import Design, Margin, rake
from folkmoot.survey.choices import FeatureWeights, allocation_weights, best_worst, bradley_terry
from folkmoot.survey.covariance import linearised_covariance
from folkmoot.weigh import Plan, RefusedError, findings, weigh
from folkmoot.weigh.analyses.feature_tasks import repeated
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")
EXAMPLE = REFERENCE.split("## feature weights:")[1].split("```toml")[1].split("```")[0]
ITEMS = ("Who uses it", "What for", "Who gains", "Can I opt out")
TASKS = ((0, 1, 2), (1, 2, 3))
PAIRS = ((0, 1), (1, 2), (2, 3), (3, 0))
COLUMNS = "".join(
    f"\n[columns.{name}{at}]\nvalues = {[ITEMS[item] for item in task] + [other]!r}\n"
    for kind, other in ((("best", "worst"), "Can't say"), (("pair",), "Neither"))
    for at, task in enumerate(TASKS if kind[0] == "best" else PAIRS, start=1)
    for name in kind
) + "".join(f"\n[columns.p{at}]\nlabel = {item!r}\nnumber = true\n" for at, item in enumerate(ITEMS))
PAIRED = "\n[[analyses]]\nkind = 'feature weights'\nway = 'pairs'\ntie = 'Neither'\n" + "".join(
    f"[[analyses.tasks]]\nfirst = {ITEMS[one]!r}\nsecond = {ITEMS[other]!r}\nchosen = 'pair{at}'\n"
    for at, (one, other) in enumerate(PAIRS, start=1)
)
SHARED_OUT = "\n[[analyses]]\nkind = 'feature weights'\nway = 'allocation'\ncolumns = ['p0', 'p1', 'p2', 'p3']\ntotal = 10\n"


@pytest.fixture
def chose(people: pl.DataFrame) -> pl.DataFrame:
    """The small survey with points, best and worst, and pairs; some did not answer, and some chose neither."""
    random, n = np.random.default_rng(5), people.height
    columns: dict[str, Any] = {}
    for at, task in enumerate(TASKS, start=1):
        orders = [random.permutation(task) for _ in range(n)]
        said = [ITEMS[order[0]] for order in orders]
        columns[f"best{at}"] = ["Can't say" if row % 11 == 0 else word for row, word in enumerate(said)]
        columns[f"worst{at}"] = [None if row % 13 == 0 else ITEMS[order[-1]] for row, order in enumerate(orders)]
    for at, (one, other) in enumerate(PAIRS, start=1):
        columns[f"pair{at}"] = random.choice([ITEMS[one], ITEMS[other], "Neither"], n, p=[0.5, 0.4, 0.1])
    points = random.multinomial(10, [0.4, 0.3, 0.2, 0.1], n)
    for at in range(len(ITEMS)):
        columns[f"p{at}"] = [None if row % 17 == 0 else int(value) for row, value in enumerate(points[:, at])]
    return people.with_columns(**{name: pl.Series(values) for name, values in columns.items()})


def planned(plan_text: str, analysis: str) -> Plan:
    return Plan.from_mapping(tomllib.loads(plan_text + COLUMNS + analysis))


def same(section: Any, found: FeatureWeights, n: int) -> None:
    """The rows are these weights, the largest first."""
    low, high = found.interval()
    order = np.argsort(-found.weights)
    assert [row.cells[0] for row in section.rows] == [found.names[at] for at in order]
    for row, at in zip(section.rows, order, strict=True):
        assert row.cells[1:4] == pytest.approx((found.weights[at], low[at], high[at]), rel=1e-9)
        assert row.cells[5] == n
    apart = [found.apart(one, other) for one, other in pairwise(order)]
    assert [row.cells[4] for row in section.rows] == [*("yes" if sure else "no" for sure in apart), "the last shown"]


def coded(frame: pl.DataFrame, names: list[str]) -> Any:
    return np.concatenate([[ITEMS.index(word) if word in ITEMS else -1 for word in frame[name]] for name in names])


def test_an_allocation_is_the_survey_packages(chose: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(chose, planned(plan_text, SHARED_OUT))
    points = np.column_stack([weighed.answers.numbers[f"p{at}"] for at in range(4)])
    same(weighed.analyses[0][1], allocation_weights(weighed.fairness.design, points, ITEMS, total=10), int((~np.isnan(points[:, 0])).sum()))


def test_the_example_of_the_reference_is_best_worst_with_the_person_as_unit(chose: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(chose, planned(plan_text, EXAMPLE))
    n = chose.height
    best, worst = coded(chose, ["best1", "best2"]), coded(chose, ["worst1", "worst2"])
    found = best_worst(repeated(weighed.fairness.design, 2), np.repeat(TASKS, n, axis=0), best, worst, ITEMS).weights
    answered = ((best >= 0) & (worst >= 0)).reshape(2, n).any(0)
    same(weighed.analyses[0][1], found, int(answered.sum()))
    assert found.n == answered.sum()
    document = findings(weighed)
    page = report(document)
    assert all(str(sentence)[:30] in page for sentence in document["analyses"][0]["sentences"])
    assert tables(document)


def test_pairs_are_bradley_and_terrys_with_ties_as_asked(chose: pl.DataFrame, plan_text: str) -> None:
    n = chose.height
    said = np.concatenate([chose[f"pair{at}"].to_list() for at in range(1, 5)])
    first, second = (np.repeat([pair[side] for pair in PAIRS], n) for side in (0, 1))
    preferred = np.select([said == np.array(ITEMS)[first], said == np.array(ITEMS)[second]], [1.0, 0.0], 0.5)
    for ties in ("half", "leave out"):
        weighed = weigh(chose, planned(plan_text, PAIRED.replace("tie =", f"ties = '{ties}'\ntie =")))
        design = repeated(weighed.fairness.design, 4)
        found = bradley_terry(design, first, second, preferred, ITEMS, ties=ties).weights  # type: ignore[arg-type]
        counted = n if ties == "half" else int((said.reshape(4, n) != "Neither").any(0).sum())
        same(weighed.analyses[0][1], found, counted)


def test_repeated_rows_have_the_variance_of_each_persons_sum() -> None:
    random = np.random.default_rng(1)
    n, times = 60, 3
    margins = [Margin(name, ("a", "b"), random.integers(0, 2, n), np.array([40.0, 20.0])) for name in ("one", "two")]
    for psu in (None, np.arange(n) // 3):
        design = rake(Design(random.uniform(1, 2, n), strata=np.arange(n) % 2 if psu is None else psu % 2, psu=psu), margins).design
        scores = random.normal(size=(times, n, 2))
        held = linearised_covariance(repeated(design, times), scores.reshape(-1, 2), variance="raked")
        assert held == pytest.approx(linearised_covariance(design, scores.sum(0), variance="raked"), rel=1e-10)


def test_a_feature_that_few_chose_is_hidden_with_another(chose: pl.DataFrame, plan_text: str) -> None:
    points = np.full((chose.height, 4), (5, 3, 2, 0))
    points[np.arange(0, chose.height, 3)] = (2, 5, 3, 0)
    points[:3] = (1, 1, 1, 7)
    few = chose.with_columns(**{f"p{at}": pl.Series(points[:, at]) for at in range(4)})
    section = weigh(few, planned(plan_text, SHARED_OUT)).analyses[0][1]
    hidden = [row for row in section.rows if row.mark == "[c]"]
    assert len(hidden) == 2
    assert "Can I opt out" in {row.cells[0] for row in hidden}
    assert all(row.cells[1:5] == (None,) * 4 for row in hidden)
    assert not any(str(row.cells[0]) in sentence for row in hidden for sentence in section.sentences)
    assert section.sentences[0].startswith("Of the features shown, ")


@pytest.mark.parametrize(("people_in", "mark", "n"), [(4, "[c]", None), (25, "[u]", 25)])
def test_few_people_give_no_weights(chose: pl.DataFrame, plan_text: str, people_in: int, mark: str, n: int | None) -> None:
    plain = plan_text[: plan_text.index("[weights]")] + plan_text[plan_text.index("[publish]") :]
    few = chose.filter(pl.col("p0").is_not_null()).head(people_in)
    section = weigh(few, planned(plain, SHARED_OUT)).analyses[0][1]
    assert [(row.cells[1:], row.mark) for row in section.rows] == [((None, None, None, None, n), mark)] * 4
    assert not any(character.isdigit() for sentence in section.sentences for character in sentence)


def refused(plan_text: str, analysis: str) -> str:
    with pytest.raises(RefusedError) as found:
        planned(plan_text, analysis)
    return "\n".join(found.value.problems)


def test_every_mistake_is_named_at_its_key(plan_text: str) -> None:
    start = "\n[[analyses]]\nkind = 'feature weights'\n"
    assert "analyses[1].way: is missing." in refused(plan_text, start)
    assert "analyses[1].way: must be one of" in refused(plan_text, f"{start}way = 'points'\n")
    assert "analyses[1].columns: is missing." in refused(plan_text, f"{start}way = 'allocation'\n")
    assert "analyses[1].columns: needs 2 or more." in refused(plan_text, f"{start}way = 'allocation'\ncolumns = ['p0']\n")
    assert "analyses[1].tasks: is missing." in refused(plan_text, f"{start}way = 'pairs'\n")
    assert "analyses[1].total: does not go with" in refused(plan_text, PAIRED.replace("tie =", "total = 3\ntie ="))
    assert "analyses[1].tie: does not go with" in refused(plan_text, f"{SHARED_OUT}tie = 'x'\n")
    assert "analyses[1].leave_out: does not go with" in refused(plan_text, f"{SHARED_OUT}leave_out = ['x']\n")
    assert "analyses[1].ties: needs tie" in refused(plan_text, PAIRED.replace("tie = 'Neither'", "ties = 'half'"))
    assert 'analyses[1].tasks[1].chosen: may hold "Neither", which is not shown' in refused(plan_text, PAIRED.replace("'Neither'", "'N'"))
    assert 'analyses[1].tasks[1].chosen: can never hold "Who used it"' in refused(plan_text, PAIRED.replace(ITEMS[0], "Who used it"))
    assert "analyses[1].tasks[2].second: is the same" in refused(plan_text, PAIRED.replace("second = 'Who gains'", "second = 'What for'"))
    assert 'analyses[1].tasks[1].best: may hold "Can\'t say"' in refused(plan_text, EXAMPLE.replace('leave_out = ["Can\'t say"]', ""))
    assert "analyses[1].tasks[1].worst: there is no column" in refused(plan_text, EXAMPLE.replace('"worst1"', '"worst9"'))
    assert "analyses[1].tasks[1].item: is not a key" in refused(plan_text, EXAMPLE.replace("items =", "item =", 1))


def test_points_that_do_not_add_up_are_refused_in_words(chose: pl.DataFrame, plan_text: str) -> None:
    with pytest.raises(RefusedError, match=r"analyses\[1\], feature weights: points: row 2 sums to"):
        weigh(chose.with_columns(p0=pl.col("p0") + 1), planned(plan_text, SHARED_OUT))
