"""What every test may use."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django
from hypothesis import HealthCheck, settings

from example_site import ExampleSite, example_site

# The site's home for this run, set before pytest-django reads the settings (so they are not named in pyproject.toml):
# never a home someone uses. Keys of vaults go to a folder of this run too, for every server that a test starts.
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="folkmoot-test-keys-")
os.environ["FOLKMOOT_HOME"] = tempfile.mkdtemp(prefix="folkmoot-test-")
os.environ["FOLKMOOT_LOOPBACK"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "folkmoot.site.settings"

# No test is timed: a busy machine is no fault of what is tested.
settings.register_profile("folkmoot", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("folkmoot")


def pytest_configure() -> None:
    """Touch the settings, so that pytest-django (whose own hook comes after this one) sets Django up before any test file is read."""
    from django.conf import settings as site

    for database in site.DATABASES.values():
        if "sqlite" in database["ENGINE"]:  # pytest-django only knows Django's own engine, and would name files for ours
            database.setdefault("TEST", {})["NAME"] = ":memory:"
    site.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow by design


def pytest_unconfigure() -> None:
    """Take the home and the keys away again: here, and not at the exit of a process, which one that a test forked has too."""
    for folder in ("FOLKMOOT_HOME", "XDG_DATA_HOME"):
        shutil.rmtree(os.environ[folder], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """On PostgreSQL, whose numbers run on from test to test, each table's begin far from every other's.

    So the number of a thing is never, by luck, one that a test wrote down or that of another thing. On SQLite they begin at 1 each time.
    """
    from django.db import connections

    with django_db_blocker.unblock():
        for one in connections.all():
            if one.vendor == "postgresql":
                with one.cursor() as cursor:
                    cursor.execute("SELECT sequencename FROM pg_sequences ORDER BY sequencename")
                    for place, (name,) in enumerate(cursor.fetchall(), 1):
                        cursor.execute(f'ALTER SEQUENCE "{name}" RESTART WITH {place * 100_000}')


SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout. Absent: the test skips and says so, but fails when CI=true."""
    return _beside("data", "real data")


@pytest.fixture(scope="session")
def shared_schemas() -> Path:
    """The folder of other bodies' schemas beside the checkout, on the same terms."""
    return _beside("schemas", "schemas")


def _beside(name: str, words: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        message = f"no folder of {words} at {folder}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleSite]:
    """The worked example, made and served by the command itself. Tests may read it and answer its open survey, and change nothing else."""
    with example_site(tmp_path_factory.mktemp("example")) as site:
        yield site
