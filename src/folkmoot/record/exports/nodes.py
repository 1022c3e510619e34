"""The small parts that every JSON-LD export is made of."""

from typing import Any

from folkmoot.record.exports.terms import code
from folkmoot.record.whole import WholeRecord, site_of


def literals(texts: Any, *, by_line: bool = False) -> list[dict[str, str]]:
    """A text's renditions as tagged words: English `en`, its easy read `en-x-easy`, Welsh `cy`. [] when there are none."""
    found = []
    for language, styles in sorted((texts or {}).items()):
        for style, words in sorted(styles.items(), reverse=True):
            tag = language if style == "standard" else f"{language}-x-{style}"
            entries = words.splitlines() if by_line else [words]
            found += [{"@value": entry.strip(), "@language": tag} for entry in entries if entry.strip()]
    return found


def refer(term: str) -> dict[str, str]:
    """A reference to a thing."""
    return {"@id": term}


def publication_address(whole: WholeRecord, made: Any) -> str:
    """Where a version of a notice or business case can be read."""
    return f"{whole['identity']['address']}/{'notice' if made['kind'] == 'notice' else 'business-case'}/{made['version']}"


def organisation(whole: WholeRecord, slug: str) -> dict[str, str]:
    """A reference to an organisation, at its page."""
    return refer(f"{site_of(whole)}/org/{slug}")


def coded(of: str, value: str) -> dict[str, str] | None:
    """A reference to one of our own codes, None for one that there is not."""
    term = code(of, value)
    return refer(term) if term else None


def day(day: str | None) -> dict[str, str] | None:
    """A day as a typed value."""
    return {"@value": day, "@type": "xsd:date"} if day else None


def without_empty(node: dict[str, Any]) -> dict[str, Any]:
    """A thing without the properties that say nothing."""
    return {key: value for key, value in node.items() if value is not None and value != [] and value != ""}
