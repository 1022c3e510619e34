"""Plans, stakeholders and sources."""

from dataclasses import dataclass
from typing import Any

from folkmoot.site.progress.models import EvidenceSource, Plan, PlanKind, Stakeholder
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class PlanNow:
    """One kind of plan with all its versions, the newest first."""

    kind: str
    name: str
    versions: tuple[Plan, ...]


@dataclass(frozen=True)
class StakeholderNow:
    """A stakeholder with the benefits it has a part in, in words."""

    id: int
    name: str
    influence: int
    interest: int
    relation: Texts
    benefits: tuple[Texts, ...]

    @property
    def how(self) -> str:
        """How to work with it, from its influence and its interest (Mendelow's grid; 4 and 5 are high)."""
        high_influence, high_interest = self.influence >= 4, self.interest >= 4
        if high_influence:
            return "Work closely together" if high_interest else "Keep satisfied"
        return "Keep informed" if high_interest else "Watch"


@dataclass(frozen=True)
class SourceLibrary:
    """The sources that fit what was asked, each with its initiative, by their citation; how many there are in all; and every tag."""

    rows: tuple[EvidenceSource, ...]
    total: int
    tags: tuple[str, ...]


def source_library(*, tag: str = "", quality: str = "", words: str = "") -> SourceLibrary:
    """What was read before, for any initiative; narrowed, where given, to a tag, to how far it can be leant on, and to those whose
    citation, method, tags or claims (in any rendition) hold all of the words."""
    every = list(EvidenceSource.objects.select_related("initiative").order_by("citation", "id"))
    rows = [row for row in every if (not tag or tag in row.tags) and quality in {"", row.quality} and _holds(row, words)]
    return SourceLibrary(tuple(rows), len(every), tuple(sorted({tag for row in every for tag in row.tags})))


def _holds(row: EvidenceSource, words: str) -> bool:
    said = [text for styles in row.claims.values() for text in styles.values()]
    searched = " ".join([row.citation, row.method, *row.tags, *said]).casefold()
    return all(word in searched for word in words.casefold().split())


def plans_of(initiative: Any) -> list[PlanNow]:
    """The kinds of plan that there is a version of."""
    found = list(Plan.objects.filter(initiative=initiative).order_by("-version").prefetch_related("sections"))
    kinds = [PlanNow(kind, name, tuple(plan for plan in found if plan.kind == kind)) for kind, name in PlanKind.choices]
    return [plan for plan in kinds if plan.versions]


def stakeholders_of(initiative: Any) -> list[StakeholderNow]:
    """Who has a stake, those with the most influence first."""
    found = Stakeholder.objects.filter(initiative=initiative).prefetch_related("benefits__benefit")
    return [
        StakeholderNow(s.pk, s.name, s.influence, s.interest, s.relation, tuple(link.benefit.words for link in s.benefits.all()))
        for s in found
    ]


def stakeholder(stakeholder_id: int) -> Stakeholder | None:
    """One stakeholder as a row, for the staff page that takes it off."""
    return Stakeholder.objects.select_related("initiative__lead").filter(pk=stakeholder_id).first()


def sources_of(initiative: Any) -> list[EvidenceSource]:
    """What was read before, by its citation."""
    return list(EvidenceSource.objects.filter(initiative=initiative))


def source(source_id: int) -> EvidenceSource | None:
    """One source as a row, for the staff page that takes it off."""
    return EvidenceSource.objects.select_related("initiative__lead").filter(pk=source_id).first()
