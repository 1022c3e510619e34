"""What the register finds is what reading every initiative would find, on both databases."""

import random
from dataclasses import dataclass
from typing import Any

import pytest

from benchmarks.register_rows import fill
from folkmoot.site.governance import queries as governance
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.register import queries
from folkmoot.site.register.queries import Asked, find
from folkmoot.site.register.words import texts_in, words_of
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@dataclass(frozen=True)
class Read:
    """One initiative as someone who reads it all knows it."""

    slug: str
    words: frozenset[str]
    area: tuple[str, ...]
    organisations: frozenset[str]
    choices: dict[str, str]

    def fits(self, asked: dict[str, str]) -> bool:
        """Whether it is what is looked for."""
        return (
            all(any(word.startswith(start) for word in self.words) for start in words_of(asked.get("words", "")))
            and all(any(word.startswith(start) for word in self.area) for start in words_of(asked.get("area", "")))
            and all(asked.get(name, value) == value for name, value in self.choices.items())
            and asked.get("organisation", self.slug) in {self.slug, *self.organisations}
        )


def everything() -> list[Read]:
    """Every initiative, the newest first, read without the index."""
    every = initiatives.everything()
    rows, read = initiatives.rows_of(every), []
    for one, answer in zip(every, governance.licences_of(every), strict=True):
        inside = initiatives.organisations_of(one, rows=rows[one.pk])
        notices = [notice.content for notice in rows[one.pk].notices[-1:]]
        texts = [*texts_in(one.title), *texts_in(one.summary), *texts_in(notices), one.area, *(o.name for o in inside)]
        choices = {"topic": one.topic, "kind": one.kind, "stage": one.stage, "state": answer.state.value}
        words = frozenset(word for text in texts for word in words_of(text))
        read.append(Read(one.slug, words, tuple(words_of(one.area)), frozenset(o.slug for o in inside), choices))
    return read


def plainly(every: list[Read] | None = None, **asked: str) -> list[str]:
    """What fits, found without the index, the newest first."""
    return [one.slug for one in (everything() if every is None else every) if one.fits(asked)]


def found(**asked: str) -> list[str]:
    return [i.slug for i in find(Asked(**asked), size=10_000).initiatives]


def test_every_choice_and_many_together_find_what_reading_everything_finds() -> None:
    fill(120)
    drawn = random.Random(7)
    options: dict[str, list[str]] = {
        "words": ["warm", "sch", "homes road", "dŵr", "Ysgol GWAITH", "a e", "zzzz", "castle body", "easy warm"],
        "area": ["castle", "mere", "north hythe", "nowhere"],
        "topic": ["protect", "health", "harm", "places", "gossip"],
        "kind": ["insight", "operational", "sensors"],
        "stage": ["scope", "join", "analyse", "publish", "close"],
        "state": ["draft", "in_force", "needs_review", "suspended", "ended", "not_yet", "maybe"],
        "organisation": [*(f"body-{n}" for n in range(0, 60, 7)), "nobody"],
    }
    asked = [{name: value} for name, values in options.items() for value in values]
    asked += [{name: drawn.choice(options[name]) for name in drawn.sample(sorted(options), k)} for k in (2, 2, 3) for _ in range(25)]
    sizes, every = set(), everything()
    for choices in asked:
        fitting = plainly(every, **choices)
        assert found(**choices) == fitting, choices
        sizes.add(min(len(fitting), 3))
    assert sizes == {0, 1, 2, 3}
    assert found() == plainly()
    assert len(found()) == 120


def test_pages_follow_each_other_without_a_gap_and_after_the_last_comes_the_last() -> None:
    fill(45)
    every = found()
    pages = [[i.slug for i in find(Asked(), number=number).initiatives] for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert [slug for page in pages for slug in page] == every
    last = find(Asked(), number=99)
    assert (last.number, last.pages, last.total) == (3, 3, 45)
    assert find(Asked(), number=0).number == 1


HOSTILE = [
    '"',
    "'",
    "*",
    '"warm" OR "bus"',
    "warm NEAR bus",
    "warm*",
    "w' & '!bus",
    "warm:*",
    "%",
    "\\",
    "-warm",
    "(warm",
    "title:warm",
    "NOT",
    "{warm}",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_signs_that_a_database_would_read_as_its_own_are_signs(words: str) -> None:
    make.initiative(title="Warm homes", slug="warm")
    make.initiative(title="Bus routes", slug="bus")
    assert found(words=words) == (plainly(words=words) if words_of(words) else [])
    assert found(area=words) == (plainly(area=words) if words_of(words) else [])
    for name in ("topic", "kind", "stage", "state", "organisation"):
        assert found(**{name: words}) == []


def test_a_draft_is_not_searched_nor_a_version_that_was_replaced() -> None:
    about = make.initiative(slug="warm")
    make.draft(about, kind="case")
    make.notice(about, what={"en": {"standard": "Firstword."}})
    make.draft(about, what={"en": {"standard": "Secretword."}})
    assert (found(words="firstword"), found(words="secretword")) == (["warm"], [])
    make.notice(about, what={"en": {"standard": "Secondword."}})
    assert (found(words="firstword"), found(words="secondword"), found(words="secretword")) == ([], ["warm"], [])


def test_no_name_of_staff_finds_anything() -> None:
    make.licensed()
    for name in ("Robin", "Clerk", "staff1", "example.org"):
        assert found(words=name) == []


def test_all_of_them_come_once_each_while_others_are_being_recorded() -> None:
    fill(25)
    seen: list[Any] = []
    for some in queries.each(Asked(), size=10):
        seen += [i.slug for i in some]
        if len(seen) == 10:
            make.initiative(slug="late")
    assert sorted(seen) == sorted([*(f"made-{n}" for n in range(25)), "late"])
