"""The results with and without flagged answers: the right numbers, and none from which follows what a few people said."""

import json
from pathlib import Path

import jsonschema
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.weigh import Plan, findings, report, results, tables, weigh, with_and_without
from folkmoot.weigh.without_flagged import FEWEST, KIND, TITLE

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "findings.schema.json"
LEAST = 5
YES, NO = ("Agree", "Agree a bit"), ("Disagree",)


def plan(**more):
    columns = {"sex": {"values": ["Woman", "Man"]}, "age": {"values": ["Young", "Old"]}}
    asked = {name: {"values": [*YES, *NO, "Don't know"]} for name in ("A", "B")}
    recode = {"said": "agreed", "yes": list(YES), "no": list(NO), "leave_out": ["Don't know"]}
    statements = [{"id": name, "text": f"Statement {name}", "short": name, "column": name, "recode": "agree"} for name in ("A", "B")]
    return Plan.from_mapping(
        {
            "survey": {"title": "T", "organisation": "O", "dates": "D", "sample": "volunteer", "population": "P", "id": "id"},
            "columns": {**columns, **asked},
            "recodes": {"agree": recode},
            "statements": statements,
            "publish": {"factors": ["sex", "age"], "small_cell": LEAST},
            **more,
        }
    )


TARGETS = {"weights": {"targets": {"sex": {"source": "S", "percent": {"Woman": 52, "Man": 48}}}}}


def people(n=400, seed=1):
    random = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "id": [str(at) for at in range(n)],
            "sex": random.choice(["Woman", "Man"], n, p=[0.7, 0.3]),
            "age": random.choice(["Young", "Old"], n),
            "A": random.choice([*YES, *NO, "Don't know"], n, p=[0.4, 0.2, 0.3, 0.1]),
            "B": random.choice([*YES, *NO, "Don't know"], n),
        }
    )


def made(frame, flagged, the_plan=None):
    the_plan = the_plan or plan()
    weighed = weigh(frame, the_plan)
    return with_and_without(findings(weighed), weighed, frame, flagged)


def compared(document):
    """The rows of the comparison by statement and group; None where there is none."""
    section = next((one for one in document["analyses"] if one["kind"] == KIND), None)
    return None if section is None else {tuple(row["cells"][:2]): row["cells"][2:] for row in section["rows"]}


def odd(n, frame, **fixed):
    """The ids of the first `n` people with these answers."""
    for name, value in fixed.items():
        frame = frame.filter(pl.col(name) == value)
    assert frame.height >= n
    return frame["id"].to_list()[:n]


def share(frame, statement):
    answered = frame.filter(pl.col(statement).is_in([*YES, *NO]))
    return answered.filter(pl.col(statement).is_in(YES)).height / answered.height


def test_every_number_is_that_of_the_answers_that_are_left():
    frame = people()
    flagged = frame["id"].to_list()[:150]
    rows, rest = compared(made(frame, flagged)), frame.filter(~pl.col("id").is_in(flagged))
    assert set(rows) == {(s, who) for s in "AB" for who in ("Everybody", "sex, Woman", "sex, Man", "age, Young", "age, Old")}
    for (statement, who), (every, without, low, high, change, n, n_without) in rows.items():
        column, _, level = who.partition(", ")
        some, fewer = ((one.filter(pl.col(column) == level) if level else one) for one in (frame, rest))
        assert every == pytest.approx(share(some, statement), abs=0.0005)
        assert without == pytest.approx(share(fewer, statement), abs=0.0005)
        assert change == pytest.approx(share(fewer, statement) - share(some, statement), abs=0.0005)
        assert low < without < high
        assert (n, n_without) == tuple(one.filter(pl.col(statement) != "Don't know").height for one in (some, fewer))


def test_the_others_are_made_fair_again_by_the_same_plan():
    frame = people()
    flagged = odd(60, frame, sex="Man")
    rows = compared(made(frame, flagged, plan(**TARGETS)))
    rest = frame.filter(~pl.col("id").is_in(flagged))
    fair = sum(share_of * share(rest.filter(pl.col("sex") == sex), "A") for sex, share_of in (("Woman", 0.52), ("Man", 0.48)))
    # raked to sex among everybody who answered, then the share among those with an opinion: near the mean of the two groups' shares
    alone = findings(weigh(rest, plan(**TARGETS)))
    assert rows["A", "Everybody"][1] == round(next(row["estimate"] for row in alone["findings"] if row["id"] == "A"), 3)
    assert rows["A", "Everybody"][1] == pytest.approx(fair, abs=0.02)


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10_000), size=st.integers(0, 120), lean=st.sampled_from([None, ("A", "Agree"), ("sex", "Man"), ("B", "Disagree")])
)
def test_no_difference_between_the_two_is_of_a_few_people(seed, size, lean):
    frame = people(seed=seed)
    pool = frame if lean is None else frame.filter(pl.col(lean[0]) == lean[1])
    flagged = pool.sample(min(size, pool.height), seed=seed)
    document = made(frame, flagged["id"].to_list())
    if size < FEWEST:
        assert compared(document) is None
    for statement, who in compared(document) or {}:
        column, _, level = who.partition(", ")
        group = flagged.filter(pl.col(column) == level) if level else flagged
        counts = [group.filter(pl.col(statement).is_in(side)).height for side in (YES, NO)]
        counts += [] if level else [group.filter(pl.col(statement) == "Don't know").height]
        assert not any(0 < count < LEAST for count in counts), (statement, who)
        every, without = compared(document)[statement, who][-2:]
        assert every - without == sum(counts[:2])


def test_a_statement_on_which_few_of_the_flagged_differ_is_left_out_and_named():
    frame = people()
    agreed = odd(29, frame.filter(pl.col("B").is_in(YES)), A="Agree") + odd(1, frame.filter(pl.col("B").is_in(YES)), A="Disagree")
    document = made(frame, agreed)
    assert {statement for statement, _ in compared(document)} == {"B"}
    section = document["analyses"][-1]
    assert "Not shown, so that nobody can be picked out: A." in section["notes"]
    assert not any("A:" in sentence for sentence in section["sentences"])


def test_a_group_with_few_flagged_takes_its_whole_factor_away():
    frame = people(900)
    both = frame.filter(pl.col("A") == "Agree", pl.col("B") == "Agree")
    flagged = odd(12, both, sex="Woman", age="Old") + odd(2, both, sex="Man", age="Old")
    rows = compared(made(frame, flagged))
    assert {who for _, who in rows} == {"Everybody", "age, Young", "age, Old"}
    assert "Not shown by sex, so that nobody can be picked out: A, B." in made(frame, flagged)["analyses"][-1]["notes"]
    assert rows["A", "age, Young"][-2] == rows["A", "age, Young"][-1]


def test_few_flagged_answers_are_not_even_counted():
    frame = people()
    document = made(frame, frame["id"].to_list()[: FEWEST - 1])
    assert document["responses"]["notices"] == [
        "Fewer than 10 answers were flagged: something about how they came in looked odd. They count in every other number. "
        "They are too few to show results without them."
    ]
    assert document["analyses"] == []


def test_where_nothing_may_be_shown_it_says_so():
    frame = people()
    agreed = frame.filter(pl.col("A") == "Agree", pl.col("B") == "Agree")["id"].to_list()[:11]
    other = frame.filter(pl.col("A") == "Disagree", pl.col("B") == "Disagree")["id"].to_list()[:1]
    document = made(frame, [*agreed, *other])
    assert compared(document) is None
    assert document["responses"]["notices"][-1].startswith("12 answers were flagged")
    assert "could be worked out" in document["responses"]["notices"][-1]


def test_where_the_others_cannot_be_made_fair_it_says_so():
    frame = people()
    document = made(frame, frame.filter(pl.col("sex") == "Man")["id"].to_list(), plan(**TARGETS))
    assert compared(document) is None
    assert "cannot be made fair" in document["responses"]["notices"][-1]


def test_without_any_flagged_answer_the_document_is_as_it_was():
    frame = people()
    weighed = weigh(frame, plan())
    document = findings(weighed)
    assert with_and_without(document, weighed, frame, []) is document
    assert with_and_without(document, weighed, frame, ["no such id"]) is document


def test_it_stands_in_the_page_the_workbook_and_the_schema():
    frame = people()
    document = made(frame, frame["id"].to_list()[:150])
    jsonschema.validate(json.loads(json.dumps(document)), json.loads(SCHEMA.read_text()))
    assert results(document).analyses[-1].title == TITLE
    assert TITLE in report(document)
    assert tables(document)
