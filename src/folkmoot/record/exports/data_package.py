"""What is in the CSV files, as a Frictionless Data Package (v1): every file with the name, type and meaning of each column."""

from collections.abc import Collection, Mapping
from typing import Any


def data_package(name: str, title: str, resources: list[dict[str, Any]], *, licence: str) -> dict[str, Any]:
    """A package of resources as `resource` gives them, under the licence at the address `licence`."""
    return {"profile": "tabular-data-package", "name": name, "title": title, "licenses": [{"path": licence}], "resources": resources}


def resource(name: str, path: str, title: str, columns: Mapping[str, str], *, days: Collection[str] = (), key: str = "") -> dict[str, Any]:
    """One CSV file at `path` beside the package: its columns with what stands in each, `days` those that are days, and `key` the one that
    no two rows share."""
    fields = [{"name": column, "type": "date" if column in days else "string", "description": words} for column, words in columns.items()]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key:
        schema["primaryKey"] = key
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "title": title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": schema,
    }
