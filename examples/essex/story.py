"""The example initiative, "Ready for school": what it is called, who is in it, and the records it would use.

It grows out of statement D's own example, families with under-fives, and is led by the three bodies of the Essex Centre for Data
Analytics. The bodies are real; this initiative is not, and every page that shows it says so (`SYNTHETIC_NOTICE`).
The notice is in `notice`, and the decision and its dates in `decision`.
"""

from dataclasses import dataclass

from examples.essex.texts import SYNTHETIC_NOTICE, Texts, texts

__all__ = [
    "AREA",
    "COUNCIL",
    "DATASETS",
    "DUTIES",
    "PARTIES",
    "POLICE",
    "SUMMARY",
    "SYNTHETIC_NOTICE",
    "TITLE",
    "UNIVERSITY",
    "DatasetFacts",
]

COUNCIL = "Essex County Council"
POLICE = "Essex Police"
UNIVERSITY = "University of Essex"

PARTIES = {
    COUNCIL: texts("Leads. Holds the early years records. Acts on what is found.", "The council leads. It acts on what we find."),
    POLICE: texts("Holds the records of calls about harm at home.", "The police hold records of calls."),
    UNIVERSITY: texts(
        "Joins the records after the names come off. Does the counting.", "The university joins the records. It does the counting."
    ),
}

DUTIES = {COUNCIL: "joint", POLICE: "joint", UNIVERSITY: "processor"}  # what each is in data protection law, in the site's words

TITLE = texts("Ready for school", "Ready for school", "Barod am yr ysgol")
SUMMARY = texts(
    "Seeing where young children may lack help before they start school, so that play, talk and parent groups open there.",
    "We want to help young children near their home. Then they are ready for school.",
)
AREA = "The 12 districts of Essex County Council's area"


@dataclass(frozen=True)
class DatasetFacts:
    """Records that a body holds: what they are about, which fields are used, whose they are, and how sensitive (the site's word)."""

    title: Texts
    held_by: str
    fields: Texts
    people: Texts
    sensitivity: str


DATASETS = (
    DatasetFacts(
        texts("Early years records", "Records of young children"),
        COUNCIL,
        texts(
            "Half-year of birth, ward, nursery place offered and taken up, hours at nursery in three bands, "
            "the check at age two in five parts, English as an additional language. "
            "Not used: name, address, date of birth, notes written by staff, parents' income and benefits.",
            "When the child was born. Who goes to nursery. How children did at age two.",
        ),
        texts("Children under five in the last three school years.", "Children under five."),
        "ordinary",
    ),
    DatasetFacts(
        texts("Calls about harm at home", "Calls about harm at home"),
        POLICE,
        texts(
            "Half-year of birth of the child, ward, quarter of the year of the call, number of calls in a year in three bands. "
            "Not used: name, address, date of birth, who called, who was suspected, arrested or convicted, officers' notes.",
            "Calls to the police about harm at home. A young child lives there.",
        ),
        texts("Children under five in homes the police were called to, in the last three years.", "Children who live there."),
        "criminal",
    ),
)
