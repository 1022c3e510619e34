"""A council, its research officer, and a list of made-up households."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from folkmoot.site.sampling import domain
from folkmoot.site.sampling.columns import Columns
from folkmoot.site.sampling.models import Frame
from tests.site import make

COLUMNS = Columns("id", name=("first", "last"), address=("street", "town"), household="street", size="rooms", attributes=("age", "area"))
HEADER = "id,first,last,street,town,rooms,age,area,unused"
AGES, AREAS = ("16 to 34", "35 to 64", "65 and over"), ("North", "South")


def lines(people: int) -> list[str]:
    """So many people, three to a street number; every fifth lives in the South."""
    return [
        f"P{n},Fern{n},Testperson{n},{n // 3} Made Up Lane,Harrowmere,{1 + n % 7},{AGES[n % 3]},{AREAS[n % 5 == 0]},secret{n}"
        for n in range(people)
    ]


def text(people: int = 300) -> str:
    return "\n".join([HEADER, *lines(people)]) + "\n"


def read_in(
    by: Any, where: Any, content: str | bytes = "", *, columns: Columns = COLUMNS, name: str = "Address list", **more: Any
) -> Frame:
    """A frame, from the text of a CSV file."""
    held = (content or text()).encode() if isinstance(content, str) else content
    described = {
        "population": "Adults of Harrowmere",
        "source": "The council's address list, 1 March 2031",
        "keep_until": timezone.localdate() + dt.timedelta(days=90),
        "file_name": "list.csv",
        **more,
    }
    steps = list(
        domain.import_frame(by=by, organisation=where, name=name, columns=columns, file=io.BytesIO(held), size=len(held), **described)
    )
    assert isinstance(steps[-1], Frame)
    return steps[-1]


def council() -> tuple[Any, Any]:
    """An organisation, and who asks people for it."""
    where = make.organisation()
    return where, make.member(where)


def rows_of(drawn: Any) -> Sequence[int]:
    return list(drawn.members.order_by("row").values_list("row", flat=True))
