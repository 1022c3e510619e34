"""TF-IDF: statements as sparse vectors of what sets each apart, of unit length, so that their products are cosine similarities."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.statement_words import plain

if TYPE_CHECKING:
    from scipy import sparse

type Ints = NDArray[np.int64]

_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that multiplying by it loses nothing in 64 bits


def character_grams(texts: Sequence[str], lengths: Sequence[int] = (3, 4, 5)) -> tuple[Ints, Ints, int]:
    """For every run of 3 to 5 characters the statement it is in and its number, and how many different ones there are.

    A statement begins and ends with a space, so that its first and last letters count as such. Runs are told apart by a 64-bit
    hash of their characters.
    """
    padded = [f" {plain(text)} " for text in texts]
    points = np.frombuffer("".join(padded).encode("utf-32-le"), np.uint32).astype(np.uint64)
    size = np.array([len(text) for text in padded], np.int64)
    owner, ends = np.repeat(np.arange(len(padded)), size), np.repeat(np.cumsum(size), size)
    statements: list[Ints] = []
    hashes: list[NDArray[np.uint64]] = []
    for length in lengths:
        whole = np.arange(len(points)) + length <= ends
        at = np.flatnonzero(whole)
        mixed = np.full(len(at), length, np.uint64)
        for step in range(length):
            mixed = (mixed ^ points[at + step]) * _BASE
            mixed ^= mixed >> np.uint64(29)
        statements.append(owner[at].astype(np.int64))
        hashes.append(mixed)
    known, gram = np.unique(np.concatenate(hashes) if hashes else np.zeros(0, np.uint64), return_inverse=True)
    return np.concatenate(statements), gram.astype(np.int64).ravel(), len(known)


def tf_idf(statement: Ints, term: Ints, statements: int, terms: int) -> "sparse.csr_matrix":
    """(statements, terms) rows of unit length: (1 + log count) * (1 + log((1 + statements) / (1 + statements with the term))).

    The weights of Salton and Buckley (1988), Information Processing and Management 24, 513-523, smoothed so that none is 0.
    A statement without a term is a row of zeros.
    """
    from scipy import sparse  # slow to import

    counts = sparse.csr_matrix((np.ones(len(term)), (statement, term)), shape=(statements, terms))
    counts.sum_duplicates()
    spread = np.bincount(counts.indices, minlength=terms)
    values = (1 + np.log(counts.data)) * (1 + np.log((1 + statements) / (1 + spread)))[counts.indices]
    owner = np.repeat(np.arange(statements), np.diff(counts.indptr))
    length = np.sqrt(np.bincount(owner, values**2, minlength=statements))
    return sparse.csr_matrix((values / length[owner], counts.indices, counts.indptr), shape=counts.shape)
