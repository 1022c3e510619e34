"""Ratios of Folkmoot to named peers, measured side by side in one run."""

import os

# One BLAS thread for all engines: threads that wait for small matrices burn CPU and tell nothing. Before numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
