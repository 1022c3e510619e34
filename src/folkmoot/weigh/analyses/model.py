"""A regression of a statement, or of ordered answers, on several things at once: odds ratios, and what they mean in shares of people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from folkmoot.survey import Factor, base_quality
from folkmoot.survey.models import AverageEffects, Covariate, LogisticModel, OrdinalModel, logistic, ordinal
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.model_people import ModelPeople, model_people
from folkmoot.weigh.analyses.model_words import notes, sentences
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.plan_keys import Table
from folkmoot.weigh.problems import did_you_mean

KEYS = ("kind", "title", "statement", "answers", "terms", "references", "steps")
COLUMNS = (
    Column("Term"),
    Column("Level"),
    Column("People in the model", "count"),
    Column("Share in the model", "share"),
    Column("Difference in points", "points"),
    Column("Lowest likely difference", "points"),
    Column("Highest likely difference", "points"),
    Column("Ratio of shares", "ratio"),
    Column("Lowest likely ratio", "ratio"),
    Column("Highest likely ratio", "ratio"),
    Column("Odds ratio", "ratio"),
    Column("Lowest likely odds ratio", "ratio"),
    Column("Highest likely odds ratio", "ratio"),
    Column("p of the term", "p"),
)
NUMBERS = len(COLUMNS) - 3
_FEWEST, _MOST = 3, 20
_NOT_TESTED = "not tested"

type FittedModel = LogisticModel | OrdinalModel


@dataclass(frozen=True, slots=True)
class Model:
    """statement or answers: the id of a statement, or a column whose levels go from lowest to highest; the other is empty.
    references: by factor, the level that others are compared with. steps: by number column, how much more is looked at."""

    title: str
    statement: str
    answers: str
    terms: tuple[str, ...]
    references: Mapping[str, str]
    steps: Mapping[str, float]


def read(table: Table, names: Names) -> Model:
    """From the plan. Mistakes go to the table's problems."""
    if ("statement" in table.values) == ("answers" in table.values):
        table.problem("", 'needs either statement = "ID" (yes or no) or answers = "COLUMN" (ordered answers), and not both.')
    statement = names.statement(table, "statement", required=False)
    answers = names.factor(table, "answers", required=False)
    if answers and not _FEWEST <= len(names.levels[answers]) <= _MOST:
        table.problem("answers", f'"{answers}" has {len(names.levels[answers])} levels. Ordered answers need {_FEWEST} to {_MOST}.')
    known = [*names.levels, *names.numbers]
    terms = table.texts("terms", required=True)
    if "terms" in table.values and not terms:
        table.problem("terms", "needs one or more.")
    for name in terms:
        if name not in known:
            table.problem("terms", f'there is no column with levels or number column called "{name}".{did_you_mean(name, known)}')
    if answers and answers in terms:
        table.problem("terms", f'"{answers}" is what the model is of. Leave it out.')
    references = dict(table.table("references"))
    for name, level in references.items():
        if name not in terms or name not in names.levels:
            table.problem(f"references.{name}", "is not a column with levels among the terms.")
        else:
            names.level(table, f"references.{name}", name, str(level))
    steps = table.numbers("steps")
    for name, step in steps.items():
        if name not in terms or name not in names.numbers:
            table.problem(f"steps.{name}", "is not a number column among the terms.")
        elif step <= 0:
            table.problem(f"steps.{name}", f"must be a number above 0, not {step:g}.")
    title = table.text("title", default="What goes with the answers, several things taken together")
    return Model(title, statement, answers, terms, {name: str(level) for name, level in references.items()}, steps)


def run(wanted: Model, given: Given) -> Section:
    """The regression, with the weighting and the design taken into account, and its average effects."""
    outcome = given.factor(wanted.answers) if wanted.answers else given.outcome(wanted.statement)
    column = wanted.answers or given.statement(wanted.statement).column
    words = term_words(wanted, given)
    factors = [name for name in wanted.terms if name in given.answers.codes]
    covariates = [name for name in wanted.terms if name not in factors]
    people = model_people(given, column, outcome.codes.astype(np.int64), len(outcome.levels), factors, covariates)
    if not people.n:
        raise ValueError(f"nobody who answered has all of {', '.join(words.values())}. Leave a term out.")
    references = {name: wanted.references.get(name) or _reference(given.plan.levels(name), name, people) for name in factors}
    if people.everything or (not covariates and all(people.hidden[name].all() for name in factors)):
        rows = tuple(row for name in wanted.terms for row in _nothing(name, words[name], wanted, given))
        few = "There are too few people, or too few on one side of the answers, to show anything of this model."
        return Section(wanted.title, (few,), COLUMNS, rows, (), ("not fitted: too few people",))
    model = fit(wanted, given, references)
    effects = {name: model.average_effects(words[name], step=wanted.steps.get(name, 1.0)) for name in wanted.terms}
    rows = tuple(
        row for name in wanted.terms for row in _rows(name, words[name], model, effects[name], wanted.steps.get(name, 1.0), people)
    )
    said = given.plan.recode_of(given.statement(wanted.statement)).said if wanted.statement else f"answered “{model_top(model)}”"
    about = sentences(rows, {words[name]: effects[name].reference for name in factors}, said, people)
    told = notes(model, {words[name]: name for name in factors}, rows, said, people)
    return Section(wanted.title, about, COLUMNS, rows, told, tuple(model.method.split("; ")))


def fit(wanted: Model, given: Given, references: Mapping[str, str]) -> FittedModel:
    """The model itself. Raises ValueError in words that hold no count: the engine's own say how many people gave a model away."""
    words = term_words(wanted, given)
    terms: list[Factor | Covariate] = []
    for name in wanted.terms:
        if name in given.answers.codes:
            terms.append(Factor(words[name], given.plan.levels(name), given.answers.codes[name]))
        else:
            terms.append(Covariate(words[name], given.numbers(name)))
    compared = {words[name]: level for name, level in references.items()}
    try:
        if wanted.answers:
            return ordinal(given.design, given.factor(wanted.answers), terms, references=compared)
        said = given.plan.recode_of(given.statement(wanted.statement)).said
        return logistic(given.design, given.outcomes[wanted.statement], terms, references=compared, said=said)
    except ValueError:
        raise ValueError(
            "the model cannot be fitted. Its terms may tell the answers apart without a mistake, repeat each other, or be missing for "
            "nearly everyone; or everyone may have given one answer. Leave a term out, or group its levels."
        ) from None


def term_words(wanted: Model, given: Given) -> dict[str, str]:
    """Each term in words; its name beside them where two have the same."""
    labels = {name: given.plan.label(name) for name in wanted.terms}
    held = list(labels.values())
    return {name: label if held.count(label) == 1 else f"{label} ({name})" for name, label in labels.items()}


def model_top(model: FittedModel) -> str:
    """The highest answer, whose share is looked at."""
    return "yes" if isinstance(model, LogisticModel) else model.answers[-1]


def _reference(levels: tuple[str, ...], name: str, people: ModelPeople) -> str:
    """The first level with enough people to compare with; the first that somebody has when none has enough."""
    n = people.by_level[name]
    held = [at for at in range(len(levels)) if n[at]]
    shown = [at for at in held if not people.hidden[name][at]]
    enough = [at for at in shown if not base_quality(int(n[at])).withheld]
    return levels[(enough or shown or held)[0]]


def _nothing(name: str, words: str, wanted: Model, given: Given) -> Iterator[Row]:
    """The rows of a term none of whose numbers are shown."""
    levels = given.plan.levels(name) if name in given.answers.codes else (f"{wanted.steps.get(name, 1.0):g} more",)
    for level in levels:
        yield Row((words, level, None, *([None] * NUMBERS)), "[c]")


def _rows(name: str, words: str, model: FittedModel, effects: AverageEffects, step: float, people: ModelPeople) -> Iterator[Row]:
    p = model.term_test(words).p
    tested: str | float = _NOT_TESTED if np.isnan(p) else float(p)
    if name not in people.by_level:
        odds = _odds(words, None, model, step)
        yield _row(words, effects, 1, odds, people.shown(people.n), [people.n], tested)
        return
    reference, n, hidden = effects.levels.index(effects.reference), people.by_level[name], people.hidden[name]
    for at, level in enumerate(effects.levels):
        if hidden[at]:
            yield Row((words, level, None, *([None] * NUMBERS)), "[c]")
        elif hidden[reference]:
            yield Row((words, level, people.shown(int(n[at])), *([None] * NUMBERS)), "[c]")
        else:
            odds = [1.0, 1.0, 1.0] if at == reference else _odds(words, level, model, 1.0)
            yield _row(words, effects, at, odds, people.shown(int(n[at])), [int(n[at]), int(n[reference])], tested)


def _row(words: str, effects: AverageEffects, at: int, odds: list[float], shown: int, bases: list[int], p: str | float) -> Row:
    """A row whose level, and the level it is compared with, have enough people. bases: of both."""
    quality, level = base_quality(min(bases)), effects.levels[at]
    if not bases[0]:
        return Row((words, level, 0, *([None] * NUMBERS)), "[x]")
    if quality.withheld:
        return Row((words, level, shown, *([None] * NUMBERS)), quality.shorthand)
    numbers = [float(one[at]) for one in (effects.share, effects.difference, effects.difference_low, effects.difference_high)]
    numbers += [*(float(one[at]) for one in (effects.ratio, effects.ratio_low, effects.ratio_high)), *odds]
    if not np.isfinite(numbers).all():
        return Row((words, level, shown, *([None] * NUMBERS)), "[x]")
    return Row((words, level, shown, *numbers, p), quality.shorthand)


def _odds(words: str, level: str | None, model: FittedModel, step: float) -> list[float]:
    """The odds ratio of a level, or of so much more of a number, with its interval."""
    place = next(int(at) for at in model.matrix.columns_of(words) if model.matrix.columns[at].level == level)
    place -= 0 if isinstance(model, LogisticModel) else 1  # an ordinal model's coefficients leave out the constant
    with np.errstate(over="ignore"):  # what is too large to hold has no number
        return [float(np.exp(step * one[place])) for one in (model.estimate, model.low, model.high)]
