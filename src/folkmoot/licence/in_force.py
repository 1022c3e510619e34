"""Whether a licence is in force: seven checks, always the same seven in the same order, each with its reason in words.

Nothing here is stored. The same facts, stage and moment give the same answer, so that a page, a gate and an auditor agree.
A date holds for the whole of its local day: a decision valid until 2 March ends at midnight between 2 and 3 March where people live.
"""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from folkmoot.face.words import date_words
from folkmoot.licence import agreements
from folkmoot.licence.answer import Answer, Check, LicenceState, fails, passes
from folkmoot.licence.facts import ConditionFact, DecisionFact, Facts, NoticeFact, Outcome
from folkmoot.licence.stages import LICENSED, STAGES, Stage, reaches

LOCAL = ZoneInfo("Europe/London")


def licence_in_force(facts: Facts, *, stage: Stage | str, at: datetime, zone: tzinfo = LOCAL) -> Answer:
    """Whether records may be used for `stage` (join, analyse or publish) at the moment `at`; days are counted in `zone`.

    Facts from after `at` count for nothing, so the answer for a past moment is what it would have been then.
    Raises ValueError for a moment without a time zone and for a stage that touches no records.
    """
    stage = Stage(stage)
    if stage not in LICENSED:
        raise ValueError(f"The stage “{stage}” touches no records, so it has no licence. Ask about one of: {', '.join(LICENSED)}.")
    if at.tzinfo is None:
        raise ValueError("The moment asked about needs a time zone.")
    day = at.astimezone(zone).date()
    decision = deciding(facts.decisions, stage, day)
    notice = max((n for n in facts.notices if n.published <= at), key=lambda n: n.published, default=None)
    checks = (
        _decision(facts, decision, stage, day),
        _notice(decision, notice, _last_edit(facts, notice, at)),
        _dpia(facts, day),
        agreements.check(facts, day),
        _conditions(facts, stage, day),
        _stopped(facts, at, zone),
        _review(decision, day),
    )
    until = decision.valid_until if decision and decision.allows else None
    return Answer(stage, _state(facts, decision, checks, day, at), checks, until)


def deciding(decisions: Sequence[DecisionFact], stage: Stage, day: date) -> DecisionFact | None:
    """The decision that counts for a stage on a day: the last yes or no made by then (the later in `decisions` of two on one day).

    A yes that has not begun waits while an earlier decision stands: renewing in good time takes nothing away.
    """
    made = [d for d in decisions if d.decided <= day and stage in d.stages and d.outcome is not Outcome.DEFER]
    begun = [d for d in made if d.valid_from is None or d.valid_from <= day]
    return max(enumerate(begun or made), key=lambda pair: (pair[1].decided, pair[0]))[1] if made else None


def _state(facts: Facts, decision: DecisionFact | None, checks: Sequence[Check], day: date, at: datetime) -> LicenceState:
    closed = facts.closed is not None and facts.closed <= at
    if closed or (decision and (not decision.allows or (decision.valid_until is not None and day > decision.valid_until))):
        return LicenceState.ENDED
    if any(check.key == "suspension" and not check.passed for check in checks):
        return LicenceState.SUSPENDED
    if decision is None:
        return LicenceState.DRAFT
    if all(check.passed for check in checks):
        return LicenceState.IN_FORCE
    return LicenceState.NEEDS_REVIEW if any(check.lapsed for check in checks) else LicenceState.NOT_YET


def _decision(facts: Facts, decision: DecisionFact | None, stage: Stage, day: date) -> Check:
    doing = STAGES[stage].doing
    if decision is None:
        deferred = [d for d in facts.decisions if d.decided <= day and stage in d.stages]
        if deferred:
            return fails("decision", f"{_the(deferred[-1].body)} asked for more before it decides on {doing}.")
        return fails("decision", f"Nobody has decided on {doing} yet.")
    if decision.valid_from is None or decision.valid_until is None:
        return fails("decision", f"{_the(decision.body)} said no to {doing} on {date_words(decision.decided)}.")
    said = f"{_the(decision.body)} said yes to {doing} on {date_words(decision.decided)}."
    if day < decision.valid_from:
        return fails("decision", f"{said} It starts on {date_words(decision.valid_from)}.")
    if day > decision.valid_until:
        return fails("decision", f"{said} It ended on {date_words(decision.valid_until)}.", lapsed=True)
    return passes("decision", said)


def _last_edit(facts: Facts, notice: NoticeFact | None, at: datetime) -> str | None:
    """The hash of the last draft saved since the notice was published, or None."""
    if notice is None:
        return None
    edits = sorted((edit for edit in facts.edits if notice.published <= edit.at <= at), key=lambda edit: edit.at)
    return edits[-1].hash if edits else None


def _notice(decision: DecisionFact | None, notice: NoticeFact | None, drafted: str | None) -> Check:
    if notice is None:
        return fails("notice", "No notice has been published yet.")
    if decision is None:
        return fails("notice", "There is a notice, but nobody has decided on it yet.")
    body = _the(decision.body, begins=False)
    if notice.hash != decision.notice_hash:
        return fails("notice", f"The notice changed after {body} decided. It must be looked at again.", lapsed=True)
    if not notice.fits:
        words = f"The organisations or the records are no longer those that {body} read about. A new notice must say so, and be looked at."
        return fails("notice", words, lapsed=True)
    if drafted not in {None, notice.hash}:
        words = "The notice is being changed. It must be published again, and looked at again, or left as it was."
        return fails("notice", words, lapsed=True)
    return passes("notice", f"The notice you can read is the one {body} read. The fingerprints match.")


def _dpia(facts: Facts, day: date) -> Check:
    signed = max((d for d in facts.dpias if d.signed <= day), key=lambda d: d.signed, default=None)
    if signed is None:
        return fails("dpia", "Nobody has signed it yet.")
    return passes("dpia", f"{signed.by} signed it on {date_words(signed.signed)}.")


def standing_conditions(decisions: Sequence[DecisionFact], day: date) -> list[ConditionFact]:
    """The conditions that count on a day: those of each decision that still decides at least one stage."""
    standing = [deciding(decisions, stage, day) for stage in LICENSED]
    return [c for d in decisions if any(d is other for other in standing) for c in d.conditions]


def _conditions(facts: Facts, stage: Stage, day: date) -> Check:
    conditions = standing_conditions(facts.decisions, day)
    if not conditions:
        return passes("conditions", "No conditions have been set.")
    unmet = [c for c in conditions if c.met is None or c.met > day]
    overdue = [f"“{c.text}” was due on {date_words(c.due)}." for c in unmet if c.due is not None and day > c.due]
    stages = [(c.text, c.before_stage) for c in unmet if c.before_stage]
    missed = [f"“{text}” must come before {STAGES[before].doing}." for text, before in stages if reaches(stage, before)]
    if overdue or missed:
        return fails("conditions", " ".join(overdue + missed), lapsed=bool(overdue))
    met = len(conditions) - len(unmet)
    counted = [f"{met} {'condition is' if met == 1 else 'conditions are'} met."] if met else []
    if unmet:
        noun = "" if met else " condition" if len(unmet) == 1 else " conditions"
        counted.append(f"{len(unmet)}{noun} {'is' if len(unmet) == 1 else 'are'} not due yet.")
    return passes("conditions", " ".join(counted))


def _stopped(facts: Facts, at: datetime, zone: tzinfo) -> Check:
    if facts.closed is not None and facts.closed <= at:
        return fails("suspension", f"It ended on {_local(facts.closed, zone)}.")
    begun = [s for s in facts.suspensions if s.started <= at]
    running = [s for s in begun if s.ended is None or s.ended > at]
    if running:
        return fails("suspension", f"It was stopped on {_local(running[0].started, zone)}. {running[0].reason}")
    if begun:
        ended = max(s.ended for s in begun if s.ended is not None)
        return passes("suspension", f"It was stopped before. That ended on {_local(ended, zone)}.")
    return passes("suspension", "It has not been suspended.")


def _review(decision: DecisionFact | None, day: date) -> Check:
    if decision is None or decision.review_by is None:
        return fails("review", "No review date is set, because nobody has said yes.")
    if day > decision.review_by:
        return fails("review", f"It was to be looked at again by {date_words(decision.review_by)}.", lapsed=True)
    return passes("review", f"It must be looked at again by {date_words(decision.review_by)}.")


def _local(moment: datetime, zone: tzinfo) -> str:
    return date_words(moment.astimezone(zone).date())


def _the(body: str, *, begins: bool = True) -> str:
    """The body's name with its article: “The County Data Board”, or “the County Data Board” inside a sentence."""
    name = body[4:] if body.lower().startswith("the ") else body
    return f"{'The' if begins else 'the'} {name}"
