"""A Triple-S description and its file of answers, as text of the encoding it declares."""

import csv
import io
import xml.etree.ElementTree as ET

import polars as pl

from folkmoot.files.problems import RefusedError
from folkmoot.weigh.triple_s import Description, Variable
from folkmoot.weigh.xml_text import xml_bytes, xml_text


def description_bytes(description: Description, *, note: str = "") -> bytes:
    """The XML of a description. `note` is a comment at its top."""
    root = ET.Element("sss", version=description.version)
    if note:
        root.append(ET.Comment(f" {xml_text(note).replace('--', '- -')} "))
    ET.SubElement(root, "origin").text = "Folkmoot"
    survey = ET.SubElement(root, "survey")
    ET.SubElement(survey, "title").text = xml_text(description.title)
    about = {"ident": "V", "href": description.href} | ({"format": "csv", "skip": str(description.skip)} if description.csv else {})
    record = ET.SubElement(survey, "record", {name: xml_text(value) for name, value in about.items() if value})
    if description.skip and not description.csv:
        record.set("skip", str(description.skip))
    for variable in description.variables:
        _variable(record, variable, description)
    return xml_bytes(root, description.encoding)


def _variable(record: ET.Element, variable: Variable, description: Description) -> None:
    element = ET.SubElement(record, "variable", ident=variable.ident, type=variable.kind)
    if variable.literal:
        element.set("format", "literal")
    if variable.use:
        element.set("use", variable.use)
    ET.SubElement(element, "name").text = xml_text(variable.name)
    ET.SubElement(element, "label").text = xml_text(variable.label)
    position = ET.SubElement(element, "position", start=str(variable.start))
    if not description.csv or variable.finish > variable.start:
        position.set("finish", str(variable.finish))
    if variable.subfields:
        ET.SubElement(element, "spread", subfields=str(variable.subfields), width=str(variable.width))
    if variable.size:
        ET.SubElement(element, "size").text = str(variable.size)
    if variable.values or variable.codes_from:
        values = ET.SubElement(element, "values")
        if variable.codes_from:
            ET.SubElement(values, "range", {"from": variable.codes_from, "to": variable.codes_to})
        for code, words in variable.values.items():
            ET.SubElement(values, "value", code=code).text = xml_text(words)


def answers_text(description: Description, answers: pl.DataFrame) -> str:
    """The file of answers: a record to a row of the columns that `read_answers` gives, lines ended by CR LF.

    Raises RefusedError when an answer is longer than its place, or the encoding has no letter for it.
    """
    columns = [_cells(variable, answers, csv_fields=description.csv) for variable in description.variables]
    if description.csv:
        held = io.StringIO(newline="")
        plain = csv.writer(held, lineterminator="\r\n")
        for _ in range(description.skip):
            plain.writerow([variable.name for variable in description.variables])
        # a field that begins with 0 stands in quotes, as the standard asks, so that a spreadsheet leaves it whole
        csv.writer(held, lineterminator="\r\n", quoting=csv.QUOTE_NOTNULL).writerows(
            [None if cell == "" else cell for cell in row] for row in zip(*columns, strict=True)
        )
        text = held.getvalue()
    else:
        names = "".join(variable.name[: _length(variable)].ljust(_length(variable)) for variable in description.variables)
        text = "".join(f"{line}\r\n" for line in [*[names] * description.skip, *("".join(row) for row in zip(*columns, strict=True))])
    try:
        text.encode(description.encoding)
    except UnicodeEncodeError as error:
        letter = text[error.start]
        raise RefusedError([f'{description.encoding} has no letter "{letter}". Write the survey as UTF-8.']) from error
    return text


def _length(variable: Variable) -> int:
    return variable.finish - variable.start + 1


def _cells(variable: Variable, answers: pl.DataFrame, *, csv_fields: bool) -> list[str]:
    """The letters of each record."""
    if variable.kind == "multiple":
        rows = answers.select(variable.columns).rows()
        cells = [_multiple(variable, row) for row in rows]
    else:
        cells = [_cell(variable, cell) for cell in answers[variable.name]]
    if csv_fields:
        return cells
    length = _length(variable)
    if long := next((cell for cell in cells if len(cell) > length), None):
        raise RefusedError([f'"{variable.name}" holds "{long[:40]}", which is longer than the {length} characters it has.'])
    if any("\n" in cell or "\r" in cell for cell in cells):
        raise RefusedError([f'"{variable.name}" holds an answer of several lines, which a fixed record cannot. Write it as CSV.'])
    left = variable.kind in {"character", "multiple"} or variable.literal
    return [cell.ljust(length) if left or not cell else cell.rjust(length) for cell in cells]


def _cell(variable: Variable, cell: str | None) -> str:
    if cell is None:
        return ""
    return cell.replace("-", "").replace(":", "") if variable.kind in {"date", "time"} else cell


def _multiple(variable: Variable, marks: tuple[str | None, ...]) -> str:
    """Marks by code as one field; blank when the question has no answer at all."""
    if all(mark is None for mark in marks):
        return ""
    chosen = [code for code, mark in zip(variable.codes, marks, strict=True) if mark == "1"]
    if variable.subfields:
        if len(chosen) > variable.subfields:
            raise RefusedError([f'"{variable.name}" has {len(chosen)} answers, but room for {variable.subfields}.'])
        return "".join(code.rjust(variable.width, "0") for code in [*chosen, *["0"] * (variable.subfields - len(chosen))])
    most = max(int(code) for code in variable.codes)
    return "".join("1" if str(code) in chosen else "0" for code in range(1, most + 1))
