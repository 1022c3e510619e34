"""The designs of tests/survey/r/ratios_and_comparisons.R, beside its golden numbers."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey import Design, Margin, rake
from folkmoot.survey.factors import Factor
from survey.schools import Schools

R: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "ratios_and_comparisons.json").read_text("utf-8"))
DESIGNS = {"ds": "strata_fpc", "dsn": "strata", "dc": "clusters_fpc", "dcn": "clusters", "rake": "clusters"}
TIGHT = 1e-10


class ComparedSchools:
    """A design of schools with its factors and values."""

    def __init__(self, shared_data: Path, name: str) -> None:
        self._schools = Schools(shared_data, DESIGNS[name])
        rows = self._schools.rows
        self.r = R[name]
        self.stype = Factor.from_values("stype", rows["stype"], ("E", "H", "M"))
        self.improved = Factor.from_values("comp.imp", rows["comp.imp"], ("No", "Yes"))
        wide = Factor.from_values("sch.wide", rows["sch.wide"], ("No", "Yes"))
        self.wide = (wide.codes == 1).astype(np.float64)
        self.score = self.numbers("api00")
        self.band = 1.0 + np.searchsorted([500.0, 600.0, 700.0, 800.0], self.score, side="right")
        self.design: Design = self._schools.design
        if name == "rake":
            margins = [
                Margin("stype", self.stype.levels, self.stype.codes, np.array([4421.0, 755.0, 1018.0])),
                Margin("sch.wide", wide.levels, wide.codes, np.array([1072.0, 5122.0])),
            ]
            self.design = rake(self.design, margins, tolerance=1e-13).design

    def numbers(self, key: str) -> NDArray[np.float64]:
        return self._schools.numbers(key)


def golden(values: Any) -> NDArray[np.float64]:
    """R's numbers, its null being NaN."""
    return np.array([np.nan if value is None else value for value in np.atleast_1d(np.array(values, object))], np.float64)
