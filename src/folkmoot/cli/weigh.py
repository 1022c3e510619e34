"""What `folkmoot weigh` takes, and says of itself. `run_weigh` does it."""

from pathlib import Path
from typing import Annotated

import typer

from folkmoot.cli.app import app, load


@app.command(
    epilog="Example: folkmoot weigh survey.csv --plan plan.toml --out results    "
    "(a worked plan is examples/plans/amazon-study.toml; every key is in docs/reference/plan.md)"
)
def weigh(
    responses: Annotated[
        Path, typer.Argument(metavar="RESPONSES", help="The answers: .csv, .tsv, .parquet, .xlsx, .sav or .sss, a row to a person.")
    ],
    plan: Annotated[Path, typer.Option(metavar="PLAN.toml", help="What the columns mean, how answers are counted, who the population is.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="A new folder for report.html, tables.xlsx and findings.json.")],
    *,
    data: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Triple-S only: the file of answers, when it is not beside the description.")
    ] = None,
    ddi_file: Annotated[
        Path | None, typer.Option("--ddi", metavar="FILE.xml", help="Also describe the study for archives, as DDI-Codebook 2.5.")
    ] = None,
    coded: Annotated[
        Path | None,
        typer.Option(
            "--coded-data",
            metavar="FILE",
            help="Also write each person's checked answers and weight: .sav, .csv, .parquet or .sss. For your own use: never publish it.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an older weighing in DIR, and older files of the same names.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing of progress.")] = False,
) -> None:
    """Make a survey's answers fair and publish what people said, with how sure we are.

    Reads the answers, checks every one against the plan, weights them to the population, works out each statement overall and by each
    factor, hides what could show who said what, and writes a report, tables and the findings as data. When anything is wrong, it says all
    that is wrong and writes nothing.
    """
    load("run_weigh").run_weigh(responses, plan, out, data=data, ddi_file=ddi_file, coded=coded, force=force, quiet=quiet)
