"""C48: "From project selection … to co-commissioning services and evaluating impact" (seed 000).

Works when: citizens' role is visible at each stage.
"""

import re
from html import unescape

from example_site import ExampleSite

STAGES = (
    "Choosing the project",
    "Working out the questions",
    "Deciding whether it goes ahead",
    "Commissioning services",
    "Watching over it while it runs",
    "Checking what was found",
    "Evaluating what it did",
)
AT = "/i/ready-for-school"


def test_each_stage_says_what_part_citizens_have_or_why_none_or_that_nothing_was_said(example: ExampleSite) -> None:
    page = unescape(example.get(f"{AT}/citizens-part").text)
    told = dict(re.findall(r"<h2[^>]*>([^<]+)</h2>\s*(.*?)</section>", page, re.DOTALL))
    assert [name for name in told if name in STAGES] == list(STAGES)
    for name in STAGES:
        said = re.search(r"<p><strong>([^<]+)\.</strong> ", told[name])
        assert bool(said) != ("Not said yet." in told[name])
        if said and said[1] == "No part":
            assert re.search(r"<strong>Why not\?</strong> \w", told[name])
    assert 'href="/e/residents-survey-2020' in told["Choosing the project"]
    assert "Not said yet." in told["Evaluating what it did"]


def test_it_is_one_link_from_the_initiatives_page_and_reads_in_easy_words(example: ExampleSite) -> None:
    assert f'href="{AT}/citizens-part"' in example.get(AT).text
    assert "People work on it with us." in unescape(example.get(f"{AT}/citizens-part?read=easy").text)
