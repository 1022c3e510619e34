"""The stylesheets are small, whole, and call for nothing from elsewhere."""

import gzip
import re

import pytest

from folkmoot.charts import ring
from folkmoot.face import FOLDER, STATIC, STYLESHEETS

SHEETS = {name: (STATIC / name).read_text("utf-8") for name in STYLESHEETS}


@pytest.mark.parametrize("name", STYLESHEETS)
def test_no_font_crest_or_address_is_called_for(name) -> None:
    for forbidden in ("url(", "@font-face", "@import", "gds transport", "crown", "crest", "http:", "https:"):
        assert forbidden not in SHEETS[name].lower()


def test_they_weigh_at_most_60_kb_and_15_kb_packed() -> None:
    both = "".join(SHEETS.values()).encode()
    assert len(both) <= 60_000
    assert len(gzip.compress(both)) <= 15_000


@pytest.mark.parametrize("name", STYLESHEETS)
def test_braces_match_and_every_token_used_is_set(name) -> None:
    bare = re.sub(r"/\*.*?\*/", "", SHEETS[name], flags=re.DOTALL)
    assert bare.count("{") == bare.count("}")
    used = set(re.findall(r"var\((--[\w-]+)\)", bare))  # without a fallback
    assert used - set(re.findall(r"(--[\w-]+):", bare)) == set()


def test_every_govuk_colour_we_set_is_one_they_use() -> None:
    ours = set(re.findall(r"(--govuk-[\w-]+):", SHEETS["folkmoot.css"]))
    assert ours
    assert ours - set(re.findall(r"var\((--govuk-[\w-]+)", SHEETS["govuk.css"])) == set()


def test_the_mark_is_the_ring_of_seven() -> None:
    drawn = ring([True] * 7, "mound")
    inside = drawn[drawn.index(">") + 1 :]
    assert (STATIC / "mark.svg").read_text("utf-8").strip().endswith(inside)


def test_the_licence_and_the_recipe_of_govuk_css_name_one_version() -> None:
    version = re.search(r'--govuk-frontend-version: "([\d.]+)"', SHEETS["govuk.css"])[1]
    for file in (STATIC / "govuk.LICENCE.txt", FOLDER / "govuk.scss"):
        assert f"GOV.UK Frontend {version}" in file.read_text("utf-8")
