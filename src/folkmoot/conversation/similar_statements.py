"""Similar statements: pairs in like words, and whether people's votes say that they are duplicates or opposites. Nothing is merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.ids import Ids
from folkmoot.conversation.tf_idf import character_grams, tf_idf
from folkmoot.conversation.vote_correlation import vote_correlations
from folkmoot.conversation.vote_matrix import VoteMatrix

if TYPE_CHECKING:
    from scipy import sparse

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Kind = Literal["duplicate", "opposite", "like words"]

THRESHOLD = 0.4
LEAST_VOTERS = 25
ALIKE = 0.3  # vote correlation from which a pair in like words is suggested as a duplicate
_BLOCK = 256

METHOD = (
    "Cosine similarity of TF-IDF over runs of 3 to 5 characters (no dictionary: any language), exact for all pairs at or above the "
    "threshold; then Pearson's correlation of the votes of people who voted on both. duplicate: correlation 0.3 or more and its 95% "
    "interval above 0; opposite: the 95% interval below 0; like words: neither, or under 25 such people."
)


@dataclass(frozen=True)
class SimilarPair:
    """first, second: ids of the statements, in order. similarity: of their words, 0 to 1. voters: people who voted on both.

    correlation, low, high: of their votes, with its 95% interval; None where fewer than 25 voted on both, or votes do not vary.
    """

    first: int | str
    second: int | str
    similarity: float
    voters: int
    correlation: float | None
    low: float | None
    high: float | None
    kind: Kind

    @property
    def sentence(self) -> str:
        """The finding in plain words."""
        pair = f"Statements {self.first} and {self.second} are in like words"
        if self.correlation is None:
            return f"{pair}. {self.voters:,} people voted on both, too few or too much of one mind to tell whether they mean the same."
        votes = f"the votes of the {self.voters:,} people who voted on both correlate at {self.correlation:.2f}"
        if self.kind == "duplicate":
            return f"{pair}, and {votes}: they may say the same. Read both before closing one."
        if self.kind == "opposite":
            return f"{pair}, but {votes}: they take opposite sides."
        return f"{pair}; {votes}, which does not tell."


@dataclass(frozen=True, eq=False)
class SimilarStatements:
    """pairs: the most similar first. statements: how many were compared."""

    pairs: tuple[SimilarPair, ...]
    statements: int
    threshold: float
    method: str

    def of(self, kind: Kind) -> tuple[SimilarPair, ...]:
        """The pairs of one kind."""
        return tuple(pair for pair in self.pairs if pair.kind == kind)


def similar_statements(
    texts: Sequence[str], ids: Sequence[int] | Sequence[str] | Ids, votes: VoteMatrix | None = None, *, threshold: float = THRESHOLD
) -> SimilarStatements:
    """Pairs of statements whose words are alike, with what the votes say about each pair.

    texts, ids: of the statements, in any order. votes: without them, and for statements that are not in them, pairs are of the kind
    "like words". threshold: least similarity, above 0 and up to 1. Memory grows with the text and the pairs found, not with the
    square of the statements.
    Raises ValueError where ids and texts differ in number, an id is there twice, a text is empty, or the threshold does not fit.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"The threshold is {threshold}. Give a number above 0, up to 1.")
    named = _in_order(texts, ids)
    first, second, similarity = similar_pairs([text for _, text in named], threshold)
    pairs = _with_votes(np.array([one for one, _ in named]), first, second, similarity, votes)
    pairs.sort(key=lambda pair: (-pair.similarity, pair.first, pair.second))
    return SimilarStatements(tuple(pairs), len(named), threshold, METHOD)


def _in_order(texts: Sequence[str], ids: Sequence[int] | Sequence[str] | Ids) -> list[tuple[int | str, str]]:
    if len(texts) != len(ids):
        raise ValueError(f"There are {len(texts)} texts and {len(ids)} ids. Give one id for each text.")
    plain_ids = [one.item() if isinstance(one, np.generic) else one for one in ids]
    for row, (one, text) in enumerate(zip(plain_ids, texts, strict=True)):
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"Row {row + 1}: statement {one} has no text. Leave it out, or give its text.")
    named = sorted(zip(plain_ids, texts, strict=True), key=lambda pair: pair[0])
    for (one, _), (following, _) in pairwise(named):
        if one == following:
            raise ValueError(f"Statement {one} is listed twice. List each statement once.")
    return named


def similar_pairs(texts: Sequence[str], threshold: float) -> tuple[Ints, Ints, Floats]:
    """Places (i, j), i < j, of all pairs of texts with a similarity of at least the threshold, and that similarity.

    Runs of characters that many statements share make most of the work and little of the similarity. The first pass leaves them out
    and keeps the pairs that could reach the threshold with them (Cauchy-Schwarz), the second works these out in full.
    """
    statement, gram, grams = character_grams(texts)
    vectors = tf_idf(statement, gram, len(texts), grams)
    common, left_out = _common_grams(vectors, threshold)
    mostly_common = left_out**2 > 0.9 * threshold  # two such could be alike in common runs alone
    rare = vectors[:, np.flatnonzero(~common)]
    rare_by_gram, all_by_gram = rare.T.tocsr(), vectors.T.tocsr()
    found: list[tuple[Ints, Ints, Floats]] = []
    for begin in range(0, len(texts), _BLOCK):
        rows = np.arange(begin, min(begin + _BLOCK, len(texts)))
        first_pass = (rare[rows] @ rare_by_gram).tocoo()
        i, j = rows[first_pass.row], first_pass.col.astype(np.int64)
        reach = first_pass.data + left_out[i] * left_out[j] >= threshold - 1e-9
        candidates = reach & (i != j) & ~mostly_common[i] & ~mostly_common[j]
        i, j = np.minimum(i, j)[candidates], np.maximum(i, j)[candidates]
        own = rows[mostly_common[rows]]
        if len(own):
            second_pass = (vectors[own] @ all_by_gram).tocoo()
            near = second_pass.data >= threshold - 1e-9
            i = np.concatenate([i, own[second_pass.row[near]]])
            j = np.concatenate([j, second_pass.col[near].astype(np.int64)])
            i, j = np.minimum(i, j)[i != j], np.maximum(i, j)[i != j]
        found.append(_in_full(vectors, i, j, threshold))
    parts = [np.concatenate(one) for one in zip(*found, strict=True)] if found else [np.zeros(0)] * 3
    _, once = np.unique(parts[0].astype(np.int64) * len(texts) + parts[1].astype(np.int64), return_index=True)
    return parts[0][once].astype(np.int64), parts[1][once].astype(np.int64), parts[2][once]


def _common_grams(vectors: "sparse.csr_matrix", threshold: float) -> tuple[NDArray[np.bool_], Floats]:
    """(grams,) the runs left out at first: as many as can be with little of nearly every text lost. (n,) the length of what is lost."""
    n, grams = vectors.shape
    spread = np.bincount(vectors.indices, minlength=grams)
    owner = np.repeat(np.arange(n), np.diff(vectors.indptr))
    most = 25
    while True:
        common = spread > most
        inside = common[vectors.indices]
        lost = np.bincount(owner[inside], vectors.data[inside] ** 2, minlength=n)
        if not inside.any() or np.quantile(lost, 0.98) <= threshold / 2:
            return common, np.sqrt(lost)
        most *= 2


def _in_full(vectors: "sparse.csr_matrix", i: Ints, j: Ints, threshold: float) -> tuple[Ints, Ints, Floats]:
    """The candidates that reach the threshold. Rounded to 9 places, so that the same texts give the same pairs on any machine."""
    similarity = np.zeros(len(i))
    for start in range(0, len(i), 4096):
        part = slice(start, start + 4096)
        similarity[part] = np.asarray(vectors[i[part]].multiply(vectors[j[part]]).sum(1)).ravel()
    similarity = np.minimum(np.round(similarity, 9), 1.0)
    keep = similarity >= threshold
    return i[keep], j[keep], similarity[keep]


def _with_votes(ids: NDArray[np.generic], first: Ints, second: Ints, similarity: Floats, votes: VoteMatrix | None) -> list[SimilarPair]:
    voters = np.zeros(len(first), np.int64)
    r, low, high = (np.full(len(first), np.nan) for _ in range(3))
    if votes is not None and len(first):
        held = np.isin(ids, votes.statements)
        place = np.searchsorted(votes.statements, ids)
        both = np.flatnonzero(held[first] & held[second])
        measured = vote_correlations(votes, place[first[both]], place[second[both]])
        voters[both], r[both], low[both], high[both] = measured.voters, measured.r, measured.low, measured.high
    pairs: list[SimilarPair] = []
    for at in range(len(first)):
        one, other = ids[first[at]].item(), ids[second[at]].item()
        if voters[at] < LEAST_VOTERS or np.isnan(r[at]):
            pairs.append(SimilarPair(one, other, float(similarity[at]), int(voters[at]), None, None, None, "like words"))
            continue
        kind: Kind = "duplicate" if r[at] >= ALIKE and low[at] > 0 else "opposite" if high[at] < 0 else "like words"
        pairs.append(SimilarPair(one, other, float(similarity[at]), int(voters[at]), float(r[at]), float(low[at]), float(high[at]), kind))
    return pairs
