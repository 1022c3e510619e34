"""Each test has its own folder of snapshots: names of engagements come again from test to test."""

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def home_of_its_own(tmp_path, monkeypatch):
    """settings.HOME in a folder of the test's own."""
    monkeypatch.setattr(settings, "HOME", type(settings.HOME)(tmp_path))
