"""The frozen answers as files for R, SPSS, a spreadsheet or an archive: a row to each person, with what each number means.

They hold what a snapshot holds and what its plan makes of it: no words of anyone's own, no receipt, no time, no mode, nothing of who they
are. `folkmoot.weigh` makes the files; here they get the words of the questions, and a codebook.
"""

import hashlib
import io
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from django.conf import settings

from folkmoot import weigh
from folkmoot.site.csv_files import csv_text
from folkmoot.site.engagement.queries import AnalysisRequest
from folkmoot.weigh.coded_data import CodedData, coded_data
from folkmoot.weigh.ddi import ddi
from folkmoot.weigh.variables import Variable
from folkmoot.weigh.write_coded import coded_files, write_coded

KINDS = {
    "csv": "CSV, with its codebook (a zip file)",
    "sav": "SPSS (.sav), with labels",
    "parquet": "Parquet, with its codebook (a zip file)",
    "ddi": "DDI-Codebook 2.5: a description for archives, with no one's answers in it",
}
ZIP, XML, SAV = "application/zip", "application/xml", "application/x-spss-sav"
NOT_WEIGHED = {"weights"}
NOT_NEEDED = {"analyses", "publish"}  # nothing is estimated here, so nothing that only serves estimates is worked out
CODEBOOK = ("variable", "label", "question", "how it was made", "code", "meaning", "no answer")
FLAGGED = "flagged"
THE_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of zip files: the same answers give the same file


@dataclass(frozen=True)
class AnswersFile:
    """A file to be downloaded."""

    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Its fingerprint."""
        return hashlib.sha256(self.content).hexdigest()


def answers_file(
    kind: str,
    frame: pl.DataFrame,
    request: AnalysisRequest,
    *,
    name: str,
    weighted: bool,
    document: Mapping[str, Any] | None,
    flagged: Collection[str] = (),
) -> AnswersFile:
    """One of KINDS, of the rows of a snapshot. `document`: the findings published of it, for the numbers in a description.

    Without weights every weight is 1. `flagged`: the ids of rows that looked odd as they came in.

    Raises weigh.RefusedError where the answers cannot be weighed.
    """
    plan = {part: value for part, value in request.plan.items() if weighted or part not in NOT_WEIGHED}
    if kind == "ddi":
        described = ddi(weigh.Plan.from_mapping(plan), document, questions=request.questions)
        return AnswersFile(f"{name}-ddi.xml", XML, described)
    data = _data(frame, {part: value for part, value in plan.items() if part not in NOT_NEEDED}, request.questions)
    if flagged:
        data = _with_flags(data, frame[request.columns[0]].is_in(list(flagged)))
    if kind == "sav":
        variables = tuple(replace(one, label=": ".join(dict.fromkeys((one.label, *one.asked)))) for one in data.variables)
        return AnswersFile(f"{name}.sav", SAV, _written(replace(data, variables=variables), f"{name}.sav"))
    whole = replace(data, frame=data.frame.with_columns(data.marked.values()))  # the codebook says which numbers are no answer
    files = {f"{name}.{kind}": _written(whole, f"{name}.{kind}"), f"{name}-codebook.csv": codebook(data).encode("utf-8-sig")}
    return AnswersFile(f"{name}-{kind}.zip", ZIP, _zipped(files))


def codebook(data: CodedData) -> str:
    """What each variable is and what each of its numbers means, as CSV: a row to each number, one to a variable of amounts."""
    return csv_text([CODEBOOK, *_explained(data)])


def _explained(data: CodedData) -> Iterator[tuple[str, ...]]:
    for one in data.variables:
        about = (one.name, one.label, " ".join(one.asked), one.how)
        meanings = [(str(number), words, "") for number, words in one.codes.items()]
        meanings += [(str(number), words, "yes") for words, number in one.missing.items()]
        for meaning in meanings or [("", "", "")]:
            yield (*about, *meaning)


def _data(frame: pl.DataFrame, given: Mapping[str, Any], questions: Mapping[str, str]) -> CodedData:
    plan = weigh.Plan.from_mapping(given)
    responses = weigh.Responses.of(frame, plan)
    weighed = weigh.weigh_answers(weigh.check(responses, plan), plan)
    return coded_data(responses, weighed, questions=questions)


def _with_flags(data: CodedData, flagged: pl.Series) -> CodedData:
    """The same with which rows were flagged, so that results can be made again without them."""
    taken = {variable.name.casefold() for variable in data.variables}
    name = FLAGGED
    while name in taken:
        name += "_"
    variable = Variable(name, name, "Looked odd as it came in", "column", {0: "Not flagged", 1: "Flagged"}, {})
    return replace(data, variables=(*data.variables, variable), frame=data.frame.with_columns(flagged.cast(pl.Int32).alias(name)))


def _written(data: CodedData, name: str) -> bytes:
    """The bytes of the file of that name. It stands for a moment in the folder of snapshots, which is for its owner alone."""
    with TemporaryDirectory(dir=settings.HOME.snapshots) as folder:
        path = Path(folder) / name
        write_coded(data, path, {file: file for file in coded_files(path)})
        return path.read_bytes()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name, THE_FIRST_DAY), content, compress_type=zipfile.ZIP_DEFLATED)
    return held.getvalue()
