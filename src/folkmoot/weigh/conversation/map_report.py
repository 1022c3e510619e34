"""The report of a map: one HTML file that needs nothing else; and the picture as a file. Both from the document alone."""

from typing import Final

from folkmoot.charts.opinion_map import standalone
from folkmoot.face import environment, stylesheet
from folkmoot.weigh.conversation.map_sections import Document, picture, sections

WHO: Final = (
    "People took part because they chose to, and each saw some of the statements. The numbers tell what these people said. "
    "Ranges are as if they had been drawn at random; they do not allow for who did not come."
)


def map_report(document: Document) -> str:
    """The report as HTML: no script, and nothing fetched from anywhere."""
    page = environment().get_template("face/map.jinja")
    return page.render(
        document=document,
        sections=tuple(sections(document)),
        who=WHO,
        facts=tuple((name.capitalize(), words) for name, words in document["methods"].items()),
        place="Folkmoot",
        home="#main",
        css=stylesheet(),
        synthetic="",
    )


def map_svg(document: Document) -> str:
    """map.svg: the picture, with its title and description."""
    return standalone(picture(document))
