"""What each attribute of a vignette does to the answer."""

from folkmoot.survey.vignettes.amce import amce, marginal_means
from folkmoot.survey.vignettes.groups import GroupedVignettes, amce_by_group, marginal_means_by_group
from folkmoot.survey.vignettes.interactions import VignetteInteraction, amce_within
from folkmoot.survey.vignettes.results import VignetteResult, VignetteRow

__all__ = [
    "GroupedVignettes",
    "VignetteInteraction",
    "VignetteResult",
    "VignetteRow",
    "amce",
    "amce_by_group",
    "amce_within",
    "marginal_means",
    "marginal_means_by_group",
]
