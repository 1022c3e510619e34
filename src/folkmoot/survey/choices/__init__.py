"""How much each feature weighs with people: points given out, best and worst chosen, or pairs compared."""

from folkmoot.survey.choices.allocation import allocation_weights
from folkmoot.survey.choices.best_worst import BestWorst, BestWorstCounts, best_worst, best_worst_counts
from folkmoot.survey.choices.feature_weights import FeatureWeights
from folkmoot.survey.choices.pairwise_choice import PairwiseChoice, bradley_terry

__all__ = [
    "BestWorst",
    "BestWorstCounts",
    "FeatureWeights",
    "PairwiseChoice",
    "allocation_weights",
    "best_worst",
    "best_worst_counts",
    "bradley_terry",
]
