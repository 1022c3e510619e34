"""Estimates for small areas: multilevel regression with poststratification, and Fay and Herriot's."""

from folkmoot.survey.areas.fay_herriot import FayHerriot, fay_herriot
from folkmoot.survey.areas.mrp import AreaEstimates, poststratify
from folkmoot.survey.areas.multilevel import Multilevel, fit_multilevel
from folkmoot.survey.areas.multilevel_terms import LevelCovariate
from folkmoot.survey.areas.poststratification import PoststratificationCells, check_cells

__all__ = [
    "AreaEstimates",
    "FayHerriot",
    "LevelCovariate",
    "Multilevel",
    "PoststratificationCells",
    "check_cells",
    "fay_herriot",
    "fit_multilevel",
    "poststratify",
]
