"""Small areas from a plan: the engine's own numbers, nothing of a small area, and files that do not fit said in words."""

import itertools
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from folkmoot.survey import Factor, proportions
from folkmoot.survey.areas import PoststratificationCells, fay_herriot, fit_multilevel, poststratify
from folkmoot.weigh import Plan, RefusedError, findings, weigh
from folkmoot.weigh.analyses.area_models import smoothed_variances
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables
from folkmoot.weigh.weighing import Weighed

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")
DISTRICTS = [f"D{at}" for at in range(8)]
DISTRICT = f"\n[columns.district]\nlabel = 'District'\nvalues = {DISTRICTS}\n"
AREA = 'kind = "small areas"\nstatement = "A"\narea = "district"\n'
MRP = AREA + 'random = ["age_band"]\nfixed = ["sex"]\ncells = "cells.csv"\ncount = "people"\n'
FAY_HERRIOT = AREA + 'method = "fay-herriot"\n'
COVARIATES = 'areas = "areas.csv"\ncovariates = ["rent"]\n'
BANDS = ["18 to 34", "35 to 64", "65 and over"]
CELLS = pl.DataFrame(
    [(d, b, s, str(100 + 7 * i)) for i, (d, b, s) in enumerate(itertools.product(DISTRICTS, BANDS, ["1", "2", "Other"]))],
    schema=["district", "age_band", "sex", "people"],
    orient="row",
)
AREAS = pl.DataFrame({"district": DISTRICTS[::-1], "rent": [0.1, 0.3, 0.2, 0.5, 0.4, 0.6, 0.15, 0.35]})


def plan_of(plan_text: str, analysis: str = MRP) -> Plan:
    return Plan.from_mapping(tomllib.loads(f"{plan_text}{DISTRICT}\n[[analyses]]\n{analysis}"))


@pytest.fixture
def placed(people: pl.DataFrame) -> pl.DataFrame:
    """600 people in seven of eight districts, unevenly: nobody of the last answered."""
    random = np.random.default_rng(3)
    place = random.choice(7, people.height, p=[0.3, 0.2, 0.15, 0.12, 0.1, 0.08, 0.05])
    return people.with_columns(district=pl.Series([DISTRICTS[at] for at in place]))


def parts(weighed: Weighed, name: str) -> Factor:
    return Factor(weighed.plan.label(name), weighed.plan.levels(name), weighed.answers.codes[name])


def test_mrp_is_the_engines_beside_the_designs_own_estimates(placed: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(placed, plan_of(plan_text), beside={"cells.csv": CELLS})
    section, outcome = weighed.analyses[0][1], weighed.counted["A"].outcome
    district, age, sex = (parts(weighed, name) for name in ("district", "age_band", "sex"))
    counts = CELLS["people"].cast(pl.Float64).to_numpy().reshape(8, 3, 3)
    cells = PoststratificationCells.from_array(counts, [district, age, sex])
    model = fit_multilevel(outcome, random=[district, age], fixed=[sex])
    plain = poststratify(model, cells, district, weighed.fairness.design, outcome)
    shown = [at for at, row in enumerate(section.rows) if row.mark != "[c]"]
    assert len(shown) >= 5
    for at in shown:
        cells_of = section.rows[at].cells
        assert cells_of[:4] == (DISTRICTS[at], plain.estimate[at], plain.low[at], plain.high[at])
        assert cells_of[7:9] == (plain.direct.n[at], plain.own_share[at])
        if plain.direct.n[at] >= 30:
            assert cells_of[4:7] == (plain.direct.estimate[at], plain.direct.low[at], plain.direct.high[at])
        else:
            assert cells_of[4:7] == (None,) * 3
    empty = section.rows[7]
    assert (empty.mark, empty.cells[7], empty.cells[9]) == ("[x]", 0, "leans wholly on other areas")
    assert any("levels differ" in note or "no difference" in note for note in section.notes)


@pytest.mark.parametrize("covariates", [False, True])
def test_fay_herriot_is_the_engines_with_smoothed_variances(placed: pl.DataFrame, plan_text: str, covariates: bool) -> None:
    plan = plan_of(plan_text, FAY_HERRIOT + (COVARIATES if covariates else ""))
    weighed = weigh(placed, plan, beside={"areas.csv": AREAS})
    outcome, design = weighed.counted["A"].outcome, weighed.fairness.design
    direct = proportions(design, outcome, by=weighed.answers.codes["district"], levels=8)
    p = float(proportions(design, outcome).estimate[0])
    variances = smoothed_variances(direct, p)
    effect = (direct.n * direct.se**2)[:7].sum() / (direct.estimate * (1 - direct.estimate))[:7].sum()
    assert variances[:7] == pytest.approx(effect * p * (1 - p) / direct.n[:7], rel=1e-12)
    plain = fay_herriot(DISTRICTS, direct.estimate, variances, AREAS["rent"].to_numpy()[::-1] if covariates else None)
    for at, row in enumerate(weighed.analyses[0][1].rows):
        if row.mark != "[c]":
            assert row.cells[1:4] == pytest.approx((plain.estimate[at], plain.low[at], plain.high[at]), rel=1e-12)
            assert row.cells[8] == plain.gamma[at]


@pytest.mark.parametrize("analysis", [MRP, FAY_HERRIOT])
def test_a_small_area_has_neither_estimate_and_another_is_hidden_with_it(placed: pl.DataFrame, plan_text: str, analysis: str) -> None:
    few = placed.with_columns(district=pl.when(pl.int_range(600) < 3).then(pl.lit("D7")).otherwise("district"))
    section = weigh(few, plan_of(plan_text, analysis), beside={"cells.csv": CELLS}).analyses[0][1]
    hidden = [row for row in section.rows if row.mark == "[c]"]
    assert "D7" in [row.cells[0] for row in hidden]
    assert len(hidden) >= 2
    assert all(row.cells[1:] == (None,) * 9 for row in hidden)
    assert not any(str(row.cells[0]) in sentence for row in hidden for sentence in section.sentences)
    assert any("both estimates are hidden" in note for note in section.notes)


def test_without_its_file_it_is_refused_with_words(placed: pl.DataFrame, plan_text: str) -> None:
    with pytest.raises(RefusedError, match=r'^analyses\[1\], small areas: it needs the file "cells.csv" beside the plan'):
        weigh(placed, plan_of(plan_text))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (CELLS.drop("sex"), 'cells.csv: there is no column "sex"'),
        (CELLS.with_columns(people=pl.lit("many")), 'cells.csv: row 1 below the header holds "many" in "people". It must be a number.'),
        (CELLS.with_columns(district=pl.col("district").replace("D3", "D33")), 'holds "D33" in "district"'),
        (CELLS.filter(pl.col("district") != "D2"), 'nobody lives in "D2" of "district"'),
        (pl.concat([CELLS, CELLS.head(1)]), "is also cell 1"),
    ],
)
def test_cells_that_do_not_fit_are_refused(placed: pl.DataFrame, plan_text: str, cells: pl.DataFrame, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        weigh(placed, plan_of(plan_text), beside={"cells.csv": cells})
    assert words in refused.value.problems[0]


def test_areas_that_do_not_fit_are_refused(placed: pl.DataFrame, plan_text: str) -> None:
    with pytest.raises(RefusedError, match=r'areas.csv: "D0" of "district" has 0 rows'):
        weigh(placed, plan_of(plan_text, FAY_HERRIOT + COVARIATES), beside={"areas.csv": AREAS.head(7)})


def test_mistakes_are_named_at_their_key(plan_text: str) -> None:
    def problems(analysis: str) -> str:
        with pytest.raises(RefusedError) as refused:
            plan_of(plan_text, analysis)
        return "\n".join(refused.value.problems)

    assert "analyses[1].cells: is missing" in problems(MRP.replace('cells = "cells.csv"\n', ""))
    assert "analyses[1].count: is missing" in problems(MRP.replace('count = "people"\n', ""))
    assert "analyses[1].area: there is no column" in problems(MRP.replace('"district"', '"distrit"'))
    assert 'analyses[1].fixed: "age_band" is random too' in problems(MRP.replace('["sex"]', '["age_band"]'))
    assert 'analyses[1].areas: needs "covariates"' in problems(MRP + 'areas = "areas.csv"')
    assert 'analyses[1].cells: goes with method = "mrp" only' in problems(FAY_HERRIOT + 'cells = "cells.csv"')
    for name in ("../cells.csv", "/etc/cells.csv", "a\\\\cells.csv", "C:cells.csv", ".cells.csv", "in/cells.csv"):
        assert "analyses[1].cells: must be the name of a file" in problems(MRP.replace("cells.csv", name))
    assert "analyses[1].cells: cannot be" in problems(MRP.replace("cells.csv", "cells.xlsx"))


def test_the_example_of_the_reference_runs_from_the_command(folkmoot: Any, placed: pl.DataFrame, plan_text: str, tmp_path: Path) -> None:
    example = REFERENCE.split("## small areas: ")[1].split("```toml")[1].split("```")[0]
    CELLS.write_csv(tmp_path / "cells.csv")
    ran = folkmoot(placed, plan_text + DISTRICT + example)
    assert (ran.code, ran.err) == (0, "")
    document = findings(weigh(placed, plan_of(plan_text), beside={"cells.csv": CELLS}))
    assert (ran.folder / "report.html").read_text() != ""
    assert "leans wholly on other areas" in report(document)
    assert tables(document)
