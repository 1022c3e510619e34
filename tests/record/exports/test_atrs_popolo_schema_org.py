"""Algorithmic transparency, committees' decisions and mark-up for search engines."""

import csv
import io
import re

import pytest
from jsonschema import Draft202012Validator

from folkmoot.record.exports.atrs import atrs_csv, atrs_fields, atrs_markdown, needs_atrs
from folkmoot.record.exports.popolo import popolo
from folkmoot.record.exports.schema_org import schema_org
from tests.record.complete import complete_case, complete_notice, text
from tests.record.whole import whole_record

POPOLO = {  # written from the published specification: organization, motion and vote event
    "type": "object",
    "required": ["organizations", "motions", "vote_events"],
    "additionalProperties": False,
    "properties": {
        "organizations": {"items": {"required": ["id", "name"], "properties": {"classification": {"type": "string"}}}},
        "motions": {
            "items": {
                "required": ["id", "organization_id", "text", "date", "result"],
                "properties": {"date": {"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}$"}, "result": {"type": "string"}},
            }
        },
        "vote_events": {
            "items": {
                "required": ["id", "motion_id", "organization_id", "start_date", "result"],
                "properties": {"start_date": {"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}$"}},
            }
        },
    },
}


@pytest.mark.parametrize(
    ("predicts", "automated", "needed"),
    [("no", "people", False), ("groups", "people", True), ("people", "people", True), ("no", "suggests", True), ("no", "computer", True)],
)
def test_an_algorithmic_record_is_there_exactly_when_a_computer_scores_or_does_not_leave_it_to_people(
    predicts: str, automated: str, needed: bool
) -> None:
    whole = whole_record(notice=complete_notice(automated=automated), case=complete_case(predicts=predicts))
    assert needs_atrs(whole) is needed


def test_nothing_published_needs_no_algorithmic_record() -> None:
    assert not needs_atrs(whole_record(publications=[]))


def test_the_fields_are_keyed_by_number_each_once_in_order_and_the_same_in_both_files() -> None:
    whole = whole_record()
    rows = list(csv.DictReader(io.StringIO("".join(atrs_csv(whole)), newline="")))
    numbers = [row["field"] for row in rows]
    assert numbers == sorted(set(numbers), key=lambda number: [int(part) for part in number.split(".")])
    assert [(row["field"], row["name"]) for row in rows] == re.findall(r"^## (\S+) (.*)$", atrs_markdown(whole), re.MULTILINE)
    assert numbers == [field[0] for field in atrs_fields(whole)]


def test_words_cannot_break_out_of_the_markdown() -> None:
    page = atrs_markdown(whole_record(notice=complete_notice(owner=text("# Owner\n<script>x</script> [a](b)"))))
    assert "<script>" not in page
    assert "\n# Owner" not in page
    assert "[a](b)" not in page


def test_decisions_are_motions_and_vote_events_of_their_committee_and_name_nobody() -> None:
    found = popolo(whole_record())
    Draft202012Validator(POPOLO).validate(found)
    (event,) = found["vote_events"]
    assert (event["result"], event["extras"]["outcome"]) == ("pass", "yes-with-conditions")
    assert event["extras"]["conditions"] == ["Publish the map.", "Train everyone."]
    assert event["motion_id"] == found["motions"][0]["id"]
    assert {event["organization_id"]} == {body["id"] for body in found["organizations"]}
    assert "votes" not in event
    assert not {"persons", "memberships"} & set(found)


def test_a_record_without_decisions_has_no_motions() -> None:
    found = popolo(whole_record(decisions=[]))
    assert (found["motions"], found["vote_events"]) == ([], [])


def test_the_mark_up_is_a_service_and_a_dataset_with_its_files() -> None:
    service, dataset = schema_org(whole_record())["@graph"]
    assert (service["@type"], dataset["@type"]) == ("GovernmentService", "Dataset")
    assert dataset["about"] == {"@id": service["@id"]}
    assert [file["contentUrl"].rpartition("/")[2] for file in dataset["distribution"]] == ["record.json", "record.jsonld"]
