"""The states of an engagement and the ways between them: one table, read by the domain, the pages and the tests."""

from django.db import models


class State(models.TextChoices):
    """Where an engagement is. Once it has closed it stays closed: numbers made from it stay true."""

    DRAFT = "draft", "Not open yet"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
}


def may_become(now: str, then: str) -> bool:
    """Whether the table has a way from one state to the other."""
    return State(then) in TRANSITIONS[State(now)]
