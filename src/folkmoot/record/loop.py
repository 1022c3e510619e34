"""Where an initiative is in the loop: seven steps, each worked out from what has happened."""

from dataclasses import dataclass
from datetime import date

from folkmoot.face.words import LOOP, date_words

KEYS = ("propose", "ask", "weigh", "decide", "join", "publish", "report-back")


@dataclass(frozen=True)
class LoopFacts:
    """What has happened to one initiative, in dates and counts.

    `refused` says that the last decision was a no; `results` counts published results of what people said; `outputs` what was published
    from the joined records; `answers` the answers a committee gave to what people said.
    """

    notice: date | None = None
    opened: int = 0
    open_now: int = 0
    results: int = 0
    decided: date | None = None
    refused: bool = False
    joined: date | None = None
    outputs: int = 0
    answers: int = 0


@dataclass(frozen=True)
class Step:
    """One step: its key, its title, `state` (done, current, next, or skipped after a no) and what there is to say about it."""

    key: str
    title: str
    state: str
    words: str


def loop(facts: LoopFacts) -> tuple[Step, ...]:
    """The seven steps in order. The first that is neither done nor skipped is current; there is none when all are."""
    said = (
        (
            facts.notice is not None,
            f"The notice was published on {date_words(facts.notice)}." if facts.notice else "The notice is being written.",
        ),
        (facts.opened > 0 and (facts.open_now < facts.opened or facts.results > 0), _asked(facts)),
        (facts.results > 0, f"{_count(facts.results, 'result')} can be read." if facts.results else "What people said will be shown here."),
        (facts.decided is not None, f"Decided on {date_words(facts.decided)}." if facts.decided else "Nobody has decided yet."),
        (facts.joined is not None, f"Joined on {date_words(facts.joined)}." if facts.joined else "No records are joined."),
        (
            facts.outputs > 0,
            f"{_count(facts.outputs, 'output')} can be read." if facts.outputs else "Nothing has been published from the records.",
        ),
        (
            facts.answers > 0,
            f"{_count(facts.answers, 'answer')} given to what people said." if facts.answers else "Nothing to report back yet.",
        ),
    )
    steps, current_found = [], False
    for key, title, (done, words) in zip(KEYS, LOOP, said, strict=True):
        if done:
            state = "done"
        elif facts.refused and key in {"join", "publish"}:
            state, words = "skipped", "It will not happen. The answer was no."
        elif not current_found:
            state, current_found = "current", True
        else:
            state = "next"
        steps.append(Step(key, title, state, words))
    return tuple(steps)


def _asked(facts: LoopFacts) -> str:
    if facts.open_now:
        return f"{facts.open_now} open now."
    return f"People were asked {_times(facts.opened)}." if facts.opened else "People will be asked."


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
