"""Plans that say who responded or stayed: every mistake at its key, and what is not known of somebody at its row."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from folkmoot.weigh import RefusedError, findings, weigh

from .conftest import Ran, refused
from .responding import ATTRITION, NONRESPONSE, PLAN, PROPENSITY, TARGETS, everybody, planned


@pytest.fixture(scope="module")
def asked() -> pl.DataFrame:
    """Everybody asked."""
    return everybody()


BREAKS: list[tuple[str, str, str, str]] = [
    (
        NONRESPONSE,
        'responded = "outcome"',
        'responded = "outcom"',
        "weights.nonresponse.responded: there is no [columns] or [derive] entry",
    ),
    (NONRESPONSE, 'responded = "outcome"\n', "", "weights.nonresponse.responded: is missing."),
    (NONRESPONSE, 'yes = ["Answered"]\n', "", "weights.nonresponse.yes: is missing."),
    (NONRESPONSE, '["Refused", "No reply"]', '["Refused"]', 'weights.nonresponse: "outcome" may hold "No reply", which has no place.'),
    (NONRESPONSE, '["Refused", "No reply"]', '["Refused", "No reply", "Answered"]', 'weights.nonresponse: puts "Answered" in two lists.'),
    (NONRESPONSE, '"No reply"]', '"No reply", "Rude"]', 'weights.nonresponse: "outcome" never holds "Rude".'),
    (NONRESPONSE, 'by = ["age", "area"]\n', "", "weights.nonresponse.by: is missing."),
    (NONRESPONSE, 'by = ["age", "area"]', "by = []", "weights.nonresponse.by: is empty."),
    (NONRESPONSE, '"area"]', '"areas"]', 'weights.nonresponse.by: there is no [columns] or [derive] entry called "areas".'),
    (NONRESPONSE, '"area"]', '"outcome"]', 'weights.nonresponse.by: "outcome" says who answered.'),
    (PROPENSITY, '"propensity"', '"propensities"', 'weights.nonresponse.method: must be one of "classes", "propensity"'),
    (NONRESPONSE + "classes = 5\n", "", "", 'weights.nonresponse.classes: is for method = "propensity"'),
    (PROPENSITY + "classes = 1\n", "", "", "weights.nonresponse.classes: must be a whole number from 2 to 50"),
    (NONRESPONSE + "weights = 3\n", "", "", "weights.nonresponse.weights: is not a key Folkmoot knows."),
    (NONRESPONSE + ATTRITION, "", "", "weights.attrition: and nonresponse do not go together"),
    (ATTRITION, 'stayed = "outcome"', 'responded = "outcome"', "weights.attrition.stayed: is missing."),
    (ATTRITION, ', "Not traced"]', "]", 'weights.attrition: "outcome" may hold "Not traced", which has no place. Put each in yes or no.'),
]


@pytest.mark.parametrize(("table", "old", "new", "words"), BREAKS)
def test_each_mistake_is_named_at_its_key(table: str, old: str, new: str, words: str) -> None:
    with pytest.raises(RefusedError) as found:
        planned(table.replace(old, new), sample="panel")
    assert any(problem.startswith(words) for problem in found.value.problems), found.value.problems


def test_number_columns_too_many_classes_and_volunteers_are_refused() -> None:
    def problems(text: str, *parts: str, sample: str = "probability") -> list[str]:
        with pytest.raises(RefusedError) as found:
            planned(*parts, sample=sample, base=text)
        return list(found.value.problems)

    number = PLAN.replace('values = ["Answered", "Refused", "No reply", "Moved away", "Not traced"]', "number = true")
    assert problems(number, NONRESPONSE)[0].startswith('weights.nonresponse.responded: "outcome" is a number column.')
    banded = PLAN.replace('label = "Area"\nvalues = ["Coast", "Town", "Valley"]', "number = true").replace(', "area"]\n\n[w', "]\n\n[w")
    assert 'weights.nonresponse.by: "area" is a number column. Put it in bands first.' in problems(banded, NONRESPONSE)
    many = PLAN.replace('"Coast", "Town", "Valley"', ", ".join(f'"{at}"' for at in range(70)))
    assert problems(many, NONRESPONSE) == [
        'weights.nonresponse.by: makes 210 classes. The most is 200: group the columns first, or use method = "propensity".'
    ]
    assert planned(PROPENSITY, base=many).weights.adjustment is not None
    (words,) = problems(PLAN, NONRESPONSE, sample="volunteer")
    assert words.startswith("weights.nonresponse: nobody knows who was asked where people chose to take part.")
    assert planned(ATTRITION, sample="volunteer").weights.adjustment is not None, "it is known who of the wave before stayed"


def test_what_is_not_known_of_somebody_is_refused_with_the_row(asked: pl.DataFrame) -> None:
    blank = asked.with_columns(age=pl.when(pl.col("person") == "R0004").then(None).otherwise("age"))
    with pytest.raises(RefusedError) as found:
        weigh(blank, planned(NONRESPONSE))
    (problem,) = found.value.problems
    assert problem.startswith('row 5: "age" is not known. [weights.nonresponse] needs it of everybody:')
    with pytest.raises(RefusedError, match=r"row 5: \"outcome\" is not known"):
        weigh(asked.with_columns(outcome=pl.when(pl.col("person") == "R0004").then(None).otherwise("outcome")), planned(NONRESPONSE))
    with pytest.raises(RefusedError, match=r"weights\.nonresponse\.responded: nobody in the file responded\."):
        weigh(asked.with_columns(outcome=pl.lit("Refused")), planned(NONRESPONSE))
    no_old = asked.with_columns(outcome=pl.when(pl.col("age") == "65 and over").then(pl.lit("Refused")).otherwise("outcome"))
    with pytest.raises(RefusedError, match=r'weights\.targets\.age: nobody who answered is "65 and over", which has a target'):
        weigh(no_old, planned(PROPENSITY, TARGETS))
    with pytest.raises(RefusedError, match=r"weights\.nonresponse: Age by Area, 65 and over, \w+: there is nobody who responded"):
        weigh(no_old, planned(NONRESPONSE))
    alone = findings(weigh(no_old, planned(PROPENSITY)))["weighting"]["response"]
    assert "Nobody stands for a group in which none did." in " ".join(alone["sentences"])


def test_the_command_names_a_mistake_at_its_key(folkmoot: Callable[..., Ran], asked: pl.DataFrame, tmp_path: Path) -> None:
    ran = folkmoot(asked, PLAN + NONRESPONSE.replace('by = ["age", "area"]', 'by = ["sex"]'), out=tmp_path / "none")
    refused(ran, 'plan.toml: weights.nonresponse.by: there is no [columns] or [derive] entry called "sex".')
