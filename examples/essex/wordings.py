"""What the example's forms say: one that left joining out, until its words changed and residents were asked; one that still does.

The words, the forms and the residents are made up.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from examples.essex.story import COUNCIL
from examples.essex.texts import texts
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.wordings import domain

NURSERY = "nursery-place-form"
BEFORE = texts(
    "By signing this form you agree that your child's details may be shared with partner agencies. They will be processed in line with "
    "data protection law and retained for six years.",
)
AFTER = texts(
    "We use these details to offer your child a nursery place.\n\n"
    "Once a year we take the names off. We then join the records with records of Essex Police and the University of Essex. This shows us "
    "where families with young children lack help, so that we can open play groups there.\n\n"
    "You can say no. Ring 0345 000 0000 or ask a member of staff. It will not change your child's place.",
    "We use these facts to find your child a place at nursery.\n\n"
    "Once a year we take the names off. We put the records together with records of Essex Police. This helps us see where families need "
    "help.\n\n"
    "You can say no. Ring 0345 000 0000. Your child keeps the place.",
    "Rydym yn defnyddio'r manylion hyn i gynnig lle meithrin i'ch plentyn.\n\n"
    "Unwaith y flwyddyn rydym yn tynnu'r enwau. Yna byddwn yn uno'r cofnodion â chofnodion Heddlu Essex, er mwyn gweld lle mae angen "
    "cymorth ar deuluoedd.\n\n"
    "Gallwch ddweud na. Ffoniwch 0345 000 0000. Ni fydd yn newid lle eich plentyn.",
)
CHECK = texts(
    "At the check we write down how your child is doing. We keep it to offer help early. We may pass details to other agencies where the "
    "law allows. Ask your health visitor if anything is unclear.",
)
ON_THE_FORM = texts("On the form for a place at nursery, above the signature.", "On the form for nursery.")
ON_THE_LEAFLET = texts("In the leaflet that parents get before the check at age two.", "In the leaflet for parents.")
HOW = texts(
    "Parents who had just filled in the form, at six nurseries in two districts, asked one by one. The numbers are made up.",
    "We asked parents at nurseries. The numbers are made up.",
)
ANSWERS = (
    (texts("Will anyone put your child's record together with other records?"), 64, 51),
    (texts("Who with?"), 64, 43),
    (texts("What could you do if you did not want that?"), 64, 47),
)


def build(
    *, officer: Any, organisations: dict[str, Any], initiative: Any, today: date, on: Callable[[date], AbstractContextManager[None]]
) -> None:
    """Two forms as they stood when the early years records were collected; 90 days ago the nursery form's new words, and later what parents
    took from them."""
    council = organisations[COUNCIL]
    dataset = next(found for found in initiatives.datasets_of(initiative) if found.holder == council)
    with on(today - timedelta(days=200)):
        form = domain.add_wording(
            by=officer,
            organisation=council,
            slug=NURSERY,
            title=texts("The form for a place at nursery", "The nursery form", "Y ffurflen am le meithrin"),
            words=BEFORE,
            where=ON_THE_FORM,
            since=date(2019, 9, 2),
        )
        leaflet = domain.add_wording(
            by=officer,
            organisation=council,
            slug="check-at-age-two-leaflet",
            title=texts("The leaflet on the check at age two", "The leaflet on the check", "Y daflen ar y gwiriad yn ddwy oed"),
            words=CHECK,
            where=ON_THE_LEAFLET,
            since=date(2018, 5, 25),
        )
        for wording in (form, leaflet):
            domain.rely(by=officer, wording=wording, initiative=initiative, dataset=dataset)
    with on(today - timedelta(days=90)):
        newer = domain.add_version(by=officer, wording=form, words=AFTER, where=ON_THE_FORM)
    with on(today - timedelta(days=60)):
        domain.record_comprehension(by=officer, version=newer, how=HOW, asked_by="The council's research team", answers=ANSWERS)
