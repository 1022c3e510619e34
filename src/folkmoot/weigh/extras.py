"""Parts of Folkmoot that few need and that are installed apart."""

from importlib import import_module
from types import ModuleType

from folkmoot.files.problems import RefusedError


def extra(module: str, what: str) -> ModuleType:
    """A module of the extra `folkmoot[io]`. Raises RefusedError that names the extra when it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise RefusedError([f'{what} need an extra part of Folkmoot: install "folkmoot[io]", or save the file as CSV.']) from error
