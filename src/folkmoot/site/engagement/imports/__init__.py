"""Answers from other systems: their exports read, matched to our questions, looked at, and then imported."""
