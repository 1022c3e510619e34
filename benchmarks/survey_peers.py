"""The same jobs in svy and rimpy, as their own documentation would have a user write them."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.survey_job import FACTORS, MARGINS, OUTCOMES, POPULATION, REPLICATES, TOLERANCE, Job, Survey


def svy_job(survey: Survey) -> Job:
    """The job in svy: means in its list form (one call for each factor), one cross-table for each test, one model for each answer."""
    import svy  # not above: a process that measures Folkmoot's memory must not load it

    raked = _svy_raked(survey)
    weights = raked.data.lazy().collect()["raked"].to_numpy()
    sample = svy.Sample(raked.data, svy.Design(wgt="raked"))  # the weights taken as given
    tests = {}
    for factor in FACTORS:
        for outcome in OUTCOMES:
            found = sample.categorical.tabulate(factor, outcome).stats.f
            tests[factor, outcome] = np.array([found.value, found.df_num, found.df_den])
    models = {}
    for outcome in OUTCOMES:
        model = sample.glm.fit(outcome, x=[svy.Cat(factor) for factor in FACTORS], family="binomial", tol=1e-12)
        models[outcome] = np.array([(coefficient.est, coefficient.se) for coefficient in model.coefs])
    return Job(weights, _svy_means(sample, survey), tests, models)


def svy_raked_tables(survey: Survey) -> Job:
    """32 tables whose standard errors take account of the raking."""
    sample = _svy_raked(survey)
    return Job(sample.data.lazy().collect()["raked"].to_numpy(), _svy_means(sample, survey))


def svy_bootstrap(survey: Survey) -> list[object]:
    """4 means and 8 tables from replicates, each raked again: fewer tables than Folkmoot makes in the same job."""
    import svy

    numbered = survey.frame.with_row_index("row")  # svy resamples clusters, so each row must be named as one
    sample = svy.Sample(numbered, svy.Design(wgt="base", psu="row")).weighting.create_bs_wgts(n_reps=REPLICATES, rstate=1)
    raked = sample.weighting.rake(controls=_controls(survey), tol=TOLERANCE, wgt_name="raked")
    found = [raked.estimation.mean(list(OUTCOMES), method="replication")]
    found += [raked.estimation.mean("A", by=factor, method="replication") for factor in FACTORS]
    return found


def svy_domains(frame: pl.DataFrame) -> NDArray[np.float64]:
    """Totals of `value` by `domain`, in the order of the domains' numbers: (domains, 2) of total and standard error."""
    import svy

    found = svy.Sample(frame, svy.Design(wgt="weight")).estimation.total("value", by="domain")
    rows = {row.by_level[0]: (row.est, row.se) for row in found.estimates}
    return np.array([rows[key] for key in sorted(rows, key=int)])


def numbered(survey: Survey) -> Survey:
    """The survey with its margins' levels as whole numbers, which are what rimpy takes."""
    columns = [pl.col(name).cast(pl.Enum(survey.levels[name])).to_physical().cast(pl.Int64) for name in MARGINS]
    return Survey(survey.frame.with_columns(columns), survey.levels, survey.targets)


def rimpy_raking(survey: Survey) -> NDArray[np.float64]:
    """Raking in rimpy; text is numbered first, by polars."""
    import rimpy

    frame = (numbered(survey) if survey.frame[MARGINS[0]].dtype == pl.String else survey).frame.select(MARGINS)
    shares = {
        name: {code: 100 * target / POPULATION for code, target in enumerate(targets.values())} for name, targets in survey.targets.items()
    }
    found = rimpy.rake(frame, shares, convergence_threshold=TOLERANCE, total=POPULATION)
    return np.asarray(found["weight"].to_numpy(), np.float64)


def _controls(survey: Survey) -> dict[str, dict[str | int | float | bool, int | float]]:
    return {margin: dict(targets.items()) for margin, targets in survey.targets.items()}


def _svy_raked(survey: Survey):  # type: ignore[no-untyped-def]  # svy's own type, which is not loaded here
    import svy

    return svy.Sample(survey.frame, svy.Design(wgt="base")).weighting.rake(controls=_controls(survey), tol=TOLERANCE, wgt_name="raked")


def _svy_means(sample, survey: Survey) -> dict[tuple[str, str], NDArray[np.float64]]:  # type: ignore[no-untyped-def]
    cells = {}
    for factor, levels in survey.levels.items():
        for outcome, found in zip(OUTCOMES, sample.estimation.mean(list(OUTCOMES), by=factor), strict=True):
            rows = {row.by_level: (row.est, row.se, row.lci, row.uci) for row in found.estimates}
            cells[factor, outcome] = np.array([rows[(level,)] for level in levels])
    return cells
