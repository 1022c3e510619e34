"""Several analyses of the same answers: what one hides does not follow from the others, for somebody who can solve equations."""

import itertools
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from folkmoot.weigh import Plan, findings, weigh

LEAST = 5
ANSWERS = ("Against", "Unsure", "For")
FINE = ("a", "b", "c", "d")
COARSE = {"ac": ("a", "c"), "bd": ("b", "d")}
HEAD = """
[survey]
title = "T"
organisation = "O"
dates = "D"
sample = "volunteer"
population = "P"
[columns.fine]
values = ["a", "b", "c", "d"]
[columns.before]
values = ["Against", "Unsure", "For"]
[columns.after]
values = ["Against", "Unsure", "For"]
[derive.coarse]
from = "fine"
groups = { ac = ["a", "c"], bd = ["b", "d"] }
[recodes.yes]
yes = ["For"]
no = ["Against", "Unsure"]
[recodes.sure]
yes = ["For", "Against"]
no = ["Unsure"]
[[statements]]
id = "A"
text = "After"
column = "after"
recode = "yes"
[publish]
small_cell = 5
"""
CELLS = list(itertools.product(FINE, ANSWERS, ANSWERS))
type People = Mapping[tuple[str, str, str], int]
type Document = Mapping[str, Any]


def asked(kind: str, **keys: Any) -> str:
    return f"\n[[analyses]]\nkind = '{kind}'\n" + "".join(
        f"{key} = {str(v).lower() if v is True else repr(v)}\n" for key, v in keys.items()
    )


STEPS = ["before", "after"]
BY_FINE, BY_COARSE = asked("shift", steps=STEPS, by="fine"), asked("shift", steps=STEPS, by="coarse")
EVERYBODY = asked("shift", steps=STEPS)
MOVED, OF_YES = asked("moved", steps=STEPS, ordered=True), asked("moved", steps=STEPS, yes=["For"])
WAVES_FINE, WAVES_COARSE = (asked("waves", statement="A", wave=by) for by in ("fine", "coarse"))


def published(people: People, *analyses: str) -> Document:
    rows = [dict(zip(("fine", "before", "after"), cell, strict=True)) for cell, n in people.items() for _ in range(n)]
    schema = dict.fromkeys(("fine", "before", "after"), pl.String)
    return findings(weigh(pl.DataFrame(rows, schema=schema), Plan.from_mapping(tomllib.loads(HEAD + "".join(analyses)))))


def among(group: str = "", before: Sequence[str] = ANSWERS, after: Sequence[str] = ANSWERS) -> np.ndarray[Any, Any]:
    fine = COARSE.get(group) or ((group,) if group else FINE)
    return np.array([f in fine and b in before and a in after for f, b, a in CELLS])


def equations(document: Document) -> list[tuple[np.ndarray[Any, Any], int]]:
    """Every number of people that can be read off the document, as a sum of the cells: a share times its base is one too."""
    found = [(among(), document["responses"]["n"])]
    for row in document["findings"]:
        assert row["factor"] is None
        found.append((among(), row["n"]))
        found.append((among(after=["For"]), None if row["unweighted"] is None else round(row["unweighted"] * row["n"])))
    for section in document["analyses"]:
        found += READERS[section["kind"]](section)
    return [(mask, n) for mask, n in found if n is not None]


def _shift(section: Document) -> list[Any]:
    found = []
    for who, answer, _, _, before, after, *_, n in (row["cells"] for row in section["rows"]):
        group = "" if who == "Everybody" else who.split(", ")[1]
        found.append((among(group), n))
        for side, share in (("before", before), ("after", after)):
            found.append((among(group, **{side: [answer]}), None if share is None else round(share * n)))
    return found


def _moved(section: Document) -> list[Any]:
    words = [column["label"].removeprefix("Then: ") for column in section["columns"][1:-1]]
    meant = {word: tuple(a for a in ANSWERS if (a == "For") == (word == "For")) if len(words) == 2 else (word,) for word in words}
    meant["All"] = ANSWERS
    return [
        (among("", meant[row["cells"][0]], meant[word]), n)
        for row in section["rows"]
        if row["cells"][0] in meant
        for word, n in zip((*words, "All"), row["cells"][1:], strict=True)
    ]


def _waves(section: Document) -> list[Any]:
    found = []
    for wave, _, share, *_, n in (row["cells"] for row in section["rows"]):
        if isinstance(n, int):
            found.append((among(wave), n))
            found.append((among(wave, after=["For"]), round(share * n) if isinstance(share, float) else None))
    return found


READERS: dict[str, Callable[[Document], list[Any]]] = {"shift": _shift, "moved": _moved, "waves": _waves}


def targets() -> list[np.ndarray[Any, Any]]:
    """Whatever somebody might want to know: how many of a group, or of everybody, gave an answer or went from one to another."""
    groups = ["", *FINE, *COARSE]
    sides = [among(group, **{side: [answer]}) for group in groups for side in STEPS for answer in ANSWERS]
    moves = [among("", [one], [other]) for one in ANSWERS for other in ANSWERS]
    return [*map(among, groups), *sides, *moves]


def pinned(document: Document, people: People) -> list[tuple[int, list[tuple[str, str, str]]]]:
    """The small numbers of people that follow exactly from the document."""
    known = equations(document)
    rules, values = np.array([mask for mask, _ in known], float), np.array([n for _, n in known], float)
    truth = np.array([people.get(cell, 0) for cell in CELLS])
    assert (rules @ truth == values).all(), "the attacker reads the document right"
    found = []
    for target in targets():
        n = int(truth[target].sum())
        if 0 < n < LEAST:
            ends = [linprog(sign * target.astype(float), A_eq=rules, b_eq=values, method="highs") for sign in (1, -1)]
            if all(end.status == 0 for end in ends) and -ends[1].fun - ends[0].fun < 0.5:
                found.append((n, [cell for cell, inside in zip(CELLS, target, strict=True) if inside]))
    return found


def separately(people: People, *analyses: str) -> Document:
    """The analyses each published without knowing of the others."""
    documents = [published(people, one) for one in analyses]
    return {**documents[0], "analyses": [section for document in documents for section in document["analyses"]]}


def even(n: int = 20) -> dict[tuple[str, str, str], int]:
    """So many of each group who keep each answer, and half as many who go each way."""
    return {(f, b, a): n if b == a else n // 2 for f, b, a in CELLS}


def few_before() -> People:
    """Three of a went from Unsure to For, and nobody else of that group was unsure before."""
    return {**even(), **{("a", "Unsure", answer): 3 if answer == "For" else 0 for answer in ANSWERS}}


def few_stayed() -> People:
    """One stayed for it, and most others came to it or left it."""
    held = {("Unsure", "For"): 40, ("For", "Against"): 30, ("For", "Unsure"): 8, ("Unsure", "Unsure"): 3}
    return {("a", b, a): held.get((b, a), int((b, a) in {("For", "For"), ("Against", "Unsure")})) for _, b, a in CELLS[:9]}


def few_for() -> People:
    """Three of a are for it after."""
    return {(f, b, a): 3 * (b == "For") if (f, a) == ("a", "For") else 12 for f, b, a in CELLS}


@pytest.mark.parametrize(
    ("people", "analyses"),
    [
        (few_before(), (BY_FINE, BY_COARSE)),
        (few_before(), (BY_COARSE, BY_FINE)),
        (few_stayed(), (MOVED, OF_YES)),
        (few_for(), (WAVES_FINE, WAVES_COARSE)),
        (few_for(), (WAVES_FINE, BY_COARSE)),
    ],
    ids=["two shifts", "two shifts, the other way round", "who moved, and of yes", "two waves", "waves and shift"],
)
def test_a_small_number_that_followed_by_subtraction_no_longer_does(people: People, analyses: tuple[str, ...]) -> None:
    for one in analyses:
        assert not pinned(published(people, one), people), "each is safe by itself"
    assert pinned(separately(people, *analyses), people), "without regard to each other they tell"
    document = published(people, *analyses)
    assert not pinned(document, people)
    assert document["analyses"][0] == separately(people, *analyses)["analyses"][0] | {"id": "analysis-1"}, "the first stays as it was"


def test_what_is_safe_together_stays_as_it_was() -> None:
    people = even()
    analyses = (BY_FINE, BY_COARSE, EVERYBODY, MOVED, OF_YES, WAVES_FINE, WAVES_COARSE)
    alone = [section["rows"] for section in separately(people, *analyses)["analyses"]]
    assert [section["rows"] for section in published(people, *analyses)["analyses"]] == alone


COUNT = st.sampled_from([0, 0, 1, 2, 3, 4, 6, 12, 25])


@settings(max_examples=20)
@given(
    st.lists(COUNT, min_size=len(CELLS), max_size=len(CELLS)).filter(
        lambda counts: min(sum(counts[at : at + 9]) for at in (0, 9, 18, 27)) >= 10
    ),
    st.permutations([BY_FINE, BY_COARSE, EVERYBODY, MOVED, OF_YES, WAVES_FINE, WAVES_COARSE]),
)
def test_no_small_number_of_people_follows_from_two_analyses_of_the_same_answers(counts: list[int], kinds: list[str]) -> None:
    people = dict(zip(CELLS, counts, strict=True))
    assert not pinned(published(people, *kinds[:2]), people)


def profiles(few: int) -> tuple[pl.DataFrame, str]:
    """A profile to each person; so few of group a saw “Care”. And the plan without its analyses."""
    seen = [(group, shown, few if (group, shown) == ("a", "Care") else 40) for group in FINE for shown in ("Care", "Police")]
    rows = [(group, shown, "For" if at % 2 else "Against") for group, shown, n in seen for at in range(n)]
    frame = pl.DataFrame(rows, schema=["fine", "shown", "after"], orient="row").with_columns(person=pl.int_range(pl.len()).cast(pl.String))
    head = HEAD.replace("[columns.before]", "[columns.shown]\nvalues = ['Care', 'Police']\n[columns.before]", 1)
    return frame.with_columns(before=pl.col("after")), f"{head}[design]\npsu = 'person'\n"


def who_saw(document: Document) -> dict[str, int | None]:
    """By group, how many people saw “Care”, as far as it is shown."""
    cells = [row["cells"] for section in document["analyses"] for row in section["rows"]]
    return {str(row[0]).split(", ")[1]: row[-1] for row in cells if row[2] == "Care"}


def test_few_people_who_saw_a_profile_do_not_follow_from_groups_of_groups() -> None:
    frame, head = profiles(3)
    asks = [asked("vignettes", statement="A", attributes=["shown"], measure="means", by=by) for by in ("fine", "coarse")]
    alone = {}
    for ask in asks:
        alone |= who_saw(findings(weigh(frame, Plan.from_mapping(tomllib.loads(head + ask)))))
    assert alone["a"] is None
    assert (alone["ac"] or 0) - (alone["c"] or 0) == 3, "without regard to each other they tell"
    together = who_saw(findings(weigh(frame, Plan.from_mapping(tomllib.loads(head + "".join(asks))))))
    assert together["a"] is None
    assert together["ac"] is None or together["c"] is None
    assert {name: together[name] for name in FINE} == {name: alone[name] for name in FINE}, "the first stays as it was"


def test_where_there_is_too_much_to_solve_only_the_first_gives_numbers() -> None:
    steps = [f"s{at}" for at in range(6)]
    columns = "".join(f"[columns.{step}]\nvalues = ['1', '2', '3', '4', '5']\n" for step in steps)
    frame = pl.DataFrame({step: [str(1 + (at + place) % 5) for at in range(200)] for place, step in enumerate(steps)})
    frame = frame.with_columns(fine=pl.lit("a"), before=pl.lit("For"), after=pl.lit("For"))
    ask = asked("shift", steps=steps)
    document = findings(weigh(frame, Plan.from_mapping(tomllib.loads(HEAD + columns + ask + ask))))
    first, second = document["analyses"]
    assert not any(None in row["cells"][4:6] for row in first["rows"])
    assert all(row["cells"][4:] == [None] * 7 and row["mark"] == "[c]" for row in second["rows"])
