"""The description for archives: DDI-Codebook 2.5 in its order, all of it from the plan, and no number that the findings hide.

ORDER is written by hand from the schema (codebook.xsd of 17 January 2012): what may stand in each element, in the schema's order.
"""

import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from folkmoot.weigh import Plan, findings, weigh
from folkmoot.weigh.ddi import ddi
from folkmoot.weigh.variables import variables

from .conftest import SCALE, refused

Run = Callable[..., Any]
SPACE = "{ddi:codebook:2_5}"
ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr otherMat",
    "docDscr": "citation guide docStatus docSrc controlledVocabUsed notes",
    "citation": "titlStmt rspStmt prodStmt distStmt serStmt verStmt biblCit holdings notes",
    "titlStmt": "titl subTitl altTitl parTitl IDNo",
    "rspStmt": "AuthEnty othId",
    "prodStmt": "producer copyright prodDate prodPlac software fundAg grantNo",
    "stdyDscr": "citation studyAuthorization stdyInfo studyDevelopment method dataAccs othrStdyMat notes",
    "stdyInfo": "studyBudget subject abstract sumDscr qualityStatement notes exPostEvaluation",
    "sumDscr": "timePrd collDate nation geogCover geogUnit geoBndBox boundPoly anlyUnit universe dataKind",
    "method": "dataColl notes anlyInfo stdyClas dataProcessing codingInstructions",
    "dataColl": "timeMeth dataCollector collectorTraining frequenc sampProc sampleFrame targetSampleSize deviat collMode resInstru "
    "instrumentDevelopment sources collSitu actMin ConOps weight cleanOps",
    "anlyInfo": "respRate EstSmpErr dataAppr",
    "dataAccs": "setAvail useStmt notes",
    "useStmt": "confDec specPerm restrctn contact citReq deposReq conditions disclaimer",
    "dataDscr": "varGrp nCubeGrp var nCube notes",
    "var": "location labl imputation security embargo respUnit anlysUnit qstn valrng invalrng undocCod universe TotlResp sumStat txt "
    "stdCatgry catgryGrp catgry codInstr verStmt concept derivation varFormat geoMap catLevel notes",
    "qstn": "preQTxt qstnLit postQTxt forward backward ivuInstr",
    "invalrng": "item range key notes",
    "catgry": "catValu labl txt catStat mrow",
}
ONCE = {"titl", "catValu", "varFormat", "anlyInfo", "citation", "titlStmt", "rspStmt", "prodStmt"}
ATTRIBUTES: dict[str, dict[str, set[str] | None]] = {
    "codeBook": {"version": {"2.5"}},
    "IDNo": {"agency": None},
    "software": {"version": None},
    "var": {
        "ID": None,
        "name": None,
        "wgt": {"wgt", "not-wgt"},
        "intrvl": {"contin", "discrete"},
        "representationType": {"text", "numeric", "code", "datetime", "other"},
    },
    "item": {"VALUE": None},
    "catgry": {"missing": {"Y", "N"}},
    "catStat": {"type": {"freq", "percent", "crosstab", "other"}, "wgtd": {"wgtd", "not-wgtd"}, "wgt-var": None},
    "sumStat": {"type": {"mean", "medn", "mode", "vald", "invd", "min", "max", "stdev", "other"}},
    "varFormat": {"type": {"character", "numeric"}},
}
REQUIRED = {"var": {"name", "ID"}, "item": {"VALUE"}, "sumStat": {"type"}, "codeBook": {"version"}}


def faults(element: ET.Element) -> list[str]:
    """Where an element breaks the schema."""
    tag = element.tag.removeprefix(SPACE)
    allowed = ORDER.get(tag, "").split()
    inside = [each.tag.removeprefix(SPACE) for each in element]
    found = [f"{tag}: {name} may not stand in it" for name in inside if name not in allowed]
    if not found and inside != sorted(inside, key=allowed.index):
        found.append(f"{tag}: {inside} is not in order")
    found += [f"{tag}: {name} stands {inside.count(name)} times" for name in ONCE if inside.count(name) > 1 and tag != "stdyDscr"]
    known = ATTRIBUTES.get(tag, {})
    given = {name: value for name, value in element.attrib.items() if not name.startswith("{")}
    found += [f"{tag}: {name}={value}" for name, value in given.items() if name not in known or value not in (known[name] or {value})]
    found += [f"{tag}: no {name}" for name in REQUIRED.get(tag, set()) - given.keys()]
    if inside and (element.text or "").strip():
        found.append(f"{tag}: words beside elements")
    return found + [fault for each in element for fault in faults(each)]


def parsed(made: bytes) -> ET.Element:
    return ET.fromstring(made)  # noqa: S314 - made by us a moment ago


@pytest.fixture
def plan(plan_text: str) -> Plan:
    return Plan.from_mapping(tomllib.loads(plan_text))


@pytest.fixture
def described(people: pl.DataFrame, plan: Plan) -> ET.Element:
    """The description of the small survey with its findings."""
    return parsed(ddi(plan, findings(weigh(people, plan))))


def words(root: ET.Element, path: str) -> list[str]:
    return [each.text or "" for each in root.iterfind("/".join(SPACE + part for part in path.split("/")))]


def variable(root: ET.Element, name: str) -> ET.Element:
    return next(each for each in root.iter(f"{SPACE}var") if each.get("name") == name)


def test_the_elements_stand_in_the_order_of_the_schema_with_its_attributes(described: ET.Element, plan: Plan) -> None:
    assert faults(described) == []
    assert faults(parsed(ddi(plan))) == []
    described.append(ET.Element(f"{SPACE}docDscr"))
    assert faults(described) == ["codeBook: ['docDscr', 'stdyDscr', 'dataDscr', 'docDscr'] is not in order"]


def test_what_a_catalogue_must_have_is_there(described: ET.Element) -> None:
    assert described.tag == f"{SPACE}codeBook"
    study = "stdyDscr"
    assert words(described, f"{study}/citation/titlStmt/titl") == ["Cold homes"]
    assert words(described, f"{study}/citation/rspStmt/AuthEnty") == ["Harrowmere County Council"]
    assert len(words(described, f"{study}/citation/titlStmt/IDNo")) == 2
    assert words(described, f"{study}/stdyInfo/sumDscr/collDate") == ["6 to 31 January 2031"]
    assert words(described, f"{study}/stdyInfo/sumDscr/universe") == ["People aged 18 and over in Harrowmere"]
    assert words(described, f"{study}/stdyInfo/sumDscr/anlyUnit") == ["Individual"]
    assert words(described, f"{study}/stdyInfo/abstract")[0].startswith(
        "Example only. All people and numbers here are made up. A: Use home"
    )
    (sampling,), (weighting,) = (words(described, f"{study}/method/dataColl/{name}") for name in ("sampProc", "weight"))
    assert sampling.startswith("This was a volunteer sample. People chose to take part, on the web or on paper.")
    assert weighting.startswith("Raked (iterative proportional fitting) to Age, Sex. Source of Age: Census 2021.")
    assert weighting.endswith("The weight is the variable weight_made_fair.")
    assert words(described, f"{study}/dataAccs/useStmt/restrctn") != []


def test_the_variables_are_those_of_the_coded_data_with_their_codes(described: ET.Element, plan: Plan) -> None:
    every = list(described.iter(f"{SPACE}var"))
    assert [each.get("name") for each in every] == [each.name for each in variables(plan)]
    assert len({each.get("ID") for each in every}) == len(every)
    asked = variable(described, "A")
    codes = [(words(each, "catValu")[0], words(each, "labl")[0], each.get("missing")) for each in asked.iterfind(f"{SPACE}catgry")]
    assert codes == [*((code, label, None) for code, label in SCALE.items()), ("9", "No answer: 9", "Y")]
    assert [each.get("VALUE") for each in asked.iter(f"{SPACE}item")] == ["9"]
    assert words(asked, "qstn/qstnLit") == ["Use home and hospital records together to find cold homes"]
    assert [each.get("name") for each in every if each.get("wgt") == "wgt"] == ["weight_made_fair"]


def test_the_column_that_names_each_response_is_not_described(described: ET.Element) -> None:
    assert "person" not in {each.get("name") for each in described.iter(f"{SPACE}var")}


def stats(root: ET.Element, kind: str) -> dict[tuple[str, str], str]:
    """Each number of a kind by variable and category."""
    return {
        (str(each.get("name")), words(category, "labl")[0]): str(stat.text)
        for each in root.iter(f"{SPACE}var")
        for category in each.iterfind(f"{SPACE}catgry")
        for stat in category.iterfind(f"{SPACE}catStat")
        if stat.get("type") == kind
    }


def test_every_number_is_one_of_the_findings(described: ET.Element, people: pl.DataFrame, plan: Plan) -> None:
    document = findings(weigh(people, plan))
    margins = {
        (margin["factor"], level["level"]): str(level["n"]) for margin in document["weighting"]["margins"] for level in margin["levels"]
    }
    assert stats(described, "freq") == margins
    shares = {row["statement"]: row["estimate"] for row in document["findings"] if row["factor"] is None}
    assert {key: float(value) for key, value in stats(described, "percent").items()} == pytest.approx(
        {
            (f"said_{sid}", word): 100 * (share if word == "Agreed" else 1 - share)
            for sid, share in shares.items()
            for word in ("Agreed", "Not")
        },
        rel=1e-5,
    )
    bases = {f"said_{row['statement']}": str(row["n"]) for row in document["findings"] if row["factor"] is None}
    assert {str(each.get("name")): s.text for each in described.iter(f"{SPACE}var") for s in each.iterfind(f"{SPACE}sumStat")} == bases


def test_what_the_findings_hide_is_not_in_the_description(people: pl.DataFrame, plan: Plan, plan_text: str) -> None:
    few = people.filter((pl.col("sex") != 3) | (pl.int_range(pl.len()) < 60))
    document = findings(weigh(few, plan))
    hidden = {
        (margin["factor"], level["level"])
        for margin in document["weighting"]["margins"]
        for level in margin["levels"]
        if level["suppressed"]
    }
    assert hidden
    root = parsed(ddi(plan, document))
    assert stats(root, "freq").keys().isdisjoint(hidden)
    tiny = findings(weigh(people.head(8), Plan.from_mapping(_unweighted(plan_text))))
    assert {row["estimate"] for row in tiny["findings"] if row["factor"] is None} == {None}
    assert stats(parsed(ddi(Plan.from_mapping(_unweighted(plan_text)), tiny)), "percent") == {}


def _unweighted(plan_text: str) -> dict[str, Any]:
    """A plan of the same survey without weights."""
    return {key: value for key, value in tomllib.loads(plan_text).items() if key != "weights"}


def test_without_findings_there_is_no_number_of_people_in_it(plan: Plan) -> None:
    root = parsed(ddi(plan))
    assert stats(root, "freq") == stats(root, "percent") == {}
    assert list(root.iter(f"{SPACE}sumStat")) == []
    assert len(words(root, "stdyDscr/citation/titlStmt/IDNo")) == 1


def test_the_same_input_gives_the_same_bytes_whatever_signs_stand_in_it(plan_text: str) -> None:
    odd = plan_text.replace('label = "Sex"', 'label = "<Sex> & \\u0007 ŷ"')
    one, two = (ddi(Plan.from_mapping(tomllib.loads(odd))) for _ in range(2))
    assert one == two
    assert words(variable(parsed(one), "sex"), "labl") == ["<Sex> &  ŷ"]


def test_the_command_writes_it_beside_the_published_folder(folkmoot: Run, people: pl.DataFrame, plan_text: str, tmp_path: Path) -> None:
    ran = folkmoot(people, plan_text, "--ddi", str(tmp_path / "study.xml"))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == str(tmp_path / "study.xml")
    document = findings(weigh(people, Plan.from_mapping(tomllib.loads(plan_text))))
    assert (tmp_path / "study.xml").read_bytes() == ddi(Plan.from_mapping(tomllib.loads(plan_text)), document)


def test_the_two_files_cannot_have_one_name(folkmoot: Run, people: pl.DataFrame, plan_text: str, tmp_path: Path) -> None:
    path = str(tmp_path / "x.csv")
    ran = folkmoot(people, plan_text, "--ddi", path, "--coded-data", path)
    refused(ran, f"{path} is read or written as something else too. Give another name.")
