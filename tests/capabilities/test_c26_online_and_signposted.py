"""C26: "data should all be available online for them to be signposted to" (seed 000).

Works when: findable, searchable, no log-in, stable URLs, QR for leaflets.
"""

import re

from example_site import ExampleSite

INITIATIVE = "/i/ready-for-school"


def test_an_initiative_is_found_from_the_home_page_by_its_words_without_signing_in(example: ExampleSite) -> None:
    found, missed = example.get("/?q=under-fives"), example.get("/?q=motorway")
    assert found.status == missed.status == 200
    assert f'href="{INITIATIVE}"' in example.get("/?q=young+children").text
    assert f'href="{INITIATIVE}"' not in missed.text


def test_each_part_has_an_address_of_its_own_that_anyone_can_open(example: ExampleSite) -> None:
    for path in (
        INITIATIVE,
        f"{INITIATIVE}/notice",
        f"{INITIATIVE}/notice/1",
        f"{INITIATIVE}/decisions/1",
        "/e/residents-survey-2020/results",
    ):
        assert example.get(path).status == 200, path


def test_the_label_for_leaflets_has_a_qr_code_and_the_address_in_letters(example: ExampleSite) -> None:
    page = re.sub(r"<wbr>", "", example.get(f"{INITIATIVE}/label").text)
    assert INITIATIVE in page
    assert re.search(r'<div class="fm-label__qr"><svg[^>]*>', page)
