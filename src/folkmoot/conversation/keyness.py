"""Keyness: the words that set one set of statements apart from others, or from all the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.statement_words import STOP_WORDS, plain, term_counts

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

METHOD = (
    "Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, Political Analysis 16, 372-403, section "
    "3.5.1), the prior being each term's uses in all statements, scaled to `prior` uses in all; z is the ratio over its standard error."
)


@dataclass(frozen=True)
class KeyTerm:
    """A word, pair of words or, in scripts without spaces, pair of characters. z: how clearly it sets the set apart (over 1.96: beyond
    chance for one term looked at alone). log_odds: its size. uses, uses_elsewhere: how often it is used there and in the rest.
    """

    term: str
    z: float
    log_odds: float
    uses: int
    uses_elsewhere: int


def keyness(
    texts: Sequence[str],
    inside: Sequence[bool] | NDArray[np.bool_],
    *,
    stop_words: Iterable[str] = (),
    most: int = 10,
    prior: float = 500.0,
    most_statements: float = 0.5,
) -> tuple[KeyTerm, ...]:
    """The terms that the statements `inside` use more than the others, the clearest first; only those with z above 0.

    stop_words: terms to leave out besides the English function words, such as the names of the place. most_statements: terms in more
    than this share of all statements are left out too (where there are at least 10). prior: pseudo-uses; more shrinks rare terms more.
    Raises ValueError where texts and inside differ in number, or the numbers do not fit.
    """
    mask = np.asarray(inside, bool)
    if mask.shape != (len(texts),):
        raise ValueError(f"There are {len(texts)} texts and {mask.size} marks of which are inside. Give one mark for each text.")
    vocabulary, statement, term = statement_terms(texts, stop_words=stop_words, most_statements=most_statements)
    return key_terms(vocabulary, *uses_in(statement, term, mask, len(vocabulary)), most=most, prior=prior)


def statement_terms(texts: Sequence[str], *, stop_words: Iterable[str] = (), most_statements: float = 0.5) -> tuple[list[str], Ints, Ints]:
    """The vocabulary without stop words and without what most statements say, and each use of a term: its statement and its term."""
    if not 0 < most_statements <= 1:
        raise ValueError(f"The share of statements is {most_statements}. Give a number above 0, up to 1.")
    vocabulary, statement, term = term_counts(texts, STOP_WORDS | {plain(word) for word in stop_words})
    once = np.unique(np.column_stack([term, statement]), axis=0)
    spread = np.bincount(once[:, 0], minlength=len(vocabulary))
    kept = spread <= most_statements * len(texts) if len(texts) >= 10 else np.ones(len(vocabulary), bool)
    place = np.cumsum(kept) - 1
    uses = kept[term]
    return [word for word, keep in zip(vocabulary, kept.tolist(), strict=True) if keep], statement[uses], place[term[uses]]


def uses_in(statement: Ints, term: Ints, mask: NDArray[np.bool_], terms: int) -> tuple[Ints, Ints]:
    """(terms,) uses in the statements of the mask, and (terms,) in the others."""
    within = mask[statement]
    return np.bincount(term[within], minlength=terms), np.bincount(term[~within], minlength=terms)


def key_terms(vocabulary: Sequence[str], uses: Ints, elsewhere: Ints, *, most: int = 10, prior: float = 500.0) -> tuple[KeyTerm, ...]:
    """The key terms of counts that are already made; ties in z (to 9 places) are in the order of the alphabet."""
    if not prior > 0:
        raise ValueError(f"The prior is {prior} uses. Give a number above 0, such as 500.")
    if len(vocabulary) < 2:
        return ()  # a term has odds only against others
    log_odds, z = log_odds_z(uses.astype(np.float64), elsewhere.astype(np.float64), prior)
    order = sorted(np.flatnonzero((z > 0) & (uses > 0)).tolist(), key=lambda at: (-round(float(z[at]), 9), vocabulary[at]))
    return tuple(KeyTerm(vocabulary[at], float(z[at]), float(log_odds[at]), int(uses[at]), int(elsewhere[at])) for at in order[:most])


def log_odds_z(uses: Floats, elsewhere: Floats, prior: float) -> tuple[Floats, Floats]:
    """Equations 16, 20 and 22 of Monroe et al. (2008): delta = log-odds inside less log-odds elsewhere, and z = delta / sd."""
    whole = uses + elsewhere
    alpha = prior * whole / max(whole.sum(), 1.0)
    alpha = np.where(alpha > 0, alpha, np.nan)  # a term nobody used has no odds

    def log_odds(counts: Floats) -> Floats:
        rest = counts.sum() + prior - counts - alpha
        return np.asarray(np.log(counts + alpha) - np.log(np.maximum(rest, 1e-9)), np.float64)

    delta = log_odds(uses) - log_odds(elsewhere)
    deviation = np.sqrt(1 / (uses + alpha) + 1 / (elsewhere + alpha))
    return np.nan_to_num(delta), np.nan_to_num(delta / deviation)
