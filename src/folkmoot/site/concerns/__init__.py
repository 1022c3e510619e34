"""Concerns: questions and complaints from anyone, and incidents, each with its clock and what came of it."""
