"""Whoever answers in Welsh reads Welsh all the way: every page round the questions, and every sentence that refuses something."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.face import date_words
from folkmoot.site.engagement import domain, queries
from folkmoot.site.engagement.code_wording import CODE_WORDING
from folkmoot.site.engagement.models import Engagement
from folkmoot.site.engagement.wording import WORDING
from folkmoot.site.paper import domain as paper
from folkmoot.site.renditions import plain
from tests.site import make, surveys
from tests.site.welsh import CY, other_words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def in_welsh(given: Any) -> Any:
    """The same questions with every text in Welsh too."""
    if isinstance(given, list):
        return [in_welsh(one) for one in given]
    if not isinstance(given, dict):
        return given
    if "en" in given:
        return given | {"cy": {"standard": f"Cymraeg {given['en']['standard']}"}}
    return {key: in_welsh(value) for key, value in given.items()}


def opened(**more: Any) -> tuple[Any, Engagement]:
    """A survey all of whose texts are in Welsh too, as the organisation, those who run it, and the questions have them."""
    where = make.organisation()
    officer = make.member(where)
    config = in_welsh(surveys.config()) | more.pop("config", {})
    made = surveys.version(officer, where, asked=in_welsh(more.pop("asked", None) or surveys.questions()))
    texts = {"title": plain("Warm homes", welsh="Cartrefi cynnes"), "question": plain("What for?", welsh="Ar gyfer beth?")}
    asked_of = surveys.sample(officer, where, targets=more.pop("targets", None))
    initiative = surveys.initiative(officer, where)
    initiative.summary = plain("To find cold homes.", welsh="I ddod o hyd i gartrefi oer.")
    initiative.save()
    return officer, surveys.opened(officer, where, version=made, sample=asked_of, initiative=initiative, config=config, **texts, **more)


def test_every_text_round_the_questions_has_welsh():
    assert [name for name, texts in {**WORDING, **CODE_WORDING}.items() if not texts.get("cy", {}).get("standard")] == []
    for name, texts in {**WORDING, **CODE_WORDING}.items():
        places = [set(_places(words)) for styles in texts.values() for words in styles.values()]
        assert all(one == places[0] for one in places), name


def _places(words: str) -> list[str]:
    return [part.split("}")[0] for part in words.split("{")[1:]]


def test_a_survey_is_answered_from_the_first_page_to_the_receipt_in_welsh():
    opened(config={"for_someone": True, "youngest": 13})
    browser = surveys.Browser("warm", CY)
    seen = [Client().get(f"/e/warm{CY}").content.decode(), browser.page]
    seen.append(browser.press("next", A="Agree a lot", B="In between"))
    seen.append(browser.press("next", health="Yes"))  # how old they are is needed
    assert "Mae&#39;n un o&#39;r ychydig sydd eu hangen arnom." in seen[-1]
    seen.append(browser.press("next", age="16 to 34", health="Yes"))
    seen.append(browser.press("next", health_kind=["Body", "None of these"]))
    assert "ni ellir dewis “Cymraeg None of these” gydag ateb arall." in seen[-1]
    seen.append(browser.press("next", health_kind=["Body"]))
    seen.append(browser.press("next", people="21"))
    assert "ysgrifennwch rif o 0 i 20." in seen[-1]
    seen.append(browser.press("next", people="3"))
    seen.append(browser.press("send", website="x"))
    assert "Gwagiwch y blwch" in seen[-1]
    seen.append(browser.press("send", website="", begun=surveys.begun(0)))
    seen.append(browser.press("send", under_16="yes"))
    seen.append(browser.press("send", under_16="yes", adult_yes="yes", own_yes="yes", name="x" * 201))
    assert "yn 200 o lythrennau" in seen[-1]
    kept = browser.page
    seen.append(browser.press("save"))
    saved_code = re.search(r"<code>(.+?)</code>", seen[-1])[1]
    browser.response = Client().post(f"/e/warm/answer{CY}", {"go": "begin", "code": saved_code})
    assert surveys.hidden_fields(browser.page)["receipt"] == surveys.hidden_fields(kept)["receipt"]
    seen.append(browser.press("send", under_16="yes", adult_yes="yes", own_yes="yes", name="", contact="ada@example.org"))
    assert {words for page in seen for words in other_words(page)} == {"English"}


def post(path: str, **sent: str) -> str:
    return Client().post(f"/e/warm/{path}{CY}", sent).content.decode()


def test_what_a_code_opens_is_in_welsh():
    opened()
    browser = surveys.Browser("warm", CY)
    surveys.to_the_check_page(browser)
    code = surveys.code_on(browser.press("send", name="Ada", contact="ada@example.org"))
    seen = [post("mine", code="x"), post("mine", code=code, go="see"), post("forget", code="x"), post("forget", code="0000-" * 7 + "0000")]
    assert "Ada" in seen[1]
    assert "Nid ydym yn cadw dim gyda" in seen[0]
    seen += [post("forget", code=code), post("forget", code=code)]
    seen += [Client().get(f"/e/warm/{page}{CY}").content.decode() for page in ("mine", "forget", "receipt", "saved")]
    assert {words for page in seen for words in other_words(page)} == {"Ada", "ada@example.org", "Keep it warm"}
    file = Client().post(f"/e/warm/mine{CY}", {"code": code, "go": "file"}).json()
    assert [fact["what"] for fact in file["held"]] == ["Atebion a dderbyniwyd"]
    assert file["held"][0]["words"].endswith("ar y wefan hon")


def test_who_comes_with_no_place_is_told_in_welsh():
    officer, engagement = opened(config={"entry": "invited"})
    domain.invite_people(by=officer, engagement=engagement, cards=1)
    code = next(queries.codes_of(engagement)).code
    seen = [Client().get(f"/e/warm{CY}").content.decode(), post("answer", go="begin", code="BCDF"), post("answer", go="begin", code="")]
    browser = surveys.Browser("warm", CY)
    browser.response = Client().post(f"/e/warm/answer{CY}", {"go": "begin", "code": code})
    surveys.to_the_check_page(browser)
    kept = browser.page
    browser.press("send")
    seen.append(post("answer", go="begin", code=code))
    assert "Mae&#39;r cod hwn wedi&#39;i ddefnyddio" in seen[-1]
    domain.close_engagement(by=officer, engagement=engagement)
    seen.append(Client().get(f"/e/warm{CY}").content.decode())
    assert "Caeodd hwn ar" in seen[-1]
    seen.append(
        Client()
        .post(f"/e/warm/answer{CY}", {**surveys.hidden_fields(kept), "receipt": "", "go": "send", "begun": surveys.begun()})
        .content.decode()
    )
    assert "Ni anfonwyd eich atebion" in seen[-1]
    assert {words for page in seen for words in other_words(page)} == {"English"}


def test_a_survey_that_opens_later_says_from_when_in_welsh():
    opens = timezone.localdate() + dt.timedelta(days=40)
    opened(opens=opens, closes=opens)
    page = Client().get(f"/e/warm{CY}").content.decode()
    assert f"Gallwch ateb o {date_words(opens, 'cy')} ymlaen." in page
    assert other_words(page) == {"English"}


def test_parts_points_places_and_days_are_refused_in_welsh():
    opened(asked=surveys.questions_in_parts(), config={"statements": surveys.config()["statements"][:1], "publish": {}}, targets={})
    browser = surveys.Browser("warm", CY)
    typed = {"order-0": "1", "order-1": "1", "share-0": "60", "share-1": "", "seen-day": "31", "seen-month": "2", "seen-year": "2031"}
    page = browser.press("next", **{"think-0": "Agree a lot"}, **typed)
    assert "Nid oes ateb i “Cymraeg It is safe” eto." in page
    assert "rhowch bob safle unwaith. Mae 1 yno ddwywaith." in page
    assert "Rhowch 40 arall" in page
    assert "nid oes diwrnod o&#39;r fath." in page
    assert other_words(page) == {"English"}


def test_how_to_answer_on_paper_is_said_in_welsh():
    officer, engagement = opened()
    paper.offer_paper(by=officer, engagement=engagement, return_to="1 High Street", public=True)
    page = Client().get(f"/e/warm/paper{CY}").content.decode()
    assert f'<span lang="cy">{WORDING["on_paper"]["cy"]["standard"]}</span>' in Client().get(f"/e/warm{CY}").content.decode()
    own_names = {"English (PDF)", "English, large print (PDF)", "Easy read (PDF)", "Easy read, large print (PDF)"}
    assert other_words(page) - {"1 High Street"} == own_names
