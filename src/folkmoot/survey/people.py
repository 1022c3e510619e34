"""People as words."""


def people(n: int) -> str:
    """“1 person”, “1,204 people”."""
    return "1 person" if n == 1 else f"{n:,} people"
