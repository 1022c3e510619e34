"""Weighing a survey: a plan and responses go in; findings, a report and tables come out, with nothing hidden in them.

    plan = Plan.from_toml(path)  # or Plan.from_mapping(mapping)
    answers = check(read(responses, plan), plan)
    document = findings(weigh_answers(answers, plan))
    write(document, folder)

`weigh(frame, plan)` does the middle two for responses held in a data frame. Each raises `RefusedError` with every problem in plain words.
"""

from folkmoot.files.problems import RefusedError
from folkmoot.weigh.answers import Answers
from folkmoot.weigh.check import check
from folkmoot.weigh.findings import METHOD_VERSION, SCHEMA_VERSION, findings, with_analyses_of
from folkmoot.weigh.limits import LIMITS
from folkmoot.weigh.plan import Plan
from folkmoot.weigh.read import read
from folkmoot.weigh.report import report
from folkmoot.weigh.responses import Responses
from folkmoot.weigh.results import Results, results
from folkmoot.weigh.tables import tables
from folkmoot.weigh.understood import Understood, understood
from folkmoot.weigh.weighing import Weighed, weigh, weigh_answers
from folkmoot.weigh.without_flagged import with_and_without
from folkmoot.weigh.write import refuse_folder, write

__all__ = [
    "LIMITS",
    "METHOD_VERSION",
    "SCHEMA_VERSION",
    "Answers",
    "Plan",
    "RefusedError",
    "Responses",
    "Results",
    "Understood",
    "Weighed",
    "check",
    "findings",
    "read",
    "refuse_folder",
    "report",
    "results",
    "tables",
    "understood",
    "weigh",
    "weigh_answers",
    "with_analyses_of",
    "with_and_without",
    "write",
]
