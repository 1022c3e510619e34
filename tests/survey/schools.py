"""The schools of apistrat and apiclus1 as tests/survey/r/regression.R prepares them, beside its golden numbers."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.design import Design
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.model_terms import Covariate, Term

DESIGNS = ("strata", "strata_fpc", "clusters", "clusters_fpc")
GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "regression.json").read_text("utf-8"))


class Schools:
    """A design of schools, an answer yes or no with holes, an ordered one, and terms."""

    def __init__(self, shared_data: Path, name: str) -> None:
        file = "apistrat.csv" if name.startswith("strata") else "apiclus1.csv"
        with (shared_data / "surveys" / "r-reference" / file).open(newline="", encoding="utf-8") as source:
            rows = list(csv.DictReader(source))
        self.rows = {key: [row[key] for row in rows] for key in rows[0]}
        self.r = GOLDEN[name]
        self.design = Design(
            self.numbers("pw"),
            strata=np.searchsorted(["E", "H", "M"], self.rows["stype"]) if name.startswith("strata") else None,
            psu=self.numbers("dnum").astype(int) if name.startswith("clusters") else None,
            fpc=self.numbers("fpc") if name.endswith("fpc") else None,
        )
        self.wide = np.array([word == "Yes" for word in self.rows["sch.wide"]], np.float64)
        self.wide[6::23] = np.nan
        mobility = self.numbers("mobility")
        mobility[4::41] = np.nan
        size = np.digitize(self.numbers("enroll"), [350, 600])
        grade = np.searchsorted([570, 650, 740], self.numbers("api00"), side="left")
        self.grade = Factor("grade", ("low", "fair", "good", "high"), grade)
        self.size = Factor("size", ("small", "middle", "large"), size)
        self.poor = Factor("poor", ("few", "many"), (self.numbers("meals") > 60).astype(int))
        self.awards = Factor.from_values("awards", self.rows["awards"])
        self.small = Covariate("small", (size == 0).astype(np.float64))
        self.meals, self.mobility = Covariate("meals", self.numbers("meals")), Covariate("mobility", mobility)

    def numbers(self, key: str) -> NDArray[np.float64]:
        return np.array([float(word) if word not in ("NA", "") else np.nan for word in self.rows[key]])

    def terms(self, kind: str) -> list[Term]:
        kinds: dict[str, list[Term]] = {
            "factors": [self.size, self.poor],
            "mixed": [self.size, self.meals, self.mobility],
            "aliased": [self.size, self.small, self.meals],
        }
        return kinds[kind]

    @property
    def complete(self) -> NDArray[np.float64]:
        """The answer, of schools whose mobility is known."""
        return np.where(np.isnan(self.mobility.values), np.nan, self.wide)
