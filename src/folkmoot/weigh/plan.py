"""The plan of a weighing: what the columns mean, how answers are counted, who the population is, what is published.

A plan is a TOML file that a research officer can read (`docs/reference/plan.md` explains every key), or the same thing as a mapping.
It is checked whole when it is read: every mistake is reported together, with the key it is at.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from folkmoot.files.problems import RefusedError
from folkmoot.survey import DfMethod, Interval, LonelyPsu
from folkmoot.survey.estimates import Missing
from folkmoot.weigh.limits import LIMITS

if TYPE_CHECKING:
    from folkmoot.weigh.analyses import Analysis  # whose modules need these classes

Sample = Literal["volunteer", "probability", "panel"]
WeightMethod = Literal["raking", "linear", "logit"]
ResponseMethod = Literal["classes", "propensity"]
VarianceMethod = Literal["linearised", "weights only", "bootstrap", "jackknife", "balanced half-samples"]
Side = Literal["yes", "no", "left out"]


@dataclass(frozen=True, slots=True)
class Survey:
    """What was asked, of whom and how people came to take part. Printed on the report."""

    title: str
    organisation: str
    dates: str
    sample: Sample
    population: str
    how_people_came: str
    id: str | None
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the responses: its words, and the values it may hold. A number column holds numbers and has no codes.

    source: where its values come from, in words, when nobody was asked for them as they stand.
    """

    name: str
    label: str
    codes: Mapping[str, str]
    missing: tuple[str, ...]
    number: bool
    source: str = ""

    @property
    def levels(self) -> tuple[str, ...]:
        """The words of the codes, in the plan's order, each once."""
        return tuple(dict.fromkeys(self.codes.values()))


@dataclass(frozen=True, slots=True)
class Derived:
    """A column made of others, by exactly one of the five ways: groups or bands of one column, coalesce, join or score of several.

    points: of each answer that counts, by source, where it is a score; the bands are then of the sum. needed: how many of the sources
    must be answered for a score.
    """

    name: str
    label: str
    how: Literal["groups", "bands", "coalesce", "join", "score"]
    sources: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    bands: Mapping[str, float]
    up_to: float | None
    leave_out: tuple[str, ...]
    blank: str | None
    levels: tuple[str, ...]
    points: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    needed: int = 0


@dataclass(frozen=True, slots=True)
class Recode:
    """How answers become yes and no. Every answer a column allows is in exactly one of the four lists."""

    name: str
    said: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    neither: tuple[str, ...]
    neither_counts_as: Side | None
    leave_out: tuple[str, ...]

    def side(self, answer: str) -> Side:
        """Where an answer counts."""
        if answer in self.yes:
            return "yes"
        if answer in self.no:
            return "no"
        if answer in self.neither and self.neither_counts_as is not None:
            return self.neither_counts_as
        return "left out"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is estimated: the share whose answer in `column` counts as yes under `recode`."""

    id: str
    text: str
    short: str
    column: str
    recode: str


@dataclass(frozen=True, slots=True)
class Target:
    """What the population is like on one factor. `amounts` are as the plan gives them, in `unit`."""

    factor: str
    source: str
    unit: Literal["people", "percent", "share"]
    amounts: Mapping[str, float]
    not_in_source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """How the weights make up for people who are in the file and gave no answers: those asked who did not respond (nonresponse), or
    members of the wave before who left (attrition). yes, no, not_eligible, unknown: the levels of `column`, which says so of everybody.
    by: factors known of everybody. classes: how many of equal weight by the chance of responding; None takes the chances themselves."""

    kind: Literal["nonresponse", "attrition"]
    column: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    not_eligible: tuple[str, ...]
    unknown: tuple[str, ...]
    by: tuple[str, ...]
    method: ResponseMethod
    classes: int | None

    @property
    def did(self) -> str:
        """What the people did whose answers are the responses."""
        return "responded" if self.kind == "nonresponse" else "stayed"

    @property
    def path(self) -> str:
        """Where it is in the plan."""
        return f"weights.{self.kind}"

    @property
    def key(self) -> str:
        """The path of the key that names the column."""
        return f"{self.path}.{self.did}"


@dataclass(frozen=True, slots=True)
class Weights:
    """How answers are made fair. Without targets they are not, and the report says so. bounds: of a weight over its base weight.
    caps: of a weight over the mean weight. adjustment: what is done before the weights are made to meet the targets."""

    base: str | None
    method: WeightMethod
    bounds: tuple[float, float] | None
    caps: tuple[float, float] | None
    population_total: float | None
    targets: tuple[Target, ...]
    adjustment: Adjustment | None = None


@dataclass(frozen=True, slots=True)
class SampleDesign:
    """Columns of a designed sample: strata, primary sampling units, and how many units each stratum's population holds; and how the
    uncertainty of the tables is worked out from it.

    lonely_psu: what a stratum of one unit adds to the variance, as in `folkmoot.survey.Design`. replicates, seed: of the bootstrap.
    missing, interval, df: as in `folkmoot.survey.proportions`.
    """

    strata: str | None
    psu: str | None
    fpc: str | None
    lonely_psu: LonelyPsu
    variance: VarianceMethod = "linearised"
    replicates: int = 500
    seed: int = 1
    missing: Missing = "domain"
    interval: Interval = "logit"
    df: DfMethod = "domain"

    @property
    def replicated(self) -> bool:
        """Whether the uncertainty is seen from replicates of the sample."""
        return self.variance in {"bootstrap", "jackknife", "balanced half-samples"}

    @property
    def uncertainty_as_usual(self) -> bool:
        """Whether the plan leaves it as it is without any of these keys."""
        return (self.variance, self.missing, self.interval, self.df) == ("linearised", "domain", "logit", "domain")


@dataclass(frozen=True, slots=True)
class Publish:
    """What is published: by which factors, how few people a group may have before it is hidden, and whether the tables have the letters
    of groups that others are higher than."""

    factors: tuple[str, ...]
    small_cell: int
    letters: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. Make one with `from_toml` or `from_mapping`, which check it; the parts agree with each other."""

    survey: Survey
    columns: Mapping[str, Column]
    derived: Mapping[str, Derived]
    recodes: Mapping[str, Recode]
    statements: tuple[Statement, ...]
    weights: Weights
    design: SampleDesign
    publish: Publish
    analyses: "tuple[Analysis, ...]"
    hash: str

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """A plan from what TOML or JSON would give. The order of keys is the order of levels: keep it when you store one.

        Raises RefusedError with every mistake.
        """
        from folkmoot.weigh.plan_parsing import parts  # the parser needs these classes

        canonical = json.dumps(mapping, ensure_ascii=False, separators=(",", ":"), default=str)
        return cls(**parts(mapping), hash=hashlib.sha256(canonical.encode()).hexdigest())

    @classmethod
    def from_toml(cls, path: Path) -> Self:
        """A plan from a TOML file. Raises RefusedError with every mistake, the file's name before each."""
        try:
            if path.stat().st_size > LIMITS.plan_kilobytes * 1000:
                raise RefusedError([f"the plan {path} is over {LIMITS.plan_kilobytes:,} KB. Is it the right file?"])
            mapping = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        except OSError as error:
            raise RefusedError([f"cannot read the plan {path}: {(error.strerror or 'it cannot be opened').lower()}."]) from error
        except UnicodeDecodeError as error:
            raise RefusedError([f"the plan {path} is not UTF-8 text. Save it as UTF-8 and try again."]) from error
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise RefusedError([f"the plan {path} is not TOML: {error}. See docs/reference/plan.md for how a plan is written."]) from error
        try:
            return cls.from_mapping(mapping)
        except RefusedError as refused:
            raise RefusedError(f"{path.name}: {problem}" for problem in refused.problems) from refused

    def label(self, name: str) -> str:
        """The words for a factor."""
        return self.derived[name].label if name in self.derived else self.columns[name].label

    def levels(self, name: str) -> tuple[str, ...]:
        """The levels of a column or derived column, in the plan's order."""
        return self.derived[name].levels if name in self.derived else self.columns[name].levels

    def recode_of(self, statement: Statement) -> Recode:
        """How a statement's answers are counted."""
        return self.recodes[statement.recode]

    @property
    def number_columns(self) -> tuple[str, ...]:
        """Columns of the file that hold numbers, in the plan's order."""
        named = [self.weights.base, self.design.fpc, *(c.name for c in self.columns.values() if c.number)]
        return tuple(dict.fromkeys(n for n in named if n is not None))

    @property
    def columns_used(self) -> tuple[str, ...]:
        """Every column of the file that the plan names; no other is read."""
        named = [self.survey.id, *self.columns, self.weights.base, self.design.strata, self.design.psu, self.design.fpc]
        return tuple(dict.fromkeys(n for n in named if n is not None))
