"""The shape of a Frictionless tabular data package, written from the published standard: Data Package v1 and Table Schema."""

from typing import Any

DATA_PACKAGE: dict[str, Any] = {
    "type": "object",
    "required": ["profile", "name", "resources"],
    "properties": {
        "profile": {"const": "tabular-data-package"},
        "name": {"type": "string", "pattern": "^[a-z0-9._/-]+$"},
        "title": {"type": "string"},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "schema", "profile"],
                "properties": {
                    "name": {"type": "string", "pattern": "^[a-z0-9._/-]+$"},
                    "path": {"type": "string", "pattern": "^(?!/|.*\\.\\./)"},
                    "profile": {"const": "tabular-data-resource"},
                    "encoding": {"type": "string"},
                    "format": {"const": "csv"},
                    "mediatype": {"const": "text/csv"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "fields": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["name"],
                                    "properties": {"name": {"type": "string"}, "type": {"enum": ["string", "date", "integer"]}},
                                },
                            },
                            "primaryKey": {"type": "string"},
                            "missingValues": {"type": "array", "items": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}
