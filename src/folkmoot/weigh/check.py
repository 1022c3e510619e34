"""The responses against the plan: every problem in one go, one line each, naming the row and the column."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

from folkmoot.files.problems import RefusedError, did_you_mean, listed
from folkmoot.survey.weights import Disposition
from folkmoot.weigh.answers import NONE, Answers, Asked, Codes, Floats, answers_hash, derive, dispositions
from folkmoot.weigh.limits import LIMITS
from folkmoot.weigh.plan import Adjustment, Column, Plan
from folkmoot.weigh.responses import Responses

SHOWN = 10
UNKNOWN = -2


def check(responses: Responses, plan: Plan) -> Answers:
    """Answers ready to weigh. Raises RefusedError with every problem."""
    checking = _Checking(responses, plan)
    problems = checking.problems
    if responses.frame.is_empty() and not responses.missing:
        raise RefusedError(["there are no responses: the file has a row of column names and nothing below it."])
    for name in responses.frame.columns:
        checking.column(name)
    if not responses.missing:
        for name in plan.derived:
            checking.derived(name)
        if not problems and plan.weights.adjustment is not None:
            checking.asked(plan.weights.adjustment)
        if not problems:
            checking.targets()
    if problems:
        raise RefusedError(problems)
    hashed = answers_hash(plan, checking.codes, checking.numbers, checking.names)
    everybody = Answers(responses.frame.height, checking.codes, checking.numbers, checking.names, hashed, responses.notices)
    return everybody if checking.dispositions is None else Asked(everybody, checking.dispositions).responses(plan)


class _Checking:
    """One pass over the responses: what is right goes to codes, numbers and names, what is wrong to problems."""

    def __init__(self, responses: Responses, plan: Plan) -> None:
        self.frame, self.rows, self.plan = responses.frame, responses.rows.to_numpy(), plan
        self.problems: list[str] = list(responses.missing)
        self.codes: dict[str, Codes] = {}
        self.numbers: dict[str, Floats] = {}
        self.names: dict[str, pl.Series] = {}
        self.dispositions: Codes | None = None

    def column(self, name: str) -> None:
        """One column of the file."""
        text, plan = self.frame[name], self.plan
        self._report(
            _true(text.str.len_chars() > LIMITS.cell_letters), lambda at: f'"{name}" has a cell of over {LIMITS.cell_letters:,} letters.'
        )
        if name in plan.number_columns:
            self._number(name, text)
        elif name in plan.columns:
            self._coded(plan.columns[name], text)
        if name in {plan.survey.id, plan.design.strata, plan.design.psu}:
            self.names[name] = text
            self._report(_true(text.is_null()), lambda at: f'"{name}" is blank. Every response needs one.')
        if name == plan.survey.id:
            self._unique(name, text)

    def _number(self, name: str, text: pl.Series) -> None:
        values = text.cast(pl.Float64, strict=False)
        positive = name in {self.plan.weights.base, self.plan.design.fpc}
        missing = self.plan.columns[name].missing if name in self.plan.columns else ()
        blank = text.is_null() | text.is_in(list(missing))
        wrong = _true(~blank & ~(values.is_finite().fill_null(value=False)))
        self._report(wrong, lambda at: f'"{name}" holds {_cell(text[at])}, which is not a number.')
        if positive:
            below = _true(blank) | (~wrong & _true(values.fill_null(0.0) <= 0))
            self._report(below, lambda at: f'"{name}" holds {_cell(text[at])}. It must be a number above 0.')
        self.numbers[name] = np.where(_true(blank), np.nan, values.fill_null(float("nan")).to_numpy())

    def _coded(self, column: Column, text: pl.Series) -> None:
        place = {level: at for at, level in enumerate(column.levels)}
        known = {**place, **{code: place[words] for code, words in column.codes.items()}, **dict.fromkeys(column.missing, NONE)}
        codes = text.replace_strict(known, default=UNKNOWN, return_dtype=pl.Int64)
        codes = codes.to_frame("c").select(pl.when(text.is_null()).then(NONE).otherwise(pl.col("c"))).to_series()
        allowed = [*column.codes, *column.missing]
        self._report(
            _true(codes == UNKNOWN),
            lambda at: (
                f'"{column.name}" holds {_cell(text[at])}. '
                f"It may hold: {listed(allowed)}.{did_you_mean(str(text[at])[:100], [*allowed, *column.levels])}"
            ),
        )
        self.codes[column.name] = codes.to_numpy()

    def _unique(self, name: str, text: pl.Series) -> None:
        first = {value: at for at, value in reversed(list(enumerate(text)))} if text.is_duplicated().any() else {}
        again = _true(text.is_not_null() & ~text.is_first_distinct())
        self._report(again, lambda at: f'"{name}" holds {_cell(text[at])}, which is also in row {self.rows[first[text[at]]]:,}. Keep one.')

    def derived(self, name: str) -> None:
        """One derived column; skipped when what it is made of was wrong."""
        derived = self.plan.derived[name]
        if any(source not in self.codes and source not in self.numbers for source in derived.sources):
            return
        if any((self.codes[s] == UNKNOWN).any() for s in derived.sources if s in self.codes):
            return
        self.codes[name], wrong = derive(derived, self.plan, self.codes, self.numbers)
        if derived.how == "bands":
            source = derived.sources[0]
            self._report(wrong, lambda at: f'"{source}" is {self.numbers[source][at]:g}, which is outside the bands of [derive.{name}].')
        else:
            self._report(wrong, lambda at: f"has an answer in more than one of {listed(derived.sources)}. It may be in one only.")

    def asked(self, adjustment: Adjustment) -> None:
        """It is known of everybody whether they responded, and what the weights are adjusted by; and somebody responded."""
        for name in (adjustment.column, *adjustment.by):
            self._known_of_everybody(name, adjustment)
        self.dispositions = dispositions(adjustment, self.plan.levels(adjustment.column), self.codes[adjustment.column])
        if not (self.dispositions == Disposition.RESPONDED).any():
            self.problems.append(f"{adjustment.key}: nobody in the file {adjustment.did}.")

    def _known_of_everybody(self, name: str, adjustment: Adjustment) -> None:
        words = f'"{name}" is not known. [{adjustment.path}] needs it of everybody: fill it in, or make blank a level in [derive].'
        self._report(self.codes[name] == NONE, lambda _: words)

    def targets(self) -> None:
        """Everybody who responded has a level with a target, and every target has somebody."""
        here = slice(None) if self.dispositions is None else self.dispositions == Disposition.RESPONDED
        rows = self.rows[here]
        for target in self.plan.weights.targets:
            codes, levels = self.codes[target.factor][here], self.plan.levels(target.factor)
            path = f"weights.targets.{target.factor}"
            held = np.bincount(codes[codes != NONE], minlength=len(levels))
            self.problems += [
                f'{path}: nobody who answered is "{level}", which has a target. Group it with another level in [derive].'
                for level, people in zip(levels, held, strict=True)
                if not people and level in target.amounts
            ]
            if outside := int((codes == NONE).sum()):
                at = ", ".join(f"{row:,}" for row in rows[codes == NONE][:SHOWN])
                self.problems.append(
                    f"{path}: {outside:,} of the responses {'has' if outside == 1 else 'have'} no level "
                    f"({'row' if outside == 1 else 'rows'} {at}{' and more' if outside > SHOWN else ''}). "
                    "Put them in a level of their own with blank, and list it in not_in_source."
                )

    def _report(self, wrong: npt.NDArray[np.bool_], words: Callable[[int], str]) -> None:
        places = np.flatnonzero(wrong)
        self.problems += [f"row {self.rows[at]:,}: {words(int(at))}" for at in places[:SHOWN]]
        if len(places) > SHOWN:
            self.problems.append(f"and {len(places) - SHOWN:,} more rows like row {self.rows[places[SHOWN - 1]]:,}.")


def _true(series: pl.Series) -> npt.NDArray[np.bool_]:
    """A column of true and false with blank as false."""
    return series.fill_null(value=False).to_numpy()


def _cell(value: object) -> str:
    """A cell as an error shows it: in quotes, on one line, not too long."""
    if value is None:
        return "nothing"
    words = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return f'"{words[:60]}…"' if len(words) > 60 else f'"{words}"'
