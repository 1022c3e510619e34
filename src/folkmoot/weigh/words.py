"""The plain sentences of a result: what was found, how answers were counted, what a mark means."""

from collections.abc import Sequence
from typing import Final

from folkmoot.charts import number, percent
from folkmoot.survey import THRESHOLDS
from folkmoot.weigh.plan import Derived, Plan, Recode, Statement

WITHHELD_UNDER: Final = THRESHOLDS[0][0]
CAUTION_UNDER: Final = THRESHOLDS[1][0]

SHORTHAND: Final = {
    "[u]": f"unreliable: fewer than {CAUTION_UNDER} people answered. Take care. "
    f"Where it stands in place of a number, fewer than {WITHHELD_UNDER} answered: too few to say.",
    "[c]": "hidden on purpose: so few people that someone could be picked out. "
    "We hide another group with it where needed, so that it cannot be worked out from the total.",
    "[x]": "nobody answered, or there is nothing to work out.",
}

SAMPLE_HEADINGS: Final = {
    "volunteer": "This was a volunteer sample",
    "probability": "This was a random sample",
    "panel": "This was a panel",
}


def in_100(share: float) -> str:
    """A share of 1 as people say it: "68 in 100", "fewer than 1 in 100" never "0" for somebody."""
    return f"{percent(100 * share).removesuffix('%').replace('<', 'less than ')} in 100"


def found(statement: Statement, recode: Recode, share: float, low: float, high: float, n: int, of: str, *, fair: bool) -> str:
    """One result in a sentence, with its range and base."""
    ends = (percent(100 * end).removesuffix("%").replace("<", "less than ") for end in (low, high))
    return (
        f"{of}: about {in_100(share)} {recode.said} (likely between {' and '.join(ends)}). "
        f"“{statement.text.rstrip('.')}”. {number(n)} people answered; {'made fair' if fair else 'as given, not made fair'}."
    )


def not_shown(statement: Statement, shorthand: str, of: str, *, why: str = "") -> str:
    """The sentence of a result that is not shown. why: where it is not the common reason for the mark."""
    return f"{of}: “{statement.text}” {shorthand} {why or SHORTHAND[shorthand].split('. Where')[0].rstrip('.')}."


def level_words(label: str, level: str) -> str:
    """The people of one level, as a sentence begins."""
    return f"{label}, {level}"


def how_counted(recode: Recode) -> str:
    """The recode in words, to stand beside each chart."""
    said = recode.said[:1].upper() + recode.said[1:]
    parts = [f"“{said}” means {either(recode.yes)}.", f"“Not” means {either(recode.no)}."]
    if recode.neither and recode.neither_counts_as == "left out":
        parts.append(f"{_capital(either(recode.neither))} is left out.")
    elif recode.neither:
        side = f"“{said}”" if recode.neither_counts_as == "yes" else "“Not”"
        lower = "lower" if recode.neither_counts_as == "no" else "higher"
        parts.append(f"{_capital(either(recode.neither))} counts as {side}, which makes the yes number look {lower}.")
    if recode.leave_out:
        parts.append(f"We left out {either(recode.leave_out)}.")
    return " ".join(parts)


def how_grouped(name: str, plan: Plan) -> str:
    """How a factor's levels are made, in words, down to the columns of the file; empty when they are the answers themselves."""
    if name not in plan.derived:
        source = plan.columns[name].source
        return f"{source.rstrip('.')}." if source else ""
    derived = plan.derived[name]
    made = _made(derived, plan)
    return " ".join(dict.fromkeys(words for words in (made, *(_how_source(source, plan) for source in derived.sources)) if words))


def _how_source(name: str, plan: Plan) -> str:
    """How one of the columns that another is made of was made itself."""
    how = how_grouped(name, plan)
    return f"{plan.label(name)}: {how}" if how else ""


def _made(derived: Derived, plan: Plan) -> str:
    if derived.how == "bands":
        return f"{plan.label(derived.sources[0])} in bands: {_bands(derived)}."
    if derived.how == "score":
        return _scored(derived, plan)
    if derived.how == "join":
        return f"{' and '.join(plan.label(source) for source in derived.sources)} together."
    if derived.how == "coalesce":
        return f"The answer in whichever was asked: {either([plan.label(source) for source in derived.sources])}."
    grouped = [f"{level} is {either(answers)}" for level, answers in derived.groups.items() if len(answers) > 1]
    if derived.blank:
        grouped.append(f"{derived.blank} includes no answer")
    if derived.leave_out:
        grouped.append(f"{either(derived.leave_out)} is in no group")
    return f"{'; '.join(grouped)}." if grouped else ""


def either(words: Sequence[str]) -> str:
    """Words in quotes joined by commas and "or"."""
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def together(words: Sequence[str]) -> str:
    """Words joined by commas and "and"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def rounds(n: int) -> str:
    """How many rounds of raking, in words."""
    return "1 round" if n == 1 else f"{n:,} rounds"


def _scored(derived: Derived, plan: Plan) -> str:
    """A score's parts, its formula and its missing rule."""
    parts = [
        f"{plan.label(name)} ({', '.join(f'“{answer}” {points:g}' for answer, points in derived.points[name].items())})"
        for name in derived.sources
    ]
    few, every = derived.needed, len(derived.sources)
    missing = (
        "Somebody without an answer to each part is in no group."
        if few == every
        else f"Somebody who answered {few} parts or more has the mean of their points times {every}; anybody else is in no group."
    )
    left_out = f" {_capital(either(derived.leave_out))} counts as no answer." if derived.leave_out else ""
    return f"The sum of the points of {together(parts)}. {_bands(derived)}. {missing}{left_out}"


def _bands(derived: Derived) -> str:
    starts = list(derived.bands.items())
    return "; ".join(
        f"{level} starts at {start:g}" + ("" if at + 1 < len(starts) or derived.up_to is None else f" and ends at {derived.up_to:g}")
        for at, (level, start) in enumerate(starts)
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
