"""A score of several columns: against a plain loop with fractions, refused where its parts do not agree, and its definition published."""

import json
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.weigh import Plan, RefusedError, findings, weigh
from folkmoot.weigh.answers import NONE, derive

AREA, FEEL = ("1, most deprived", "2", "3"), ("Agree", "In between", "Disagree", "Don't know")
POINTS = {
    "area": {"1, most deprived": 4, "2": 2, "3": 0},
    "safe": {"Agree": -1, "In between": 0.5, "Disagree": 2},
    "chance": {"Agree": 0, "In between": 1, "Disagree": 1.5},
}
BANDS = {"Low": -3, "Middle": 2, "High": 4.5}


def mapping(**score: Any) -> dict[str, Any]:
    """A plan that publishes by a score."""
    score = {"label": "Area deprivation score", "score": POINTS, "bands": BANDS, "leave_out": ["Don't know"], **score}
    return {
        "survey": {"title": "T", "organisation": "O", "dates": "D", "sample": "volunteer", "population": "P"},
        "columns": {
            "area": {"label": "Area", "values": list(AREA), "missing": ["Not known"], "source": "Looked up by postcode"},
            "safe": {"label": "Safe", "values": list(FEEL)},
            "chance": {"label": "Chances", "values": list(FEEL)},
            "use": {"label": "Use", "values": ["Yes", "No"]},
        },
        "derive": {"score": {name: value for name, value in score.items() if value is not None}},
        "recodes": {"agreed": {"yes": ["Yes"], "no": ["No"]}},
        "statements": [{"id": "U", "text": "Use it", "column": "use", "recode": "agreed"}],
        "publish": {"factors": ["area", "score"]},
    }


def level_of(answers: tuple[str | None, ...], needed: int) -> str | None:
    """The slow way, exactly."""
    points = [Fraction(str(POINTS[part][answer])) for part, answer in zip(POINTS, answers, strict=True) if answer in POINTS[part]]
    if len(points) < needed:
        return None
    score = sum(points) / len(points) * len(POINTS)
    return [level for level, start in BANDS.items() if score >= Fraction(str(start))][-1]


@given(
    st.lists(
        st.tuples(*(st.sampled_from([None, *levels]) for levels in (AREA, FEEL, FEEL))),
        min_size=1,
        max_size=40,
    ),
    st.integers(1, 3),
)
def test_a_score_is_the_sum_of_its_points_in_bands(people: list[tuple[str | None, ...]], needed: int) -> None:
    plan = Plan.from_mapping(mapping(parts_needed=needed))
    codes = {
        name: np.array([NONE if answer is None else plan.levels(name).index(answer) for answer in given])
        for name, given in zip(POINTS, zip(*people, strict=True), strict=True)
    }
    made, wrong = derive(plan.derived["score"], plan, codes, {})
    assert [None if code == NONE else plan.levels("score")[code] for code in made] == [level_of(answers, needed) for answers in people]
    assert not wrong.any()


def test_the_definition_is_published_with_its_parts_formula_source_and_what_is_missing() -> None:
    drawn = np.random.default_rng(1)
    people = [
        (str(drawn.choice([*AREA, "Not known"])), str(drawn.choice(FEEL)), str(drawn.choice(FEEL)), str(drawn.choice(["Yes", "No"])))
        for _ in range(900)
    ]
    frame = pl.DataFrame(people, schema=["area", "safe", "chance", "use"], orient="row")
    document = findings(weigh(frame, Plan.from_mapping(mapping(parts_needed=2))))
    area, score = document["factors"]
    assert area["how_grouped"] == "Looked up by postcode."
    assert score["how_grouped"] == (
        "The sum of the points of Area (“1, most deprived” 4, “2” 2, “3” 0), Safe (“Agree” -1, “In between” 0.5, “Disagree” 2) and Chances "
        "(“Agree” 0, “In between” 1, “Disagree” 1.5). Low starts at -3; Middle starts at 2; High starts at 4.5. Somebody who answered 2 "
        "parts or more has the mean of their points times 3; anybody else is in no group. “Don't know” counts as no answer. "
        "Area: Looked up by postcode."
    )
    counted = {one["level"]: one["n"] for one in document["findings"] if one.get("factor") == "score"}
    assert counted == dict(Counter(level for *answers, _ in people if (level := level_of(tuple(answers), 2))))
    assert json.dumps(document)


@pytest.mark.parametrize(
    ("score", "words"),
    [
        ({"leave_out": None}, 'may hold "Don\'t know", which has no place. Put each in the points, or leave_out.'),
        ({"leave_out": ["Don't know", "Agree"]}, 'derive.score.score.safe: gives points to "Agree", which is in leave_out'),
        ({"leave_out": ["Don't know", "Nothing"]}, 'derive.score.leave_out: names "Nothing", which no part of the score may hold'),
        ({"score": {"area": POINTS["area"]}}, "derive.score.score: needs two columns or more."),
        ({"score": POINTS | {"safe": {"Agree": "one"}}}, "derive.score.score.safe: must give points to answers"),
        ({"score": POINTS | {"safe": POINTS["safe"] | {"Never": 1}}}, 'never holds "Never"'),
        ({"score": POINTS | {"none": {"Yes": 1}}}, 'there is no [columns] or [derive] entry called "none"'),
        ({"bands": None}, "derive.score.bands: needs a level and the score it starts at"),
        ({"bands": {"Low": 2, "High": -3}}, "derive.score.bands: must go up"),
        ({"bands": {"Low": 0, "High": 3}}, "starts at 0, and a score may be as low as -1. Begin there or lower."),
        ({"bands": {"Low": -2, "High": 3}, "parts_needed": 1}, "starts at -2, and a score may be as low as -3."),
        ({"parts_needed": 4}, "derive.score.parts_needed: must be a whole number from 1 to 3"),
        ({"up_to": 9}, "derive.score.up_to: is only for bands"),
        ({"blank": "None"}, "derive.score.blank: is only for groups."),
        (
            {"score": None, "from": "area", "groups": {"All": list(AREA)}, "bands": None, "leave_out": None, "parts_needed": 1},
            "only for a score",
        ),
    ],
)
def test_a_score_whose_parts_do_not_agree_is_refused(score: dict[str, Any], words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        Plan.from_mapping(mapping(**score))
    assert any(words in problem for problem in refused.value.problems), refused.value.problems
