"""What made-up residents said once about uses of their records, and two answers of the council."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from folkmoot.linkage import Identifiers
from folkmoot.record.preferences import Choice
from folkmoot.site.preferences import domain, objections, queries
from folkmoot.site.references import PREFERENCE
from folkmoot.site.renditions import plain

FIRST = ("Alma", "Bram", "Cleo", "Dara", "Edda", "Finn", "Gwen", "Hugo")
LAST = ("Example", "Sample", "Specimen", "Pretend", "Madeup")
WISHES = {  # how many of the forty choose what; the rest make no choice there
    "protect": {Choice.HAPPY: 31, Choice.OBJECT: 4},
    "health": {Choice.HAPPY: 26, Choice.OBJECT: 8, Choice.ASK: 4},
    "harm": {Choice.HAPPY: 14, Choice.OBJECT: 16, Choice.ASK: 6},
    "places": {Choice.HAPPY: 19, Choice.OBJECT: 11, Choice.ASK: 10},
}
ANSWERS = (
    (
        "places",
        "upheld",
        plain("We leave your records out from the next time we join records for this.", easy="We leave your records out."),
    ),
    (
        "protect",
        "grounds",
        plain(
            "The law makes us look into it when a child may be harmed, whatever a family wishes (Children Act 1989, section 47). We do "
            "not use these records for anything else of this kind.",
            easy="When a child may be hurt, the law says we must look. We cannot leave records out then.",
        ),
    ),
)


def build(*, lead: Any, council: Any, today: date, on: Callable[[date], AbstractContextManager[None]]) -> None:
    """Forty people choose 25 days ago; the council answers two objections a fortnight later."""
    people = [f"{first} {last}" for last in LAST for first in FIRST]
    wishes = {family: [choice for choice, count in counts.items() for _ in range(count)] for family, counts in WISHES.items()}
    with on(today - timedelta(days=25)):
        for number, name in enumerate(people):
            chosen = {family: row[number] for family, row in wishes.items() if number < len(row)}
            who = Identifiers(name, f"{number % 28 + 1:02}/{number % 12 + 1:02}/{1940 + number}", f"CM1 {number % 9 + 1}ZZ")
            domain.give_preferences(reference=PREFERENCE.new(), choices=chosen, who=who)
    with on(today - timedelta(days=10)):
        for family, outcome, reason in ANSWERS:
            found = queries.event_of(queries.objections(family)[0].number)
            objections.answer_objection(by=lead, organisation=council, objection=found, outcome=outcome, reason=reason)
