"""Lists read in: what is kept and where, and what is refused, with its row and column."""

import datetime as dt
import io

import polars as pl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from folkmoot.site import table_files
from folkmoot.site.people.models import Participant
from folkmoot.site.sampling import domain, storage
from folkmoot.site.sampling.columns import LONGEST_CELL, MOST_LEVELS, Columns
from folkmoot.site.sampling.importing import MOST_MISTAKES
from folkmoot.site.sampling.models import Frame, FrameIdentities
from tests.site import make
from tests.site.sampling.world import COLUMNS, HEADER, council, lines, read_in, text

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def kept(frame):
    return pl.concat(storage.read_chunks(frame, ["age", "area", storage.SIZE, storage.HOUSEHOLD]))


def nothing_is_left():
    assert not Frame.objects.exists()
    assert not FrameIdentities.objects.exists()
    assert storage.stray(lambda key: False, older_than=dt.timedelta(seconds=-10)) == []


def test_the_rows_are_kept_without_who_they_are_and_who_they_are_is_in_the_vault(monkeypatch):
    monkeypatch.setattr("folkmoot.site.sampling.importing.CHUNK", 128)
    monkeypatch.setattr(storage, "CHUNK", 128)
    where, officer = council()
    frame = read_in(officer, where)
    assert (frame.rows, len(frame.chunks)) == (300, 3)
    rows = kept(frame)
    assert rows["age"].to_list()[:4] == ["16 to 34", "35 to 64", "65 and over", "16 to 34"]
    assert rows[storage.SIZE].to_list()[:8] == [1, 2, 3, 4, 5, 6, 7, 1]
    assert rows[storage.HOUSEHOLD].n_unique() == 100
    on_disk = "\n".join(pl.read_parquet(file).write_csv() for file in storage.folder_of(frame.key).iterdir())
    assert on_disk.count("16 to 34") == 100
    for secret in ("Testperson7", "Made Up Lane", "P7", "secret7"):
        assert secret not in on_disk
    assert storage.identities_of(frame, [0, 129, 299]) == {
        row: (f"P{row}", f"Fern{row} Testperson{row}", f"{row // 3} Made Up Lane\nHarrowmere") for row in (0, 129, 299)
    }
    assert "secret7" not in "".join(one.sealed for one in FrameIdentities.objects.all())


def test_the_fingerprint_follows_the_rows_and_not_the_chunks(monkeypatch):
    where, officer = council()
    whole = read_in(officer, where, name="Whole")
    monkeypatch.setattr("folkmoot.site.sampling.importing.CHUNK", 7)
    monkeypatch.setattr(storage, "CHUNK", 7)
    assert read_in(officer, where, name="Chunks").content_hash == whole.content_hash
    changed = text().replace("P250,", "Q250,")
    assert read_in(officer, where, changed, name="Changed").content_hash != whole.content_hash


def test_a_semicolon_list_and_unicode_text_of_a_spreadsheet_are_read():
    where, officer = council()
    assert read_in(officer, where, text(5).replace(",", ";"), name="Semicolons").rows == 5
    assert read_in(officer, where, text(5).replace("Fern1", "Siân").encode("utf-16"), name="Unicode").rows == 5


def test_an_excel_workbook_is_read_like_the_same_csv(tmp_path):
    where, officer = council()
    table = pl.read_csv(io.StringIO(text(40)), infer_schema=False)
    book = io.BytesIO()
    table.write_excel(book)
    assert (
        read_in(officer, where, book.getvalue(), name="Book", file_name="list.xlsx").content_hash
        == read_in(officer, where, text(40), name="CSV").content_hash
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("P9,A,B,1 Lane,Town,3", "Row 5: it has 6 cells and the first row has 9."),
        (",A,B,1 Lane,Town,3,16 to 34,North,x", "Row 5, id: it is blank, and each row needs one."),
        ("P9,,,,,3,16 to 34,North,x", "Row 5: it has no name, address or e-mail address, so nobody can be written to."),
        ("P9,A,B,1 Lane,Town,0,16 to 34,North,x", "Row 5, rooms: “0” is not a whole number from 1 to 1,000,000,000."),
        ("P9,A,B,1 Lane,Town,2.5,16 to 34,North,x", "Row 5, rooms: “2.5” is not a whole number from 1 to 1,000,000,000."),
        ("P9,A,B,,Town,2,16 to 34,North,x", "Row 5, street: it is blank: say which household it is of, a new one if nobody else is in it."),
        (f"P9,{'A' * (LONGEST_CELL + 1)},B,1 Lane,Town,2,16 to 34,North,x", f"Row 5, first: it has more than {LONGEST_CELL} letters."),
        ('P9,"A\nB",B,1 Lane,Town,2,16 to 34,North,x', "Row 5, first: it has a line break or a sign that cannot be printed."),
        ("P1,A,B,1 Lane,Town,3,16 to 34,North,x", "Rows 3 and 5 have the same “id”. Each row needs its own."),
    ],
)
def test_a_wrong_row_is_named_and_nothing_of_the_list_stays(line, words):
    where, officer = council()
    with pytest.raises(ValidationError) as refused:
        read_in(officer, where, "\n".join([HEADER, *lines(3), line]))
    assert words in refused.value.messages
    nothing_is_left()


def test_many_wrong_rows_end_the_reading_early():
    where, officer = council()
    with pytest.raises(ValidationError) as refused:
        read_in(officer, where, "\n".join([HEADER, *(line.replace("P", "", 1).replace(",", ",", 1)[1:] for line in [",x"] * 50)]))
    assert len(refused.value.messages) == MOST_MISTAKES + 1
    assert "Put these right first" in refused.value.messages[-1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "The file is empty"),
        (HEADER, "no rows below the first"),
        (text(2).encode("latin-1") + b"\xff\xfe", "not UTF-8"),
        (b"a\0b,c\n", "not text"),
        ('id,first,last,street,town,rooms,age,area,unused\n"P1', "not a whole CSV file"),
        (",".join(f"c{n}" for n in range(table_files.MOST_COLUMNS + 1)), "The most is 300"),
    ],
)
def test_a_file_that_is_no_list_is_refused(content, words):
    where, officer = council()
    with pytest.raises(ValidationError, match=words):
        read_in(officer, where, content or "\n")
    nothing_is_left()


def test_files_over_a_limit_are_refused_before_they_are_read(monkeypatch):
    where, officer = council()
    monkeypatch.setattr(table_files, "MOST_MEGABYTES", 0)
    with pytest.raises(ValidationError, match=r"The most for \.csv is 0 MB"):
        read_in(officer, where)
    monkeypatch.setattr("folkmoot.site.sampling.importing.MOST_ROWS", 299)
    monkeypatch.setattr(table_files, "MOST_MEGABYTES", 1)
    with pytest.raises(ValidationError, match="more than 299 rows"):
        read_in(officer, where)
    with pytest.raises(ValidationError, match=r"ends in \.xlsx"):
        read_in(officer, where, file_name="list.pdf")
    nothing_is_left()


def test_a_column_that_tells_people_apart_is_no_attribute():
    where, officer = council()
    columns = Columns("id", name=("last",), attributes=("unused",))
    many = f"id,last,unused\n{''.join(f'{n},X,v{n}\n' for n in range(MOST_LEVELS + 1))}"
    with pytest.raises(ValidationError, match="tells people apart"):
        read_in(officer, where, many, columns=columns)
    nothing_is_left()


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        (Columns("nr", name=("last",)), "reference"),
        (Columns("", name=("last",)), "reference"),
        (Columns("id"), "address"),
        (Columns("id", name=("last",), attributes=("last",)), "attributes"),
        (Columns("id", name=("last",), attributes=("ward",)), "attributes"),
        (Columns("id", name=("last",), size="rooms?"), "size"),
        (Columns("id", name=("last",), attributes=tuple("abcdefghijklm")), "attributes"),
    ],
)
def test_columns_that_do_not_fit_the_file_are_named(columns, field):
    with pytest.raises(ValidationError) as refused:
        columns.check(HEADER.split(","))
    assert field in refused.value.message_dict


def test_names_ends_and_people_are_checked():
    where, officer = council()
    read_in(officer, where)
    with pytest.raises(ValidationError, match="There is a frame with this name already"):
        read_in(officer, where)
    today = timezone.localdate()
    for day in (today, today + dt.timedelta(days=domain.LONGEST_KEPT + 1)):
        with pytest.raises(ValidationError, match="Choose a day after today"):
            read_in(officer, where, name="Other", keep_until=day)
    for stranger in (make.member(make.organisation()), make.former_member(where), make.member(where, "committee_member")):
        with pytest.raises(PermissionDenied):
            read_in(stranger, where, name="Other")


def test_a_reader_who_goes_away_leaves_nothing(monkeypatch):
    monkeypatch.setattr("folkmoot.site.sampling.importing.CHUNK", 50)
    where, officer = council()
    held = text().encode()
    steps = domain.import_frame(
        by=officer,
        organisation=where,
        name="Left",
        population="Adults",
        source="A list",
        keep_until=timezone.localdate() + dt.timedelta(days=9),
        columns=COLUMNS,
        file=io.BytesIO(held),
        file_name="list.csv",
        size=len(held),
    )
    assert next(steps) == 50
    assert FrameIdentities.objects.exists()
    steps.close()
    nothing_is_left()


def test_rows_are_deleted_when_their_time_is_up_and_so_is_what_was_never_whole():
    where, officer = council()
    frame = read_in(officer, where)
    drawn = domain.draw_sample(by=officer, frame=frame, name="Asked", design=domain.Design(10))
    assert domain.clean_up(frame.keep_until) == 0
    stray = read_in(officer, where, name="Stray")
    Frame.objects.filter(pk=stray.pk).delete()
    assert domain.clean_up(frame.keep_until) == 0  # an import may be under way
    assert storage.stray(lambda key: key == frame.key, older_than=dt.timedelta(seconds=-10)) == [stray.key]
    storage.remove(stray.key)
    assert domain.clean_up(frame.keep_until + dt.timedelta(days=1)) == 1
    frame.refresh_from_db()
    assert frame.discarded_at is not None
    assert not FrameIdentities.objects.exists()
    assert not storage.folder_of(frame.key).exists()
    assert drawn.members.count() == Participant.objects.count() == 10
