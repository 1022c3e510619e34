"""Records of other installations: taken in whole, shown for what they are, given again as they were."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from folkmoot.record.whole import as_file
from folkmoot.site.audit import queries as audit
from folkmoot.site.errors import NotNow
from folkmoot.site.exports.domain import import_record
from folkmoot.site.exports.forms import KeepForm
from folkmoot.site.exports.held_lists import LISTS
from folkmoot.site.exports.models import HeldRecord
from folkmoot.site.people.roles import ROLES, Role
from tests.record.complete import complete_notice, text
from tests.record.whole import AFTERWARDS, first_format, whole_record
from tests.site import make
from tests.site.initiatives.reading import html, words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

FILE = as_file(whole_record())
DIGEST = whole_record()["hash"]


@pytest.fixture
def keeper() -> Any:
    return make.member(make.organisation(), Role.GOVERNANCE_LEAD)


def test_what_one_installation_gives_another_gives_again_byte_for_byte(client: Client, keeper: Any) -> None:
    about = make.licensed(make.initiative(partners=[make.organisation()]))
    file = client.get(f"/i/{about.slug}/record.json").content
    held = import_record(by=keeper, file=file)
    again = client.get(f"/held/{held.hash}/record.json").content
    assert again == file
    assert json.loads(again)["hash"] == held.hash


def test_it_is_kept_with_its_address_and_an_event_and_is_no_initiative_of_ours(client: Client, keeper: Any) -> None:
    held = import_record(by=keeper, file=FILE)
    assert (held.hash, held.address) == (DIGEST, "https://moot.example/i/warm-homes")
    (event,) = audit.history(held)
    assert (event["verb"], event["detail"]) == ("record.kept", {"hash": DIGEST, "address": held.address})
    assert client.get("/i/warm-homes").status_code == 404
    assert "Warm homes" not in html(client, "/")
    assert audit.verify().broken_at is None


def test_its_page_says_that_it_is_held_elsewhere_and_what_it_says(client: Client, keeper: Any) -> None:
    import_record(by=keeper, file=FILE)
    page = words(html(client, f"/held/{DIGEST}"))
    assert "Held elsewhere" in page
    assert "https://moot.example/i/warm-homes" in page
    for said in ("Finding cold homes.", "A condition is not met.", "County Council", "About 71 in 100 agree.", "Train everyone.", "What"):
        assert said in page, said
    assert "Cartrefi cynnes" in html(client, f"/held/{DIGEST}?lang=cy")
    assert f'href="/held/{DIGEST}?lang=cy" aria-current="page"' in html(client, f"/held/{DIGEST}?lang=cy")
    assert 'name="robots" content="noindex"' in html(client, f"/held/{DIGEST}")


def test_its_page_lists_what_came_afterwards(client: Client, keeper: Any) -> None:
    import_record(by=keeper, file=FILE)
    page = words(html(client, f"/held/{DIGEST}"))
    for part, (heading, texts, say) in LISTS.items():
        assert heading in page, part
        for row in whole_record()[part]:  # type: ignore[literal-required]
            assert say(row) in page
            assert all(row[name]["en"]["standard"] in page for name in texts if row[name])
    assert set(LISTS) == set(AFTERWARDS)


def test_a_record_of_format_1_is_kept_and_shown_without_them(client: Client, keeper: Any) -> None:
    file = as_file(first_format())
    held = import_record(by=keeper, file=file)
    assert client.get(f"/held/{held.hash}/record.json").content == file
    page = words(html(client, f"/held/{held.hash}"))
    assert "About 71 in 100 agree." in page
    assert not any(heading in page for heading, _, _ in LISTS.values())


def test_words_from_elsewhere_are_words(client: Client, keeper: Any) -> None:
    hostile = text("<script>alert(1)</script>{{ 7*7 }}")
    asked = [whole_record()["questions"][0] | {"wording": hostile}]
    named = whole_record()["identity"] | {"title": hostile}
    whole = whole_record(notice=complete_notice(what=hostile), identity=named, questions=asked)
    import_record(by=keeper, file=as_file(whole))
    page = html(client, f"/held/{whole['hash']}")
    assert "<script>" not in page
    assert "{{ 7*7 }}" in page


def test_a_record_with_an_older_notice_or_with_nothing_has_a_page(client: Client, keeper: Any) -> None:
    older = {key: value for key, value in complete_notice().items() if key != "answers"} | {"fields": {"what": text("As it was.")}}
    empty = {name: [] for name in ("publications", "decisions", "findings", "datasets", "parties", "engagements", "changes")}
    bare = whole_record(**empty, identity=whole_record()["identity"] | {"title": {}})
    for whole, said in ((whole_record(notice=older), "As it was."), (bare, "warm-homes")):
        import_record(by=keeper, file=as_file(whole))
        assert said in words(html(client, f"/held/{whole['hash']}"))


def test_a_record_is_kept_once(keeper: Any) -> None:
    import_record(by=keeper, file=FILE)
    with pytest.raises(NotNow, match="kept here already"):
        import_record(by=keeper, file=FILE)


def test_a_file_that_will_not_do_is_refused_in_one_sentence_and_nothing_is_kept(keeper: Any) -> None:
    for file, sentence in (
        (b"PK", "The file cannot be read"),
        (FILE.replace(b"It helps.", b"It hurts."), "The file was changed after it was written"),
        (FILE.replace(b'"format_version": 2', b'"format_version": 3'), "The file is of format 3."),
        (FILE.replace(b'"stops": [', b'"stop": ['), "The field stop"),
    ):
        with pytest.raises(ValidationError) as refused:
            import_record(by=keeper, file=file)
        (said,) = refused.value.messages
        assert said.startswith(sentence)
    assert not HeldRecord.objects.exists()


def test_only_who_may_keep_records_can() -> None:
    where = make.organisation()
    may = {role for role in Role if "exports.keep" in ROLES[role].permissions}
    assert may == {Role.GOVERNANCE_LEAD}
    refused = [make.user(), make.former_member(where, Role.GOVERNANCE_LEAD)]
    refused += [make.member(where, role) for role in (Role.RESEARCH_OFFICER, Role.ADMINISTRATOR)]
    refused.append(make.member(make.committee(), Role.COMMITTEE_MEMBER))
    for person in refused:
        with pytest.raises(PermissionDenied):
            import_record(by=person, file=FILE)
    make.no_writes_by(*refused)


def test_the_database_refuses_to_change_or_delete_what_is_kept(keeper: Any) -> None:
    held = import_record(by=keeper, file=FILE)
    for change in (lambda: HeldRecord.objects.update(document="{}"), held.delete, lambda: HeldRecord.objects.update(address="")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_staff_take_it_in_by_a_form_that_says_what_is_wrong_at_its_field(keeper: Any) -> None:
    browser = make.signed_in(keeper)
    bad = browser.post("/staff/held/new", {"file": SimpleUploadedFile("record.json", b"no")})
    assert bad.status_code == 400
    assert "The file cannot be read: it is not JSON in UTF-8, as a record is." in bad.content.decode()
    nothing = browser.post("/staff/held/new", {})
    assert "Choose a file." in nothing.content.decode()
    good = browser.post("/staff/held/new", {"file": SimpleUploadedFile("record.json", FILE)})
    assert (good.status_code, good["Location"]) == (302, f"/held/{DIGEST}")
    assert "moot.example" in html(browser, "/staff/held/new")
    again = browser.post("/staff/held/new", {"file": SimpleUploadedFile("record.json", FILE)})
    assert "This record is kept here already." in again.content.decode()


def test_a_file_over_50_mb_is_refused_before_it_is_read() -> None:
    file = SimpleUploadedFile("record.json", b"{}")
    file.size = 50_000_001
    assert KeepForm({}, {"file": file}).errors["file"] == ["The file has 50.0 MB. The most is 50 MB."]


def test_what_is_not_kept_here_is_not_found(client: Client) -> None:
    for path in ("/held/abc", f"/held/{DIGEST}", f"/held/{DIGEST}/record.json"):
        assert client.get(path).status_code == 404
