"""A regression of a statement, or of ordered answers, on several things at once: odds ratios, and what they mean in shares of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.files.problems import did_you_mean
from folkmoot.survey import Factor, base_quality
from folkmoot.survey.models import Covariate, LogisticModel, logistic, ordinal
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.model_interactions import Pair, counted_pairs, pair_people, read_pairs, within_words
from folkmoot.weigh.analyses.model_people import ModelPeople, counted_model, model_people
from folkmoot.weigh.analyses.model_rows import COLUMNS, FittedModel, level_rows, nothing, rows_within
from folkmoot.weigh.analyses.model_words import notes, sentences
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Section
from folkmoot.weigh.plan_keys import Table

KEYS = ("kind", "title", "statement", "answers", "terms", "interactions", "references", "steps")
_FEWEST, _MOST = 3, 20


@dataclass(frozen=True, slots=True)
class Model:
    """statement or answers: the id of a statement, or a column whose levels go from lowest to highest; the other is empty.
    interactions: pairs of terms. references: by factor, the level that others are compared with. steps: by number column, how much more is
    looked at."""

    title: str
    statement: str
    answers: str
    terms: tuple[str, ...]
    interactions: tuple[Pair, ...]
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
    interactions = read_pairs(table, terms, names)
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
    return Model(title, statement, answers, terms, interactions, {name: str(level) for name, level in references.items()}, steps)


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
    levels = {name: given.plan.levels(name) for name in factors}
    levels |= {name: (f"{wanted.steps.get(name, 1.0):g} more",) for name in covariates}
    references = {name: wanted.references.get(name) or _reference(given.plan.levels(name), name, people) for name in factors}
    if people.everything or (not covariates and all(people.hidden[name].all() for name in factors)):
        rows = tuple(row for name in wanted.terms for row in nothing(words[name], levels[name]))
        few = "There are too few people, or too few on one side of the answers, to show anything of this model."
        return Section(wanted.title, (few,), COLUMNS, rows, (), ("not fitted: too few people",))
    answer = outcome.codes.astype(np.int64)
    pairs = [pair_people(given, pair, answer, len(outcome.levels), covariates, people) for pair in wanted.interactions]
    model = fit(wanted, given, references, [held.pair for held in pairs if not held.left_out])
    effects = {name: model.average_effects(words[name], step=wanted.steps.get(name, 1.0)) for name in wanted.terms}
    compared = {words[name]: effects[name].reference for name in factors}
    rows = tuple(
        row for name in wanted.terms for row in level_rows(name, words[name], model, effects[name], wanted.steps.get(name, 1.0), people)
    )
    inside: dict[str, tuple[str, str, str]] = {}
    for held in pairs:
        of, within = held.pair
        about = [within_words(words, held.pair, level) for level in levels[within]]
        inside |= {one: (words[of], words[within], level) for one, level in zip(about, levels[within], strict=True)}
        if of in factors:
            compared |= dict.fromkeys(about, effects[of].reference)
        rows += tuple(rows_within(held, words, levels, model, wanted.steps.get(of, 1.0), people))
    said = given.plan.recode_of(given.statement(wanted.statement)).said if wanted.statement else f"answered “{model_top(model)}”"
    found = sentences(rows, compared, said, people, inside)
    told = notes(model, {words[name]: name for name in factors}, rows, said, people, inside)
    told += tuple(_without(words[held.pair[0]], words[held.pair[1]]) for held in pairs if held.left_out)
    counted = tuple(counted_model(given, column, answer, people, alone=len(wanted.terms) == 1))
    counted += tuple(counted_pairs(given, column, answer, people, pairs, alone=len(wanted.terms) == 2))
    return Section(wanted.title, found, COLUMNS, rows, told, tuple(model.method.split("; ")), counted)


def fit(wanted: Model, given: Given, references: Mapping[str, str], interactions: Sequence[Pair] = ()) -> FittedModel:
    """The model itself. Raises ValueError in words that hold no count: the engine's own say how many people gave a model away."""
    words = term_words(wanted, given)
    terms: list[Factor | Covariate] = []
    for name in wanted.terms:
        if name in given.answers.codes:
            terms.append(Factor(words[name], given.plan.levels(name), given.answers.codes[name]))
        else:
            terms.append(Covariate(words[name], given.numbers(name)))
    compared = {words[name]: level for name, level in references.items()}
    pairs = [(words[of], words[within]) for of, within in interactions]
    try:
        if wanted.answers:
            return ordinal(given.design, given.factor(wanted.answers), terms, references=compared, interactions=pairs)
        said = given.plan.recode_of(given.statement(wanted.statement)).said
        return logistic(given.design, given.outcomes[wanted.statement], terms, references=compared, interactions=pairs, said=said)
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


def _without(of: str, within: str) -> str:
    """Why an interaction is not in the model."""
    return (
        f"The model does not look at how far {of} works differently by {within}: some who share a level of both are too few, or too few on "
        "one side of the answers. Put small levels together to see it."
    )
