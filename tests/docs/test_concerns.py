"""The how-to says what the tables of states and steps say."""

from pathlib import Path

from folkmoot.site.concerns.complaint_steps import ACKNOWLEDGE_DAYS, ANSWER_DAYS, STEPS
from folkmoot.site.concerns.incident_states import STATES, TELL_WITHIN

PAGE = (Path(__file__).resolve().parents[2] / "docs/how-to/answer-questions-complaints-and-incidents.md").read_text()


def test_every_state_of_an_incident_stands_in_the_table_in_its_order() -> None:
    rows = [line.split("|")[1].strip() for line in PAGE.splitlines() if line.startswith("| ")]
    assert rows[1:] == [facts.name for facts in STATES.values()]


def test_every_step_of_a_complaint_and_the_days_of_the_clocks_are_told() -> None:
    assert f"The steps are: {', '.join(step.value.replace('_', ' ') for step in STEPS)}." in PAGE
    assert f"within {ACKNOWLEDGE_DAYS} days" in PAGE
    assert f"aim for {ANSWER_DAYS} days" in PAGE
    assert f"{TELL_WITHIN.total_seconds() / 3600:.0f} hours" in PAGE
