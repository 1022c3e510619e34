"""The three files: a document that keeps to its schema, a report that stands alone, tables that open as tables."""

import json
import re
import tomllib
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from folkmoot.weigh import Plan, RefusedError, findings, report, tables, weigh, write
from folkmoot.weigh.write import document_bytes

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/reference/findings.schema.json").read_text())
KINDS: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


def faults(value: Any, schema: dict[str, Any], path: str = "") -> list[str]:
    """Where a value breaks the schema: as much of JSON Schema as findings.schema.json uses."""
    assert schema.keys() <= {
        *("$schema", "title", "description", "type", "properties", "required", "additionalProperties"),
        *("items", "enum", "const", "pattern", "minLength", "minimum", "maximum"),
    }
    found = []
    kinds = schema.get("type", list(KINDS))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    numeric_flag = isinstance(value, bool) and "boolean" not in kinds
    if numeric_flag or not any(isinstance(value, KINDS[kind]) for kind in kinds):
        found.append(f"{path}: {value!r} is not {kinds}")
    if ("enum" in schema and value not in schema["enum"]) or ("const" in schema and value != schema["const"]):
        found.append(f"{path}: {value!r} is not allowed")
    if isinstance(value, str) and (not re.search(schema.get("pattern", ""), value) or len(value) < schema.get("minLength", 0)):
        found.append(f"{path}: {value!r} does not fit")
    if isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{path}: {value!r} is out of range")
    if isinstance(value, dict):
        found += [f"{path}: {key} is missing" for key in schema.get("required", []) if key not in value]
        found += [f"{path}: {key} is not known" for key in value if key not in schema["properties"]]
        for key in value.keys() & schema["properties"].keys():
            found += faults(value[key], schema["properties"][key], f"{path}.{key}")
    if isinstance(value, list):
        for at, each in enumerate(value):
            found += faults(each, schema["items"], f"{path}[{at}]")
    return found


@pytest.fixture
def document(people: pl.DataFrame, plan_text: str) -> dict[str, Any]:
    """The findings of the small survey."""
    return findings(weigh(people, Plan.from_mapping(tomllib.loads(plan_text))))


def unweighted(plan_text: str) -> str:
    """The plan without weights."""
    return plan_text[: plan_text.index("[weights]")] + plan_text[plan_text.index("[publish]") :]


def test_the_document_keeps_to_its_schema(document: dict[str, Any], people: pl.DataFrame, plan_text: str) -> None:
    assert faults(document, SCHEMA) == []
    for n in (1, 40, 600):
        plain = findings(weigh(people.head(n), Plan.from_mapping(tomllib.loads(unweighted(plan_text)))))
        assert faults(plain, SCHEMA) == []
    assert faults(document | {"more": 1}, SCHEMA) == [": more is not known"]
    assert faults(document | {"plan_hash": "x"}, SCHEMA) == [".plan_hash: 'x' does not fit"]


def test_the_same_input_gives_the_same_bytes(people: pl.DataFrame, plan_text: str) -> None:
    first, again = (findings(weigh(people.clone(), Plan.from_mapping(tomllib.loads(plan_text)))) for _ in range(2))
    assert document_bytes(first) == document_bytes(again)
    assert (report(first), tables(first)) == (report(again), tables(again))
    assert json.loads(document_bytes(first)) == first


def test_the_report_and_tables_are_made_from_the_stored_document_alone(document: dict[str, Any]) -> None:
    stored = json.loads(document_bytes(document))
    assert (report(stored), tables(stored)) == (report(document), tables(document))


class Page(HTMLParser):
    """What stands in a page, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip() and self.tags[-1][0] != "style":
            self.words.append((self.tags[-1][0], data.strip()))


def test_the_report_stands_alone(document: dict[str, Any]) -> None:
    text = report(document)
    page = Page(text)
    assert not {"script", "iframe", "link", "img", "object", "embed", "form"} & {tag for tag, _ in page.tags}
    addresses = [value for _, attrs in page.tags for key, value in attrs.items() if key in {"href", "src", "srcset", "action"} and value]
    assert {value for value in addresses if not value.startswith("#")} == set()
    assert not re.search(r"@import|url\((?!['\"]?data:)", text)
    assert not any(key.startswith("on") or key == "style" for _, attrs in page.tags for key in attrs)


def test_how_people_came_to_take_part_is_before_the_first_figure(document: dict[str, Any]) -> None:
    text = report(document)
    order = [
        text.index(words)
        for words in (
            "<h1>Cold homes</h1>",
            ">This was a volunteer sample<",
            "People chose to take part, on the web or on paper.",
            "<figure",
            "How we counted</h3>",
            ">How many people is that?<",
            ">Who answered, and who lives here<",
            ">By Age<",
            ">By Kind of home<",
            ">Letters in square brackets<",
            ">How it was worked out<",
            "Fingerprint of the answers",
        )
    ]
    assert order == sorted(order)
    assert text.index("Example only.") < order[0]


def test_the_report_is_built_for_everyone(document: dict[str, Any]) -> None:
    page = Page(report(document))
    tags = [tag for tag, _ in page.tags]
    assert next(attrs for tag, attrs in page.tags if tag == "html")["lang"] == "en-GB"
    assert tags.count("h1") == 1
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert tags.count("table") == tags.count("caption") == tags.count("figure")
    assert all(attrs.get("scope") in {"col", "row"} for tag, attrs in page.tags if tag == "th")
    regions = [attrs["aria-label"] for _, attrs in page.tags if attrs.get("role") == "region"]
    assert len(regions) == len(set(regions)) == tags.count("table")
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = {name for _, attrs in page.tags for name in (attrs.get("aria-labelledby") or "").split()}
    assert named <= set(ids)


def test_recodes_stand_beside_each_chart_and_both_kinds_of_share_in_each_table(document: dict[str, Any]) -> None:
    text = report(document)
    assert text.count("“Agreed” means “Agree strongly” or “Agree slightly”.") == 1 + 2 * 3
    assert text.count("“In between” counts as “Not”, which makes the yes number look lower.") == 1 + 2 * 3
    assert text.count(">As given</th>") == text.count(">Made fair</th>") == 1 + 2 * 3


def test_an_unweighted_report_says_so_and_shows_one_share(people: pl.DataFrame, plan_text: str) -> None:
    text = report(findings(weigh(people, Plan.from_mapping(tomllib.loads(unweighted(plan_text))))))
    assert "These numbers are as given. They are not weighted" in text
    assert "Made fair" not in text
    assert text.count(">As given</th>") == 1 + 2 * 3


def test_the_synthetic_strip_is_there_only_when_people_are_made_up(people: pl.DataFrame, plan_text: str) -> None:
    real = findings(weigh(people, Plan.from_mapping(tomllib.loads(plan_text.replace("synthetic = true", "")))))
    assert "Example only." not in report(real)


def test_nothing_is_left_when_writing_fails_half_way(document: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, content: bytes) -> int:
        if self.name == "findings.json":
            raise OSError(28, "No space left on device")
        with self.open("wb") as file:
            return file.write(content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RefusedError, match=r"out cannot be written: no space left on device\.$"):
        write(document, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_an_older_weighing_comes_back_when_the_new_one_cannot_take_its_place(
    document: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(document, tmp_path / "out")
    before = (tmp_path / "out" / "findings.json").read_bytes()
    rename, calls = Path.rename, []

    def second_fails(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", second_fails)
    with pytest.raises(RefusedError, match="permission denied"):
        write(document | {"small_cell": 7}, tmp_path / "out", force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "findings.json").read_bytes() == before
