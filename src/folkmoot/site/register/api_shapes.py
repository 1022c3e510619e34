"""The shapes of what the interface for programs answers. A name here is kept for as long as version 1 is."""

from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from folkmoot.licence import CHECKS, LICENSED, LicenceState, Outcome, Stage
from folkmoot.site.initiatives.queries import DUTIES, KINDS, TOPICS

Texts = dict[Literal["en", "cy"], dict[Literal["standard", "easy"], str]]
Kind = Literal[*KINDS]  # type: ignore[valid-type]
Topic = Literal[*TOPICS]  # type: ignore[valid-type]


class Shape(Schema):
    """What is answered has these names and no others."""

    model_config = ConfigDict(extra="forbid")


class Inside(Shape):
    """An organisation in an initiative, and what it is in data protection law."""

    slug: str
    name: str
    duty: Literal[*DUTIES]  # type: ignore[valid-type]
    leads: bool


class Check(Shape):
    """One of the seven checks of a licence, and why it passes or fails."""

    key: Literal[*CHECKS]  # type: ignore[valid-type]
    passed: bool
    words: str


class Licence(Shape):
    """Whether records may be used for a stage, worked out for a moment. It can change at any time: ask again."""

    state: LicenceState
    in_force: bool
    stage: Literal[*(stage.value for stage in LICENSED)]  # type: ignore[valid-type]
    until: str | None = Field(description="The last day of the decision that allows it (YYYY-MM-DD), or null.")
    worked_out_at: str = Field(description="The moment for which it was worked out (ISO 8601).")
    checks: list[Check] = Field(min_length=7, max_length=7)


class Notice(Shape):
    """The version of the notice that can be read."""

    version: int
    published_on: str
    hash: str = Field(description="SHA-256 of the notice's canonical JSON, in hexadecimal.")
    address: str


class LastDecision(Shape):
    """The last decision a committee made on an initiative."""

    number: int
    committee: str = Field(description="The slug of the committee.")
    outcome: Outcome
    decided_on: str


class Initiative(Shape):
    """A proposed or running use of data. Texts are given by language (en, cy) and style (standard, easy)."""

    slug: str
    address: str = Field(description="Where its page is.")
    title: Texts
    summary: Texts
    kind: Kind
    topic: Topic
    area: str
    stage: Stage
    proposed_on: str
    joined_on: str | None
    closed_on: str | None
    organisations: list[Inside] = Field(description="The organisations in it, the lead first.")
    licence: Licence
    notice: Notice | None
    last_decision: LastDecision | None


class WholeInitiative(Initiative):
    """An initiative with the notice itself, and where its record is to be had as files."""

    document: dict[str, object] | None = Field(description="The published notice: what its hash is taken of. Null before the first.")
    record: str = Field(description="Where the whole record is, as a file.")
    label: str = Field(description="Where its data use label is, as a drawing.")


class InitiativePage(Shape):
    """One page of initiatives, the one proposed last first."""

    total: int = Field(description="How many fit in all.")
    page: int
    pages: int
    next: str | None = Field(description="The address of the next page, or null on the last.")
    initiatives: list[Initiative]


class Organisation(Shape):
    """An organisation that is in an initiative."""

    slug: str
    name: str
    kind: str
    address: str = Field(description="Where its page is.")


class Organisations(Shape):
    """Every organisation that is in an initiative, by name."""

    total: int
    organisations: list[Organisation]


class Problem(Shape):
    """What is wrong, in words, and what to do."""

    problem: str
