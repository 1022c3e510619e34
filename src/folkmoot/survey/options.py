"""Words that choose between ways of working: a misspelt one is refused, never taken for another."""

from typing import Any, get_args


def chosen(name: str, value: object, of: Any) -> None:
    """Raises ValueError when `value` is not one of the words of the Literal `of`."""
    if value not in get_args(of):
        raise ValueError(f"{name} is {value!r}. Use one of: {', '.join(get_args(of))}.")
