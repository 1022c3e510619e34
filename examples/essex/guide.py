"""A topic guide of the example, which explores two findings of its survey of made-up residents."""

from typing import Any

from folkmoot.site.guides import domain
from folkmoot.site.renditions import plain

TITLE = plain("Why people agree, and who does not", easy="Why do people agree?", welsh="Pam mae pobl yn cytuno, a phwy sydd ddim")
EXPLORES = ("said-a", "said-d")
TEXT = """# Welcome (10 minutes)
easy read: Hello
Welsh: Croeso
aim: Everyone knows why they are here, and that they can stop at any time.
What made you come today?
easy read: Why did you come?
Welsh: Pam ddaethoch chi heddiw?

# What residents told us (40 minutes)
easy read: What people said
Welsh: Beth ddywedodd trigolion
aim: To hear what lies behind the numbers.
More people agree where records protect vulnerable people. What goes through your mind there? [1]
easy read: Is it OK to use records to keep people safe? Why?
Welsh: Mae mwy o bobl yn cytuno lle mae cofnodion yn diogelu pobl agored i niwed. Beth sy'n mynd trwy eich meddwl?
- Whom do you think of?
- What would have to be so, for you to say no?
Fewer agree where records shape local places. What is different there? [1, 2]
easy read: Is it OK to use records to plan places? Why?
Welsh: Mae llai yn cytuno lle mae cofnodion yn llunio lleoedd lleol. Beth sy'n wahanol yno?
material: Two cards, each with one of the statements

# The end (10 minutes)
easy read: The end
Welsh: Y diwedd
What should the committee hear from you?
easy read: What do you want to say to the people who decide?
Welsh: Beth ddylai'r pwyllgor ei glywed gennych chi?
"""


def build(*, by: Any, initiative: Any) -> None:
    """The guide, published."""
    made = domain.begin_guide(by=by, initiative=initiative, slug="why-people-agree", title=TITLE, kind="focus_group", minutes=60)
    domain.write_guide(by=by, guide=made, findings=EXPLORES, text=TEXT)
    domain.publish_guide(by=by, guide=made)
