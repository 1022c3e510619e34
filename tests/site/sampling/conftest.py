"""Each test of lists has a home folder of its own: the database forgets a test, a folder does not, and others may be at work in it."""

import pytest

from folkmoot.site.home import Home


@pytest.fixture(autouse=True)
def home_of_its_own(settings, tmp_path):
    settings.HOME = Home.at(tmp_path / "home")
