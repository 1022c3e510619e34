"""Sets Django up on a home folder, for everything that is not already inside the server."""

import os
from pathlib import Path

from folkmoot.weigh import RefusedError


def start(home: Path, *, loopback: bool | None = None) -> None:
    """Django, on this home. `loopback`: plain HTTP on this machine alone; None leaves it to the environment.

    Raises RefusedError, in words, for a setting that is wrong or a folder that cannot be used.
    """
    os.umask(0o077)  # nothing made in the home is for other users of this machine
    os.environ["FOLKMOOT_HOME"] = str(home.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "folkmoot.site.settings"
    if loopback is not None:
        os.environ.pop("FOLKMOOT_LOOPBACK", None)
        if loopback:
            os.environ["FOLKMOOT_LOOPBACK"] = "1"
    elif not os.environ.get("FOLKMOOT_HOSTS"):
        os.environ.setdefault("FOLKMOOT_LOOPBACK", "1")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        raise RefusedError([str(wrong)]) from None
    except OSError as failed:
        raise RefusedError(
            [f"The home folder {home} cannot be used: {failed.strerror}. Choose another, or change its permissions."]
        ) from None
    except ValueError:
        raise RefusedError([f"A file in {home} cannot be read: secrets.json and installation.json must be as they were made."]) from None
