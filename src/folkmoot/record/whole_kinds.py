"""The kinds of value that a whole record is made of; `read_whole` checks each by the word beside it."""

from typing import Annotated, Any

Texts = Annotated[dict[str, Any], "texts"]  # {"en": {"standard": "…", "easy": "…"}, "cy": {…}}; {} when nothing is said
Day = Annotated[str, "day"]  # 2027-04-01
Moment = Annotated[str, "moment"]  # 2027-04-01T12:00:00+01:00
Fingerprint = Annotated[str, "fingerprint"]  # SHA-256 in hexadecimal
Address = Annotated[str, "address"]  # https://…
Content = Annotated[dict[str, Any], "content"]  # a notice or a business case, as folkmoot.record.documents makes them, or an older notice
