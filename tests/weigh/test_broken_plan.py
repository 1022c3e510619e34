"""Plans and targets that cannot be kept, and folders that cannot be written: all that is wrong in words, and nothing made."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from .conftest import PLAN, changed, estimates, refused

Run = Callable[..., Any]


# Targets


def test_a_target_of_nobody_is_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    ran = folkmoot(people.with_columns(age=pl.lit(40)))
    path = "weights.targets.age_band: nobody who answered is"
    refused(
        ran,
        f'{path} "18 to 34", which has a target. Group it with another level in [derive].',
        f'{path} "65 and over", which has a target. Group it with another level in [derive].',
    )


def test_people_outside_the_targets_are_named(folkmoot: Run, people: pl.DataFrame) -> None:
    refused(
        folkmoot(changed(people, 5, "sex", "")),
        "weights.targets.sex: 1 of the responses has no level (row 5). "
        "Put them in a level of their own with blank, and list it in not_in_source.",
    )


def test_a_target_of_zero_is_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    ran = folkmoot(people, PLAN.replace('"Woman" = 51, "Man" = 49', '"Woman" = 100, "Man" = 0'))
    words = 'the target for "Man" is 0. It must be above 0: group this level with another in [derive].'
    refused(ran, f"plan.toml: weights.targets.sex.percent: {words}")


def test_percentages_that_do_not_add_up_are_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    ran = folkmoot(people, PLAN.replace('"Man" = 49', '"Man" = 39'))
    words = "the percent targets add up to 90, not 100. Check each level, and that none is left out."
    refused(ran, f"plan.toml: weights.targets.sex: {words}")


def test_margins_of_different_people_are_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    ran = folkmoot(people, PLAN.replace("base =", "population_total = 500_000\nbase ="))
    words = 'adds up to 480,000 people, but "population_total" to 500,000. They must be the same people: use one source and one year.'
    refused(ran, f"plan.toml: weights.targets.age_band: {words}")


def test_bounds_that_cannot_be_kept_are_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    ran = folkmoot(people, PLAN.replace("[0.2, 5.0]", "[0.99, 1.01]"))
    assert ran.code == 2
    first, proof = ran.problems
    assert first.startswith("weights: Age, 65 and over: weights of 0.99 to 1.01 times the base weight cannot reach 120,000.")
    assert "the sum of its people's weights cannot be less than 193,765.8337." in proof


def test_bounds_that_are_none_are_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    ran = folkmoot(people, PLAN.replace("[0.2, 5.0]", "[4.0, 0.3]"))
    refused(ran, "plan.toml: weights.bounds: must be two numbers around 1, as in [0.3, 4.0], not [4.0, 0.3].")


# Plans


def test_a_plan_that_is_not_toml_is_refused(folkmoot: Run, people: pl.DataFrame, tmp_path: Path) -> None:
    ran = folkmoot(people, "[survey\n")
    assert ran.code == 2
    assert ran.problems[0].startswith(f"the plan {tmp_path / 'plan.toml'} is not TOML: ")


def test_a_plan_that_is_a_spreadsheet_is_refused(folkmoot: Run, people: pl.DataFrame, tmp_path: Path) -> None:
    ran = folkmoot(people, b"PK\x03\x04\xff\xfe")
    refused(ran, f"the plan {tmp_path / 'plan.toml'} is not UTF-8 text. Save it as UTF-8 and try again.")


def test_a_missing_plan_is_refused(folkmoot: Run, people: pl.DataFrame, tmp_path: Path) -> None:
    refused(folkmoot(people, tmp_path / "gone.toml"), f"cannot read the plan {tmp_path / 'gone.toml'}: no such file or directory.")


def test_an_empty_plan_says_what_every_plan_has(folkmoot: Run, people: pl.DataFrame) -> None:
    ran = folkmoot(people, "")
    assert ran.code == 2
    assert ran.problems[:2] == [
        "plan.toml: survey: is missing. Every plan has it.",
        "plan.toml: statements: is missing. Every plan has it.",
    ]


def test_unknown_keys_are_named_with_what_was_meant(folkmoot: Run, people: pl.DataFrame) -> None:
    ran = folkmoot(people, PLAN.replace("organisation =", "organization =").replace("small_cell = 5", "smal_cell = 5"))
    refused(
        ran,
        'plan.toml: survey.organization: is not a key Folkmoot knows. Did you mean "organisation"?',
        "plan.toml: survey.organisation: is missing. Give words in quotes.",
        'plan.toml: publish.smal_cell: is not a key Folkmoot knows. Did you mean "small_cell"?',
    )


def test_a_column_named_twice_is_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    twice = folkmoot(people, PLAN + "\n[columns.sex]\nnumber = true\n")
    assert twice.code == 2
    assert " is not TOML: " in twice.problems[0]
    derived = folkmoot(people, PLAN.replace("[derive.age_band]", "[derive.home]").replace("targets.age_band", "targets.home"))
    assert 'plan.toml: derive.home: there is already a column called "home". Give this one another name.' in derived.problems


def test_a_factor_of_ten_thousand_levels_is_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    levels = ", ".join(f'"{at}"' for at in range(10_000))
    ran = folkmoot(people, PLAN.replace("[derive.age_band]", f"[columns.street]\nvalues = [{levels}]\n\n[derive.age_band]"))
    refused(ran, "plan.toml: columns.street: has 10,000 levels. The most is 200: group them.")


# Where it goes


def test_a_folder_with_something_in_it_is_left_alone(folkmoot: Run, people: pl.DataFrame, tmp_path: Path) -> None:
    held = tmp_path / "results"
    held.mkdir()
    (held / "mine.txt").write_text("mine")
    refused(folkmoot(people), f"{held} is not empty. Give another folder, or --force to replace an older weighing.")
    refused(folkmoot(people, PLAN, "--force"), f'{held} also holds "mine.txt", which no weighing made. Give another folder.')
    assert (held / "mine.txt").read_text() == "mine"


def test_force_replaces_an_older_weighing(folkmoot: Run, people: pl.DataFrame, right: list[Any]) -> None:
    assert folkmoot(people.head(300)).code == 0
    assert folkmoot(people).code == 2
    assert estimates(folkmoot(people, PLAN, "--force")) == right


def test_a_file_where_the_folder_should_be_is_refused(folkmoot: Run, people: pl.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "results").write_text("")
    refused(folkmoot(people), f"{tmp_path / 'results'} is there and is not a folder. Give another name with --out.")
    inside = folkmoot(people, out=tmp_path / "results" / "more")
    refused(inside, f"there is no folder {tmp_path / 'results'} to put more in. Make it first.")


def test_an_empty_folder_is_filled(folkmoot: Run, people: pl.DataFrame, right: list[Any], tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    assert estimates(folkmoot(people)) == right
