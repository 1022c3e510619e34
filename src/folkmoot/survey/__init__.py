"""The statistics of surveys: designs, raking, estimates with their uncertainty. Pure functions on arrays."""

from folkmoot.survey.bases import THRESHOLDS, BaseQuality, base_quality
from folkmoot.survey.design import Design
from folkmoot.survey.diagnostics import kish_deff, n_effective
from folkmoot.survey.estimates import Estimates, means, proportions, totals
from folkmoot.survey.intervals import DfMethod, Interval
from folkmoot.survey.margins import Calibration, Margin
from folkmoot.survey.raking import Raking, RakingError, rake
from folkmoot.survey.sentences import SampleKind, sample_sentences
from folkmoot.survey.strata import LonelyPsu
from folkmoot.survey.variance import Variance

__all__ = [
    "THRESHOLDS",
    "BaseQuality",
    "Calibration",
    "Design",
    "DfMethod",
    "Estimates",
    "Interval",
    "LonelyPsu",
    "Margin",
    "Raking",
    "RakingError",
    "SampleKind",
    "Variance",
    "base_quality",
    "kish_deff",
    "means",
    "n_effective",
    "proportions",
    "rake",
    "sample_sentences",
    "totals",
]
