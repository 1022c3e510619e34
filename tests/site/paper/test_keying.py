"""Keying twice: two people, neither seeing the other's; what differs is settled; one form is one Response."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given as drawn
from hypothesis import strategies as st

from folkmoot.site.audit.models import Event
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import receipts
from folkmoot.site.engagement.models import Response
from folkmoot.site.engagement.question_cells import cell_of
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.questionnaire import parse
from folkmoot.site.errors import NotNow
from folkmoot.site.paper import comparing, domain, keying, numbers, queries
from folkmoot.site.paper.models import Keying, Numbers, Resolution, ReturnedForm
from folkmoot.site.people.roles import Role
from tests.site import make
from tests.site.areas import world as areas
from tests.site.paper.world import ANSWERS, GIVEN, key, keyed_twice, questions, world

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

ASKED = {question.key: question for question in parse(questions()).asked}
EVERY_TYPE = ASKED | {question.key: question for question in parse([areas.section()]).asked}
NUMBER = numbers.written(1)


def settle(world, number=1, **settled):
    return domain.resolve(by=world.officer, engagement=world.engagement, number=number, settled=settled)


def send(world):
    return domain.send_ready(by=world.officer, engagement=world.engagement)


def test_a_form_that_two_people_keyed_alike_becomes_one_response_on_paper():
    here = world()
    keyed_twice(here)
    assert not Response.objects.exists()
    assert send(here) == 1
    kept = Response.objects.get()
    assert kept.answers == ANSWERS
    assert (kept.mode, kept.language, kept.style, kept.attributes["age"]) == ("paper", "en", "standard", "16 to 34")
    assert timezone.localtime(kept.given_at).date() == timezone.localdate()
    assert kept.receipt == receipts.of_source("warm", f"paper {NUMBER}")
    assert not Keying.objects.exists()
    form = ReturnedForm.objects.get()
    assert (form.differed, form.resolved, form.sent_by) == ([], None, here.officer)


def test_the_same_form_never_counts_twice():
    here = world()
    keyed_twice(here)
    send(here)
    with pytest.raises(NotNow, match="No form is ready"):
        send(here)
    with pytest.raises(NotNow, match="was sent"):
        key(here, here.one)
    row = {"response": f"paper {NUMBER}", "age": "16 to 34"}
    assert engagements.import_responses(by=here.officer, engagement=here.engagement, rows=[row], mode="paper").added == 0
    assert Response.objects.count() == 1


def test_the_second_keying_is_someone_elses_and_a_third_is_refused():
    here = world()
    key(here, here.one)
    with pytest.raises(ValidationError, match="Somebody else must key it"):
        key(here, here.one)
    key(here, here.other)
    with pytest.raises(ValidationError, match="Two people keyed this form already"):
        key(here, here.officer)
    assert Keying.objects.count() == 2


def test_the_database_refuses_two_keyings_by_one_person_and_sending_what_was_keyed_once():
    here = world()
    made = key(here, here.one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Keying.objects.create(form=made.form, place=2, by=here.one, given={}, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Keying.objects.create(form=made.form, place=3, by=here.other, given={}, at=timezone.now())
    with pytest.raises(IntegrityError, match="two people keyed it"), transaction.atomic():
        ReturnedForm.objects.update(sent_at=timezone.now(), sent_by=here.officer, differed="[]")
    keyed_twice(here, 2)
    send(here)
    sent = ReturnedForm.objects.get(number=2)
    with pytest.raises(IntegrityError, match="a form"), transaction.atomic():
        ReturnedForm.objects.filter(pk=sent.pk).update(number=3)
    with pytest.raises(IntegrityError, match="sent or set aside"), transaction.atomic():
        Keying.objects.create(form=sent, place=1, by=here.one, given={}, at=timezone.now())
    with pytest.raises(IntegrityError, match="sent or set aside"), transaction.atomic():
        Resolution.objects.create(form=sent, question="A", chosen="first", by=here.one, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.create(form=made.form, question="A", chosen="other", by=here.one, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Numbers.objects.update(last=99)


def test_what_differs_is_open_until_it_is_settled_and_who_settled_it_and_why_is_kept():
    here = world()
    keyed_twice(here, second={"A": ["Disagree a lot"], "comment": ["Keep it warm, please"], "people": ["8"]})
    form = ReturnedForm.objects.get()
    assert [one.question.key for one in queries.open_in(here.engagement, form)] == ["A", "people"]
    with pytest.raises(NotNow, match="No form is ready"):
        send(here)
    with pytest.raises(ValidationError) as refused:
        settle(here, A=("second", (), ""), people=("other", ["5"], " "))
    assert refused.value.message_dict == {"people": ["Say why it is neither of the two. Do not write names."]}
    with pytest.raises(ValidationError) as refused:
        settle(here, A=("second", (), ""))
    assert refused.value.message_dict == {"people": ["Choose what counts."]}
    settle(here, A=("second", (), ""), people=("other", ["5"], "It is a five."))
    assert [(r.question, r.chosen, r.why, r.by) for r in Resolution.objects.all()] == [
        ("A", "second", "", here.officer),
        ("people", "other", "It is a five.", here.officer),
    ]
    assert send(here) == 1
    assert Response.objects.get().answers == ANSWERS | {"A": "Disagree a lot", "people": 5}
    form.refresh_from_db()
    assert form.differed == ["A", "people"]
    assert not Keying.objects.exists()


def test_what_was_settled_and_what_was_keyed_can_be_undone_until_it_is_sent():
    here = world()
    keyed_twice(here, second={"A": ["Disagree a lot"]})
    settle(here, A=("first", (), ""))
    domain.unresolve(by=here.officer, engagement=here.engagement, number=1)
    assert not Resolution.objects.exists()
    settle(here, A=("second", (), ""))
    domain.take_back_keying(by=here.other, engagement=here.engagement, number=1)
    assert not Resolution.objects.exists()
    assert ReturnedForm.objects.get().resolved is None
    key(here, here.other)
    assert send(here) == 1
    for undo in (domain.unresolve, domain.take_back_keying):
        with pytest.raises(NotNow, match="was sent"):
            undo(by=here.officer, engagement=here.engagement, number=1)


def test_the_first_keying_taken_back_leaves_its_place_to_someone_else():
    here = world()
    keyed_twice(here)
    domain.take_back_keying(by=here.one, engagement=here.engagement, number=1)
    assert key(here, here.officer).place == 1
    assert send(here) == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"A": ["Agree a lot", "Disagree a lot"]}, "This is no answer: choose one answer only."),
        ({"health": ["No"]}, "This should be empty: it is only for those where “health” is “Yes”."),
        ({"share": ["40", "40"]}, "This is no answer: your points make 80."),
        ({"order": ["1", "1", ""]}, "This is no answer: give each place once."),
        ({"seen": ["30", "2", "2026"]}, "This is no answer: there is no such day."),
        ({"think": ["Agree a lot;Disagree a lot", ""]}, "This is no answer: choose one of the answers shown."),
        ({"people": ["many"]}, "This is no answer: write a whole number"),
        ({"age": []}, comparing.NEEDED),
    ],
)
def test_what_breaks_the_forms_rules_is_flagged_though_both_keyed_the_same(changed, words):
    here = world()
    keyed_twice(here, first=changed, second=changed)
    (one,) = queries.open_in(here.engagement, ReturnedForm.objects.get())
    assert one.problem.startswith(words)
    assert not one.differs
    with pytest.raises(NotNow):
        send(here)
    key_of = one.question.key
    if key_of != "age":
        settle(here, **{key_of: ("none", (), "It cannot stand as it is.")})
        send(here)
        assert key_of not in Response.objects.get().answers
    else:
        with pytest.raises(ValidationError, match="We need this answer"):
            settle(here, age=("none", (), "Left empty."))


def test_settling_one_question_that_opens_another_names_the_other():
    here = world()
    keyed_twice(here, second={"health": ["No"], "health_kind": []})
    with pytest.raises(ValidationError) as refused:
        settle(here, health=("second", (), ""), health_kind=("first", (), ""))
    assert list(refused.value.message_dict) == ["health_kind"]
    settle(here, health=("second", (), ""), health_kind=("second", (), ""))
    assert send(here) == 1


def test_what_cannot_be_read_is_marked_and_counts_as_no_answer():
    here = world()
    unreadable = {"A": ["?"], "comment": ["?"], "order": ["?"]}
    keyed_twice(here, first=unreadable, second=unreadable)
    assert send(here) == 1
    assert Response.objects.get().answers == {k: v for k, v in ANSWERS.items() if k not in unreadable}


def test_a_form_set_aside_counts_for_nothing_and_can_be_put_back():
    here = world()
    keyed_twice(here)
    with pytest.raises(ValidationError, match="Say why"):
        domain.set_aside(by=here.officer, engagement=here.engagement, number=1, why=" ")
    domain.set_aside(by=here.officer, engagement=here.engagement, number=1, why="A joke.")
    assert not Keying.objects.exists()
    with pytest.raises(NotNow, match="set aside"):
        key(here, here.one)
    with pytest.raises(NotNow):
        send(here)
    domain.put_back(by=here.officer, engagement=here.engagement, number=1)
    keyed_twice(here)
    assert send(here) == 1


def test_who_may():
    here = world()
    stranger, elsewhere = make.user(), make.member(make.organisation())
    gone = make.former_member(here.where, Role.KEYING_CLERK)
    lead = make.member(here.where, Role.GOVERNANCE_LEAD)
    for who in (stranger, elsewhere, gone, lead):
        with pytest.raises(PermissionDenied):
            key(here, who)
    keyed_twice(here, second={"A": []})
    for who in (stranger, elsewhere, gone, lead, here.one):
        for act in (
            lambda by: domain.send_ready(by=by, engagement=here.engagement),
            lambda by: domain.resolve(by=by, engagement=here.engagement, number=1, settled={"A": ("first", (), "")}),
            lambda by: domain.set_aside(by=by, engagement=here.engagement, number=1, why="x"),
            lambda by: domain.number_copies(by=by, engagement=here.engagement, count=1),
            lambda by: domain.offer_paper(by=by, engagement=here.engagement, return_to="x", public=True),
        ):
            with pytest.raises(PermissionDenied):
                act(who)
    with pytest.raises(NotNow, match="nothing of yours"):
        domain.take_back_keying(by=here.officer, engagement=here.engagement, number=1)


def test_numbers_are_given_once_and_what_was_not_given_is_not_keyed():
    here = world()
    made = domain.number_copies(by=here.officer, engagement=here.engagement, count=200)
    assert (made.first, made.last) == (21, 220)
    with pytest.raises(ValidationError, match="1 to 200"):
        domain.number_copies(by=here.officer, engagement=here.engagement, count=201)
    with pytest.raises(ValidationError, match="never given"):
        key(here, here.one, 221)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="after today"):
        domain.key_form(by=here.one, engagement=here.engagement, number=1, given=GIVEN, came_on=tomorrow)
    with pytest.raises(ValidationError, match="Nothing was keyed"):
        domain.key_form(by=here.one, engagement=here.engagement, number=1, given={}, came_on=timezone.localdate())
    assert not ReturnedForm.objects.exists()


def test_nothing_is_keyed_or_sent_once_the_engagement_has_closed():
    here = world()
    keyed_twice(here)
    engagements.close_engagement(by=here.officer, engagement=here.engagement)
    for act in (lambda: key(here, here.one, 2), lambda: send(here)):
        with pytest.raises(NotNow, match="closed"):
            act()
    with pytest.raises(NotNow, match="closed"):
        domain.number_copies(by=here.officer, engagement=here.engagement, count=1)
    assert not Response.objects.exists()


def test_error_rates_are_of_forms_sent_with_an_interval():
    here = world()
    assert queries.error_rates(here.engagement) == []
    keyed_twice(here, 1)
    keyed_twice(here, 2, second={"people": ["8"]})
    settle(here, 2, people=("first", (), ""))
    send(here)
    rates = {rate.question.key: rate for rate in queries.error_rates(here.engagement)}
    assert set(rates) == set(ASKED)
    assert (rates["people"].times, rates["people"].n, rates["people"].share) == (1, 2, 0.5)
    assert (rates["people"].low, rates["people"].high) == pytest.approx((0.0945, 0.9055), abs=1e-4)  # worked out by hand from the formula
    assert (rates["A"].times, rates["A"].low) == (0, 0.0)


def test_the_audit_log_names_numbers_and_never_answers():
    here = world()
    keyed_twice(here, second={"comment": ["Something private"]})
    settle(here, comment=("first", (), ""))
    send(here)
    told = str(list(Event.objects.values_list("verb", "detail")))
    assert {"paper.keyed", "paper.resolved", "paper.sent"} <= set(Event.objects.values_list("verb", flat=True))
    assert "private" not in told
    assert "warm," not in told


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40).map(str.strip)


@st.composite
def an_answer(draw, question):
    """Any answer to a question, as its type would store it; None for none."""
    options = list(question.values)
    if question.type in {"single_choice", "scale", "postcode"}:
        return draw(st.sampled_from([None, *options]))
    if question.type == "multiple_choice":
        alone = [o.value for o in question.options if o.alone]
        chosen = draw(st.sets(st.sampled_from([v for v in options if v not in alone])))
        return [v for v in options if v in chosen] or None
    if question.type == "grid":
        rows = {row.value: draw(st.sampled_from([None, *options])) for row in question.rows}
        return {row: value for row, value in rows.items() if value} or None
    if question.type == "ranking":
        return draw(st.permutations(options))[: draw(st.integers(0, question.most or len(options)))] or None
    if question.type == "budget":
        share = draw(st.integers(0, 100))
        return dict(zip(options, (share, 100 - share), strict=True)) if draw(st.booleans()) else None
    if question.type == "number":
        return draw(st.none() | st.integers(question.least, question.most))
    if question.type == "date":
        return draw(st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2031, 12, 31)).map(dt.date.isoformat))
    return draw(WORDS) or None


@pytest.mark.parametrize("question", EVERY_TYPE.values(), ids=list(EVERY_TYPE))
@drawn(data=st.data())
def test_what_is_typed_for_an_answer_is_read_back_as_that_answer(question, data):
    answer = data.draw(an_answer(question))
    if answer == keying.UNREADABLE:
        return
    kind = QUESTION_TYPES[question.type]
    given = [] if answer is None else kind.write(question, answer)
    read = keying.read(question, keying.typed(question, given))
    assert keying.alike(question, read, given)
    assert (kind.read(question, read) if read else None) == answer
    assert kind.read_cell(question, cell_of(answer)) == answer
    assert keying.read(question, keying.typed(question, [keying.UNREADABLE])) == [keying.UNREADABLE]
    assert keying.words(question, read)


def test_every_type_is_in_the_round_trip():
    assert {question.type for question in EVERY_TYPE.values()} == set(QUESTION_TYPES) - {"scenario"}


@pytest.mark.parametrize("typed", ["7", "0", "x", "1 9", "-1", "²"])
def test_a_box_that_is_not_there_is_refused_at_the_keyboard(typed):
    with pytest.raises(keying.NotKeyed, match="there is no box"):
        keying.read(ASKED["A"], [typed])


def test_two_ticks_are_keyed_as_they_stand():
    assert keying.read(ASKED["A"], ["3 1"]) == ["Agree a lot", "In between"]
    assert keying.read(ASKED["think"], ["1,2", ""]) == ["Agree a lot;Agree a little", ""]
