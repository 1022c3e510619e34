"""Beside another authority: Welch's test from the published numbers, and words where two surveys may not be set side by side."""

import json
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from folkmoot.survey import proportions
from folkmoot.survey.comparisons import PublishedShare, compare_question
from folkmoot.weigh import Plan, RefusedError, findings, weigh
from folkmoot.weigh.published_shares import published_shares

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")
COMPARE = '\n[[analyses]]\nkind = "compare"\nwith = "other-findings.json"\n'


def other_document(people: pl.DataFrame, plan_text: str, *changes: tuple[str, str]) -> dict[str, Any]:
    text = plan_text.replace("Harrowmere County Council", "Eastmarch Council")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return json.loads(json.dumps(findings(weigh(people.tail(400), Plan.from_mapping(tomllib.loads(text))))))  # type: ignore[no-any-return]


def compared(people: pl.DataFrame, plan_text: str, document: dict[str, Any]) -> Any:
    plan = Plan.from_mapping(tomllib.loads(plan_text + COMPARE))
    return weigh(people, plan, beside={"other-findings.json": published_shares(document)})


def test_differences_are_welchs_from_the_published_numbers(people: pl.DataFrame, plan_text: str) -> None:
    document = other_document(people, plan_text)
    weighed = compared(people, plan_text, document)
    section = weighed.analyses[0][1]
    for ident, row in zip("AB", section.rows, strict=True):
        ours = proportions(weighed.fairness.design, weighed.counted[ident].outcome)
        theirs = next(one for one in document["findings"] if one["id"] == ident)
        own = PublishedShare("us", ident, "r", "volunteer", ours.estimate[0], ours.se[0], int(ours.n[0]), ours.df[0])
        other = PublishedShare("them", ident, "r", "volunteer", theirs["estimate"], theirs["se"], theirs["n"])
        found = compare_question([own, other]).differences[0]
        assert row.cells[1:9] == (own.estimate, other.estimate, found.estimate, found.low, found.high, found.p, own.n, other.n)
        assert row.cells[9] == "yes"
    assert [column.label for column in section.columns[1:3]] == ["Harrowmere County Council", "Eastmarch Council"]
    assert any("not a benchmark" in note for note in section.notes)


@pytest.mark.parametrize(
    ("change", "reason", "words"),
    [
        (('sample = "volunteer"', 'sample = "panel"'), "no: another kind of sample", "a panel"),
        (('neither_counts_as = "no"', 'neither_counts_as = "yes"'), "no: counted in another way", "“In between” as no"),
    ],
)
def test_what_may_not_be_compared_has_no_number_and_says_why(
    people: pl.DataFrame, plan_text: str, change: tuple[str, str], reason: str, words: str
) -> None:
    section = compared(people, plan_text, other_document(people, plan_text, change)).analyses[0][1]
    assert [row.cells[1:] for row in section.rows] == [(*[""] * 8, reason)] * 2
    assert all("are not compared" in sentence and words in sentence for sentence in section.sentences)


def test_a_rule_with_its_answers_in_another_order_is_the_same_rule(people: pl.DataFrame, plan_text: str) -> None:
    change = ('yes = ["Agree strongly", "Agree slightly"]', 'yes = ["Agree slightly", "Agree strongly"]')
    section = compared(people, plan_text, other_document(people, plan_text, change)).analyses[0][1]
    assert [row.cells[9] for row in section.rows] == ["yes", "yes"]


def test_other_words_and_statements_of_one_alone_are_told(people: pl.DataFrame, plan_text: str) -> None:
    document = other_document(people, plan_text, ("Keep the records for five years", "Keep the records for ever"))
    document["statements"], document["findings"] = document["statements"][1:], [r for r in document["findings"] if r["statement"] == "B"]
    notes = " ".join(compared(people, plan_text, document).analyses[0][1].notes)
    assert "B is in other words there: “Keep the records for ever”." in notes
    assert "Only Harrowmere County Council asked A" in notes


def test_a_share_that_either_hides_is_not_compared(people: pl.DataFrame, plan_text: str) -> None:
    document = other_document(people, plan_text)
    for row in document["findings"]:
        if row["id"] == "A":
            row |= {"estimate": None, "se": None, "n": None, "mark": "[c]"}
    row = compared(people, plan_text, document).analyses[0][1].rows[0]
    assert (row.mark, row.cells[1:9]) == ("[c]", (None,) * 8)
    plain = plan_text[: plan_text.index("[weights]")] + plan_text[plan_text.index("[publish]") :]
    few = compared(people.head(9), plain, other_document(people, plan_text))
    for ident, row in zip("AB", few.analyses[0][1].rows, strict=True):
        assert row.mark == ("[c]" if few.hidden.totals[ident] else "[u]")
        assert row.cells[1:9] == (None,) * 8


def test_it_is_refused_without_the_file_with_its_own_answers_and_with_nothing_shared(people: pl.DataFrame, plan_text: str) -> None:
    plan = Plan.from_mapping(tomllib.loads(plan_text + COMPARE))
    with pytest.raises(RefusedError, match=r'^analyses\[1\], compare: it needs the file "other-findings.json"'):
        weigh(people, plan)
    own = findings(weigh(people, Plan.from_mapping(tomllib.loads(plan_text))))
    with pytest.raises(RefusedError, match="these very answers"):
        compared(people, plan_text, own)
    strange = other_document(people, plan_text, ('id = "A"', 'id = "Y"'), ('id = "B"', 'id = "Z"'))
    with pytest.raises(RefusedError, match="none of this survey's statements"):
        compared(people, plan_text, strange)
    with pytest.raises(RefusedError, match=r"analyses\[1\].with: cannot be"):
        Plan.from_mapping(tomllib.loads(plan_text + COMPARE.replace(".json", ".csv")))


@pytest.mark.parametrize(
    "broken", [{"schema_version": 2}, {"survey": None}, {"findings": 3}, {"statements": [{}]}, {"dataset_hash": "a\nb"}]
)
def test_what_is_no_document_of_findings_is_refused(people: pl.DataFrame, plan_text: str, broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"schema_version|survey|findings|statements|dataset_hash"):
        published_shares(other_document(people, plan_text) | broken)


def test_the_example_of_the_reference_runs_from_the_command(folkmoot: Any, people: pl.DataFrame, plan_text: str, tmp_path: Path) -> None:
    example = REFERENCE.split("## compare: ")[1].split("```toml")[1].split("```")[0]
    (tmp_path / "other-findings.json").write_text(json.dumps(other_document(people, plan_text)))
    ran = folkmoot(people, plan_text + example)
    assert (ran.code, ran.err) == (0, "")
    assert "Eastmarch Council" in (ran.folder / "report.html").read_text()
    assert (ran.folder / "tables.xlsx").exists()
