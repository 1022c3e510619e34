"""Regression of a yes or no, or of ordered answers, and what it means in shares of people."""

from folkmoot.survey.models.answer_cells import AnswerCells, cube_cells
from folkmoot.survey.models.average_effects import AverageEffects
from folkmoot.survey.models.logistic import ModelVariance, logistic, logistic_of_cells
from folkmoot.survey.models.logistic_model import LogisticModel
from folkmoot.survey.models.model_terms import Covariate, Term
from folkmoot.survey.models.ordinal import OrdinalModel, ordinal, ordinal_of_cells
from folkmoot.survey.models.proportionality import Proportionality
from folkmoot.survey.models.term_tests import TermTest

__all__ = [
    "AnswerCells",
    "AverageEffects",
    "Covariate",
    "LogisticModel",
    "ModelVariance",
    "OrdinalModel",
    "Proportionality",
    "Term",
    "TermTest",
    "cube_cells",
    "logistic",
    "logistic_of_cells",
    "ordinal",
    "ordinal_of_cells",
]
