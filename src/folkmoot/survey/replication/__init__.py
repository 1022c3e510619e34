"""Uncertainty seen from replicates of the sample: the bootstrap, the jackknife and balanced half-samples."""

from folkmoot.survey.replication.replicate_tables import ReplicateTable, replicate_estimates, replicate_tables
from folkmoot.survey.replication.replicates import Replicates, balanced_half_samples, bootstrap, jackknife

__all__ = [
    "ReplicateTable",
    "Replicates",
    "balanced_half_samples",
    "bootstrap",
    "jackknife",
    "replicate_estimates",
    "replicate_tables",
]
