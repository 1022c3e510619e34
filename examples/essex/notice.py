"""The notice of "Ready for school": an answer to every question that a notice asks of this use, by the question's id."""

from datetime import date
from typing import Any

from examples.essex.texts import Texts, texts


def lines(*standard: str, easy: tuple[str, ...]) -> Texts:
    """A list, one entry a line, in standard English and easy read."""
    return texts("\n".join(standard), "\n".join(easy))


PURPOSES = (
    "To find where families with under-fives lack help, and to plan that help",
    "To see, two years on, whether more children are ready when they start school",
)

ANSWERS: dict[str, Any] = {
    "label_purpose": texts("To put help for under-fives where families need it", "To help young children near their home"),
    "label_people": texts("About 80,000 children under five. Names taken off.", "Children under five. No names."),
    "what": texts(
        "We want to join two sets of records. One is the council's early years records. "
        "The other is calls to the police about harm at home. "
        "Names, addresses and birthdays come off before the records are joined. "
        "What is left shows where young children may lack help before they start school.",
        "We want to join two sets of records. One is about nursery and checks at age two. One is about calls to the police. "
        "We take off all the names first.",
    ),
    "decides": texts(
        "No. People plan services with the totals. No decision about a child or a family rests on the joined records. "
        "Nobody will visit you because of this.",
        "No. A computer does not decide about you. Nobody will visit you because of this.",
    ),
    "purposes": lines(
        *PURPOSES,
        easy=("To find where help is missing", "To see later if it worked"),
    ),
    "excluded_purposes": lines(
        "Picking out one child or family",
        "Policing",
        "Benefits, housing, immigration, insurance or school admissions",
        "Sale to anyone",
        easy=("We never pick out one child", "The police do not use it", "We never sell it"),
    ),
    "people": texts(
        "Children under five in the 12 districts of Essex. There are about 80,000 of them. The records cover the last three years.",
        "Children under five in Essex. The records are about the last three years.",
    ),
    "left_out": lines(
        "Parents' health records, money and benefits",
        "Anything that doctors, nurses or police officers wrote in their own words",
        "Who called the police, and who was suspected",
        easy=("Your money", "Your health", "What the police wrote"),
    ),
    "identifies": "no",
    "automated": "people",
    "area_codes": ["E10000012"],
    "safe_people": texts(
        "Everyone who works with the records has passed the fitness to practise standard, and is named before they start.",
        "The people are trained. We know their names.",
    ),
    "safe_projects": texts(
        "A second person reads each plan of work against this notice before it is run.", "Someone checks the plan before any work starts."
    ),
    "safe_settings": texts(
        "The work is done in one locked room at the university. Nothing can be copied out. What is done is logged for good.",
        "The work is done in a locked room. We write down what they do.",
    ),
    "safe_data": texts(
        "Half-years of birth, not birthdays. Wards, not addresses. Bands, not exact numbers.",
        "No birthdays. No addresses.",
    ),
    "safe_outputs": texts(
        "A second person checks every number before it leaves the room: no small counts, and no place that could get a bad name.",
        "Someone checks every number before you see it.",
    ),
    "opt_outs": texts(
        "Parents who told the council that they object to uses for planning. There are no health records, so no National Data Opt-out.",
        "If you said no before, we leave your child out.",
    ),
    "tells_each": "no",
    "untold": texts(
        "To write to 80,000 families one by one we would first have to put their names together. That is what we want to avoid.",
        "To write to you, we would need your name. We do not want your name.",
    ),
    "confidence": texts(
        "Nothing that a family told a health visitor, a teacher or an officer in confidence is used: no notes leave either body.",
        "We do not use what you told someone in private.",
    ),
    "companies": texts(
        "Nothing about anyone. A printer gets the text of our leaflets, and no list of the families they go to.",
        "Nothing about you. A printer only gets the words of our leaflets.",
    ),
    "where": texts(
        "On the University of Essex's own computers, in Colchester. They do not leave the country.",
        "At the university in Colchester.",
    ),
    "names_off": texts(
        "The council and the police each turn names, birthdays and addresses into a code. They do it in their own building, "
        "with a secret key they share. Only the code and the fields listed here leave.",
        "The council turns each name into a code. So do the police.",
    ),
    "joining": texts(
        "Records of the same child are put side by side by their code, not by name. The university never has the key. "
        "The key is destroyed once the records are joined, so nobody can go back from code to name.",
        "We put two records of one child side by side. We use the code. Then the key is destroyed. Nobody can get the name back.",
    ),
    "moving": texts("Encrypted, from computer to computer. Nothing is carried by hand or sent by e-mail.", "They are locked on the way."),
    "kept": texts(
        "The joined records are wiped 12 months after they are joined. The published totals stay.",
        "We wipe the joined records after a year.",
    ),
    "lawful_basis": {
        "essex-county-council": {
            purpose: {
                "article": "6-1-e",
                "words": texts(
                    "The council must improve young children's well-being (Childcare Act 2006, section 1).",
                    "The law lets us do this. The council must help young children.",
                ),
            }
            for purpose in PURPOSES
        },
        "essex-police": {
            purpose: {
                "article": "6-1-e",
                "words": texts(
                    "The police must work with the council for children (Children Act 2004, section 10).",
                    "The police must work with the council to help children.",
                ),
            }
            for purpose in PURPOSES
        },
    },
    "sensitive_condition": ["10"],
    "sensitive_basis": texts(
        "Research and statistics alone, with the safeguards the law asks for (Data Protection Act 2018, schedule 1, paragraph 4, "
        "and section 19).",
        "The law lets us count these records. It says how to keep them safe.",
    ),
    "power": texts(
        "The duty to work together for children's well-being, Children Act 2004, section 10.",
        "The law says the council and the police must work together.",
    ),
    "telling": texts(
        "On this page, and by a poster in every nursery and health visitor's room.",
        "You can read it here. There are posters at nurseries.",
    ),
    "owner": texts("The Director of Children's Services, Essex County Council.", "The head of children's services at the council."),
    "dpo": texts(
        "The council's data protection officer, dpo@essex.example. The address is made up.",
        "The data protection officer at the council.",
    ),
    "contact": texts(
        "Phone 0808 157 0123 (free) or write to ready-for-school@essex.example. We answer within 10 working days, and put the "
        "answer here without your name. The number and the address are made up.",
        "Phone 0808 157 0123. It is free. The number is made up.",
    ),
    "objecting": texts(
        "Phone or write, for yourself or for a child you care for. You need give no reason, and it will not change the help you get. "
        "Your child's records are left out of the next join. We cannot take them out of totals that are already published.",
        "You can say no. You will still get the same help. If you say no, we leave your child out next time.",
    ),
    "own_records": texts(
        "Ask the council or the police for a copy of your own records, or to have a mistake put right.",
        "You can see your own records. You can have a mistake put right.",
    ),
    "complaining": texts(
        "Write to the data protection officer. We acknowledge it within 30 days. If you are still not happy, go to the Information "
        "Commissioner.",
        "You can complain. We can help you to do this.",
    ),
}


def answers(first: date, last: date) -> dict[str, Any]:
    """All answers, for a use of records between two days."""
    return ANSWERS | {"starts": first.isoformat(), "ends": last.isoformat()}
