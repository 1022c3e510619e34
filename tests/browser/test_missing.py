"""A missing browser is named with its Debian package, and only CI insists on it."""

import pytest

from browser.conftest import _missing
from browser.engines import MissingBrowserError, program


def test_a_missing_browser_names_its_package() -> None:
    with pytest.raises(MissingBrowserError, match="install -y --no-install-recommends firefox-esr"):
        program("firefox", "no-such-firefox")


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_it_skips_at_home_and_fails_in_ci(monkeypatch, ci, outcome) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="chromium is not installed"):
        _missing(MissingBrowserError("chromium"))
