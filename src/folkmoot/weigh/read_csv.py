"""The responses of a CSV file: the columns that a plan names."""

from collections.abc import Sequence
from pathlib import Path

from folkmoot.files.csv_table import read_csv_table
from folkmoot.weigh.plan import Plan
from folkmoot.weigh.responses import Responses, check_header, find_columns, too_many_rows


def read_csv(path: Path, plan: Plan) -> Responses:
    """The plan's columns of a CSV file. Raises RefusedError, naming rows, when the file is not a table of text."""

    def choose(header: Sequence[str]) -> Sequence[str]:
        check_header(header)
        return find_columns(header, plan)[0]

    table = read_csv_table(path, choose, too_many_rows, each="response")
    _, missing = find_columns(table.header, plan)
    read = Responses.of(table.frame, plan, notices=table.notices)
    rows = table.rows.gather(read.rows - 1) if table.frame.width else read.rows
    return Responses(read.frame, rows, missing, read.notices)
