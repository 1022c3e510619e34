"""The checked answers as a clean file for R, SPSS or a survey program: a number to an answer, and the weight of each person.

It holds the answers of single people. It is for the body that asked them and is never published, so nothing makes it unless it is asked
for by name. It holds neither the column that names each response nor any column that the plan does not name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from folkmoot.weigh.answers import NONE
from folkmoot.weigh.plan import Plan
from folkmoot.weigh.responses import Responses
from folkmoot.weigh.variables import Variable, variables
from folkmoot.weigh.weighing import Weighed

HOLDS_ANSWERS: Final = "This file holds people's answers, one person to a row. Keep it inside the organisation. Do not publish it."


@dataclass(frozen=True, slots=True)
class CodedData:
    """The variables and a column for each, in the same order: whole numbers for codes, floats for amounts, null where there is no answer.

    marked: by name, the same column with the numbers of missing values where a person gave one, for formats that can say which those are.
    """

    title: str
    variables: tuple[Variable, ...]
    frame: pl.DataFrame
    marked: Mapping[str, pl.Series]


def coded_data(responses: Responses, weighed: Weighed, *, questions: Mapping[str, str] | None = None) -> CodedData:
    """The coded data of a weighing and the responses it was made from. `questions` as `variables` takes them."""
    plan = weighed.plan
    every = variables(plan, questions)
    columns = [_column(variable, weighed) for variable in every]
    asked = weighed.answers.asked
    frame = responses.frame if asked is None else responses.frame.filter(pl.Series(asked.responded))
    marked = {
        variable.name: _marked(variable, column, frame[variable.source], plan)
        for variable, column in zip(every, columns, strict=True)
        if variable.missing
    }
    return CodedData(plan.survey.title, every, pl.DataFrame(columns), marked)


def _column(variable: Variable, weighed: Weighed) -> pl.Series:
    answers = weighed.answers
    match variable.made:
        case "number":
            return pl.Series(variable.name, answers.numbers[variable.source]).fill_nan(None)
        case "weight":
            return pl.Series(variable.name, weighed.fairness.design.weights)
        case "statement":
            return pl.Series(variable.name, weighed.counted[variable.source].outcome).fill_nan(None).cast(pl.Int32)
        case "numbered":
            names = answers.names[variable.source].to_numpy()
            return pl.Series(variable.name, np.unique(names, return_inverse=True)[1] + 1).cast(pl.Int32)
        case _:
            numbers = np.array([*variable.codes, 0])
            places = answers.codes[variable.source]
            series = pl.Series(variable.name, numbers[places]).cast(pl.Int32)
            return pl.select(pl.when(pl.lit(pl.Series(places != NONE))).then(pl.lit(series)).alias(variable.name)).to_series()


def _marked(variable: Variable, column: pl.Series, text: pl.Series, plan: Plan) -> pl.Series:
    """The column with the numbers of its missing values in their places."""
    assert variable.source in plan.columns  # noqa: S101 - only a column of the file lists missing values
    given = text.replace_strict(dict(variable.missing), default=None, return_dtype=column.dtype)
    return pl.select(pl.coalesce(pl.lit(given), pl.lit(column)).alias(variable.name)).to_series()
