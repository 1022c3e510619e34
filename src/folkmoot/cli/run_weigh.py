"""`folkmoot weigh`: a survey's answers made fair, and published."""

import sys
from contextlib import ExitStack
from pathlib import Path

import typer

from folkmoot.cli.progress import Progress
from folkmoot.files.new_file import new_files, refuse_file
from folkmoot.weigh import Plan, check, findings, read, refuse_folder, weigh_answers, write
from folkmoot.weigh.beside import load_beside
from folkmoot.weigh.coded_data import HOLDS_ANSWERS, coded_data
from folkmoot.weigh.ddi import ddi
from folkmoot.weigh.words import SAMPLE_HEADINGS, rounds
from folkmoot.weigh.write_coded import coded_files, write_coded


def run_weigh(
    responses: Path, plan: Path, out: Path, *, data: Path | None, ddi_file: Path | None, coded: Path | None, force: bool, quiet: bool
) -> None:
    """Weigh the responses as the plan says and write what was found; raises RefusedError before anything is written."""
    say = Progress(quiet=quiet)
    refuse_folder(out, force=force)
    private = () if coded is None else coded_files(coded)
    public = () if ddi_file is None else (ddi_file,)
    sources = [source for source in (responses, plan, data) if source is not None]
    for path in private:
        refuse_file(path, out=out, sources=sources, force=force)
    for path in public:
        refuse_file(path, out=out, sources=[*sources, *private], force=force)
    the_plan = Plan.from_toml(plan)
    beside = load_beside(the_plan, plan.parent)
    say(f"Reading {responses.name}")
    given = read(responses, the_plan, data=data)
    answers = check(given, the_plan)
    say(f"{answers.n:,} responses checked against {plan.name}")
    for notice in answers.notices:
        say(f"To know: {notice}", last=True)
    weighed = weigh_answers(answers, the_plan, beside=beside)
    fairness = weighed.fairness
    if fairness.made_up is not None:
        say(fairness.made_up.sentences[1], last=True)
    elif fairness.raking is None:
        say("Worked out without targets: the numbers are not made fair", last=True)
    if fairness.raking is not None:
        say(f"Made fair in {rounds(fairness.raking.iterations)}: the answers are worth {fairness.n_effective:,.0f}", last=True)
    document = findings(weighed)
    with ExitStack() as files:
        if coded is not None:
            write_coded(coded_data(given, weighed), coded, files.enter_context(new_files(private, private=True)))
        if ddi_file is not None:
            files.enter_context(new_files(public, private=False))[ddi_file].write_bytes(ddi(the_plan, document))
        written = write(document, out, force=force)
    for path in (*written, *public, *private):
        typer.echo(path)
    if coded is not None:
        sys.stderr.write(f"folkmoot: {coded.name}: {HOLDS_ANSWERS}\n")
    say(f"{SAMPLE_HEADINGS[the_plan.survey.sample]}: the report says so before its first number.", last=True)
