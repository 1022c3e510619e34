"""Totals by many small groups, such as people by neighbourhood and age."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from folkmoot.survey import Design, totals
from folkmoot.survey.factors import Factor


def make_domains(n: int, domains: int, seed: int = 676) -> pl.DataFrame:
    """n rows in so many domains, each of which holds somebody; a number and an unequal weight."""
    rng = np.random.default_rng(seed)
    domain = np.concatenate([np.arange(domains), rng.integers(0, domains, n - domains)])
    words = pl.Series([str(code) for code in range(domains)]).gather(domain)
    return pl.DataFrame({"domain": words, "value": rng.gamma(2.0, 3.0, n), "weight": rng.uniform(1, 5, n)})


def folkmoot_domains(frame: pl.DataFrame) -> NDArray[np.float64]:
    """(domains, 2) of total and standard error, in the order of the domains' numbers; the text encoded included."""
    domain = Factor.from_values("domain", frame["domain"])
    found = totals(Design(frame["weight"].to_numpy()), frame["value"].to_numpy(), by=domain.codes, levels=len(domain.levels))
    order = np.argsort([int(level) for level in domain.levels])
    return np.column_stack([found.estimate, found.se])[order]
