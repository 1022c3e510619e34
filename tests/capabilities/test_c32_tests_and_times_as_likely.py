"""C32: "significantly more likely", "up to 5 times more likely" (seed 000).

Works when: design-based tests; odds *and* risk ratio with interval.
"""

import json

from example_site import ExampleSite

RESULTS = "/e/residents-survey-2020/results"


def test_the_published_results_test_every_gap_with_the_weighting_and_for_how_many_tests_there_are(example: ExampleSite) -> None:
    document = json.loads(example.get(f"{RESULTS}/findings.json").content)
    tests = next(section for section in document["analyses"] if section["kind"] == "tests")
    assert len(tests["rows"]) == len(document["statements"]) * len(document["factors"])
    assert "variance=taylor,raked" in tests["method"]
    assert "p adjusted: holm" in tests["method"]
    page = example.get(RESULTS).text
    for words in ("Could the gaps between groups be chance?", "p, adjusted", "under 0.001"):
        assert words in page, words


def test_more_likely_is_said_in_shares_of_people_with_the_odds_beside_them(example: ExampleSite) -> None:
    document = json.loads(example.get(f"{RESULTS}/findings.json").content)
    model = next(section for section in document["analyses"] if section["kind"] == "model")
    labels = [column["label"] for column in model["columns"]]
    row = next(row["cells"] for row in model["rows"] if row["cells"][1] == "Trustworthy")
    cells = dict(zip(labels, row, strict=True))
    assert 1 < cells["Lowest likely ratio"] <= cells["Ratio of shares"] <= cells["Highest likely ratio"]
    assert cells["Lowest likely odds ratio"] <= cells["Odds ratio"] <= cells["Highest likely odds ratio"]
    assert 0 < cells["Lowest likely difference"] <= cells["Difference in points"] <= cells["Highest likely difference"]
    assert cells["Odds ratio"] > cells["Highest likely ratio"]  # why odds must not be read as times as likely
    page = example.get(RESULTS).text
    assert "times as many" in page
    assert "Twice the odds is not twice as many people" in page
    assert "times more likely" not in page
