"""How like everybody asked those who responded are: the survey package's numbers, and no small group of those who did or did not."""

import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey import Design, Factor
from folkmoot.survey.honesty import r_indicator
from folkmoot.weigh import Plan, RefusedError, findings, report, tables, weigh
from folkmoot.weigh.analyses.section import Section

from .responding import ATTRITION, NONRESPONSE, PLAN, REPRESENTATIVENESS, TARGETS, everybody, planned

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")
AGES, AREAS = ("18 to 34", "35 to 64", "65 and over"), ("Coast", "Town", "Valley")
LEAST = 5


@pytest.fixture(scope="module")
def asked() -> pl.DataFrame:
    """Everybody asked."""
    return everybody()


def section_of(frame: pl.DataFrame, *parts: str, sample: str = "probability", base: str = PLAN) -> Section:
    return weigh(frame, planned(*parts, sample=sample, base=base)).analyses[0][1]


@pytest.mark.parametrize("kind", ["nonresponse", "attrition"])
def test_the_numbers_are_those_of_the_survey_package(asked: pl.DataFrame, kind: str) -> None:
    table, sample = (NONRESPONSE, "probability") if kind == "nonresponse" else (ATTRITION, "panel")
    section = section_of(asked, table, TARGETS, REPRESENTATIVENESS, sample=sample)
    among = asked.filter(pl.col("outcome") != "Moved away") if kind == "nonresponse" else asked
    factors = [Factor.from_values("Age", among["age"], AGES), Factor.from_values("Area", among["area"], AREAS)]
    found = r_indicator(Design(among["w0"].to_numpy()), (among["outcome"] == "Answered").to_numpy(), factors)
    everyone, *rows = section.rows
    numbers = found.estimate, found.low, found.high, found.adjusted, found.largest_bias, found.mean_chance
    assert everyone.cells[2:8] == pytest.approx(numbers, rel=1e-12)
    assert everyone.cells[9] == found.n == among.height
    assert len(rows) == len(found.partial) == 8
    for row, part in zip(rows, found.partial, strict=True):
        assert row.cells[:2] == (part.characteristic, part.level or "")
        assert row.cells[8] == pytest.approx(part.value, rel=1e-12)
        if part.level is not None:
            assert row.cells[7] == pytest.approx(part.chance, rel=1e-12)
            assert row.cells[9] == part.n
    assert section.sentences[0].startswith(f"The R-indicator is {found.estimate:.3f} (likely between {found.low:.3f} and {found.high:.3f})")
    assert "differed most by Age" in section.sentences[1]
    assert f"at most {100 * found.largest_bias / 2:.1f} percentage points" in section.sentences[2]
    assert f"{found.responded} of {found.n:,} people" in " ".join(section.notes)


def test_strata_and_sampling_units_are_those_of_everybody_asked(asked: pl.DataFrame) -> None:
    clustered = asked.with_columns(street=pl.int_range(pl.len()) % 60, region=pl.int_range(pl.len()) % 3)
    design = '\n[design]\nstrata = "region"\npsu = "street"\n'
    everyone = section_of(clustered, ATTRITION, design, REPRESENTATIVENESS, sample="panel").rows[0].cells
    factors = [Factor.from_values("Age", asked["age"], AGES), Factor.from_values("Area", asked["area"], AREAS)]
    held = Design(asked["w0"].to_numpy(), strata=np.arange(1500) % 3, psu=np.arange(1500) % 60)
    found = r_indicator(held, (asked["outcome"] == "Answered").to_numpy(), factors)
    assert found.df == 57
    assert everyone[2:5] == pytest.approx((found.estimate, found.low, found.high), rel=1e-12)


def test_the_example_of_the_reference_runs_and_is_drawn(asked: pl.DataFrame) -> None:
    example = REFERENCE.split("## representativeness:")[1].split("```toml")[1].split("```")[0]
    document = findings(weigh(asked, planned(NONRESPONSE, TARGETS, example)))
    assert document["analyses"][0]["kind"] == "representativeness"
    page = report(document)
    assert "R-indicator" in page
    assert all(sentence in page for sentence in document["analyses"][0]["sentences"])
    assert tables(document)


def test_it_may_look_at_more_than_the_weights_are_adjusted_by(asked: pl.DataFrame) -> None:
    narrow = NONRESPONSE.replace('by = ["age", "area"]', 'by = ["age"]')
    rows = section_of(asked, narrow, REPRESENTATIVENESS).rows
    assert {row.cells[0] for row in rows} == {"Everybody", "Age"}
    rows = section_of(asked, narrow, REPRESENTATIVENESS, 'by = ["area"]\n').rows
    assert {row.cells[0] for row in rows} == {"Everybody", "Area"}


def test_where_nobody_says_who_was_asked_it_is_refused_at_its_key(plan_text: str) -> None:
    for text in (plan_text, PLAN):
        with pytest.raises(RefusedError) as found:
            Plan.from_mapping(tomllib.loads(text + REPRESENTATIVENESS))
        (problem,) = found.value.problems
        assert problem.startswith("analyses[1].kind: needs a file of everybody who was asked. Say who responded in [weights.nonresponse]")
        assert 'kind = "sensitivity" tells' in problem


def test_mistakes_are_named_at_their_key(asked: pl.DataFrame) -> None:
    def problems(more: str) -> str:
        with pytest.raises(RefusedError) as found:
            planned(NONRESPONSE, REPRESENTATIVENESS, more)
        return "\n".join(found.value.problems)

    assert 'analyses[1].by: there is no column with levels called "areas". Did you mean "area"?' in problems('by = ["areas"]')
    assert 'analyses[1].by: "outcome" says who answered.' in problems('by = ["outcome"]')
    assert "analyses[1].by: needs 1 or more." in problems("by = []")
    assert "analyses[1].factors: is not a key" in problems('factors = ["age"]')
    blank = asked.with_columns(area=pl.when(pl.col("person") == "R0004").then(None).otherwise("area"))
    narrow = NONRESPONSE.replace('by = ["age", "area"]', 'by = ["age"]')
    with pytest.raises(RefusedError, match=r'analyses\[1\], representativeness: by: "area" is not known of everybody\.'):
        weigh(blank, planned(narrow, REPRESENTATIVENESS, 'by = ["area"]\n'))
    twice = PLAN.replace('label = "Area"', 'label = "Age"').replace('["age", "area"]', '["age"]')
    with pytest.raises(RefusedError, match="by: two columns have the same label"):
        section_of(asked, NONRESPONSE, REPRESENTATIVENESS, base=twice)


def test_few_people_asked_have_no_r_indicator(asked: pl.DataFrame) -> None:
    few = asked.filter(pl.col("outcome").is_in(["Answered", "Refused"])).with_columns(area=pl.lit("Town"), age=pl.lit("35 to 64"))
    some = pl.concat([few.filter(pl.col("outcome") == word).head(12) for word in ("Answered", "Refused")])
    section = section_of(some, NONRESPONSE, REPRESENTATIVENESS)
    assert section.rows[0].mark == "[u]"
    assert section.rows[0].cells[2:8] == (None,) * 6
    assert section.sentences == ("Too few people were asked to say how like them those who responded are.",)


def test_a_factor_that_shares_a_column_with_the_tables_is_hidden_with_them(asked: pl.DataFrame) -> None:
    """Age in three bands is in the tables; in two others here. Taking one from the other leaves the middle, who are few."""
    banded = (
        '\n[derive.two]\nlabel = "Two bands"\nfrom = "age4"\n'
        'groups = { "Up to 49" = ["18 to 34", "35 to 49"], "50 and over" = ["50 to 64", "65 and over"] }\n'
        '\n[derive.three]\nlabel = "Three bands"\nfrom = "age4"\n'
        'groups = { "Up to 34" = ["18 to 34"], "35 to 64" = ["35 to 49", "50 to 64"], "65 plus" = ["65 and over"] }\n'
        '\n[columns.age4]\nvalues = ["18 to 34", "35 to 49", "50 to 64", "65 and over"]\n'
    )
    base = PLAN.replace('factors = ["age", "area"]', 'factors = ["three"]') + NONRESPONSE.replace('"age", "area"', '"area"') + banded
    middle = pl.Series(["50 to 64"] * 3 + ["35 to 49"] * (asked.height - 3))
    answered = asked.sort(pl.col("outcome") != "Answered").with_columns(
        age4=pl.when(pl.col("age") == "35 to 64").then(pl.lit("35 to 49")).otherwise("age")
    )
    answered = answered.with_columns(age4=pl.when(middle == "50 to 64").then(middle).otherwise("age4"))
    rows = section_of(answered, REPRESENTATIVENESS, 'by = ["two", "three"]\n', base=base).rows
    assert {row.cells[7:] for row in rows if row.cells[1]} == {(None,) * 3}


def survey_of(cells: list[tuple[int, int]]) -> pl.DataFrame:
    """So many who responded and who did not in each area; ages are many of both kinds."""
    rows: list[dict[str, Any]] = []
    for area, (here, gone) in zip(AREAS, cells, strict=True):
        for outcome, count in (("Answered", here), ("Refused", gone)):
            rows += [{"area": area, "outcome": outcome, "said": "Yes" if outcome == "Answered" else "", "w0": 1}] * count
    return pl.DataFrame(rows).with_columns(age=pl.lit("35 to 64"), person=pl.int_range(pl.len()).cast(pl.String))


NARROW = NONRESPONSE.replace('by = ["age", "area"]', 'by = ["age"]')
BY_AREA = 'by = ["area"]\n'


@settings(max_examples=50)
@given(cells=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=3, max_size=3))
def test_no_small_group_can_be_worked_out(cells: list[tuple[int, int]]) -> None:
    """An attacker knows all totals, and of every area shown how many were asked and responded; nothing weighted helps further."""
    totals = np.sum(cells, axis=0)
    frame = survey_of([(here + 20, gone + 20) if at == 3 else (here, gone) for at, (here, gone) in enumerate(cells)])
    if any(0 < total < LEAST for total in totals) or totals[0] == 0:
        if frame.height:
            with pytest.raises(RefusedError, match=r"weights\.nonresponse"):
                weigh(frame, planned(NARROW, REPRESENTATIVENESS, BY_AREA))
        return
    weighed = weigh(frame, planned(NARROW, REPRESENTATIVENESS, BY_AREA))
    section = weighed.analyses[0][1]
    table = {row.cells[1]: row for row in section.rows if row.cells[1]}
    shown = [at for at, area in enumerate(AREAS) if table[area].cells[9] is not None]
    hidden = [at for at in range(3) if at not in shown]
    for at in shown:
        here, gone = cells[at]
        assert not any(0 < count < LEAST for count in (here, gone, here + gone))
    if hidden:
        everyone = section.rows[0]
        assert everyone.mark == "[c]"
        assert everyone.cells[2:8] == (None,) * 6
        assert all(row.cells[8] in (None, "") for row in section.rows)
        assert not any(digit in " ".join(section.sentences) for digit in "0123456789")
    # who of the hidden areas responded the tables may show by area: then it is known
    by_area = {row["level"]: row["n"] for row in findings(weighed)["findings"] if row["factor"] == "area"}
    left = [sum(cells[at][side] for at in hidden) for side in (0, 1)]
    ranges = [[by_area[AREAS[at]]] if by_area[AREAS[at]] is not None else range(left[0] + 1) for at in hidden]
    here_guesses = [guess for guess in product(*ranges) if sum(guess) == left[0]]
    for place, at in enumerate(hidden):
        here, gone = cells[at]
        if 0 < gone < LEAST:
            assert left[1] >= LEAST, "those who did not respond could be worked out"
        if 0 < here < LEAST:
            guesses = [guess[place] for guess in here_guesses]
            assert max(guesses) - min(guesses) >= LEAST


def test_a_hidden_level_takes_all_that_tells_it_with_it() -> None:
    frame = survey_of([(40, 40), (50, 3), (60, 60)])
    section = section_of(frame, NARROW, REPRESENTATIVENESS, BY_AREA)
    marks = {row.cells[1]: row for row in section.rows if row.cells[1]}
    assert marks["Town"].cells[7:] == (None, None, None)
    assert [row.mark for row in section.rows].count("[c]") >= 4
    assert section.sentences == ("A group is too small to show, so it is not said how like everybody asked those who responded are.",)
    assert "A group is too small to show." in " ".join(section.notes)
    document = findings(weigh(frame, planned(NARROW, REPRESENTATIVENESS, BY_AREA)))
    assert "103" not in str(document["analyses"][0]["rows"])
    assert report(document)
    assert tables(document)
