"""Vignettes in a plan: the survey package's effects and means with people as units, and no level that few people saw."""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from folkmoot.survey.vignettes import VignetteRow, amce, amce_by_group, marginal_means, marginal_means_by_group
from folkmoot.weigh import Plan, RefusedError, findings, weigh
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.vignette_people import with_neighbours
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")
EXAMPLE = REFERENCE.split("## vignettes:")[1].split("```toml")[1].split("```")[0]
ATTRIBUTES = ["purpose", "user"]
COLUMNS = """
[columns.purpose]
label = "Purpose"
values = ["Research", "Care", "Profit"]

[columns.user]
label = "Who uses it"
values = ["Council", "Company"]

[columns.stars]
label = "Stars"
number = true
"""
PSU = '\n[design]\npsu = "respondent"\n'


@pytest.fixture
def shown(people: pl.DataFrame) -> pl.DataFrame:
    """The 600 rows as three profiles to each of 200 people."""
    random = np.random.default_rng(2)
    n = people.height
    person = np.arange(n) // 3
    purpose, user = random.choice(["Research", "Care", "Profit"], n), random.choice(["Council", "Company"], n)
    agree = random.random(n) < 0.2 + 0.4 * (purpose == "Care") + 0.1 * (user == "Council")
    return people.with_columns(
        purpose=purpose,
        user=user,
        A=np.where(agree, 1, 5),
        stars=random.integers(1, 8, n),
        sex=random.choice([1, 2], n // 3)[person],
        respondent=pl.Series([f"P{at:03}" for at in person]),
    )


def planned(plan_text: str, analysis: str, psu: str = PSU) -> Plan:
    return Plan.from_mapping(tomllib.loads(plan_text + COLUMNS + psu + analysis))


def asked(**keys: Any) -> str:
    lines = (
        f"{key} = {{ {', '.join(f'{k} = {v!r}' for k, v in value.items())} }}\n" if isinstance(value, dict) else f"{key} = {value!r}\n"
        for key, value in keys.items()
    )
    return "\n[[analyses]]\nkind = 'vignettes'\n" + "".join(lines)


def of(weighed: Any) -> tuple[Any, Any, Any]:
    """The design, the outcome of A and the attributes."""
    given = Given(weighed.plan, weighed.answers, weighed.fairness.design, {}, weighed.hidden)
    return weighed.fairness.design, weighed.counted["A"].outcome, given


def numbers(row: VignetteRow, *, test: bool) -> tuple[float, ...]:
    return (row.estimate, row.low, row.high, *([row.p] if test else []))


def test_the_example_of_the_reference_gives_the_survey_packages_own_effects_by_group(shown: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(shown, planned(plan_text, EXAMPLE))
    design, outcome, given = of(weighed)
    attributes = [given.factor(name) for name in ATTRIBUTES]
    found = amce_by_group(design, outcome, attributes, given.factor("sex"), references={"Purpose": "Care"})
    rows = weighed.analyses[0][1].rows
    size = len(found.results[0].rows)
    assert len(rows) == 2 * size
    person = shown["respondent"].to_numpy()
    for at, row in enumerate(rows):
        plain = found.results[at // size].rows[at % size]
        assert row.cells[:4] == (f"Sex, {found.groups[at // size]}", plain.attribute, plain.level, plain.reference)
        assert row.cells[4:8] == numbers(plain, test=True)
        between = numbers(found.differences.rows[at - size], test=True) if at >= size else ("",) * 4
        assert row.cells[8:12] == between
        column = {"Purpose": "purpose", "Who uses it": "user"}[plain.attribute]
        saw = (shown[column] == plain.level) & (shown["sex"] == 1 + at // size)
        assert row.cells[12] == np.unique(person[saw.to_numpy()]).size
    document = findings(weighed)
    assert "People who saw the level" in report(document)
    assert tables(document)


def test_everybodys_effects_and_means_are_the_survey_packages_own(shown: pl.DataFrame, plan_text: str) -> None:
    for outcome in ({"statement": "A"}, {"column": "stars"}):
        for measure in ("effects", "means"):
            weighed = weigh(shown, planned(plan_text, asked(**outcome, attributes=ATTRIBUTES, measure=measure)))
            design, answers, given = of(weighed)
            answers = given.numbers("stars") if "column" in outcome else answers
            plain = (amce if measure == "effects" else marginal_means)(design, answers, [given.factor(name) for name in ATTRIBUTES])
            section = weighed.analyses[0][1]
            start = 4 if measure == "effects" else 3
            assert [row.cells[start:-1] for row in section.rows] == [numbers(row, test=measure == "effects") for row in plain.rows]
            assert len(section.sentences) == len(plain.rows)
            assert "units=psu" in section.method


def test_means_by_group_have_their_differences_and_a_test(shown: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(shown, planned(plan_text, asked(statement="A", attributes=ATTRIBUTES, measure="means", by="sex")))
    design, outcome, given = of(weighed)
    found = marginal_means_by_group(design, outcome, [given.factor(name) for name in ATTRIBUTES], given.factor("sex"))
    section = weighed.analyses[0][1]
    later = section.rows[len(section.rows) // 2 :]
    assert [row.cells[6:10] for row in later] == [numbers(row, test=True) for row in found.differences.rows]
    assert sum("Wald's test" in note for note in section.notes) == len(ATTRIBUTES)


def test_a_level_that_few_people_saw_is_hidden_with_another(shown: pl.DataFrame, plan_text: str) -> None:
    random = np.random.default_rng(4)
    rare = ["Profit" if at in {0, 30, 60} else str(random.choice(["Research", "Care"])) for at in range(shown.height)]
    few = shown.with_columns(purpose=pl.Series(rare))
    users = pl.Series(["Company" if at in {0, 60} else "Council" if at == 30 else str(word) for at, word in enumerate(shown["user"])])
    weighed = weigh(few.with_columns(user=users), planned(plan_text, asked(statement="A", attributes=ATTRIBUTES, measure="means")))
    section = weighed.analyses[0][1]
    rows = {row.cells[2]: row for row in section.rows}
    hidden = {level for level, row in rows.items() if row.mark == "[c]"}
    assert "Profit" in hidden
    assert len(hidden & {"Profit", "Research", "Care"}) >= 2
    for level in hidden:
        assert rows[level].cells[3:] == (None,) * 4
        assert not any(f"“{level}”" in sentence for sentence in section.sentences)
    assert rows["Council"].mark == ""


def test_rows_of_one_person_count_as_one_however_many(shown: pl.DataFrame, plan_text: str) -> None:
    one = shown.with_columns(purpose=pl.Series(["Profit" if at < 12 else "Care" if at % 2 else "Research" for at in range(shown.height)]))
    weighed = weigh(one, planned(plan_text, asked(statement="A", attributes=["purpose"], measure="means")))  # twelve rows of four people
    assert next(row for row in weighed.analyses[0][1].rows if row.cells[2] == "Profit").mark == "[c]"


def test_a_cell_is_never_hidden_alone_in_a_group_or_a_level() -> None:
    people = np.array([[3, 40, 50], [60, 30, 70], [20, 80, 90]])
    hidden = with_neighbours(people < 5, people)
    assert hidden[0, 0]
    assert all(count != 1 for count in (*hidden.sum(0), *hidden.sum(1)))
    assert not hidden.all()


def test_without_a_column_that_names_the_person_it_is_refused(plan_text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        planned(plan_text, asked(statement="A", attributes=ATTRIBUTES), psu="")
    (problem,) = refused.value.problems
    assert problem.startswith("analyses[1].kind: needs to know who answered each profile.")
    assert "every row would count as a different person" in problem
    assert "Set psu in [design]" in problem


def test_mistakes_are_named_at_their_key(shown: pl.DataFrame, plan_text: str) -> None:
    def problem(**keys: Any) -> str:
        with pytest.raises(RefusedError) as refused:
            weigh(shown, planned(plan_text, asked(**keys)))
        return refused.value.problems[0]

    right: dict[str, Any] = {"statement": "A", "attributes": ATTRIBUTES}
    assert problem(attributes=ATTRIBUTES).startswith("analyses[1]: needs one of statement")
    assert problem(**right, column="stars").startswith("analyses[1]: needs one of statement")
    assert problem(statement="Z", attributes=ATTRIBUTES).startswith('analyses[1].statement: there is no statement called "Z".')
    assert problem(statement="A").startswith("analyses[1].attributes: is missing.")
    assert problem(**right, by="user").startswith('analyses[1].by: "user" is one of the attributes.')
    assert problem(**right, measure="mean").startswith("analyses[1].measure: must be one of")
    assert problem(**right, references={"home": "Own"}).startswith("analyses[1].references.home: is not one of the attributes.")
    assert problem(**right, references={"purpose": "Cure"}).startswith('analyses[1].references.purpose: "purpose" has no level "Cure".')
    assert problem(**right, measure="means", references={"purpose": "Care"}).startswith("analyses[1].references: is only for effects")
    assert problem(**right, missing_combinations="shown").startswith('analyses[1].missing_combinations: "shown" is not for effects.')
    assert "is not the same in all of one person's rows" in problem(**right, by="home")
