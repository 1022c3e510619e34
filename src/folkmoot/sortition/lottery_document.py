"""lottery.json: the whole lottery by the rows of the organiser's own file, and the table that joins its rows to ticket codes. Private."""

import csv
import io
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from importlib.metadata import version
from typing import Any, Final

import numpy as np

from folkmoot.sortition.check_lottery import Check
from folkmoot.sortition.csv_pair import Respondents
from folkmoot.sortition.lottery import Lottery
from folkmoot.sortition.quotas import Quotas
from folkmoot.sortition.tickets import Tickets

SCHEMA_VERSION: Final = "1"


def lottery_document(
    respondents: Respondents, quotas: Quotas, lottery: Lottery, check: Check, *, hashes: Mapping[str, str], seed: int
) -> dict[str, Any]:
    """The lottery as JSON has it. hashes: SHA-256 of the files it was made from, by name.

    probabilities: one to each row of the respondents' file below its header, in its order, 0 for rows that are nobody's. panels: rows of
    the file, the first below the header being 0.
    """
    places = respondents.rows - 2
    probabilities = np.zeros(int(places.max()) + 1)
    probabilities[places] = lottery.probabilities
    return {
        "schema_version": SCHEMA_VERSION,
        "folkmoot_version": version("folkmoot"),
        "numpy_version": version("numpy"),
        "highspy_version": version("highspy"),
        "hashes": dict(hashes),
        "goal": lottery.goal,
        "method": lottery.method,
        "seed": seed,
        "size": int(lottery.panels.shape[1]),
        "quotas": [{"category": q.feature, "feature": q.level, "min": q.min, "max": q.max} for q in quotas],
        "probabilities": probabilities.tolist(),
        "panels": places[lottery.panels].tolist(),
        "weights": lottery.weights.tolist(),
        "certificate": as_json(lottery.certificate),
        "check": as_json(check),
    }


def ticket_table(respondents: Respondents, tickets: Tickets, codes: tuple[str, ...]) -> bytes:
    """A CSV for the organiser: each person's row in the file, id where there is one, ticket code, chance and tickets. Opens in Excel."""
    held = io.StringIO()
    table = csv.writer(held)
    named = respondents.ids is not None
    table.writerow(["row", *(["id"] if named else []), "ticket_code", "chance", "panels", "of"])
    for at, (row, code) in enumerate(zip(respondents.rows.tolist(), codes, strict=True)):
        ident = [_as_text(respondents.ids[at])] if respondents.ids is not None else []
        table.writerow([row, *ident, code, f"{tickets.before[at]:.9f}", int(tickets.counts[at]), len(tickets.panels)])
    return held.getvalue().encode("utf-8-sig")


def as_json(value: Any) -> Any:
    """Dataclasses, arrays and tuples as JSON has them."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, Mapping):
        return {str(key): as_json(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    return value


def _as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell
