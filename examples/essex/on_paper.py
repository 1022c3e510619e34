"""The open survey can be answered on paper: where forms go back to, and a first pile of numbered copies."""

from typing import Any

from folkmoot.site.paper import domain as paper

RETURN_TO = "The box in the hall of any Essex library, or by post to: Ready for school, County Hall, Example Street, Essex"


def offer(officer: Any, asked: Any) -> None:
    """Put the form on the start page, and number 20 copies for the libraries."""
    paper.offer_paper(by=officer, engagement=asked, return_to=RETURN_TO, public=True)
    paper.number_copies(by=officer, engagement=asked, count=20)
