"""What programs may ask of the list of initiatives."""

from typing import Literal

from ninja import Schema
from pydantic import Field

from folkmoot.licence import LicenceState, Stage
from folkmoot.site.register.api_shapes import Kind, Topic
from folkmoot.site.register.queries import PAGE, Asked

LONGEST = 200


class InitiativesAsked(Schema):
    """The same choices as on the home page, under the same names."""

    q: str = Field(
        "", max_length=LONGEST, description="Words; each must begin a word of the title, summary, area, organisations or notice."
    )
    area: str = Field("", max_length=LONGEST, description="Words; each must begin a word of the area.")
    topic: Topic | Literal[""] = Field("", description="What it is about.")
    organisation: str = Field("", max_length=LONGEST, description="The slug of an organisation in it.")
    kind: Kind | Literal[""] = Field("", description="What the use is for.")
    stage: Stage | Literal[""] = Field("", description="Where it is in its life.")
    state: LicenceState | Literal[""] = Field("", description="The state of its licence now.")
    page: int = Field(1, ge=1, le=1_000_000, description="Which page. After the last comes the last again.")
    size: int = Field(PAGE, ge=1, le=100, description="Initiatives of a page.")

    @property
    def choices(self) -> Asked:
        """What the index is asked for."""
        return Asked(
            words=self.q.strip(),
            area=self.area.strip(),
            topic=self.topic,
            organisation=self.organisation.replace("\x00", "").strip(),  # PostgreSQL takes no NUL
            kind=self.kind,
            stage=str(self.stage),
            state=str(self.state),
        )
