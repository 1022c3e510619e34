"""A real survey: the shares its authors published come out as given, and the weights meet the census."""

import csv
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from folkmoot.weigh import Plan, check, findings, read, weigh_answers

pytestmark = pytest.mark.shared

PLAN = Path(__file__).parents[2] / "examples/plans/amazon-study.toml"
OFFERS = {"control": "Nothing", "altruism": "Help research", "bonus-05": "$0.05", "bonus-20": "$0.20", "bonus-50": "$0.50"}
SHOWN = {"false": "not shown", "true": "shown"}


@pytest.fixture(scope="module")
def study(shared_data: Path) -> Path:
    """The study's folder."""
    return shared_data / "surveys" / "amazon-study"


@pytest.fixture(scope="module")
def document(study: Path) -> dict[str, Any]:
    """The study weighed with the plan that comes with Folkmoot."""
    plan = Plan.from_toml(PLAN)
    return findings(weigh_answers(check(read(study / "survey.csv", plan), plan), plan))


@pytest.fixture(scope="module")
def rows(study: Path) -> list[dict[str, str]]:
    """The answers, read plainly."""
    with (study / "survey.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def one(document: dict[str, Any], statement: str, factor: str | None = None, level: str | None = None) -> dict[str, Any]:
    """One finding."""
    key = (statement, factor, level)
    return next(row for row in document["findings"] if (row["statement"], row["factor"], row["level"]) == key)


def test_the_published_shares_come_out_as_given(document: dict[str, Any]) -> None:
    overall = one(document, "A")
    assert (overall["n"], round(overall["unweighted"], 3)) == (6325, 0.794)
    least, most = one(document, "A", "arm", "Nothing, not shown"), one(document, "A", "arm", "$0.50, shown")
    assert (least["n"], round(least["unweighted"], 3)) == (636, 0.763)
    assert (most["n"], round(most["unweighted"], 3)) == (616, 0.888)


@pytest.mark.parametrize(("statement", "yes", "no", "do_not_know"), [("C", 1465, 3147, 1713), ("B", 3697, 1456, 1172)])
def test_the_published_counts_come_out(document: dict[str, Any], statement: str, yes: int, no: int, do_not_know: int) -> None:
    finding = one(document, statement)
    assert (finding["n"], round(finding["unweighted"] * finding["n"], 6)) == (yes + no, yes)
    counted = next(each for each in document["statements"] if each["id"] == statement)
    assert (counted["left_out"], counted["no_answer"]) == (do_not_know, 0)


def test_all_ten_arms_are_those_of_a_plain_loop(document: dict[str, Any], rows: list[dict[str, str]]) -> None:
    people, shared = Counter[str](), Counter[str]()
    for row in rows:
        arm = f"{OFFERS[row['incentive']]}, {SHOWN[row['showdata']]}"
        people[arm] += 1
        shared[arm] += "consent" in row[f"Q-{row['incentive']}"].lower()
    found = {row["level"]: row for row in document["findings"] if row["factor"] == "arm" and row["statement"] == "A"}
    assert {arm: row["n"] for arm, row in found.items()} == people
    assert len(found) == 10
    for arm, row in found.items():
        assert row["unweighted"] == pytest.approx(shared[arm] / people[arm], rel=1e-11)


def test_the_plan_s_targets_are_those_of_the_census_file(study: Path) -> None:
    targets = tomllib.loads(PLAN.read_text())["weights"]["targets"]
    starts = [18, 25, 35, 45, 55, 65]
    age, sex = Counter[str](), Counter[str]()
    with (study / "age-by-sex-2022-est.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            years, people = int(row["AGE"]), int(row["POPESTIMATE2022"])
            if years == 999 or years < 18:
                continue
            if row["SEX"] == "0":
                start = max(s for s in starts if s <= years)
                age["65 and over" if start == 65 else f"{start} to {starts[starts.index(start) + 1] - 1}"] += people
            else:
                sex[{"1": "Male", "2": "Female"}[row["SEX"]]] += people
    assert targets["age"]["people"] == age
    assert targets["gender"]["people"] == sex


def test_the_weights_meet_the_census_and_the_rest_keep_their_share(document: dict[str, Any], rows: list[dict[str, str]]) -> None:
    weighting = document["weighting"]
    assert weighting["converged"]
    assert weighting["largest_margin_error"] <= 1e-9
    assert weighting["population"] == 260_836_730
    age, gender = weighting["margins"]
    for level in age["levels"]:
        assert level["made_fair"] == pytest.approx(level["population"], rel=1e-9)
    outside = gender["levels"][2]
    share = sum(row["Q-demos-gender"] in {"Other", "Prefer not to say"} for row in rows) / len(rows)
    assert (outside["level"], outside["population"], outside["made_fair"]) == ("Other, or not said", None, pytest.approx(share))


def test_it_is_called_a_volunteer_sample(document: dict[str, Any]) -> None:
    assert document["survey"]["sample"] == "volunteer"
    assert document["survey"]["sample_sentences"][0] == "People chose to take part. They were not picked at random."


def test_the_weighted_share_differs_from_the_one_given_and_both_are_there(document: dict[str, Any]) -> None:
    census = one(document, "C")
    assert census["unweighted"] == pytest.approx(1465 / 4612)
    assert census["estimate"] < census["unweighted"] - 0.03  # older people, who answered less, say yes less
    assert census["n_effective"] < census["n"] / 2
