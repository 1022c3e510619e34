"""Samples drawn from a list: by the engine's own rows, the same again from their seed, and with chances that add up."""

import hashlib
import hmac
import re

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.site.audit.models import Event
from folkmoot.site.engagement.models import Invitation, Sample
from folkmoot.site.errors import NotNow
from folkmoot.site.people.domain import erase_participant
from folkmoot.site.people.models import Identity, Participant
from folkmoot.site.sampling import domain, drawing, queries, storage
from folkmoot.site.sampling.domain import Design
from folkmoot.site.sampling.models import Draw, Member
from tests.site import make, surveys
from tests.site.sampling.world import AGES, council, read_in, rows_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SEED = bytes(range(32))


def words(seed: bytes, purpose: str, count: int) -> list[int]:
    """The first numbers of 64 bits of the stream, as generator.py describes it, written again."""
    stream = b"".join(hmac.new(seed, purpose.encode() + i.to_bytes(8, "big"), hashlib.sha256).digest() for i in range(count // 4 + 1))
    return [int.from_bytes(stream[8 * i : 8 * i + 8], "big") for i in range(count)]


def drawn(frame, officer, number=30, name="Asked", **more):
    design = {key: more.pop(key) for key in list(more) if key in Design.__dataclass_fields__}
    return domain.draw_sample(by=officer, frame=frame, name=name, design=Design(number, **design), **more)


def test_a_stratified_draw_is_the_rows_with_the_lowest_keys_of_each_stratum():
    where, officer = council()
    frame = read_in(officer, where)
    made = drawn(frame, officer, 30, stratified_by=("area",), seed=SEED)
    keys = words(SEED, "rows", 300)
    north = sorted((row for row in range(300) if row % 5), key=keys.__getitem__)[:24]
    south = sorted((row for row in range(300) if not row % 5), key=keys.__getitem__)[:6]
    assert rows_of(made) == sorted(north + south)
    assert made.strata == [["North", 240, 24], ["South", 60, 6]]
    assert {round(member.chance, 12) for member in made.members.all()} == {0.1}
    assert made.rows_hash == hashlib.sha256("".join(f"{row}\n" for row in sorted(north + south)).encode()).hexdigest()


def test_as_many_from_each_stratum_gives_the_small_one_a_larger_chance():
    where, officer = council()
    made = drawn(read_in(officer, where), officer, 60, stratified_by=("area",), allocation="equal")
    chances = {made.strata[member.stratum][0]: member.chance for member in made.members.all()}
    assert chances == {"North": 30 / 240, "South": 30 / 60}
    assert sum(1 / member.chance for member in made.members.all()) == pytest.approx(300, rel=1e-12)


def test_one_person_of_each_household_is_drawn_and_weighs_for_the_others():
    where, officer = council()
    made = drawn(read_in(officer, where), officer, 100, one_per_household=True, seed=SEED)
    rows = rows_of(made)
    keys = words(SEED, "within households", 300)
    assert rows == [min(range(3 * home, 3 * home + 3), key=keys.__getitem__) for home in range(100)]
    assert {member.chance for member in made.members.all()} == {1 / 3}


@settings(deadline=None, max_examples=30)
@given(
    sizes=st.lists(st.integers(1, 5), min_size=1, max_size=30),
    data=st.data(),
)
def test_nobody_of_a_drawn_household_is_drawn_twice_and_chances_are_of_those_that_could_be(sizes, data):
    households = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    candidates = np.array(data.draw(st.lists(st.booleans(), min_size=len(households), max_size=len(households))))
    kept, eligible = drawing._one_of_each(households, candidates, SEED)
    assert not (kept & ~candidates).any()
    for home in range(len(sizes)):
        mine = households == home
        could = int((mine & candidates).sum())
        assert int((mine & kept).sum()) == min(1, could)
        assert (eligible[mine & kept] == could).all()


def test_a_draw_in_proportion_to_size_and_a_sorted_one_are_the_engine_s():
    where, officer = council()
    frame = read_in(officer, where)
    by_size = drawn(frame, officer, 20, name="By size", method="pps systematic", seed=SEED)
    total = sum(1 + n % 7 for n in range(300))
    assert [member.chance for member in by_size.members.all()] == pytest.approx([20 * (1 + row % 7) / total for row in rows_of(by_size)])
    in_order = drawn(frame, officer, 30, name="Sorted", method="systematic", sorted_by=("age",), seed=SEED)
    counts = [sum(row % 3 == place for row in rows_of(in_order)) for place in range(len(AGES))]
    assert counts == [10, 10, 10]


def test_the_same_seed_draws_the_same_again_and_another_does_not():
    where, officer = council()
    frame = read_in(officer, where)
    first = drawn(frame, officer, 40, stratified_by=("age", "area"), one_per_household=True)
    assert domain.drawn_again(first)
    assert rows_of(
        drawn(frame, officer, 40, name="Twin", seed=bytes.fromhex(first.seed), stratified_by=("age", "area"), one_per_household=True)
    ) == rows_of(first)
    assert rows_of(drawn(frame, officer, 40, name="Other", stratified_by=("age", "area"), one_per_household=True)) != rows_of(first)
    (storage.folder_of(frame.key) / "000000.parquet").write_bytes(b"PAR1")
    with pytest.raises(NotNow, match="not those that were read in"):
        domain.drawn_again(first)


def test_who_was_drawn_can_be_left_out_and_some_of_them_drawn_from():
    where, officer = council()
    frame = read_in(officer, where)
    first = drawn(frame, officer, 100, name="Invited")
    second = drawn(frame, officer, 200, name="Booster", leave_out=[first])
    assert sorted([*rows_of(first), *rows_of(second)]) == list(range(300))
    some = drawn(frame, officer, 12, name="Selected", among=first)
    assert set(rows_of(some)) <= set(rows_of(first))
    assert {member.chance for member in some.members.all()} == {(100 / 300) * (12 / 100)}
    people = dict(first.members.values_list("row", "participant_id"))
    assert all(people[row] == participant_id for row, participant_id in some.members.values_list("row", "participant_id"))
    assert Participant.objects.count() == 300
    assert [one.name for one in queries.chain_of(some.sample)] == ["Invited", "Selected"]
    assert domain.drawn_again(second)
    assert domain.drawn_again(some)


def test_the_list_s_own_counts_become_targets():
    where, officer = council()
    frame = read_in(officer, where)
    made = drawn(frame, officer, targets=("age",))
    source = "Address list: The council's address list, 1 March 2031"
    assert made.sample.targets == {"age": {"source": source, "people": dict.fromkeys(sorted(AGES), 100)}}
    assert made.sample.population_total is None
    assert made.sample.method == "probability"
    unknown = read_in(officer, where, "id,last,age\n1,A,\n2,B,old\n3,C,young\n", columns=_columns(), name="Unknown")
    with pytest.raises(ValidationError, match="is not known of every row"):
        drawn(unknown, officer, 1, name="No", targets=("age",))


def _columns():
    return domain.Columns("id", name=("last",), attributes=("age",))


@pytest.mark.parametrize(
    ("design", "field"),
    [
        ({"number": 0}, "number"),
        ({"number": 301}, "number"),
        ({"number": drawing.MOST_DRAWN + 1}, "number"),
        ({"method": "by hand"}, "method"),
        ({"allocation": "as I like"}, "allocation"),
        ({"stratified_by": ("ward",)}, "stratified_by"),
        ({"sorted_by": ("age",)}, "sorted_by"),
        ({"seed": b"short"}, "seed"),
        ({"targets": ("ward",)}, "targets"),
        ({"number": 101, "one_per_household": True}, "number"),
    ],
)
def test_what_cannot_be_drawn_is_refused_at_its_field(design, field):
    where, officer = council()
    frame = read_in(officer, where)
    with pytest.raises(ValidationError) as refused:
        drawn(frame, officer, **design)
    assert field in refused.value.message_dict
    assert not Draw.objects.exists()
    assert not Sample.objects.exists()
    assert not Participant.objects.exists()


def test_frames_without_sizes_or_households_refuse_what_needs_them():
    where, officer = council()
    frame = read_in(officer, where, "id,last\n1,A\n2,B\n", columns=domain.Columns("id", name=("last",)))
    for design, field in (({"method": "pps systematic"}, "method"), ({"one_per_household": True}, "one_per_household")):
        with pytest.raises(ValidationError) as refused:
            drawn(frame, officer, 1, **design)
        assert field in refused.value.message_dict


def test_only_who_may_run_engagements_there_draws():
    where, officer = council()
    frame = read_in(officer, where)
    for stranger in (make.member(make.organisation()), make.former_member(where), make.member(where, "committee_member")):
        with pytest.raises(PermissionDenied):
            drawn(frame, stranger)
        with pytest.raises(PermissionDenied):
            domain.discard_frame(by=stranger, frame=frame)


def test_the_database_keeps_a_draw_and_lets_only_a_member_s_person_be_blanked():
    where, officer = council()
    made = drawn(read_in(officer, where), officer)
    for change in (
        lambda: Draw.objects.filter(pk=made.pk).update(seed="0" * 64),
        lambda: Member.objects.filter(draw=made).update(chance=0.5),
        lambda: Member.objects.filter(draw=made).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_someone_erased_is_blanked_in_the_list_and_never_drawn_again():
    where, officer = council()
    frame = read_in(officer, where)
    made = drawn(frame, officer, 300)
    before = [(member.row, member.chance, member.stratum) for member in made.members.all()]
    member = made.members.get(row=17)
    pseudonym = member.participant.pseudonym
    assert Identity.objects.get(pseudonym=pseudonym).name == "Fern17 Testperson17"
    erase_participant(by="participant", pseudonym=pseudonym)
    assert not Identity.objects.filter(pseudonym=pseudonym).exists()
    assert storage.identities_of(frame, [17, 18])[17] == ("", "", "")
    assert storage.identities_of(frame, [17, 18])[18][0] == "P18"
    assert [(member.row, member.chance, member.stratum) for member in made.members.all()] == before
    assert domain.drawn_again(made)
    assert 17 not in rows_of(drawn(frame, officer, 299, name="Later"))
    assert queries.people_left(made) == 299


def test_those_drawn_are_invited_once_and_only_to_what_asks_them():
    where, officer = council()
    made = drawn(read_in(officer, where), officer, 25)
    config = surveys.config() | {"entry": "invited"}
    held = surveys.draft(officer, where, "drawn", sample=made.sample, config=config)
    invited = domain.invite_drawn(by=officer, drawn=made, to=held)
    assert (invited.added, invited.already) == (25, 0)
    erase_participant(by="participant", pseudonym=made.members.first().participant.pseudonym)
    again = domain.invite_drawn(by=officer, drawn=made, to=held)
    assert (again.added, again.already) == (0, 24)
    assert Invitation.objects.filter(engagement=held).count() == 25
    other = surveys.draft(officer, where, "other", config=config)
    with pytest.raises(ValidationError, match="asks another sample"):
        domain.invite_drawn(by=officer, drawn=made, to=other)


def test_no_name_and_no_address_is_outside_the_vault():
    where, officer = council()
    drawn(read_in(officer, where), officer, 30)
    told = " ".join(f"{event.subject} {event.detail}" for event in Event.objects.all())
    rows = " ".join(str(row) for model in (Draw, Member, Sample) for row in model.objects.values_list())
    assert not re.search("Testperson|Fern|Made Up Lane|secret", told + rows)


def test_nothing_is_drawn_from_a_list_whose_rows_are_deleted():
    where, officer = council()
    frame = read_in(officer, where)
    made = drawn(frame, officer)
    domain.discard_frame(by=officer, frame=frame)
    domain.discard_frame(by=officer, frame=frame)
    frame.refresh_from_db()
    for refused in (lambda: drawn(frame, officer, name="Late"), lambda: domain.drawn_again(made)):
        made.frame.refresh_from_db()
        with pytest.raises(NotNow, match="are deleted"):
            refused()
