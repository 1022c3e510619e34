"""What may be kept in the library, by whom, and what the database itself refuses."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from folkmoot.site.wordings import domain, queries
from folkmoot.site.wordings.models import (
    ComprehensionAnswer,
    ComprehensionResult,
    Overruling,
    Reliance,
    ResultWithdrawal,
    Wording,
    WordingVersion,
)
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TO_COME = timezone.localdate() + dt.timedelta(days=2)


def strangers(where: Any) -> list[Any]:
    """Those who may keep no wording of an organisation."""
    return [None, make.user(), make.member(make.organisation()), make.former_member(where), make.member(where, Role.ADMINISTRATOR)]


def understood_by(wording: Any, *answers: tuple[int, int], **more: Any) -> ComprehensionResult:
    """A result with (asked, understood) for each question."""
    given = {"how": plain("At a library."), "asked_by": "The research team"}
    given["answers"] = [(plain(f"Question {at}?"), *one) for at, one in enumerate(answers or [(40, 30)], 1)]
    version = more.pop("version", None) or queries.newest(wording)
    return domain.record_comprehension(by=more.pop("by", None) or make.member(wording.organisation), version=version, **(given | more))


def test_only_those_who_keep_wordings_in_the_organisation_add_and_version_them() -> None:
    where = make.organisation()
    given = {"title": plain("A form"), "words": plain("Words."), "where": plain("A desk.")}
    for person in strangers(where):
        with pytest.raises(PermissionDenied):
            domain.add_wording(by=person, organisation=where, slug="a-form", **given)
    assert not Wording.objects.exists()
    made = make.wording(where=where)
    for person in strangers(where):
        with pytest.raises(PermissionDenied):
            domain.add_version(by=person, wording=made, words=plain("Others."), where=plain("A desk."))
        with pytest.raises(PermissionDenied):
            understood_by(made, by=person or make.user())
    assert WordingVersion.objects.count() == 1
    event = Event.objects.get(verb="wording.added")
    assert event.subject == f"wording:{made.pk}"
    assert event.detail == {"hash": queries.newest(made).hash, "on": "2024-03-01"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"words": {}}, "standard English"),
        ({"where": {"cy": {"standard": "Desg."}}}, "standard English"),
        ({"title": {}}, "standard English"),
        ({"since": TO_COME}, "still to come"),
        ({"slug": "not a slug"}, "valid"),
        ({"slug": "taken"}, "Another wording has this address"),
    ],
)
def test_a_wording_that_will_not_do_says_why_and_leaves_nothing(wrong: dict[str, Any], words: str) -> None:
    where = make.organisation()
    make.wording(slug="taken")
    given = {"slug": "a-form", "title": plain("A form"), "words": plain("Words."), "where": plain("A desk.")} | wrong
    with pytest.raises(ValidationError, match=f"{words}|blank"):
        domain.add_wording(by=make.member(where), organisation=where, **given)
    assert list(Wording.objects.values_list("slug", flat=True)) == ["taken"]
    assert Event.objects.filter(verb="wording.added").count() == 1


def test_versions_are_numbered_hashed_and_never_go_back_in_time() -> None:
    made = make.wording()
    officer = make.member(made.organisation)
    first = queries.newest(made)
    with pytest.raises(NotNow, match="in use already"):
        domain.add_version(by=officer, wording=made, words=first.words, where=first.where)
    with pytest.raises(ValidationError, match="in use since 2024-03-01"):
        domain.add_version(by=officer, wording=made, words=plain("Others."), where=first.where, since=dt.date(2023, 1, 1))
    second = domain.add_version(by=officer, wording=made, words=plain("Others."), where=first.where)
    assert [one.number for one in queries.versions(made)] == [2, 1]
    assert second.hash != first.hash
    assert queries.version(made, 1).words == first.words
    (change,) = queries.shown(second).changes
    assert change.name == "The words"
    assert [piece.words for piece in change.renditions[0][2] if piece.kind == "new"] == ["Others."]
    assert queries.shown(first).changes == ()


def test_a_changed_version_loses_what_residents_understood() -> None:
    made = make.wording()
    understood_by(made)
    assert queries.library().rows[0].tested
    domain.add_version(by=make.member(made.organisation), wording=made, words=plain(make.SAYS_IT), where=plain("A desk."))
    assert not queries.library().rows[0].tested
    assert queries.shown(queries.newest(made)).results == ()
    assert len(queries.shown(queries.version(made, 1)).results) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"answers": []}, "at least one question"),
        ({"answers": [(plain("Q?"), 0, 0)]}, "1 at least"),
        ({"answers": [(plain("Q?"), 5, 6)]}, "No more people can have understood"),
        ({"answers": [(plain("Q?"), 5, -1)]}, "No more people can have understood"),
        ({"answers": [({}, 5, 1)]}, "standard English"),
        ({"on": TO_COME}, "a day to come"),
        ({"language": "cy"}, "no such words"),
        ({"asked_by": " "}, "blank"),
        ({"how": {}}, "blank|standard English"),
    ],
)
def test_a_result_that_will_not_do_says_why_and_leaves_nothing(wrong: dict[str, Any], words: str) -> None:
    made = make.wording()
    with pytest.raises(ValidationError, match=words):
        understood_by(made, **wrong)
    assert not ComprehensionResult.objects.exists()
    assert not ComprehensionAnswer.objects.exists()


def test_a_result_is_withdrawn_once_with_a_reason() -> None:
    made = make.wording()
    result = understood_by(made)
    for person in strangers(made.organisation):
        with pytest.raises(PermissionDenied):
            domain.withdraw_result(by=person, result=result, reason=plain("Wrong form."))
    officer = make.member(made.organisation)
    domain.withdraw_result(by=officer, result=result, reason=plain("Wrong form."))
    with pytest.raises(NotNow, match="withdrawn already"):
        domain.withdraw_result(by=officer, result=result, reason=plain("Again."))
    shown = queries.shown(queries.newest(made))
    assert shown.results == ()
    assert [one.withdrawal.reason for one in shown.withdrawn] == [plain("Wrong form.")]
    assert not queries.library().rows[0].tested


def test_the_lead_of_an_initiative_or_who_uses_the_words_says_what_relies_on_them() -> None:
    about = make.initiative()
    made = make.wording(where=make.organisation())
    (dataset,) = initiatives.datasets_of(about)
    outside = [make.user(), make.member(make.organisation()), make.former_member(about.lead), make.member(about.lead, Role.ADMINISTRATOR)]
    for person in outside:
        with pytest.raises(PermissionDenied):
            domain.rely(by=person, wording=made, initiative=about, dataset=dataset)
    assert not Reliance.objects.exists()
    relied = domain.rely(by=make.member(about.lead), wording=made, initiative=about, dataset=dataset)
    with pytest.raises(NotNow, match="on record already"):
        domain.rely(by=make.member(made.organisation), wording=made, initiative=about, dataset=dataset)
    for person in outside:
        with pytest.raises(PermissionDenied):
            domain.end_reliance(by=person, reliance=relied)
    domain.end_reliance(by=make.member(made.organisation), reliance=relied)
    with pytest.raises(NotNow, match="off the record already"):
        domain.end_reliance(by=make.member(about.lead), reliance=relied)
    assert queries.relied_on_by(about) == ()
    domain.rely(by=make.member(about.lead), wording=made, initiative=about, dataset=dataset)
    assert len(queries.relied_on_by(about)) == 1
    assert [event.detail["initiative"] for event in Event.objects.filter(verb="wording.relied_on")] == [about.slug] * 2


def test_what_relies_is_a_dataset_of_that_initiative_or_records_in_words_and_not_both() -> None:
    about, other = make.initiative(), make.initiative()
    made = make.wording(where=about.lead)
    officer = make.member(about.lead)
    (elsewhere,) = initiatives.datasets_of(other)
    (own,) = initiatives.datasets_of(about)
    with pytest.raises(ValidationError, match="not in this initiative"):
        domain.rely(by=officer, wording=made, initiative=about, dataset=elsewhere)
    for given in ({}, {"dataset": own, "records": plain("Others.")}):
        with pytest.raises(ValidationError, match="Not both"):
            domain.rely(by=officer, wording=made, initiative=about, **given)
    domain.rely(by=officer, wording=made, initiative=about, records=plain("Old paper files."))
    (relied,) = queries.relied_on_by(about)
    assert relied.records == plain("Old paper files.")
    assert relied.leaves_out


def test_what_leaves_joining_out_is_said_to_those_who_draft_until_the_words_change_or_the_flag_is_overruled() -> None:
    about = make.initiative()
    made = make.wording(about)
    (warning,) = queries.joining_left_out(about)
    assert "Home repairs" in warning
    version = queries.newest(made)
    lead = make.member(about.lead, Role.GOVERNANCE_LEAD)
    flag = {"version": version, "language": "en", "style": "standard", "check_id": "joined"}
    domain.overrule_flag(by=lead, reason=plain("A leaflet says it."), **flag)
    assert queries.joining_left_out(about) == ()
    domain.put_flag_back(by=lead, reason=plain("The leaflet is gone."), **flag)
    assert len(queries.joining_left_out(about)) == 1
    officer = make.member(about.lead)
    domain.add_version(by=officer, wording=made, words=plain(make.SAYS_IT), where=plain("A desk."), since=dt.date(2025, 5, 1))
    (warning,) = queries.joining_left_out(about)
    assert f"Before 1 May 2025 {queries.NOT_SAID_BEFORE}" in warning
    domain.overrule_flag(by=lead, reason=plain("No record is so old."), **flag)
    assert queries.joining_left_out(about) == ()


def test_records_that_were_collected_under_older_words_are_not_made_good_by_newer_ones() -> None:
    about = make.initiative()
    made = make.wording(about, make.SAYS_IT)
    officer = make.member(about.lead)
    assert [one.warning for one in queries.relied_on_by(about)] == [""]
    for words, since in ((make.LEAVES_OUT, 2024), (f"{make.LEAVES_OUT} Ask.", 2025), (make.SAYS_IT, 2026)):
        given = {"words": plain(words), "where": plain("A desk."), "since": dt.date(since, 6, 1)}
        domain.add_version(by=officer, wording=made, **given)
    (relied,) = queries.relied_on_by(about)
    assert (relied.leaves_out, relied.said_since) == (False, dt.date(2026, 6, 1))


def test_only_a_flag_that_stands_is_overruled_by_those_who_may() -> None:
    made = make.wording()
    version = queries.newest(made)
    lead = make.member(made.organisation, Role.GOVERNANCE_LEAD)
    flag = {"version": version, "language": "en", "style": "standard", "check_id": "joined", "reason": plain("Read it.")}
    for person in [*strangers(made.organisation), make.member(made.organisation)]:
        with pytest.raises(PermissionDenied):
            domain.overrule_flag(by=person, **flag)
    for wrong in ({"check_id": "reading"}, {"check_id": "nothing"}, {"language": "cy"}, {"style": "easy"}):
        with pytest.raises(NotNow, match="no such flag"):
            domain.overrule_flag(by=lead, **(flag | wrong))
    with pytest.raises(NotNow, match="is not overruled"):
        domain.put_flag_back(by=lead, **flag)
    with pytest.raises(ValidationError):
        domain.overrule_flag(by=lead, **(flag | {"reason": {}}))
    assert not Overruling.objects.exists()
    domain.overrule_flag(by=lead, **flag)
    with pytest.raises(NotNow, match="overruled already"):
        domain.overrule_flag(by=lead, **flag)
    (row,) = queries.library().rows
    assert "Joining records" not in row.flags
    assert "The purpose" in row.flags


def test_the_database_refuses_to_change_or_delete_words_results_and_reasons() -> None:
    made = make.wording()
    result = understood_by(made)
    flag = {"version": queries.newest(made), "language": "en", "style": "standard", "check_id": "joined"}
    domain.overrule_flag(by=make.member(made.organisation, Role.GOVERNANCE_LEAD), reason=plain("Read it."), **flag)
    domain.withdraw_result(by=make.member(made.organisation), result=result, reason=plain("Wrong form."))
    for model, change in (
        (Wording, {"slug": "other"}),
        (WordingVersion, {"words": plain("Others.")}),
        (Overruling, {"overruled": False}),
        (ComprehensionResult, {"asked_by": "Nobody"}),
        (ComprehensionAnswer, {"understood": 1}),
        (ResultWithdrawal, {"reason": plain("No.")}),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            model.objects.all()._raw_delete("default")


def test_the_database_refuses_more_who_understood_than_were_asked_and_two_versions_of_one_number() -> None:
    made = make.wording()
    result = understood_by(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        ComprehensionAnswer.objects.create(result=result, question=plain("Q?"), asked=3, understood=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        ComprehensionAnswer.objects.create(result=result, question=plain("Q?"), asked=0, understood=0)
    first = queries.newest(made)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)
