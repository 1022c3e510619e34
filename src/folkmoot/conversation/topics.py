"""Topics: statements sorted by their words into a few sets, each with the words that set it apart and a statement that stands for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.ids import Ids
from folkmoot.conversation.keyness import KeyTerm, key_terms, statement_terms, uses_in
from folkmoot.conversation.statement_words import FRAME_WORDS
from folkmoot.conversation.tf_idf import tf_idf

if TYPE_CHECKING:
    from scipy import sparse

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

AXES = 50
STARTS = 20
MOST_TOPICS = 15
_ROUNDS = 100


@dataclass(frozen=True, eq=False)
class Topic:
    """statements: ids, those nearest the middle first. medoid: the first of them. words: what sets the topic apart, clearest first.

    closeness: mean cosine of its statements with its middle, from 0 (nothing in common) to 1 (all the same).
    """

    statements: Ids
    medoid: int | str
    words: tuple[KeyTerm, ...]
    closeness: float

    @property
    def label(self) -> str:
        """The topic's first words, without those that are part of an earlier one."""
        shown: list[str] = []
        for word in self.words:
            if len(shown) < 4 and not any(set(word.term.split()) & set(other.split()) for other in shown):
                shown.append(word.term)
        return ", ".join(shown)


@dataclass(frozen=True, eq=False)
class Topics:
    """topics: the largest first. unplaced: ids of statements whose words no other statement uses. separation: mean silhouette of the
    statements placed (simplified: by distance to the middles of the topics, cosine); below 0.25 the topics run into each other.
    """

    topics: tuple[Topic, ...]
    unplaced: Ids
    separation: float
    seed: int
    method: str
    sentences: tuple[str, ...]


def topics(
    texts: Sequence[str],
    ids: Sequence[int] | Sequence[str] | Ids,
    *,
    k: int | None = None,
    stop_words: Iterable[str] = (),
    words: int = 8,
    seed: int = 0,
) -> Topics:
    """Sort statements into k topics by their words; the same texts, in any order, give the same topics.

    TF-IDF of words and pairs of words that two statements or more use, its first 50 singular vectors (Deerwester et al. 1990), and
    k-means on the directions (Dhillon and Modha 2001) from 20 seeded starts. k: how many topics; without it, the square root of a
    third of the statements, at most 15: no measure of fit tells how fine a reader wants them. stop_words: terms to leave out besides
    English function words and the words wishes are framed with ("need", "hope"), such as the names of the place.
    Topics are a help in reading: words alone do not know what they mean, and a label is words and not a summary.
    Raises ValueError where ids and texts differ in number, an id is there twice, or k topics cannot be made.
    """
    if len(texts) != len(ids):
        raise ValueError(f"There are {len(texts)} texts and {len(ids)} ids. Give one id for each text.")
    known = np.asarray(ids)
    order = np.argsort(known, kind="stable")
    known, in_order = known[order], [texts[at] for at in order.tolist()]
    if (known[1:] == known[:-1]).any():
        raise ValueError(f"Statement {known[1:][known[1:] == known[:-1]][0]} is listed twice. List each statement once.")
    vocabulary, statement, term = statement_terms(in_order, stop_words=FRAME_WORDS | set(stop_words))
    points, placed = _directions(statement, term, len(in_order), len(vocabulary))
    if k is not None and not 1 <= k <= len(placed):
        raise ValueError(f"{k} topics cannot be made of {len(placed)} statements that share words. Choose from 1 to {len(placed)}.")
    number = k if k is not None else min(len(placed), MOST_TOPICS, max(2, round(float(np.sqrt(len(placed) / 3)))))
    labels = spherical_k_means(points, number, seed) if number else np.zeros(0, np.int64)
    separation = _silhouette(points, labels)
    made: list[Topic] = []
    for one in range(number):
        members = np.flatnonzero(labels == one)
        if len(members):
            mask = np.zeros(len(in_order), bool)
            mask[placed[members]] = True
            key = key_terms(vocabulary, *uses_in(statement, term, mask, len(vocabulary)), most=words)
            made.append(_topic(points[members], known[placed[members]], key))
    made.sort(key=lambda topic: (-len(topic.statements), topic.medoid))
    unplaced = np.delete(known, placed)
    method = f"TF-IDF of words, {points.shape[1]} singular vectors, spherical k-means, {STARTS} starts, k={number}; keyness for the words"
    return Topics(tuple(made), unplaced, separation, seed, method, _sentences(made, len(unplaced), separation))


def _topic(points: Floats, ids: Ids, words: tuple[KeyTerm, ...]) -> Topic:
    middle = points.sum(0)
    middle /= max(float(np.sqrt((middle**2).sum())), 1e-12)
    nearness = np.round(points @ middle, 9)
    order = np.argsort(-nearness, kind="stable")
    return Topic(ids[order], ids[order][0].item(), words, float(nearness.mean()))


def _directions(statement: Ints, term: Ints, statements: int, terms: int) -> tuple[Floats, Ints]:
    """Unit vectors of the statements that share a term with another, and the places of these statements."""
    once = np.unique(np.column_stack([statement, term]), axis=0)
    shared = np.bincount(once[:, 1], minlength=terms) >= 2
    uses = shared[term]
    place = np.cumsum(shared) - 1
    vectors = tf_idf(statement[uses], place[term[uses]], statements, int(shared.sum()))
    placed = np.flatnonzero(np.diff(vectors.indptr))
    vectors = vectors[placed]
    axes = min(AXES, min(vectors.shape) - 1)
    positions = vectors.toarray() if axes < 2 else vectors @ _singular_vectors(vectors, axes)
    length = np.sqrt((positions**2).sum(1))
    kept = length > 1e-9
    return positions[kept] / length[kept, None], placed[kept]


def _singular_vectors(vectors: "sparse.csr_matrix", axes: int) -> Floats:
    from scipy.sparse.linalg import svds  # slow to import

    start = np.random.Generator(np.random.PCG64(0)).standard_normal(min(vectors.shape))
    _, values, right = svds(vectors, k=axes, v0=start, tol=1e-10)
    right = right[np.argsort(-values, kind="stable")]
    largest = right[np.arange(axes), np.abs(np.round(right, 9)).argmax(1)]
    return np.asarray(np.round((right * np.where(largest < 0, -1, 1)[:, None]).T, 9), np.float64)


def spherical_k_means(points: Floats, k: int, seed: int) -> Ints:
    """(n,) labels of the best of 20 seeded starts: the highest sum of cosines with the middle of each statement's set."""
    random = np.random.Generator(np.random.PCG64(seed))
    best: tuple[float, Ints] = (-np.inf, np.zeros(len(points), np.int64))
    for _ in range(STARTS):
        middles = _spread_start(points, k, random)
        labels = np.argmax(np.round(points @ middles.T, 9), axis=1)
        for _ in range(_ROUNDS):
            sums = np.zeros_like(middles)
            np.add.at(sums, labels, points)
            length = np.sqrt((sums**2).sum(1))
            middles = np.where(length[:, None] > 1e-12, sums / np.maximum(length, 1e-12)[:, None], middles)
            moved = np.argmax(np.round(points @ middles.T, 9), axis=1)
            if np.array_equal(moved, labels):
                break
            labels = moved
        fit = round(float((points * middles[labels]).sum()), 6)
        if fit > best[0]:
            best = (fit, labels)
    return best[1]


def _spread_start(points: Floats, k: int, random: np.random.Generator) -> Floats:
    """k-means++ (Arthur and Vassilvitskii 2007) with cosine distance."""
    chosen = [int(random.integers(len(points)))]
    distance = np.full(len(points), np.inf)
    for draw in random.random(k - 1):
        distance = np.minimum(distance, np.round(np.maximum(1 - points @ points[chosen[-1]], 0), 9))
        until = np.cumsum(distance)
        spot = int(np.searchsorted(until, draw * until[-1], "right")) if until[-1] > 0 else int(draw * len(points))
        chosen.append(min(spot, len(points) - 1))
    return points[chosen]


def _silhouette(points: Floats, labels: Ints) -> float:
    """Mean simplified silhouette: distances to the middles of the sets in place of distances to all their members."""
    found = np.unique(labels)
    if len(found) < 2:
        return 0.0
    middles = np.stack([points[labels == one].sum(0) for one in found])
    middles /= np.maximum(np.sqrt((middles**2).sum(1)), 1e-12)[:, None]
    distance = np.maximum(1 - points @ middles.T, 0)
    own = np.searchsorted(found, labels)
    inner = distance[np.arange(len(points)), own]
    distance[np.arange(len(points)), own] = np.inf
    outer = distance.min(1)
    return round(float(((outer - inner) / np.maximum(np.maximum(outer, inner), 1e-12)).mean()), 9)


def _sentences(made: list[Topic], unplaced: int, separation: float) -> tuple[str, ...]:
    said = [f"{len(topic.statements):,} statements: {topic.label}." for topic in made]
    if unplaced:
        said.append(f"{unplaced:,} statements share no word with another and are in no topic.")
    if made and separation < 0.25:
        said.append("These topics run into each other: read them as a first sorting.")
    return tuple(said)
