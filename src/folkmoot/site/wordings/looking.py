"""What the checks find in a version's words, rendition by rendition, with what was overruled."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from folkmoot.record.glossary import Term
from folkmoot.record.wording import Check, look_at
from folkmoot.site.renditions import LANGUAGES, STYLES
from folkmoot.site.wordings.models import Overruling, WordingVersion


@dataclass(frozen=True)
class CheckShown:
    """One check of one rendition, and who overruled its flag and why, if anybody did."""

    check: Check
    overruling: Overruling | None

    @property
    def stands(self) -> bool:
        """Whether it is a flag that nobody overruled."""
        return self.check.flagged and self.overruling is None


@dataclass(frozen=True)
class RenditionShown:
    """One rendition of a version with its checks."""

    language: str
    style: str
    words: str
    checks: tuple[CheckShown, ...]

    @property
    def key(self) -> str:
        """Its name in addresses and forms."""
        return f"{self.language}-{self.style}"

    @property
    def name(self) -> str:
        """Its name in words, "" for standard English."""
        return rendition_name(self.language, self.style)

    @property
    def flags(self) -> tuple[CheckShown, ...]:
        """The flags that stand."""
        return tuple(check for check in self.checks if check.stands)


def rendition_name(language: str, style: str) -> str:
    """A rendition in words, "" for standard English."""
    parts = [LANGUAGES[language]] if language != "en" else []
    return ", ".join(parts + ([STYLES[style]] if style != "standard" else []))


def renditions(version: WordingVersion, terms: tuple[Term, ...]) -> tuple[RenditionShown, ...]:
    """Every rendition of a version, standard English first, with what the checks find by the glossary's terms as given."""
    stamp = hashlib.sha256(repr(terms).encode()).hexdigest()
    overruled: dict[tuple[str, str, str], Overruling] = {}
    for made in version.overrulings.all():
        overruled[made.language, made.style, made.check_id] = made
    held = {key: made for key, made in overruled.items() if made.overruled}
    found = []
    for language in LANGUAGES:
        for style in STYLES:
            if words := version.words.get(language, {}).get(style):
                checks = _looked_at(words, language, _Terms(terms, stamp))
                shown = tuple(CheckShown(check, held.get((language, style, check.id)) if check.flagged else None) for check in checks)
                found.append(RenditionShown(language, style, words, shown))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class _Terms:
    """Terms that stand for themselves in a cache by the hash of all they say."""

    terms: tuple[Term, ...]
    stamp: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Terms) and self.stamp == other.stamp

    def __hash__(self) -> int:
        return hash(self.stamp)


@lru_cache(maxsize=1000)  # the same words are looked at for every visitor
def _looked_at(words: str, language: str, terms: _Terms) -> tuple[Check, ...]:
    return look_at(words, language, terms.terms)
