"""The methods of engagement: one small file each, with the same five verbs. docs/reference/methods.md describes them (a test compares)."""

from folkmoot.site.engagement.methods.base import VERBS, AnalysisRequest, Collected, Given, Invitation, Method
from folkmoot.site.engagement.methods.survey import Survey

METHODS: dict[str, Method] = {method.key: method for method in (Survey(),)}

__all__ = ["METHODS", "VERBS", "AnalysisRequest", "Collected", "Given", "Invitation", "Method"]
