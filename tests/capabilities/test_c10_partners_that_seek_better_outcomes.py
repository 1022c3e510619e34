"""C10: "Prioritise commercial relationships that seek to achieve better outcomes" (seed 000).

Works when: partner criteria are answered, and shown.
"""

import json
import re
from html import unescape

from example_site import ExampleSite

AT = "/commerce/essex-county-council-plain-pages"


def test_every_criterion_is_answered_with_a_reason_where_everyone_can_read_it(example: ExampleSite) -> None:
    page = unescape(example.get(AT).text)
    table = re.search(r"<caption>The answers, with their reasons</caption>(.*?)</table>", page, re.DOTALL)
    assert table is not None
    rows = re.findall(r'<th scope="row">([^<]+)</th><td>([^<]*)</td><td>([^<]*)</td>', table[1])
    assert len(rows) == 6
    assert "Does it seek a better outcome for the people who live here?" in rows[0][0]
    assert {answer for _, answer, _ in rows} <= {"Yes", "In part", "No", "Not known yet"}
    assert all(len(why.split()) > 3 for _, _, why in rows)


def test_the_register_leads_there_and_holds_the_answers_as_open_data(example: ExampleSite) -> None:
    assert f'href="{AT}"' in example.get("/commerce").text
    (row,) = json.loads(example.get("/commerce.json").content)["relationships"]
    answers = {key: answer for key, answer in row.items() if re.fullmatch(r"criterion_[a-z_]+(?<!_why)", key)}
    assert len(answers) == 6
    assert answers["criterion_outcome"] == "met"
    assert row["criterion_outcome_why"]
