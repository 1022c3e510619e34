"""Members who answer with the code they were given."""

from typing import Any

from folkmoot.site.engagement import receipts
from folkmoot.site.engagement.answered import unused_codes
from folkmoot.site.engagement.domain import receive_response
from folkmoot.site.engagement.how_given import HowGiven
from folkmoot.site.renditions import Reader


def answer(asked: Any, who: int | None = None, *, age: str = "35 to 64", says: str = "Agree a lot") -> int:
    """Someone (by Participant id; anyone who has not answered, where None) answers; who it was."""
    codes = unused_codes(asked)
    who = next(iter(codes)) if who is None else who
    given = {"A": [says], "B": [says], "age": [age]}
    receive_response(engagement=asked, receipt=receipts.new(), given=given, reader=Reader(), how=HowGiven(code=codes[who]))
    return who
