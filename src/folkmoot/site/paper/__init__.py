"""Answers on paper: the form made from the same questions as online, its numbers, and forms keyed in twice."""
