"""People in the file who gave no answers: weights that make up for them, numbers of responses alone, and nothing small told."""

import json
import tomllib
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.cli import main
from folkmoot.survey import Design, Factor, Margin, proportions, rake
from folkmoot.survey.weights import Disposition, adjust_by_class, adjust_by_propensity, adjust_for_attrition
from folkmoot.weigh import METHOD_VERSION, Plan, RefusedError, Responses, check, findings, report, tables, weigh, weigh_answers
from folkmoot.weigh.coded_data import coded_data
from folkmoot.weigh.ddi import ddi

from .conftest import Ran, csv_text
from .responding import ATTRITION, NONRESPONSE, PLAN, PROPENSITY, TARGETS, everybody, planned
from .test_published_files import SCHEMA, faults

REFERENCE = (Path(__file__).parents[2] / "docs/reference/plan.md").read_text("utf-8")
MEANS = {"Answered": 0, "Refused": 1, "No reply": 1, "Moved away": 2, "Not traced": 3}
AGES, AREAS = ("18 to 34", "35 to 64", "65 and over"), ("Coast", "Town", "Valley")
PEOPLE = np.array([130_000.0, 230_000, 120_000])


@pytest.fixture(scope="module")
def asked() -> pl.DataFrame:
    """Everybody asked."""
    return everybody()


def arrays(asked: pl.DataFrame) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], Factor, Factor]:
    """Weights, dispositions, age and area of everybody."""
    codes = np.array([MEANS[word] for word in asked["outcome"]])
    return asked["w0"].to_numpy(), codes, Factor.from_values("Age", asked["age"], AGES), Factor.from_values("Area", asked["area"], AREAS)


def test_the_weights_are_those_of_classes_and_then_raked(asked: pl.DataFrame) -> None:
    w, codes, age, area = arrays(asked)
    levels = tuple(f"{one}, {other}" for one, other in product(AGES, AREAS))
    made = adjust_by_class(w, codes, Factor("Age by Area", levels, age.codes * 3 + area.codes))
    here = codes == Disposition.RESPONDED
    raked = rake(Design(made.weights[here]), [Margin("Age", AGES, age.codes[here], PEOPLE)])
    weighed = weigh(asked, planned(NONRESPONSE, TARGETS))
    assert weighed.fairness.design.weights == pytest.approx(raked.weights, rel=1e-10)
    yes = (asked["said"].to_numpy()[here] == "Yes").astype(float)
    found = proportions(raked.design, yes)
    document = findings(weighed)
    assert [document["findings"][0][key] for key in ("estimate", "low", "high", "se")] == pytest.approx(
        [found.estimate[0], found.low[0], found.high[0], found.se[0]], rel=1e-10
    )
    told = document["weighting"]["response"]
    assert (told["largest_adjustment"], told["n_effective_before"], told["n_effective"]) == pytest.approx(
        (made.largest, made.n_effective_before, made.n_effective), rel=1e-11
    )


@pytest.mark.parametrize("classes", [None, 4])
def test_the_weights_are_those_of_propensity(asked: pl.DataFrame, classes: int | None) -> None:
    w, codes, age, area = arrays(asked)
    made = adjust_by_propensity(w, codes, [age, area], classes=classes)
    weighed = weigh(asked, planned(PROPENSITY, "" if classes is None else f"classes = {classes}\n"))
    assert (weighed.fairness.design.weights == made.weights[codes == Disposition.RESPONDED]).all()
    document = findings(weighed)
    assert document["weighting"]["response"]["method"] == [made.method, "adjusted weights=as given"]
    assert document["findings"][0]["method"][-2:] == [made.method, "adjusted weights=as given"]
    assert document["findings"][0]["sentence"].endswith("made fair.")


def test_a_wave_of_a_panel_is_weighted_as_the_survey_package_does(asked: pl.DataFrame) -> None:
    w, codes, age, area = arrays(asked)
    made = adjust_for_attrition(Design(w), codes == 0, [age, area], [Margin("Age", AGES, age.codes, PEOPLE)])
    weighed = weigh(asked, planned(ATTRITION, TARGETS, sample="panel"))
    assert weighed.fairness.design.weights == pytest.approx(made.raking.weights, rel=1e-9)  # two stop rules of one raking
    told = findings(weighed)["weighting"]["response"]
    assert told["largest_adjustment"] == pytest.approx(made.largest_adjustment, rel=1e-10)
    assert told["rate"] == pytest.approx((codes == 0).mean(), rel=1e-11)
    assert told["sentences"][0] == f"{(codes == 0).sum()} of the 1,500 people of the wave before took part again: 46.6%."


def test_the_example_of_the_reference_is_read_as_it_says(asked: pl.DataFrame) -> None:
    example = REFERENCE.split("### [weights.nonresponse]")[1].split("```toml")[1].split("```")[0]
    known = asked.filter(pl.col("outcome") != "Not traced")
    base = PLAN.replace(', "Not traced"', "")
    w, codes, age, area = arrays(known)
    levels = tuple(f"{one}, {other}" for one, other in product(AGES, AREAS))
    made = adjust_by_class(w, codes, Factor("both", levels, age.codes * 3 + area.codes))
    weighed = weigh(known, planned(example, base=base))
    assert (weighed.fairness.design.weights == made.weights[codes == Disposition.RESPONDED]).all()
    (rate, *_) = findings(weighed)["weighting"]["response"]["sentences"]
    assert rate.startswith(made.rate.sentence)
    assert rate.endswith("(AAPOR’s RR1).")


def test_bases_and_hashes_are_of_responses_and_the_rate_is_of_everybody_asked(asked: pl.DataFrame) -> None:
    plan = planned(NONRESPONSE, TARGETS)
    document = findings(weigh(asked, plan))
    counts = np.bincount([MEANS[word] for word in asked["outcome"]])
    told = document["weighting"]["response"]
    keys = ("responded", "did_not_respond", "not_eligible", "eligibility_unknown")
    assert [told[key] for key in keys] == counts.tolist()
    assert told["asked"] == asked.height
    assert document["responses"]["n"] == document["findings"][0]["n"] == counts[0]
    assert told["rate"] == pytest.approx(counts[0] / (counts[0] + counts[1] + counts[3]), rel=1e-11)
    assert told["highest_rate"] == pytest.approx(counts[0] / (counts[0] + counts[1]), rel=1e-11)
    only = findings(weigh(asked.filter(pl.col("outcome") == "Answered"), planned(TARGETS)))
    assert only["dataset_hash"] == document["dataset_hash"]
    assert told["asked_hash"] != document["dataset_hash"]
    others = asked.with_columns(age=pl.when(pl.col("person") == _first_other(asked)).then(pl.lit("35 to 64")).otherwise("age"))
    again = findings(weigh(others, plan))
    assert again["dataset_hash"] == document["dataset_hash"]
    assert again["weighting"]["response"]["asked_hash"] != told["asked_hash"]


def _first_other(asked: pl.DataFrame) -> str:
    others = asked.filter((pl.col("outcome") != "Answered") & (pl.col("age") != "35 to 64"))
    return str(others["person"][0])


def test_where_everybody_responded_the_numbers_are_those_of_a_plan_that_does_not_ask(asked: pl.DataFrame) -> None:
    people = asked.with_columns(outcome=pl.lit("Answered"), said=pl.Series(["Yes", "No", "Yes"] * 500))
    plain, made = (findings(weigh(people, planned(*parts))) for parts in ((TARGETS,), (NONRESPONSE, TARGETS)))
    assert METHOD_VERSION == plain["method_version"] == "1"
    assert "response" not in plain["weighting"]
    tags = made["weighting"].pop("response")["method"]
    for row in made["findings"]:
        assert row["method"][-2:] == tags
        del row["method"][-2:]
    made["plan_hash"] = plain["plan_hash"]
    assert made == plain


def test_the_document_report_workbook_and_description_say_so(asked: pl.DataFrame) -> None:
    for parts, sample, words in (
        ((NONRESPONSE, TARGETS), "probability", "Weights make up for people who were asked and did not respond, by Age and Area."),
        ((PROPENSITY,), "probability", "Made fair is weighted to make up for people without answers."),
        ((ATTRITION, TARGETS), "panel", "Weights make up for people of the wave before who left, by Age and Area."),
    ):
        plan = planned(*parts, sample=sample)
        document = findings(weigh(asked, plan))
        assert faults(document, SCHEMA) == []
        page = report(document)
        assert words in page
        assert "1,500" in page
        assert all(sentence in page for sentence in document["weighting"]["response"]["sentences"])
        assert tables(document)
        assert b"Weights make up for people" in ddi(plan, document)
        assert b"not weighted" not in ddi(plan, document)
    assert "AAPOR’s RR1" in " ".join(findings(weigh(asked, planned(NONRESPONSE)))["weighting"]["response"]["sentences"])


def test_the_coded_data_hold_responses_alone(asked: pl.DataFrame) -> None:
    plan = planned(NONRESPONSE, base=PLAN.replace('values = ["Yes", "No"]', 'values = ["Yes", "No"]\nmissing = ["-"]'))
    responses = Responses.of(asked.with_columns(said=pl.col("said").replace("", "-")), plan)
    weighed = weigh_answers(check(responses, plan), plan)
    data = coded_data(responses, weighed)
    assert data.frame.height == weighed.answers.n
    assert data.frame["weight_made_fair"].to_list() == weighed.fairness.design.weights.tolist()
    assert all(len(marked) == weighed.answers.n for marked in data.marked.values())


def survey_of(cells: list[tuple[int, int]]) -> pl.DataFrame:
    """So many who responded and who did not of each age."""
    rows = [
        {"age": age, "area": "Town", "outcome": word, "said": said, "person": "", "w0": 1}
        for age, (here, gone) in zip(AGES, cells, strict=True)
        for word, said, count in (("Answered", "Yes", here), ("Refused", "", gone))
        for _ in range(count)
    ]
    return pl.DataFrame(rows).with_columns(person=pl.int_range(pl.len()).cast(pl.String))


@settings(max_examples=60)
@given(
    cells=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=3, max_size=3).filter(lambda c: any(r for r, _ in c)),
    table=st.sampled_from([NONRESPONSE, PROPENSITY]),
)
def test_weights_never_tell_a_small_number_of_people(cells: list[tuple[int, int]], table: str) -> None:
    """Sums of weights give the people asked of each age: responses apart, they tell who did not."""
    plan = planned(table.replace(', "area"', ""), base=PLAN.replace(', "area"]', "]"))
    small = any(0 < count < 5 for cell in cells for count in cell)
    nobody = table == NONRESPONSE and any(gone and not here for here, gone in cells)
    try:
        document = findings(weigh(survey_of(cells), plan))
    except RefusedError:
        assert small or nobody
        return
    assert not small
    assert not nobody
    by_age = [row for row in document["findings"] if row["factor"] == "age" and row["n"]]
    for row in by_age:
        here, gone = cells[AGES.index(row["level"])]
        assert row["n_weighted"] == pytest.approx(here + gone, rel=1e-6), "so it must not be a small number that is told"


def test_few_on_either_side_are_refused_in_words_that_say_what_to_do() -> None:
    frame = survey_of([(50, 40), (60, 3), (70, 60)])
    by_age = planned(NONRESPONSE.replace(', "area"', ""))
    with pytest.raises(RefusedError) as found:
        weigh(frame, by_age)
    assert found.value.problems == (
        "weights.nonresponse.by: Age, 35 to 64: only 3 did not respond. Weights that make up for them would show how many: "
        "group it with another until 5 or more did, or none.",
    )
    with pytest.raises(RefusedError, match=r"weights\.attrition\.by: Age, 35 to 64: only 3 left\."):
        weigh(frame, planned(ATTRITION.replace(', "area"', ""), sample="panel"))
    both = '\n[derive.both]\nlabel = "Both"\njoin = ["age", "area"]\n'
    text = PLAN.replace('factors = ["age", "area"]', 'factors = ["both"]') + PROPENSITY + both
    few = survey_of([(50, 40), (60, 30), (70, 60)]).with_columns(
        area=pl.when(pl.int_range(pl.len()) < 2).then(pl.lit("Coast")).otherwise(pl.lit("Town"))
    )
    more = pl.concat([few, few.with_columns(area=pl.lit("Coast"), age=pl.lit("65 and over"), person=pl.col("person") + "b")])
    with pytest.raises(RefusedError, match=r"weights\.nonresponse\.by: Both, 18 to 34, Coast: only 2 responded"):
        weigh(more, Plan.from_mapping(tomllib.loads(text)))


def test_the_command_makes_the_three_files(folkmoot: Callable[..., Ran], asked: pl.DataFrame) -> None:
    ran = folkmoot(asked, PLAN + NONRESPONSE + TARGETS)
    assert (ran.code, ran.err) == (0, "")
    document = json.loads((ran.folder / "findings.json").read_text())
    assert document == json.loads(json.dumps(findings(weigh(asked, planned(NONRESPONSE, TARGETS)))))
    assert "1,500 people asked responded" in (ran.folder / "report.html").read_text()


def test_the_command_says_what_was_done(asked: pl.DataFrame, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.csv").write_text(csv_text(asked))
    (tmp_path / "p.toml").write_text(PLAN + NONRESPONSE)
    assert main(["weigh", str(tmp_path / "s.csv"), "--plan", str(tmp_path / "p.toml"), "--out", str(tmp_path / "out")]) == 0
    said = capfd.readouterr().err
    assert "699 responses checked against p.toml" in said
    assert "raised to stand for people like them in Age and Area who did not" in said
    assert "not made fair" not in said
