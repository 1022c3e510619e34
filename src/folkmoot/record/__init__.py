"""The Initiative record as data: its 57 fields and their questions, what is still missing in plain words, its hash, what changed, and where
it is in the loop.

from folkmoot.record import content_hash, missing, notice
missing(document)            # [] when the notice is complete
content_hash(document)       # changes with any rendition of anything it says
"""

from folkmoot.record.answers import check_answer
from folkmoot.record.changes import Change, Piece, change_of, changes
from folkmoot.record.completeness import missing, needs
from folkmoot.record.documents import CONTROLLERS, PUBLICATIONS, business_case, content_hash, controllers, notice, purposes
from folkmoot.record.fields import (
    FIELDS,
    PARTS,
    QUESTIONS,
    SECTIONS,
    Field,
    Kind,
    Need,
    Option,
    Part,
    Question,
    When,
    field_of,
    parts_of,
    questions_of,
)
from folkmoot.record.loop import LoopFacts, Step, loop
from folkmoot.record.older import is_older, older_answers
from folkmoot.record.who_sees import NOBODY, Grant, who_sees

__all__ = [
    "CONTROLLERS",
    "FIELDS",
    "NOBODY",
    "PARTS",
    "PUBLICATIONS",
    "QUESTIONS",
    "SECTIONS",
    "Change",
    "Field",
    "Grant",
    "Kind",
    "LoopFacts",
    "Need",
    "Option",
    "Part",
    "Piece",
    "Question",
    "Step",
    "When",
    "business_case",
    "change_of",
    "changes",
    "check_answer",
    "content_hash",
    "controllers",
    "field_of",
    "is_older",
    "loop",
    "missing",
    "needs",
    "notice",
    "older_answers",
    "parts_of",
    "purposes",
    "questions_of",
    "who_sees",
]
