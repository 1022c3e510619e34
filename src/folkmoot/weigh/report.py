"""The report: one HTML file that needs nothing else, from the document of findings alone."""

from collections.abc import Mapping
from typing import Any, Final

from folkmoot.face import environment, stylesheet
from folkmoot.weigh.results import results

MADE_UP: Final = "All people and numbers here are made up."


def report(document: Mapping[str, Any]) -> str:
    """The report as HTML: no script, and nothing fetched from anywhere."""
    survey = document["survey"]
    page = environment().get_template("face/report.jinja")
    return page.render(
        results=results(document),
        place=survey["organisation"],
        home="#main",
        css=stylesheet(),
        synthetic=MADE_UP if survey["synthetic"] else "",
    )
