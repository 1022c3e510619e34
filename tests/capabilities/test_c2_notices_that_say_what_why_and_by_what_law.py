"""C2: "Transparency notices that communicate what data is being joined, for what purposes and legal consent" (seed 000).

Works when: what a notice needs is complete, it is easy enough to read, its JSON-LD is valid.
"""

import json
from collections.abc import Iterator
from html import unescape
from typing import Any

from pyshacl import validate
from rdflib import Graph

from example_site import ExampleSite
from folkmoot.record import controllers, missing, purposes
from folkmoot.record.read_whole import read_whole
from folkmoot.record.readability import LONGEST_MEAN, PLAIN, readability
from folkmoot.record.whole import current

AT = "/i/ready-for-school"


def the_notice(example: ExampleSite) -> dict[str, Any]:
    made = current(read_whole(example.get(f"{AT}/record.json").content), "notice")
    assert made is not None
    return made["content"]


def renditions(value: Any, language: str) -> Iterator[str]:
    """Every standard text of a document in a language."""
    if isinstance(value, dict):
        if set(value) <= {"en", "cy"}:
            yield from (words for words in [value.get(language, {}).get("standard", "")] if words)
        else:
            for part in value.values():
                yield from renditions(part, language)
    elif isinstance(value, list):
        for part in value:
            yield from renditions(part, language)


def test_nothing_that_a_notice_needs_is_missing(example: ExampleSite) -> None:
    assert missing(the_notice(example)) == []


def test_the_page_says_which_records_are_joined_for_what_and_by_what_law_for_each_controller(example: ExampleSite) -> None:
    notice, page = the_notice(example), unescape(example.get(f"{AT}/notice").text)
    said = [dataset["title"]["en"]["standard"] for dataset in notice["datasets"]] + purposes(notice)
    said += [party["name"] for party in controllers(notice)]
    for bases in notice["answers"]["lawful_basis"].values():
        said += [basis["words"]["en"]["standard"] for basis in bases.values()]
    assert len(said) > 8
    assert [words for words in said if words not in page] == []
    assert "join" in notice["answers"]["what"]["en"]["standard"].lower()


def test_it_is_plain_english_by_flesch_and_by_the_length_of_its_sentences_and_short_in_welsh(example: ExampleSite) -> None:
    notice = the_notice(example)
    english = readability("\n".join(renditions(notice, "en")))
    assert english.words > 700
    assert english.ease is not None
    assert english.ease >= PLAIN, english
    assert english.mean <= LONGEST_MEAN, english
    assert readability("\n".join(renditions(notice, "cy")), "cy").mean <= LONGEST_MEAN


def test_its_linked_data_is_valid_and_conforms_to_the_shapes(example: ExampleSite) -> None:
    answer = example.get(f"{AT}/record.jsonld")
    assert (answer.status, answer.type) == (200, "application/ld+json")
    data = Graph().parse(data=json.dumps(json.loads(answer.content)), format="json-ld")
    shapes = Graph().parse(data=example.get("/shapes.ttl").content, format="turtle")
    conforms, _, report = validate(data, shacl_graph=shapes)
    assert conforms, report
    assert len(data) > 300
