"""Reading a look-up in: every row, or none; and looking a postcode up again."""

import datetime as dt
import hashlib
import io
import random

import numpy as np
import polars as pl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.areas import importing, queries
from folkmoot.site.areas.levels import Levels
from folkmoot.site.areas.models import AreaLookup, AreaSector
from folkmoot.site.audit.models import Event
from folkmoot.site.people.roles import Role
from folkmoot.site.postcodes import normalised
from tests.site import make
from tests.site.areas.world import HEADER, LEVELS, POSTCODES, SLUG, level_of, read_in, text

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def council():
    where = make.organisation()
    return where, make.member(where)


def nothing_is_kept():
    return not AreaLookup.objects.exists() and not AreaSector.objects.exists() and not Event.objects.filter(verb="areas.read_in").exists()


def test_every_postcode_is_found_with_its_level_in_one_query_and_no_other_is():
    where, officer = council()
    kept = read_in(officer, where)
    assert (kept.levels, kept.counts, kept.without, kept.postcodes) == (list(LEVELS), [2] * 5, 0, 10)
    assert {postcode: queries.level_of(SLUG, normalised(postcode)) for postcode in POSTCODES} == {
        postcode: level_of(place) for place, postcode in enumerate(POSTCODES)
    }
    with CaptureQueriesContext(connection) as asked:
        assert queries.level_of(SLUG, normalised(POSTCODES[0])) == LEVELS[0]
    assert len(asked) == 1
    assert "ZZ11AA" not in asked[0]["sql"]
    # A sector's units are read three signs at a time: BZ is not found across AB and ZZ
    for none in ("ZZ11BZ", "ZZ11AC", "ZZ13AA", "ZY11AA", "ZZ1211A"):
        assert queries.level_of(SLUG, none) is None
    assert queries.level_of("another", "ZZ11AA") is None
    assert Event.objects.get(verb="areas.read_in").detail == {"postcodes": 10, "hash": kept.content_hash}


def test_a_newer_look_up_has_a_name_of_its_own_and_the_older_stays_as_it_was():
    where, officer = council()
    read_in(officer, where)
    later = text().replace(",1\n", ",5\n", 1)
    with pytest.raises(ValidationError, match="There is a look-up with this short name already"):
        read_in(officer, where, later)
    read_in(officer, where, later, slug="later")
    assert [queries.level_of(slug, "ZZ11AA") for slug in (SLUG, "later")] == [LEVELS[0], LEVELS[4]]


def test_the_database_refuses_to_change_a_look_up_or_its_postcodes():
    where, officer = council()
    kept = read_in(officer, where)
    for change in (
        lambda: AreaLookup.objects.filter(pk=kept.pk).update(source="Another"),
        lambda: AreaSector.objects.filter(lookup=kept).update(units="AA0"),
        lambda: AreaSector.objects.filter(lookup=kept).delete(),
        lambda: AreaSector.objects.create(lookup=kept, sector="ZZ11", units="AA0"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ZZ9 1AA,Made up", "Row 12: it has 2 cells and the first row has 3."),
        ("Z1,Made up,1", "Row 12, pcds: “Z1” is no postcode."),
        (",Made up,1", "Row 12, pcds: “” is no postcode."),
        ("ZZ9 1AA,Made up,6", "Row 12, fifth: “6” is not one of the levels: 1, 2, 3, 4, 5."),
        ("zz11 aa,Made up,1", "Rows 2 and 12, pcds: they have the same postcode. Each stands once."),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_kept(line, words):
    where, officer = council()
    with pytest.raises(ValidationError) as refused:
        read_in(officer, where, text() + line)
    assert refused.value.messages == [words]
    assert nothing_is_kept()


def test_many_wrong_rows_end_the_reading_early():
    where, officer = council()
    with pytest.raises(ValidationError) as refused:
        read_in(officer, where, HEADER + "\nX,Y,9" * 50)
    assert len(refused.value.messages) == importing.MOST_MISTAKES + 1
    assert "Put these right first" in refused.value.messages[-1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n1,2", "The file has no column “pcds”. It has: a, b."),
        ("pcds,fifth,fifth\nZZ1 1AA,1,1", "two columns “fifth”"),
        (HEADER, "no rows below the first"),
        (f"{HEADER}\nZZ1 1AA,x,", "No row has a level."),
        (f"{HEADER}\nZZ1 1AA,x,1", "No postcode has the level “2”"),
        ("", "The file is empty"),
    ],
)
def test_a_file_that_is_no_look_up_is_refused(content, words):
    where, officer = council()
    with pytest.raises(ValidationError) as refused:
        read_in(officer, where, content.encode())
    assert words in " ".join(refused.value.messages)
    assert nothing_is_kept()


def test_there_is_an_end_to_how_much_is_read(monkeypatch):
    where, officer = council()
    monkeypatch.setattr(importing, "MOST_ROWS", 9)
    with pytest.raises(ValidationError, match="There are more than 9 rows"):
        read_in(officer, where)
    monkeypatch.setattr(importing, "MOST_ROWS", 10)
    assert read_in(officer, where).postcodes == 10


def test_a_blank_is_a_postcode_without_a_level():
    where, officer = council()
    kept = read_in(officer, where, text() + "ZZ9 1AA,Made up,\n")
    assert (kept.postcodes, kept.without) == (10, 1)
    assert queries.level_of(SLUG, "ZZ91AA") is None


def test_an_excel_workbook_is_read_like_the_same_csv_and_the_order_of_rows_does_not_matter():
    where, officer = council()
    kept = read_in(officer, where)
    table = pl.read_csv(io.StringIO(text()), infer_schema=False).reverse()
    book = io.BytesIO()
    table.write_excel(book)
    assert read_in(officer, where, book.getvalue(), slug="book", file_name="fifths.xlsx").content_hash == kept.content_hash


def test_nobody_else_reads_one_in_and_no_day_is_still_to_come():
    where, officer = council()
    for by in (make.member(where, Role.KEYING_CLERK), make.member(make.organisation()), make.user()):
        with pytest.raises(PermissionDenied):
            read_in(by, where)
    with pytest.raises(ValidationError, match="This day is still to come"):
        read_in(officer, where, on=timezone.localdate() + dt.timedelta(days=1))
    assert nothing_is_kept()


def told_apart(value: float, values: list[float], parts: int) -> int:
    """The slow way: how many of each hundred have a smaller number, in equal parts."""
    return sum(1 for other in values if other < value) * parts // len(values)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=60), st.integers(2, 8), st.booleans())
def test_equal_parts_are_told_by_the_share_of_smaller_numbers(values, parts, highest_first):
    levels = Levels(tuple(map(str, range(parts))), "parts", highest_first=highest_first)
    wanted = [told_apart(value, values, parts) for value in values]
    assert levels.places(np.array(values, float)).tolist() == ([parts - 1 - at for at in wanted] if highest_first else wanted)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=60), st.sets(st.integers(-9, 9), min_size=1, max_size=6), st.booleans())
def test_a_number_is_in_the_first_level_that_does_not_end_below_it(values, cuts, highest_first):
    cuts = sorted(cuts)
    levels = Levels(tuple(map(str, range(len(cuts) + 1))), "cuts", cuts=tuple(cuts), highest_first=highest_first)
    wanted = [next((at for at, cut in enumerate(cuts) if value <= cut), len(cuts)) for value in values]
    assert levels.places(np.array(values, float)).tolist() == ([len(cuts) - at for at in wanted] if highest_first else wanted)


def test_tenths_are_cut_into_fifths_and_a_score_is_put_in_equal_parts():
    where, officer = council()
    tenths = HEADER + "".join(f"\n{postcode},x,{n + 1}" for n, postcode in enumerate(POSTCODES))
    cut = read_in(officer, where, tenths, levels=Levels.typed("\n".join(LEVELS), "cuts", "2 4 6 8"))
    assert [queries.level_of(SLUG, normalised(postcode)) for postcode in POSTCODES] == [LEVELS[n // 2] for n in range(10)]
    parts = Levels.typed("\n".join(LEVELS), "parts", "", highest_first=True)
    scores = tenths.replace(",x,10", ',x,"1,010.5"')
    kept = read_in(officer, where, scores, slug="score", levels=parts)
    assert [queries.level_of("score", normalised(postcode)) for postcode in POSTCODES] == [LEVELS[4 - n // 2] for n in range(10)]
    assert (cut.counts, kept.counts) == ([2] * 5, [2] * 5)
    assert "in 5 equal parts of its postcodes. The highest numbers come first." in queries.source_of("score")
    assert "cut after 2, 4, 6, 8. The lowest numbers come first." in queries.source_of(SLUG)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("One", "levels", ""), "from 2 to 20"),
        (("\n".join(map(str, range(21))), "levels", ""), "from 2 to 20"),
        (("1 = \n2 = Two", "levels", ""), "Each line needs words"),
        (("1 = One\n1 = Two", "levels", ""), "Two lines are the same"),
        (("1 = One\n2 = One", "levels", ""), "Two lines are the same"),
        (("One\n" + "x" * 101, "parts", ""), "100 letters at most"),
        (("One\nTwo\nThree", "cuts", "1"), "Write 2 numbers that go up"),
        (("One\nTwo\nThree", "cuts", "2 1"), "Write 2 numbers that go up"),
        (("One\nTwo", "cuts", "nan"), "Write 1 numbers that go up"),
    ],
)
def test_levels_that_do_not_go_together_are_refused(typed, words):
    with pytest.raises(ValidationError, match=words):
        Levels.typed(*typed)


@given(st.data())
def test_what_is_packed_is_what_was_read(data):
    """Against a plain dictionary, over postcodes of every length and sectors of every size."""
    signs, drawn = "ABDEFGHJLNPQRSTUWXYZ", random.Random(data.draw(st.integers(0, 10**6)))
    areas = ["Z", "ZZ"]
    held = {}
    for _ in range(drawn.randint(2, 80)):
        outward = drawn.choice(areas) + drawn.choice(["1", "2", "19", "1Z"])
        held[outward + drawn.choice("0189") + drawn.choice(signs) + drawn.choice("AZ")] = drawn.choice("01")
    held |= {"ZZ11AA": "0", "ZZ11AB": "1"}
    levels = Levels(("No", "Yes"), "levels", codes=("0", "1"))
    *_, read = importing.read_in(iter([["p", "v"], *([p.lower(), v] for p, v in held.items())]), "p", "v", levels)
    unpacked = {sector + units[at : at + 2]: units[at + 2] for sector, units in read.sectors for at in range(0, len(units), 3)}
    assert unpacked == held
    assert [sector for sector, _ in read.sectors] == sorted({p[:-2] for p in held}, key=lambda s: int(s, 36))
    ordered = sorted((int(postcode, 36), int(place)) for postcode, place in held.items())
    told = b"".join(number.to_bytes(8, "little") for number, _ in ordered) + bytes(place for _, place in ordered)
    assert read.content_hash == hashlib.sha256(told).hexdigest()


@pytest.mark.parametrize("typed", ["sw1a1aa", " SW1A 1AA ", "S W1A1 aA"])
def test_a_postcode_is_written_one_way(typed):
    assert normalised(typed) == "SW1A1AA"


@pytest.mark.parametrize(
    "wrong", ["", "SW1A", "SW1A 1A", "SW1A 1A1", "1SW 1AA", "ABC1 1AA", "SW1A 1AA, London", "SW1A" + " " * 20 + "1AA", "ＳＷ1A 1AA"]
)
def test_what_has_not_the_form_of_a_postcode_is_none_and_the_error_does_not_repeat_it(wrong):
    with pytest.raises(ValueError, match=r"^not the form of a postcode$"):
        normalised(wrong)
