"""The statistics of surveys: designs, weights, estimates with their uncertainty. Pure functions on arrays; more by subject in the
packages below."""

from folkmoot.survey.bases import THRESHOLDS, BaseQuality, base_quality
from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.cube import Cube, make_cube
from folkmoot.survey.design import Design
from folkmoot.survey.diagnostics import kish_deff, n_effective
from folkmoot.survey.estimates import Estimates, means, proportions, totals
from folkmoot.survey.factors import Factor
from folkmoot.survey.group_estimates import GroupEstimates, group_means, group_shares
from folkmoot.survey.intervals import DfMethod, Interval
from folkmoot.survey.margins import Calibration, Margin
from folkmoot.survey.quantiles import QuantileRule, Quantiles, quantiles
from folkmoot.survey.raking import Raking, RakingError, rake
from folkmoot.survey.ratios import Ratios, ratios
from folkmoot.survey.sentences import SampleKind, sample_sentences
from folkmoot.survey.strata import LonelyPsu
from folkmoot.survey.tables import Table, tables, tables_of_cube
from folkmoot.survey.variance import Variance

__all__ = [
    "THRESHOLDS",
    "BaseQuality",
    "Calibration",
    "Cube",
    "Design",
    "DfMethod",
    "Estimates",
    "Factor",
    "GroupEstimates",
    "Interval",
    "LonelyPsu",
    "Margin",
    "QuantileRule",
    "Quantiles",
    "Raking",
    "RakingError",
    "Ratios",
    "SampleKind",
    "Table",
    "Variance",
    "base_quality",
    "group_means",
    "group_shares",
    "kish_deff",
    "linearised_covariance",
    "make_cube",
    "means",
    "n_effective",
    "proportions",
    "quantiles",
    "rake",
    "ratios",
    "sample_sentences",
    "tables",
    "tables_of_cube",
    "totals",
]
