"""`licence_in_force` against a plain oracle that knows each fact only by what it means, over every combination of the seven."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

from folkmoot.licence import (
    CHECKS,
    AgreementFact,
    ConditionFact,
    DecisionFact,
    DpiaFact,
    EditFact,
    Facts,
    LicenceState,
    NoticeFact,
    Outcome,
    Stage,
    SuspensionFact,
    licence_in_force,
)

AT = datetime(2031, 3, 3, 12, tzinfo=UTC)
TODAY = date(2031, 3, 3)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

DECISIONS = {
    "none": None,
    "asked for more": (Outcome.DEFER, None, None),
    "no": (Outcome.NO, None, None),
    "yes, later": (Outcome.YES_WITH_CONDITIONS, TODAY + DAY, TODAY + 9 * DAY),
    "yes, now": (Outcome.YES_WITH_CONDITIONS, TODAY, TODAY),
    "yes, over": (Outcome.YES_WITH_CONDITIONS, TODAY - 9 * DAY, TODAY - DAY),
}
NOTICES = {  # what was published, and what was saved as a draft
    "none": ((), (EditFact(AT - DAY, "a"),)),
    "same": ((NoticeFact(AT, "a"),), ()),
    "same, drafted before": ((NoticeFact(AT, "a"),), (EditFact(AT - DAY, "b"), EditFact(AT + HOUR, "c"))),
    "same, changed back": ((NoticeFact(AT - DAY, "a"),), (EditFact(AT - HOUR, "b"), EditFact(AT, "a"))),
    "changed": ((NoticeFact(AT - DAY, "a"), NoticeFact(AT - HOUR, "b")), ()),
    "being changed": ((NoticeFact(AT - DAY, "a"),), (EditFact(AT - HOUR, "a"), EditFact(AT, "b"))),
    "no longer fits": ((NoticeFact(AT, "a", fits=False),), ()),
}
DPIAS = {"none": (), "signed": (DpiaFact(TODAY, "The officer"),), "signed tomorrow": (DpiaFact(TODAY + DAY, "The officer"),)}
TWO = frozenset({"Council", "Police"})
AGREEMENTS = {
    "one party": (frozenset({"Council"}), ()),
    "signed": (TWO, (AgreementFact("use", TWO, TODAY, TODAY),)),
    "renewed": (TWO, (AgreementFact("use", TWO, TODAY - DAY, TODAY - 9 * DAY), AgreementFact("use", TWO, TODAY + DAY, TODAY))),
    "unsigned": (TWO, (AgreementFact("use", TWO, TODAY + DAY),)),
    "ended": (TWO, (AgreementFact("use", TWO, TODAY - DAY, TODAY - 9 * DAY),)),
    "one left out": (TWO, ()),
}
CONDITIONS = {
    "none": (),
    "met": (ConditionFact("Wipe.", due=TODAY - DAY, met=TODAY), ConditionFact("Ask.", before_stage=Stage.JOIN, met=TODAY)),
    "late": (ConditionFact("Wipe.", due=TODAY - DAY),),
    "due today": (ConditionFact("Wipe.", due=TODAY),),
    "before joining": (ConditionFact("Ask.", before_stage=Stage.JOIN),),
    "before publishing": (ConditionFact("Check.", before_stage=Stage.PUBLISH, met=TODAY + DAY),),
}
STOPS = {
    "none": (None, ()),
    "running": (None, (SuspensionFact(AT, "A mistake."),)),
    "ended": (None, (SuspensionFact(AT - DAY, "A mistake.", AT),)),
    "to come": (AT + HOUR, (SuspensionFact(AT + HOUR, "A mistake."),)),
    "closed": (AT, ()),
}
REVIEWS = {"today": TODAY, "passed": TODAY - DAY}


def made(decision: str, notice: str, dpia: str, agreement: str, condition: str, stop: str, review: str) -> Facts:
    """The facts by their names."""
    decisions: tuple[DecisionFact, ...] = ()
    if (given := DECISIONS[decision]) is not None:
        outcome, first, last = given
        yes = first is not None
        decisions = (
            DecisionFact(
                outcome=outcome,
                body="County Data Board",
                decided=TODAY - 20 * DAY,
                stages=frozenset({Stage.JOIN, Stage.ANALYSE}),
                notice_hash="a",
                valid_from=first,
                valid_until=last,
                review_by=REVIEWS[review] if yes else None,
                conditions=CONDITIONS[condition] if yes else (),
            ),
        )
    parties, agreements = AGREEMENTS[agreement]
    closed, stops = STOPS[stop]
    notices, edits = NOTICES[notice]
    return Facts(decisions, notices, DPIAS[dpia], agreements, stops, parties, closed, edits)


def oracle(
    decision: str, notice: str, dpia: str, agreement: str, condition: str, stop: str, review: str
) -> tuple[list[bool], LicenceState]:
    """What must come out, from what the names mean."""
    yes, decided = decision.startswith("yes"), decision == "no" or decision.startswith("yes")
    passed = [
        decision == "yes, now",
        decided and notice.startswith("same"),
        dpia == "signed",
        agreement in {"one party", "signed", "renewed"},
        not yes or condition in {"none", "met", "due today", "before publishing"},
        stop not in {"running", "closed"},
        yes and review == "today",
    ]
    if stop == "closed" or decision in {"no", "yes, over"}:
        return passed, LicenceState.ENDED
    if stop == "running":
        return passed, LicenceState.SUSPENDED
    if not decided:
        return passed, LicenceState.DRAFT
    if all(passed):
        return passed, LicenceState.IN_FORCE
    ran_out = notice in {"changed", "being changed", "no longer fits"} or agreement == "ended" or condition == "late" or review == "passed"
    return passed, LicenceState.NEEDS_REVIEW if ran_out else LicenceState.NOT_YET


def test_every_combination_of_the_seven_facts_gives_what_the_oracle_says() -> None:
    seen = set()
    for names in product(DECISIONS, NOTICES, DPIAS, AGREEMENTS, CONDITIONS, STOPS, REVIEWS):
        answer = licence_in_force(made(*names), stage=Stage.JOIN, at=AT)
        passed, state = oracle(*names)
        assert [check.passed for check in answer.checks] == passed, names
        assert answer.state is state, names
        assert answer.in_force is all(passed), names
        assert [(check.key, check.title) for check in answer.checks] == list(CHECKS.items()), names
        assert all(check.words for check in answer.checks), names
        assert answer.reasons == tuple(c.words for c in answer.checks if not c.passed), names
        seen.add(state)
    assert seen == set(LicenceState)


def test_a_stage_the_decision_does_not_name_is_not_allowed() -> None:
    facts = made("yes, now", "same", "signed", "signed", "none", "none", "today")
    assert licence_in_force(facts, stage="analyse", at=AT).in_force
    assert licence_in_force(facts, stage="publish", at=AT).state is LicenceState.DRAFT
