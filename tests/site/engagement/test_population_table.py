"""What a population is like, as a table: read into the targets a plan would have, or refused with its row and column."""

import io
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.engagement import population_table
from folkmoot.site.engagement.models import Engagement, Sample
from folkmoot.site.engagement.population_table import rows_from, targets_in
from tests.site import make, surveys

names = st.text("abcdefgh 0123456789-+", min_size=1, max_size=12).map(str.strip).filter(bool)
levels = st.dictionaries(names, st.integers(1, 10**9), min_size=2, max_size=8)
SHARES = [["age", "16 to 34", "30"], ["age", "35 to 64", "45"], ["age", "65 and over", "25"]]
HEAD = ["variable", "category", "share"]
ADDRESS = "/staff/samples/add"


def refused(*rows: list[str]) -> list[str]:
    with pytest.raises(ValidationError) as wrong:
        targets_in(rows, "Census")
    return wrong.value.messages


@given(st.dictionaries(names, levels, min_size=1, max_size=4))
def test_counts_become_exact_shares_and_are_read_again_as_the_same(people: dict[str, dict[str, int]]) -> None:
    rows = [["Variable", " Category", "COUNT"], *([name, level, f"{n:,}"] for name, of in people.items() for level, n in of.items())]
    made = targets_in(rows, "Census")
    for name, of in people.items():
        assert made[name]["source"] == "Census"
        assert list(made[name]["percent"]) == list(of)
        for level, n in of.items():
            assert made[name]["percent"][level] == pytest.approx(float(Fraction(100 * n, sum(of.values()))), rel=1e-12)
    assert targets_in(rows_from(made), "Census") == made


@pytest.mark.parametrize(
    ("written", "read"),
    [(("30", "45", "25"), (30, 45, 25)), (("30%", "45 %", "25.0%"), (30, 45, 25)), (("0.3", "0.45", "0.25"), (30, 45, 25))],
    ids=["of 100", "with signs", "of 1"],
)
def test_shares_are_read_however_they_are_written(written, read):
    rows = [[name, level, share] for (name, level, _), share in zip(SHARES, written, strict=True)]
    assert list(targets_in([HEAD, *rows], "x")["age"]["percent"].values()) == pytest.approx(read)


@pytest.mark.parametrize(("last", "fits"), [("24.5", True), ("25.5", True), ("24.4", False), ("25.6", False)], ids=str)
def test_shares_add_up_to_100_within_half_a_point(last, fits):
    rows = [HEAD, *SHARES[:2], ["age", "65 and over", last]]
    if fits:
        assert targets_in(rows, "x")["age"]["percent"]["65 and over"] == float(last)
    else:
        assert refused(*rows)[0].startswith(f"The shares of “age” add up to {75 + float(last):g}, not 100 (99.5 to 100.5 will do")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["age", "65 and over", "12,5"], "Row 4, column “share”: “12,5” is not a number."),
        (["age", "65 and over", ""], "Row 4, column “share”: “” is not a number."),
        (["age", "65 and over", "nan"], "Row 4, column “share”: “nan” is not a number."),
        (["age", "65 and over", "1e300"], "Row 4, column “share”: “1e300” is more than 100,000,000,000."),
        (["age", "65 and over", "0"], "Row 4, column “share”: it must be above 0."),
        (["age", "65 and over", "-3"], "Row 4, column “share”: it must be above 0."),
        (["age", "16 to 34", "25"], "Row 4, column “category”: “16 to 34” of “age” is there twice."),
        (["", "65 and over", "25"], "Row 4, column “variable”: it is empty."),
        (["age", "x" * 201, "25"], "Row 4, column “category”: it has more than 200 letters."),
        (["age", "65 and over", "25", "9"], "Row 4 has more or fewer cells than the first row."),
        (["sex", "Women", "100"], "“sex” has 1 categories."),
    ],
    ids=["comma", "blank", "nan", "huge", "zero", "negative", "twice", "no variable", "long", "more cells", "one category"],
)
def test_a_mistake_is_named_with_its_row_and_column(row, said):
    assert any(problem.startswith(said) for problem in refused(HEAD, *SHARES[:2], row))


def test_the_headings_and_the_size_are_checked(monkeypatch):
    assert refused(["variable", "share"]) == ["The first row must name a column “category”."]
    assert "and not both" in refused(["variable", "category", "share", "count"])[0]
    assert refused(HEAD) == ["The table has no rows below the first."]
    wrong = refused(HEAD, *(["age", f"{n}", "x"] for n in range(30)))
    assert (len(wrong), wrong[-1]) == (21, "And 10 more. Put these right first.")
    monkeypatch.setattr(population_table, "MOST_ROWS", 3)
    assert targets_in([HEAD, *SHARES], "x")
    assert refused(HEAD, *SHARES, []) == ["The table has more than 3 rows, which is the most."]


@pytest.fixture
def officer(db):
    where = make.organisation()
    return make.member(where), where


def given_of(where, **more):
    return {"organisation": where.pk, "name": "Everyone", "method": "volunteer", "population": "Adults", "source": "Census", **more}


def seen_in(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def text_in(page: str) -> str:
    return page.split('name="table"')[1].split(">", 1)[1].split("</textarea>")[0]


def as_csv(rows: list[list[str]]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode()


def as_excel(rows: list[list[str]]) -> bytes:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for at, (variable, category, share) in enumerate(rows):
            sheet.write_row(at, 0, [variable, category, share if at == 0 else float(share)])
    return file.getvalue()


@pytest.mark.parametrize(("name", "made"), [("p.csv", as_csv), ("p.xlsx", as_excel)], ids=["csv", "excel"])
@pytest.mark.django_db(databases=["default", "vault"])
def test_a_file_is_shown_as_it_was_read_and_kept_when_sent_again_and_configures_an_engagement(officer, name, made):
    member, where = officer
    browser = make.signed_in(member)
    version = surveys.version(member, where)
    page = browser.post(ADDRESS, given_of(where, file=SimpleUploadedFile(name, made([HEAD, *SHARES])))).content.decode()
    assert "The table as it was read" in page
    assert "45.0%" in page
    assert "Look at these" not in page
    assert not Sample.objects.exists()
    again = given_of(where, table=text_in(page), seen=seen_in(page))
    changed = again | {"table": again["table"].replace("45.0", "44.9")}
    assert "44.9%" in browser.post(ADDRESS, changed).content.decode()
    assert not Sample.objects.exists(), "a table that was changed is shown again"
    assert browser.post(ADDRESS, again).status_code == 302
    sample = Sample.objects.get()
    assert sample.targets == surveys.TARGETS | {"age": surveys.TARGETS["age"] | {"source": "Census"}}
    today = timezone.localdate().isoformat()
    plan = '[[statements]]\nid="A"\ntext="A"\nshort="A"\ncolumn="A"\nrecode="r"\n[recodes.r]\nyes=["Agree a lot","Agree a little"]\n'
    plan += 'no=["In between","Disagree a little","Disagree a lot"]\nleave_out=["Don\'t know"]\n[publish]\nfactors=["age"]'
    config = {"slug": "homes", "title": "Homes", "question": "What?", "who_sees": "Two.", "minutes": 5, "plan": plan}
    config |= {"initiative": surveys.initiative(member, where).pk, "version": version.pk, "sample": sample.pk}
    sent = browser.post("/staff/engagements/configure", config | {"opens": today, "closes": today})
    assert sent.status_code == 302
    assert Engagement.objects.get().sample == sample


@pytest.mark.django_db(databases=["default", "vault"])
def test_what_the_questions_do_not_ask_is_pointed_out(officer):
    member, where = officer
    browser = make.signed_in(member)
    surveys.version(member, where)
    table = "variable\tcategory\tcount\nage\t16-34\t10\nage\t35 to 64\t30\nsize\tSmall\t1\nsize\tLarge\t1\nhealth\tYes\t1\nhealth\tNo\t3"
    page = browser.post(ADDRESS, given_of(where, table=table)).content.decode()
    assert "25.0%" in page
    assert "“16-34” is no answer to “age” in your questions." in page
    assert "No version of your questions asks “size” about people." in page
    assert "“health”" not in page
    short = "variable,category,share\nage,16 to 34,40\nage,35 to 64,60"
    assert "has just these answers to “age”" in browser.post(ADDRESS, given_of(where, table=short)).content.decode()


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_table_needs_its_source_and_comes_in_one_way(officer):
    member, where = officer
    browser = make.signed_in(member)
    table = as_csv([HEAD, *SHARES]).decode()
    for more, said in (
        ({"table": table, "source": ""}, "Say where these numbers come from."),
        ({"table": table, "targets": '[age]\nsource = "x"'}, "Give this in one way only"),
        ({"table": table.replace("45", "x")}, "Row 3, column “share”: “x” is not a number."),
        ({"file": SimpleUploadedFile("p.pdf", b"x")}, "Give a CSV file"),
    ):
        answer = browser.post(ADDRESS, given_of(where, **more))
        assert answer.status_code == 400
        assert said in answer.content.decode()
    assert not Sample.objects.exists()


@pytest.mark.django_db(databases=["default", "vault"])
def test_the_table_to_fill_in_has_the_answers_of_my_own_questions(officer):
    member, where = officer
    surveys.version(member, where)
    lines = make.signed_in(member).get("/staff/samples/population.csv").content.decode().splitlines()
    assert lines[:4] == ["variable,category,share", "age,16 to 34,", "age,35 to 64,", "age,65 and over,"]
    assert "health,Prefer not to say," not in lines
    other = make.signed_in(make.member(make.organisation()))
    assert other.get("/staff/samples/population.csv").content.decode().splitlines() == ["variable,category,share"]
