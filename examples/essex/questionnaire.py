"""The questions of the residents' survey, in standard English and easy read; the four statements also in Welsh.

The statements A to D, their lead-in, their scale of five answers, and the questions on trust and community are as published. The other
questions, "Don't know", every easy read text and the Welsh were made for this example: a real survey has them checked by the people
who need them.
"""

from dataclasses import dataclass

from examples.essex import residents
from examples.essex.texts import Texts, texts
from examples.essex.volunteers import AGES, DISTRICTS, GENDERS


@dataclass(frozen=True)
class Option:
    """One answer: `value` is what is stored, `text` what a person reads."""

    value: str
    text: Texts


@dataclass(frozen=True)
class Question:
    """One question; its id is the name of its column. `only_if` names another question and the answer that leads here."""

    id: str
    text: Texts
    options: tuple[Option, ...]
    hint: Texts | None = None
    only_if: tuple[str, str] | None = None


def _options(*stored: str) -> tuple[Option, ...]:
    return tuple(Option(value, texts(value, *OTHER_WORDS.get(value, ()))) for value in stored)


OTHER_WORDS = {  # easy read, Welsh
    "Strongly agree": ("Yes, a lot", "Cytuno'n gryf"),
    "Slightly agree": ("Yes, a little", "Cytuno ychydig"),
    "Neither agree nor disagree": ("In between", "Ddim yn cytuno nac yn anghytuno"),
    "Slightly disagree": ("No, not much", "Anghytuno ychydig"),
    "Strongly disagree": ("No, not at all", "Anghytuno'n gryf"),
    "Don't know": ("I don't know", "Ddim yn gwybod"),
    "A great deal": ("Yes, a lot",),
    "To some extent": ("Yes, a little",),
    "Not very much": ("No, not much",),
    "Not at all": ("No, not at all",),
    "Definitely agree": ("Yes, I am sure",),
    "Tend to agree": ("Yes, I think so",),
    "Tend to disagree": ("No, I don't think so",),
    "Definitely disagree": ("No, I am sure",),
    "Prefer not to say": ("I don't want to say",),
    "Other or prefer to self-describe": ("Other, or I use my own word",),
    "Physical impairment": ("My body: moving, lifting or walking",),
    "Long-term illness": ("I have been ill for a long time",),
    "Mental health condition": ("My mental health",),
    "Sight or hearing loss": ("My eyes or my ears",),
    "Learning disability or autism": ("A learning disability, or autism",),
}

LEAD_IN = texts(
    "I feel that with my consent and knowledge my data could be used to...",
    "Services keep records about you. A record is something written down. Is it OK to use your records for this? "
    "We tell you first. You say yes first.",
    "Gyda fy nghaniatâd a'm gwybodaeth, rwy'n teimlo y gellid defnyddio fy nata i...",
)

_AGREEMENT = _options(*residents.AGREEMENT, residents.DONT_KNOW)

STATEMENTS = (
    Question(
        "A",
        texts(
            "Support and protect vulnerable people from harm, e.g. provide early support to young people "
            "at risk of violence and vulnerability",
            "Keep people safe from harm. For example, help young people early. Then they may not get hurt.",
            "Gefnogi pobl agored i niwed a'u diogelu rhag niwed, e.e. rhoi cymorth cynnar i bobl ifanc "
            "sydd mewn perygl o drais ac o fod yn agored i niwed",
        ),
        _AGREEMENT,
    ),
    Question(
        "B",
        texts(
            "Improve health and wellbeing services available to you, e.g. provide services to help residents improve their health",
            "Make health services better for you. For example, help people to be healthy.",
            "Wella'r gwasanaethau iechyd a lles sydd ar gael i chi, e.e. darparu gwasanaethau i helpu trigolion i wella eu hiechyd",
        ),
        _AGREEMENT,
    ),
    Question(
        "C",
        texts(
            "Reduce risk, harm and keep people and places safe, e.g. establish links on emerging threats",
            "Keep people and places safe. For example, see a new danger early.",
            "Leihau risg a niwed a chadw pobl a lleoedd yn ddiogel, e.e. canfod cysylltiadau rhwng bygythiadau sy'n dod i'r amlwg",
        ),
        _AGREEMENT,
    ),
    Question(
        "D",
        texts(
            "Shape local places and understand communities better, e.g. help families with under-fives to be ready to start school",
            "Make your area better. Know what people there need. For example, help young children get ready for school.",
            "Lunio lleoedd lleol a deall cymunedau'n well, e.e. helpu teuluoedd â phlant dan bump oed i fod yn barod i ddechrau'r ysgol",
        ),
        _AGREEMENT,
    ),
)

OUTLOOK = (
    Question(
        "trustworthy",
        texts(
            "To what extent do you believe the statement 'The Essex County Council is trustworthy' does apply?",
            "Can you trust Essex County Council?",
        ),
        _options(*residents.EXTENT, residents.DONT_KNOW),
    ),
    Question(
        "community",
        texts(
            "To what extent do you agree or disagree that there is a sense of community in your local area?",
            "Do people near you look out for each other?",
        ),
        _AGREEMENT,
        texts("By your local area we mean within 15 to 20 minutes' walk of your home.", "Think of the streets near your home."),
    ),
    Question(
        "influence",
        texts(
            "Do you agree or disagree that you can influence decisions in your local area?", "Can you help to decide what happens near you?"
        ),
        _options(*residents.DEFINITE, residents.DONT_KNOW),
    ),
    Question(
        "safety",
        texts("To what extent do you agree or disagree that you feel safe in your local area?", "Do you feel safe near your home?"),
        _options(*residents.AGREEMENT),
    ),
    Question(
        "opportunities",
        texts(
            "To what extent do you agree or disagree that there are good opportunities for people in your local area?",
            "Can people near you get on in life? Think of jobs and learning.",
        ),
        _options(*residents.AGREEMENT),
    ),
)

ABOUT_YOU = (
    Question("age", texts("How old are you?", "How old are you?"), _options(*AGES)),
    Question("gender", texts("Which of these describes you?", "Are you a woman or a man?"), _options(*GENDERS)),
    Question("district", texts("Which district do you live in?", "Where do you live?"), _options(*DISTRICTS)),
    Question(
        "health",
        texts(
            "Do you have a long-standing health concern, impairment or disability?",
            "Have you been ill for a long time? Or do you have a disability?",
        ),
        _options("Yes", "No", residents.NOT_SAID),
        texts("Long-standing means that it has lasted, or is likely to last, for 12 months or more.", "A long time means a year or more."),
    ),
    Question(
        "health_kind",
        texts("Which of these is closest to it?", "What is it? Choose the one that fits best."),
        _options(*residents.KINDS),
        only_if=("health", "Yes"),
    ),
)

QUESTIONS = STATEMENTS + OUTLOOK + ABOUT_YOU
