"""What may stand in a log: no query strings, which can hold what people typed, and no links that stand for a person."""

import logging
import re
from typing import Any

from gunicorn import glogging

_LINK = re.compile(r"(/(?:staff/join|staff/set-up|follow|out|panel-member)/)[^\s?'\"/]+")
_QUERY = re.compile(r"(/[^\s?'\"]*)\?[^\s'\"]+")


def redacted(text: str) -> str:
    """`text` without the query strings of addresses and without the tokens of links."""
    return _QUERY.sub(r"\1?...", _LINK.sub(r"\1...", text))


class Redacted(logging.Formatter):
    """One line a record, redacted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        return redacted(super().format(record))


class ServerLog(glogging.Logger):
    """The server's own log: errors alone, redacted. There is no access log."""

    def setup(self, cfg: Any) -> None:
        """Set the handlers up."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Redacted())
