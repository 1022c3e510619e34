"""C76: question themes "Purpose, Acceptability, Implementation and Resourcing"; "conditions under which data sharing becomes more
acceptable"; "predictive modelling at individual level" (seed 004).

Works when: ready question bank with these texts; conditions experiment.
"""

import csv
import io
import re
from html import unescape

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.site.engagement.models import InstrumentVersion, Sample
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.people.roles import Role
from tests.capabilities.walking import day, does, office, read
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

THEMES = {  # what seed 004 asks under each, in part
    "purpose": ("What does the public know that data doesn’t know?", "potential for stigma/unintended consequences of data use"),
    "acceptability": (
        "What are the conditions under which data sharing becomes more acceptable?",
        "What level of transparency do the public need?",
    ),
    "implementation": (
        "Should predictive modelling at individual level be used (even if highly secure)?",
        "health data being used in ways that won’t directly benefit them as individuals?",
    ),
    "resourcing": (
        "What are public views on linking data & secondary uses?",
        "How do the wider public view the resultant shift in resources",
    ),
}
CARDS, PREDICTION, AGE = "involve-2019/conditions-cards", "involve-2019/prediction", "gss/age-band"
PEOPLE = 150
PLAN = """
[[statements]]
id = "prediction"
text = "A computer estimates which person may need help"
short = "Prediction for one person"
column = "prediction"
recode = "acceptable"

[recodes.acceptable]
said = "found it acceptable"
yes = ["Completely acceptable", "Somewhat acceptable"]
neither = ["Neither"]
no = ["Somewhat unacceptable", "Completely unacceptable"]
neither_counts_as = "no"

[[cards]]
question = "conditions_cards"
recode = "acceptable"
short = "Uses under conditions"

[publish]
factors = ["age"]
"""


def test_each_theme_has_questions_in_the_bank_beside_the_research_question_they_answer() -> None:
    browser = office(make.organisation(), Role.RESEARCH_OFFICER)
    for theme, texts in THEMES.items():
        page = browser.get(f"/staff/bank?theme={theme}").content.decode()
        told = " ".join(read(path, browser) for path in re.findall(r'href="(/staff/bank/questions/[^"]+)"', page))
        for text in texts:
            assert text in told, theme


def test_a_conditions_experiment_goes_from_the_bank_to_what_each_condition_does() -> None:
    where = make.organisation()
    officer = office(where, Role.RESEARCH_OFFICER)
    begin = does(officer, "/staff/bank/put", items=[CARDS, PREDICTION, AGE])
    draft = does(officer, begin, organisation=where.slug, slug="conditions", title="On what conditions?")
    assert "Who works with the records" in read(f"{draft}/preview", officer)
    assert does(officer, f"{draft}/publish", seen="0", sure="on") == "/staff/instruments/conditions/1"
    version = InstrumentVersion.objects.get()
    assert {question.bank for question in version.questionnaire.questions} == {CARDS, PREDICTION, AGE}
    does(officer, "/staff/samples/add", organisation=where.pk, name="Volunteers", method="volunteer", population="Adults")
    proposed = surveys.initiative(make.member(where), where)
    asked = {"initiative": proposed.pk, "version": version.pk, "sample": Sample.objects.get().pk, "slug": "conditions"}
    asked |= {"title": "On what conditions?", "question": "What makes a use of records acceptable?", "who_sees": "Two people."}
    does(officer, "/staff/engagements/configure", **asked, minutes="5", opens=day(), closes=day(9), plan=PLAN.replace("\n", "\r\n"))
    does(officer, "/staff/engagements/conditions/safe", kind="general", name="Adults", support="Phone us.")
    does(officer, "/staff/engagements/conditions/open")
    does(officer, "/staff/engagements/conditions/import", mode="paper", file=answers(version))
    does(officer, "/staff/engagements/conditions/close")
    does(officer, "/staff/engagements/conditions/publish")
    told = read("/e/conditions/results")
    assert "Uses under conditions: what made a difference" in told
    for words in ("Everyone is told, and can say no", "Which persons may need something, as a computer estimates it", "Left in"):
        assert words in told
    assert "Prediction for one person" in unescape(told)


def answers(version: InstrumentVersion) -> SimpleUploadedFile:
    """Made-up people who find a use acceptable far more often when everyone can say no."""
    question = next(q for q in version.questionnaire.questions if q.bank == CARDS)
    kind, random, text = QUESTION_TYPES["scenario"], np.random.default_rng(76), io.StringIO()
    rows = csv.DictWriter(text, ["response", "conditions_cards", "prediction", "age"])
    rows.writeheader()
    bands = ["16 to 24", "25 to 34", "35 to 44"]
    for at in range(PEOPLE):
        cards = kind.cards(question, kind.put(question, [])[0])
        cells = []
        for card in cards:
            likely = 0.8 if card["told"] == "choice" else 0.3
            answer = "Somewhat acceptable" if random.random() < likely else "Somewhat unacceptable"
            cells.append(f"[{', '.join(f'{name}={level}' for name, level in card.items())}] {answer}")
        prediction = ["Somewhat acceptable", "Neither", "Completely unacceptable"][at % 3]
        rows.writerow({"response": f"r{at}", "conditions_cards": "; ".join(cells), "prediction": prediction, "age": bands[at // 3 % 3]})
    return SimpleUploadedFile("answers.csv", text.getvalue().encode())
