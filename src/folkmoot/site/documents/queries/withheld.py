"""What versions withhold: for staff who must show that it was not changed. No public page calls this."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from folkmoot.site.documents.content import ALL, Sealed, seal_of
from folkmoot.site.documents.models import DocumentVersion


@dataclass(frozen=True)
class WithheldShown:
    """What a version withholds of a clause (or of all): the full text, the salt, the seal that the version shows, and whether they fit."""

    clause: str
    text: Mapping[str, Any]
    salt: str
    seal: str

    @property
    def clauses(self) -> list[Mapping[str, Any]]:
        """The clauses in it, each with its heading and text."""
        return list(self.text["clauses"]) if self.clause == ALL else [self.text]

    @property
    def holds(self) -> bool:
        """Whether the text is the one that was sealed."""
        return seal_of(self.text, self.salt) == self.seal


def sealed_by(version: DocumentVersion | None) -> dict[str, Sealed]:
    """What a version withholds, by clause; {} for no version."""
    if version is None:
        return {}
    return {row.clause: Sealed(row.clause, json.loads(row.text), row.salt) for row in version.withheld.all()}


def withheld_of(version: DocumentVersion) -> list[WithheldShown]:
    """What a version withholds, each with its seal."""
    seals = {clause["id"]: clause["withheld"]["seal"] for clause in version.content["clauses"] if clause.get("withheld")}
    if version.content["withheld"]:
        seals[ALL] = version.content["withheld"]["seal"]
    return [WithheldShown(one.clause, one.text, one.salt, seals[one.clause]) for one in sealed_by(version).values()]
