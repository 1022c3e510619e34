"""The numbers against plain loops that share no code with them."""

import math
import tomllib
from typing import Any

import polars as pl
import pytest

from folkmoot.weigh import Plan, RefusedError, findings, weigh

from .conftest import SCALE

YES, NO = {"1", "2"}, {"3", "4", "5"}


def document_of(people: pl.DataFrame, text: str) -> dict[str, Any]:
    """The findings of a frame under a plan."""
    return findings(weigh(people, Plan.from_mapping(tomllib.loads(text))))


def band(age: int) -> str:
    """The plan's bands."""
    return "18 to 34" if age < 35 else "35 to 64" if age < 65 else "65 and over"


def raked_by_hand(people: pl.DataFrame) -> list[float]:
    """Weights by plain iterative fitting of base weights to the plan's targets, "Other" keeping its share."""
    rows = people.to_dicts()
    weights = [row["w0"] * 480_000 / people["w0"].sum() for row in rows]
    other = sum(w for w, row in zip(weights, rows, strict=True) if row["sex"] == 3)
    sexes = {1: 0.51 * (480_000 - other), 2: 0.49 * (480_000 - other), 3: other}
    bands = {"18 to 34": 130_000, "35 to 64": 230_000, "65 and over": 120_000}
    for _ in range(200):
        for key, targets in ((lambda row: band(row["age"]), bands), (lambda row: row["sex"], sexes)):
            held = dict.fromkeys(targets, 0.0)
            for w, row in zip(weights, rows, strict=True):
                held[key(row)] += w
            weights = [w * targets[key(row)] / held[key(row)] for w, row in zip(weights, rows, strict=True)]
    return weights


@pytest.fixture
def unbounded(plan_text: str) -> str:
    """The plan without bounds, which plain fitting cannot keep."""
    return plan_text.replace("bounds = [0.2, 5.0]\n", "")


def test_shares_bases_and_effective_bases_are_those_of_plain_loops(people: pl.DataFrame, unbounded: str) -> None:
    weights, rows = raked_by_hand(people), people.to_dicts()
    document = document_of(people, unbounded)
    level = {
        None: lambda row: None,
        "age_band": lambda row: band(row["age"]),
        "sex": lambda row: {1: "Woman", 2: "Man", 3: "Other"}[row["sex"]],
        "home": lambda row: row["home"],
    }
    seen = 0
    for finding in document["findings"]:
        if finding["estimate"] is None:
            continue
        seen += 1
        chosen = [
            (w, str(row[finding["statement"]]) in YES)
            for w, row in zip(weights, rows, strict=True)
            if str(row[finding["statement"]]) in YES | NO and level[finding["factor"]](row) == finding["level"]
        ]
        total, squares = sum(w for w, _ in chosen), sum(w * w for w, _ in chosen)
        assert finding["n"] == len(chosen)
        assert finding["estimate"] == pytest.approx(sum(w for w, yes in chosen if yes) / total, rel=1e-9)
        assert finding["unweighted"] == pytest.approx(sum(yes for _, yes in chosen) / len(chosen), rel=1e-11)
        assert finding["n_weighted"] == pytest.approx(total, rel=1e-9)
        assert finding["n_effective"] == pytest.approx(total**2 / squares, rel=1e-9)
        assert finding["low"] < finding["estimate"] < finding["high"]
    assert seen == 16


def test_who_answered_who_lives_here_and_the_made_fair_shares(people: pl.DataFrame, unbounded: str) -> None:
    age, sex = document_of(people, unbounded)["weighting"]["margins"]
    for level, target in zip(age["levels"], (130, 230, 120), strict=True):
        n = sum(band(a) == level["level"] for a in people["age"])
        assert (level["n"], level["answered"]) == (n, pytest.approx(n / 600))
        assert level["population"] == level["made_fair"] == pytest.approx(target / 480)
    other = people.filter(pl.col("sex") == 3)["w0"].sum() / people["w0"].sum()
    woman, _, outside = sex["levels"]
    assert (outside["population"], outside["made_fair"]) == (None, pytest.approx(other))
    assert (woman["population"], woman["made_fair"]) == (pytest.approx(0.51), pytest.approx(0.51 * (1 - other)))


def test_diagnostics_are_those_of_the_weights(people: pl.DataFrame, unbounded: str) -> None:
    weights = raked_by_hand(people)
    weighting = document_of(people, unbounded)["weighting"]
    effective = sum(weights) ** 2 / sum(w * w for w in weights)
    assert weighting["n_effective"] == pytest.approx(effective, rel=1e-9)
    assert weighting["kish_deff"] == pytest.approx(600 / effective, rel=1e-9)
    mean = sum(weights) / 600
    assert (weighting["smallest_weight"], weighting["largest_weight"]) == pytest.approx(
        (min(weights) / mean, max(weights) / mean), rel=1e-9
    )
    assert (weighting["population"], weighting["converged"]) == (480_000, True)


def test_without_targets_the_interval_is_the_logit_interval_of_a_plain_share(people: pl.DataFrame, plan_text: str) -> None:
    text = plan_text[: plan_text.index("[weights]")] + plan_text[plan_text.index("[publish]") :]
    document = document_of(people, text)
    finding = document["findings"][0]
    answers = [str(code) in YES for code in people["A"] if str(code) in YES | NO]
    n, share = len(answers), sum(answers) / len(answers)
    # linearisation of a share in a simple sample of 600, of whom n answered
    se = math.sqrt(600 / 599 * sum((yes - share) ** 2 for yes in answers)) / n
    half = 1.9641851 * se / (share * (1 - share))  # Student's t on n - 1 degrees of freedom
    logit = math.log(share / (1 - share))
    assert finding["estimate"] == finding["unweighted"] == pytest.approx(share)
    assert finding["se"] == pytest.approx(se, rel=1e-10)
    assert finding["low"] == pytest.approx(1 / (1 + math.exp(half - logit)), abs=1e-6)
    assert finding["high"] == pytest.approx(1 / (1 + math.exp(-half - logit)), abs=1e-6)
    assert document["weighting"]["made_fair"] is False


def test_neither_and_do_not_know_go_where_the_plan_says(people: pl.DataFrame, plan_text: str) -> None:
    def first(text: str) -> dict[str, Any]:
        finding: dict[str, Any] = document_of(people, text)["findings"][0]
        return finding

    codes = [str(code) for code in people["A"]]
    as_no, as_yes, out = (first(plan_text.replace('counts_as = "no"', f'counts_as = "{side}"')) for side in ("no", "yes", "left out"))
    between = codes.count("3")
    assert as_no["n"] == as_yes["n"] == out["n"] + between
    assert as_yes["unweighted"] * as_yes["n"] == pytest.approx(as_no["unweighted"] * as_no["n"] + between)
    statement = document_of(people, plan_text)["statements"][0]
    assert statement["left_out"] is None  # one person marked missing and one blank are too few to tell apart from "don't know"
    whole = document_of(people.with_columns(A=pl.col("A").fill_null(1).replace(9, 1)), plan_text)["statements"][0]
    assert (whole["left_out"], whole["no_answer"]) == (codes.count("8"), 0)


def test_every_result_has_a_sentence_that_says_its_range_and_base(people: pl.DataFrame, plan_text: str) -> None:
    finding = document_of(people, plan_text)["findings"][0]
    low, share, high = (math.floor(100 * finding[key] + 0.5) for key in ("low", "estimate", "high"))
    assert finding["sentence"] == (
        f"People aged 18 and over in Harrowmere: about {share} in 100 agreed (likely between {low} and {high}). "
        f"“Use home and hospital records together to find cold homes”. {finding['n']} people answered; made fair."
    )


def test_a_panel_is_called_a_panel_and_a_volunteer_sample_a_volunteer_sample(people: pl.DataFrame, plan_text: str) -> None:
    said = {
        kind: document_of(people, plan_text.replace('"volunteer"', f'"{kind}"'))["survey"]["sample_sentences"][0]
        for kind in ("volunteer", "probability", "panel")
    }
    assert said["volunteer"] == "People chose to take part. They were not picked at random."
    assert len(set(said.values())) == 3


def test_strata_and_units_widen_or_narrow_the_range(people: pl.DataFrame, plan_text: str) -> None:
    clustered = people.with_columns(town=pl.int_range(pl.len()) // 60, street=pl.int_range(pl.len()) // 10)
    plain = document_of(clustered, plan_text)["findings"][0]
    design = document_of(clustered, plan_text + '\n[design]\nstrata = "town"\npsu = "street"\n')["findings"][0]
    assert (design["estimate"], design["n"]) == (plain["estimate"], plain["n"])
    assert design["se"] != plain["se"]
    lonely = clustered.with_columns(street=pl.when(pl.col("town") == 0).then(0).otherwise("street"))
    text = plan_text + '\n[design]\nstrata = "town"\npsu = "street"\n'
    with pytest.raises(RefusedError, match=r"^design: Stratum 0 has one unit"):
        document_of(lonely, text)
    adjusted, certain = (document_of(lonely, f'{text}lonely_psu = "{rule}"\n')["findings"][0] for rule in ("adjust", "certainty"))
    assert adjusted["estimate"] == certain["estimate"] == plain["estimate"]
    assert adjusted["se"] > certain["se"]


def test_codes_that_share_a_word_are_one_level(people: pl.DataFrame, plan_text: str) -> None:
    merged = plan_text.replace('3 = "Other"', '3 = "Man"').replace('not_in_source = ["Other"]', "")
    levels = [level["level"] for level in document_of(people, merged)["weighting"]["margins"][1]["levels"]]
    assert levels == ["Woman", "Man"]


def test_the_scale_of_the_fixture_is_the_scale_of_the_plan(plan_text: str) -> None:
    assert Plan.from_mapping(tomllib.loads(plan_text)).columns["A"].codes == SCALE
