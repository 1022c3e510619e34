"""Plans: read whole, checked whole, and every key of one explained."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from folkmoot.weigh import LIMITS, Plan, RefusedError
from folkmoot.weigh.plan_keys import KEYS

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs/reference/plan.md").read_text()


def problems_of(text: str) -> list[str]:
    """What is wrong with a plan."""
    with pytest.raises(RefusedError) as refused:
        Plan.from_mapping(tomllib.loads(text))
    return list(refused.value.problems)


def section(heading: str) -> str:
    """One section of the reference."""
    start = REFERENCE.index(heading)
    ends = [at for mark in ("\n## ", "\n### ") if (at := REFERENCE.find(mark, start + 1)) > 0]
    return REFERENCE[start : min(ends, default=None)]


@pytest.mark.parametrize("table", [table for table in KEYS if table])
def test_the_reference_explains_every_key_and_no_other(table: str) -> None:
    heading = f"[[{table}]]" if table == "statements" else f"[{table}]"
    rows = [line.split("|")[1].strip() for line in section(f"# {heading}").splitlines() if line.startswith("| `")]
    assert sorted(rows) == sorted(f"`{key}`" for key in KEYS[table])


def test_the_reference_states_every_limit() -> None:
    rows = [line.strip("| ").split(" | ") for line in section("## Limits").splitlines() if line.startswith("| ") and "at most" not in line]
    assert {name.split(" (")[0]: amount for name, amount in rows} == {
        field.replace("_", " "): f"{amount:,}" for field, amount in LIMITS._asdict().items()
    }


def test_a_plan_read_from_a_file_or_a_mapping_is_the_same(tmp_path: Path, plan_text: str) -> None:
    (tmp_path / "plan.toml").write_text(plan_text)
    assert Plan.from_toml(tmp_path / "plan.toml") == Plan.from_mapping(tomllib.loads(plan_text))


def test_a_changed_plan_has_another_hash(plan_text: str) -> None:
    one, other = (Plan.from_mapping(tomllib.loads(text)) for text in (plan_text, plan_text.replace("130_000", "130_001")))
    assert one.hash != other.hash


@pytest.mark.parametrize("name", [path.name for path in sorted((ROOT / "examples/plans").glob("*.toml"))])
def test_every_example_plan_is_right(name: str) -> None:
    assert Plan.from_toml(ROOT / "examples/plans" / name).statements


def test_the_plan_of_the_guide_is_right() -> None:
    guide = (ROOT / "docs/how-to/weigh-your-own-survey.md").read_text()
    plan = Plan.from_mapping(tomllib.loads(guide.split("```toml\n")[1].split("```")[0]))
    assert [target.factor for target in plan.weights.targets] == ["age"]


BREAKS: list[tuple[Callable[[str], str], str]] = [
    (
        lambda t: t.replace('"volunteer"', '"volunter"'),
        'survey.sample: must be one of "volunteer", "probability", "panel", not \'volunter\'.',
    ),
    (lambda t: t.replace("synthetic = true", 'synthetic = "yes"'), "survey.synthetic: must be true or false, not 'yes'."),
    (lambda t: t.replace('from = "age"', 'from = "Age"'), 'derive.age_band.from: there is no [columns] or [derive] entry called "Age".'),
    (lambda t: t.replace("number = true", 'number = true\nvalues = ["1"]'), "columns.age: needs exactly one of values"),
    (lambda t: t.replace("missing = [9]", "missing = [8]", 1), 'columns.A.missing: names "8", which is also an answer.'),
    (lambda t: t.replace("up_to = 110", "up_to = 20"), "derive.age_band.up_to: is below the start of the last band."),
    (lambda t: t.replace("= 65 }", "= 30 }"), "derive.age_band.bands: must go up"),
    (lambda t: t.replace('from = "age"', 'from = "home"'), 'derive.age_band.from: "home" must be a number column (number = true)'),
    (lambda t: t.replace('neither_counts_as = "no"\n', ""), "recodes.agree.neither_counts_as: and neither go together"),
    (lambda t: t.replace('leave_out = ["Don\'t know"]', ""), 'recodes.agree: "A" may hold "Don\'t know", which has no place.'),
    (lambda t: t.replace('"Don\'t know"]', '"Don\'t know", "In between"]'), 'recodes.agree: puts "In between" in two lists.'),
    (
        lambda t: t.replace('leave_out = ["Don', 'leave_out = ["Dont know", "Don'),
        'recodes.agree: "A" never holds "Dont know". Did you mean',
    ),
    (lambda t: t.replace('id = "B"', 'id = "A"'), 'statements[1].id: "A" is used twice. Give each statement its own.'),
    (lambda t: t.replace('recode = "agree"', 'recode = "agre"'), 'statements[1].recode: there is no [recodes.agre]. Did you mean "agree"?'),
    (lambda t: t.replace('column = "A"', 'column = "age"'), 'statements[1].column: "age" is a number column. Put it in bands first.'),
    (lambda t: t.replace('"Woman" = 51, "Man"', '"Women" = 51, "Man"'), 'sex: "sex" has no level "Women". Did you mean "Woman"?'),
    (lambda t: t.replace('["Other"]', '["Man", "Other"]'), 'weights.targets.sex: "Man" has a target and is in not_in_source.'),
    (lambda t: t.replace('source = "Census 2021"\n', "", 1), "weights.targets.age_band.source: is missing."),
    (lambda t: t.replace("small_cell = 5", "small_cell = 1"), "publish.small_cell: must be a whole number from 3 to"),
    (lambda t: t.replace('"home"]', '"homes"]'), 'publish.factors: there is no [columns] or [derive] entry called "homes".'),
    (lambda t: t.replace('"home"]', '"age"]'), 'publish.factors: "age" is a number column. Put it in bands first.'),
    (lambda t: t.replace('label = "Kind of home"', 'label = "Sex"'), 'publish.factors: two have the label "Sex".'),
    (lambda t: t.replace("130_000", '"many"'), "weights.targets.age_band.people.18 to 34: must be a number, not 'many'."),
    (lambda t: t.replace('"Own", ', '"Own", "Own", '), 'columns.home.values: names "Own" twice. Name each once.'),
    (lambda t: t.replace("[publish]", "publish = 3\n[other]").replace("publish = 3\n", ""), "other: is not a key Folkmoot knows."),
]


@pytest.mark.parametrize(("broken", "words"), BREAKS)
def test_each_mistake_is_named_at_its_key(plan_text: str, broken: Callable[[str], str], words: str) -> None:
    assert broken(plan_text) != plan_text
    assert any(words in problem for problem in problems_of(broken(plan_text)))


def test_all_mistakes_are_reported_together(plan_text: str) -> None:
    text = plan_text
    chosen = [(broken, words) for broken, words in BREAKS if words.startswith(("survey", "columns", "publish.small"))]
    for broken, _ in chosen:
        text = broken(text)
    found = problems_of(text)
    assert all(any(words in problem for problem in found) for _, words in chosen)


def test_a_value_of_the_wrong_kind_anywhere_is_refused_in_words(plan_text: str) -> None:
    def breaks(value: Any) -> list[Any]:
        """The value with one leaf or branch at a time made nonsense."""
        if not isinstance(value, dict | list):
            return [[["nonsense"]]]
        places = list(value) if isinstance(value, dict) else list(range(len(value)))
        made = []
        for place in places:
            for other in [*breaks(value[place]), 3.5, None]:
                copy = value.copy()
                copy[place] = other
                made.append(copy)
        return made

    tried = breaks(tomllib.loads(plan_text))
    assert len(tried) > 200
    for mapping in tried:
        try:
            Plan.from_mapping(mapping)
        except RefusedError as refused:
            assert all(": " in problem for problem in refused.problems)  # noqa: PT017 - some changes leave a right plan
