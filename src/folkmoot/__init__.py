"""Folkmoot: propose, ask, weigh, decide, join, publish, report back."""

__version__ = "0.1.0"
