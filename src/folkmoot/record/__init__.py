"""The Initiative record as data: the questions of its notice, what is still missing in plain words, its hash, and where it is in the loop.

from folkmoot.record import FIELDS, content_hash, missing
missing(document, FIELDS)    # [] when the notice is complete
content_hash(document)       # changes with any rendition of anything it says
"""

from folkmoot.record.fields import FIELDS, GROUPS, Field, Kind, Need, fields_of
from folkmoot.record.loop import LoopFacts, Step, loop
from folkmoot.record.notice import changes, content_hash, document, missing

__all__ = [
    "FIELDS",
    "GROUPS",
    "Field",
    "Kind",
    "LoopFacts",
    "Need",
    "Step",
    "changes",
    "content_hash",
    "document",
    "fields_of",
    "loop",
    "missing",
]
