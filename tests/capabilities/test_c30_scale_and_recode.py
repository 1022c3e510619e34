"""C30: the scale "strongly agree ... strongly disagree"; Agree against Disagree including neutral (seed 000).

Works when: instrument and explicit recode shown beside every chart.
"""

import re

from example_site import ExampleSite

SCALE = ("Strongly agree", "Slightly agree", "Neither agree nor disagree", "Slightly disagree", "Strongly disagree")


def test_the_survey_asks_on_the_published_scale(example: ExampleSite) -> None:
    page = example.get("/e/ready-for-school-again/answer").text
    asked = re.findall(r'name="answer-A" value="([^"]+)"', page)
    assert tuple(asked[:5]) == SCALE


def test_the_recode_stands_beside_every_chart_of_the_results_and_says_where_neither_goes(example: ExampleSite) -> None:
    page = example.get("/e/residents-survey-2020/results").text
    figures = [words_of(figure) for figure in re.findall(r'<figure class="fm-figure" id="by-.*?</figure>', page, re.DOTALL)]
    assert len(figures) == 4 * 9  # each statement by nine factors
    main = words_of(re.search(r'<section[^>]* aria-labelledby="said">.*?</section>', page, re.DOTALL)[0])
    for figure in (main, *figures):
        assert "Strongly agree" in figure
        assert "Neither agree nor disagree" in figure


def words_of(html: str) -> str:
    """The words of a piece of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
