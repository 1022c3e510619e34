"""C6: "review the language used for data consent and ensure that data joining for analytics is explicit" (seed 000).

Works when: there is a library of notice wordings, versioned, flagged if joining is not said, tested with citizens.
"""

import re
from html import unescape

from example_site import ExampleSite

FORM = "/wordings/nursery-place-form"
NOT_SAID = "No sentence was found that says that the records will be joined with those of others."


def words(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0])).split())


def test_the_library_is_found_without_signing_in_and_narrowed_to_what_leaves_joining_out(example: ExampleSite) -> None:
    assert 'href="/wordings"' in example.get("/").text
    left_out = example.get("/wordings?flagged=joined").text
    assert 'href="/wordings/check-at-age-two-leaflet"' in left_out
    assert f'href="{FORM}"' not in left_out
    assert f'href="{FORM}"' in example.get("/wordings?flagged=none").text


def test_each_version_stays_at_its_address_and_the_newer_says_what_the_older_left_out(example: ExampleSite) -> None:
    older, newer = words(example.get(f"{FORM}/1").text), words(example.get(FORM).text)
    assert NOT_SAID in older
    assert "tied to something else: By signing this form you agree" in older
    assert NOT_SAID not in newer
    assert "We then join the records with records of Essex Police" in newer
    assert "What this version changed" in newer
    assert words(example.get(f"{FORM}/2").text) == newer


def test_what_residents_understood_stands_with_its_interval_beside_the_version_they_read(example: ExampleSite) -> None:
    assert "80% 68 to 88%" in words(example.get(FORM).text)
    assert "not yet tested with residents" in words(example.get(f"{FORM}/1").text)


def test_the_use_of_data_says_under_which_words_its_records_were_collected(example: ExampleSite) -> None:
    page = words(example.get("/i/ready-for-school").text)
    assert "Collected under The leaflet on the check at age two . The words people were given do not seem to say" in page
    assert re.search(
        r"Collected under The form for a place at nursery \. Before \d+ \w+ \d{4} the words people were given did not seem", page
    )
