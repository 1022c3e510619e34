"""Weights beyond raking: calibration, caps, non-response, attrition, and why margins cannot be met."""

from folkmoot.survey.weights.attrition import Attrition, adjust_for_attrition
from folkmoot.survey.weights.auxiliaries import Auxiliary
from folkmoot.survey.weights.calibrate import Calibrated, CalibrationError, calibrate, calibrated_covariance
from folkmoot.survey.weights.contradiction_words import Contradiction
from folkmoot.survey.weights.distances import Distance
from folkmoot.survey.weights.infeasible import find_contradiction
from folkmoot.survey.weights.nonresponse import NonresponseAdjustment, adjust_by_class, adjust_by_propensity
from folkmoot.survey.weights.response_rates import Disposition, ResponseRate
from folkmoot.survey.weights.trim import CappedRaking, Trimmed, rake_with_cap, trim_weights

__all__ = [
    "Attrition",
    "Auxiliary",
    "Calibrated",
    "CalibrationError",
    "CappedRaking",
    "Contradiction",
    "Disposition",
    "Distance",
    "NonresponseAdjustment",
    "ResponseRate",
    "Trimmed",
    "adjust_by_class",
    "adjust_by_propensity",
    "adjust_for_attrition",
    "calibrate",
    "calibrated_covariance",
    "find_contradiction",
    "rake_with_cap",
    "trim_weights",
]
