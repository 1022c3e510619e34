"""Which columns of a table of shares differ, marked with letters as tables of market research are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.bases import BaseQuality, base_quality
from folkmoot.survey.comparisons.columns import column_labels, disjoint_columns
from folkmoot.survey.comparisons.multiplicity import AdjustedP, Adjustment, adjust_p
from folkmoot.survey.comparisons.pairwise import PairDf, Pairwise, pairwise_by_design, pairwise_by_effective_base
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.group_estimates import GroupEstimates, group_shares
from folkmoot.survey.intervals import Interval
from folkmoot.survey.tables import answers_shown
from folkmoot.survey.variance import Variance

ColumnTest = Literal["t", "z"]
ColumnSpread = Literal["design", "effective base"]
Family = Literal["answer", "table"]
_ALPHABET = 26


@dataclass(frozen=True, eq=False, kw_only=True)
class ColumnLetters:
    """A table of shares, a row for each answer and a column for each group, with a letter for every difference that was found.

    labels: each column's letter. estimates: of each answer, the shares by column with their intervals and bases. quality: of each
    column's unweighted base; a column under 30 is not tested. difference, se, statistic, df, p, p_adjusted: (answers, columns, columns)
    of every pair, the first column less the second; NaN where the pair was not tested. families: the p values that were adjusted
    together. method: how, as tags."""

    outcome: str
    answers: tuple[str, ...]
    by: str
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    estimates: tuple[GroupEstimates, ...]
    quality: tuple[BaseQuality, ...]
    difference: Floats
    se: Floats
    statistic: Floats
    df: Floats
    p: Floats
    p_adjusted: Floats
    families: tuple[AdjustedP, ...]
    confidence: float
    second_confidence: float | None
    method: str

    @property
    def letters(self) -> tuple[tuple[str, ...], ...]:
        """(answers, columns) the labels of the columns whose share is lower by more than chance alone would often give: capitals at
        `confidence`, small letters at `second_confidence` only."""
        return tuple(tuple(self._letters(row, column) for column in range(len(self.columns))) for row in range(len(self.answers)))

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """(answers, columns) what a published table shows: the share with its letters; the mark of a small base beside or instead."""
        return tuple(tuple(self._cell(row, column) for column in range(len(self.columns))) for row in range(len(self.answers)))

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every difference that was found, what was not tested and how many tests there were, for people to read."""
        found = [self._found(row, column) for row in range(len(self.answers)) for column in range(len(self.columns))]
        said = [sentence for sentence in found if sentence] or [f"{self.outcome} by {self.by}: no difference between columns was found."]
        said.extend(self._without_spread())
        for column, quality in enumerate(self.quality):
            if quality is not BaseQuality.SUFFICIENT:
                left_out = " It was not tested." if quality.withheld else ""
                said.append(f"Column {self._named(column)}: {quality.meaning}{left_out}")
        return (*said, *(family.sentence for family in self.families))

    def _lower(self, row: int, column: int) -> tuple[list[int], list[int]]:
        """The columns that are lower than this one: at `confidence`, and those at `second_confidence` only."""
        p = np.where(self.difference[row, column] > 0, self.p_adjusted[row, column], np.nan)
        firm = p < 1 - self.confidence
        loose = np.zeros_like(firm) if self.second_confidence is None else (p < 1 - self.second_confidence) & ~firm
        return np.flatnonzero(firm).tolist(), np.flatnonzero(loose).tolist()

    def _letters(self, row: int, column: int) -> str:
        firm, loose = self._lower(row, column)
        between = "" if len(self.columns) <= _ALPHABET else ","  # AAB could be A, A and B or AA and B
        return between.join(self.labels[other] if other in firm else self.labels[other].lower() for other in sorted(firm + loose))

    def _cell(self, row: int, column: int) -> str:
        quality, share = self.quality[column], float(self.estimates[row].estimate[column])
        if quality.withheld:
            return quality.shorthand
        return " ".join(part for part in (f"{share:.0%}", self._letters(row, column), quality.shorthand) if part)

    def _found(self, row: int, column: int) -> str:
        shares, n = self.estimates[row].estimate, self.estimates[row].n
        parts = [
            f"{' and '.join(f'{self._named(other)} ({shares[other]:.1%} of {n[other]:,})' for other in others)} at the {level:.4g}% level"
            for others, level in zip(self._lower(row, column), (100 * self.confidence, 100 * (self.second_confidence or 0)), strict=True)
            if others
        ]
        if not parts:
            return ""
        who = f"column {self._named(column)} ({shares[column]:.1%} of {n[column]:,} people)"
        return f"“{self.answers[row]}”: {who} is higher than {', and than '.join(parts)}."

    def _without_spread(self) -> Iterator[str]:
        """Pairs that differ and could not be tested, because everybody in each column answered alike."""
        for row, first, second in np.argwhere((self.difference != 0) & ~np.isnan(self.difference) & np.isnan(self.p)).tolist():
            if first < second:
                shares, n = self.estimates[row].estimate, self.estimates[row].n
                yield (
                    f"“{self.answers[row]}”: columns {self._named(first)} ({shares[first]:.1%} of {n[first]:,} people) and "
                    f"{self._named(second)} ({shares[second]:.1%} of {n[second]:,}) could not be tested: their answers have no spread."
                )

    def _named(self, column: int) -> str:
        return f"{self.labels[column]}, {self.columns[column]}"


def column_letters(
    design: Design,
    outcome: Factor,
    columns: Factor | Mapping[str, ArrayLike],
    *,
    answer: str | None = None,
    test: ColumnTest = "t",
    spread: ColumnSpread = "design",
    adjustment: Adjustment = "none",
    family: Family = "answer",
    confidence: float = 0.95,
    second_confidence: float | None = None,
    df_method: PairDf = "svyttest",
    interval: Interval = "logit",
    variance: Variance = "raked",
) -> ColumnLetters:
    """The share of each answer in each column, every two columns tested against each other.

    columns: a factor, or for each column whether a row is in it (a question with several boxes to tick); a row in two columns is
    refused. answer: one answer alone; without it an outcome of two levels shows the second and one of more shows each.
    spread: "design" takes the design's own covariance of the two shares; "effective base" is the pooled test of market research, which
    knows of unequal weights alone. test: Student's "t", with df_method's degrees of freedom, or "z". adjustment: of the p values over
    all pairs of columns that were tested, of one answer or of the whole table (family). second_confidence: such as 0.9, for small
    letters. Columns with an unweighted base under 30 are not tested and those under 100 are marked, as `base_quality` says.

    Raises ValueError when the rows are not the design's, the outcome has one level, the answer is not one of them, a row is in two
    columns or an option is not known."""
    _check(test, spread, family, confidence, second_confidence)
    groups = columns if isinstance(columns, Factor) else disjoint_columns("columns", columns)
    shown = _answers(outcome, answer)
    if outcome.n != design.n:
        raise ValueError(f"{outcome.name} has {outcome.n} rows and the design {design.n}. They must be the same responses.")
    estimates = tuple(
        group_shares(
            design,
            np.where(outcome.codes < 0, np.nan, outcome.codes == level),
            by=groups,
            what=f"{outcome.name}, {outcome.levels[level]}",
            confidence=confidence,
            interval=interval,
            variance=variance,
        )
        for level in shown
    )
    quality = tuple(base_quality(int(n)) for n in estimates[0].n)
    tested = np.array([not q.withheld for q in quality])
    pairs = [_pairs(found, test, spread, df_method) for found in estimates]
    ask = np.outer(tested, tested)
    taken = {name: np.stack([np.where(ask, getattr(pair, name), np.nan) for pair in pairs]) for name in _COLUMNS}
    families, adjusted = _adjust(taken["p"], adjustment, family, [outcome.levels[level] for level in shown], groups.name)
    return ColumnLetters(
        outcome=outcome.name,
        answers=tuple(outcome.levels[level] for level in shown),
        by=groups.name,
        columns=groups.levels,
        labels=column_labels(len(groups.levels)),
        estimates=estimates,
        quality=quality,
        difference=taken["estimate"],
        se=taken["se"],
        statistic=taken["statistic"],
        df=taken["df"],
        p=taken["p"],
        p_adjusted=adjusted,
        families=families,
        confidence=confidence,
        second_confidence=second_confidence,
        method=f"column letters; {pairs[0].method}; {families[0].method.split(';')[0]} over each {family}; {estimates[0].method}",
    )


_COLUMNS = ("estimate", "se", "statistic", "df", "p")


def _pairs(found: GroupEstimates, test: ColumnTest, spread: ColumnSpread, df_method: PairDf) -> Pairwise:
    if spread == "effective base":
        return pairwise_by_effective_base(found, test=test)
    return pairwise_by_design(found, df_method="normal" if test == "z" else df_method)


def _adjust(p: Floats, adjustment: Adjustment, family: Family, answers: list[str], by: str) -> tuple[tuple[AdjustedP, ...], Floats]:
    """The families of p values, and all adjusted in the shape of p (answers, columns, columns)."""
    above, right = np.triu_indices(p.shape[1], 1)
    pairs = p[:, above, right]
    if family == "table":
        families: tuple[AdjustedP, ...] = (adjust_p(pairs, adjustment, family=f"all pairs of columns of {by} over all answers"),)
        held = families[0].adjusted
    else:
        families = tuple(
            adjust_p(row, adjustment, family=f"the pairs of columns of {by} for “{name}”") for name, row in zip(answers, pairs, strict=True)
        )
        held = np.stack([made.adjusted for made in families])
    adjusted = np.full_like(p, np.nan)
    adjusted[:, above, right] = adjusted[:, right, above] = held
    return families, adjusted


def _answers(outcome: Factor, answer: str | None) -> list[int]:
    if len(outcome.levels) < 2:
        raise ValueError(f"{outcome.name} has one answer, so there is no share to compare. Give no and yes, or all answers.")
    if answer is None:
        return list(answers_shown(outcome))
    if answer not in outcome.levels:
        raise ValueError(f"{outcome.name} has no answer “{answer}”. Use one of: {', '.join(outcome.levels)}.")
    return [outcome.levels.index(answer)]


def _check(test: str, spread: str, family: str, confidence: float, second: float | None) -> None:
    for name, value, known in (("test", test, ColumnTest), ("spread", spread, ColumnSpread), ("family", family, Family)):
        if value not in get_args(known):
            raise ValueError(f"{name} is {value!r}. Use one of: {', '.join(get_args(known))}.")
    if second is not None and not 0 < second < confidence < 1:
        raise ValueError(
            f"second_confidence is {second:g} and confidence {confidence:g}. Give a lower one above 0, such as 0.9 beside 0.95."
        )
