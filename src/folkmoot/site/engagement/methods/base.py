"""What every method of engagement can do: five verbs, and a config of its own type."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from folkmoot.site.engagement.models import Engagement, InstrumentVersion, Sample
from folkmoot.site.renditions import Texts

if TYPE_CHECKING:
    import polars as pl

VERBS = ("configure", "invite", "collect", "close", "analyse")


@dataclass(frozen=True)
class Invitation:
    """How people come to take part: in words, and the path of the page where they do."""

    words: str
    path: str


@dataclass(frozen=True)
class Collected:
    """What one submission comes to. Where `errors` has an entry (question key to what to do), nothing may be stored."""

    answers: Mapping[str, Any]
    attributes: Mapping[str, Any]
    errors: Mapping[str, Texts]


@dataclass(frozen=True)
class Given:
    """A Response as its method reads it for a snapshot.

    `first` is the id of the first Response of the same series, its own where there is no other.
    """

    step: str
    first: int
    answers: Mapping[str, Any]
    attributes: Mapping[str, Any]


class FurtherRows(Protocol):
    """Rows made of the people's rows, and the plan of weighing for them."""

    @property
    def plan(self) -> Mapping[str, Any]:
        """As `folkmoot.weigh` takes it."""

    def rows(self, frame: "pl.DataFrame", response: str) -> "pl.DataFrame":
        """The rows, of a frame with a row for each person. `response`: the column of its id."""


@dataclass(frozen=True)
class AnalysisRequest:
    """What evidence is asked to work out: the names of the snapshot's columns, the first the Response's id, and the plan of weighing.

    Where people answer at several steps, `together` names the column that says which Responses are of one person: a row each is made
    of them before they are weighed. Its own column is then left out, as the plan does not know it. `also` are further rows to be made
    of those, such as one for each scenario card, each with a plan of its own whose analyses stand with the others. `questions` are the
    words that were asked, by column.
    """

    columns: Sequence[str]
    plan: Mapping[str, Any]
    together: str = ""
    also: Sequence[FurtherRows] = ()
    questions: Mapping[str, str] = field(default_factory=dict)


class Method(ABC):
    """One way to engage people. State is in the Engagement; what is particular to the method is in its config."""

    key: ClassVar[str]
    name: ClassVar[Texts]
    description: ClassVar[str]

    @abstractmethod
    def configure(self, given: Mapping[str, Any], *, title: str, version: InstrumentVersion, sample: Sample) -> Mapping[str, Any]:
        """The config to store, checked whole against the questions and the sample. Raises ValidationError with every mistake."""

    @abstractmethod
    def invite(self, engagement: Engagement) -> Invitation:
        """How people come to take part."""

    @abstractmethod
    def collect(
        self,
        engagement: Engagement,
        given: Mapping[str, Sequence[str]],
        *,
        step: str = "",
        imported: bool = False,
        known: Mapping[str, str] = MappingProxyType({}),
    ) -> Collected:
        """The answers, and the attributes to freeze, in what was given for each question's field at a step (the first when it is "").

        `known` is what an invitation knows of someone without asking, by attribute.
        """

    @abstractmethod
    def close(self, engagement: Engagement) -> Texts:
        """What happens next, told to people where the questions were. Raises NotNow while the method is not done."""

    @abstractmethod
    def analyse(self, engagement: Engagement) -> AnalysisRequest:
        """What evidence is to work out from the responses."""

    @abstractmethod
    def cells(self, engagement: Engagement, given: Given) -> Sequence[str | None]:
        """One Response as a row of the snapshot, in the order of `AnalysisRequest.columns`."""
