"""What can be had from this installation, for those that collect catalogues: its open data, and which records each use of data has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from folkmoot.record.exports import dcat
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.register.queries import Asked, each

CSV, JSON, JSON_LD = "text/csv", "application/json", "application/ld+json"
NOT_REGISTERED = ""  # JSON Lines has no media type that is registered


@dataclass(frozen=True)
class OpenData:
    """Open data about everything on this site: the name of its page, and those of its files with their media types."""

    key: str
    title: str
    words: str
    page: str
    files: dict[str, str]


OPEN_DATA = (
    OpenData(
        "register",
        "The register",
        "Every use of data: what, where, who, its stage, its licence with the seven checks, its notice and its last decision.",
        "initiatives:home",
        {"register:csv": CSV, "register:jsonl": NOT_REGISTERED},
    ),
    OpenData(
        "dea",
        "Digital Economy Act register",
        "Every use of data in the 18 fields of the register of the Digital Economy Act 2017.",
        "initiatives:home",
        {"exports:dea_csv": CSV},
    ),
    OpenData(
        "data-uses",
        "Data Use Register",
        "Every use of data in the fields of the UK's data use registers.",
        "initiatives:home",
        {"exports:data_uses_csv": CSV, "exports:data_uses_json": JSON},
    ),
    OpenData(
        "companies",
        "The register of companies",
        "Who deals with which company, on what terms and for whose good.",
        "commerce:register",
        {"commerce:register_csv": CSV, "commerce:register_json": JSON},
    ),
    OpenData(
        "complaints",
        "Complaints",
        "How many complaints about each use of data there were, how soon they were answered, and what came of them.",
        "initiatives:home",
        {"concerns:complaints_csv": CSV},
    ),
    OpenData(
        "incidents",
        "Incidents",
        "What went wrong with records, and what was done about it.",
        "concerns:incidents",
        {"concerns:incidents_csv": CSV},
    ),
    OpenData(
        "benefits",
        "Benefits",
        "What each use of data was to bring, as measured before and after, and what it cost.",
        "progress:benefits",
        {"progress:benefits_csv": CSV},
    ),
    OpenData(
        "sources",
        "What was read before",
        "What others found out, on any use of data here: how they did it, what they say, and how far it can be leant on.",
        "progress:sources",
        {"progress:sources_csv": CSV},
    ),
)
"""The files about everything, in the order of the catalogue."""


def catalogue_lines(site: str, changed: datetime) -> Iterator[str]:
    """The catalogue in pieces, fifty initiatives in memory at a time; `changed` is when the register last became other than it was."""
    name = f"Folkmoot, {settings.PLACE}" if settings.PLACE else "Folkmoot"
    publisher = dcat.organisation(f"{site}/", name)
    register = f"{site}{reverse('register:catalogue')}#register"
    programs = dcat.service(
        f"{site}{reverse('register:api')}/v1",
        title="The register for programs",
        words="Asks for initiatives by words, place, topic, kind, organisation, stage and state of the licence, a page at a time.",
        page=f"{site}{reverse('register:api')}",
        description=f"{site}{reverse('register:openapi')}",
        serves=[register],
        publisher=publisher,
    )
    return dcat.catalogue(
        site,
        name=name,
        changed=changed.isoformat(),
        licence=settings.DATA_LICENCE,
        services=[programs],
        datasets=_datasets(site, publisher, programs),
    )


def _datasets(site: str, publisher: dcat.Node, programs: dcat.Node) -> Iterator[dcat.Node]:
    for one in OPEN_DATA:
        at = f"{site}{reverse('register:catalogue')}#{one.key}"
        files = {f"{site}{reverse(file)}": kind for file, kind in one.files.items()}
        page, licence = site + reverse(one.page), settings.DATA_LICENCE
        made = dcat.open_files(at, title=one.title, words=one.words, page=page, files=files, licence=licence, publisher=publisher)
        if one.key == "register":
            made["dcat:distribution"].append(dcat.through(at, programs["@id"], licence))
        yield made
    for some in each(Asked()):
        rows = initiatives.rows_of(some)
        for initiative in some:
            yield from _of_a_use(initiative, rows[initiative.pk], site)


def _of_a_use(initiative: Any, rows: initiatives.Rows, site: str) -> Iterator[dcat.Node]:
    at = site + reverse("initiatives:initiative", args=[initiative.slug])
    files = {"exports:record_json": JSON, "exports:record_jsonld": JSON_LD}
    yield dcat.record_of_a_use(
        at,
        title=initiative.title,
        summary=initiative.summary,
        proposed_on=initiative.proposed_on.isoformat(),
        area=initiative.area,
        topic=initiative.topic,
        files={site + reverse(file, args=[initiative.slug]): kind for file, kind in files.items()},
        licence=settings.DATA_LICENCE,
        lead=dcat.organisation(site + reverse("people:organisation", args=[initiative.lead.slug]), initiative.lead.name),
    )
    notice = rows.notice(timezone.now())
    if notice is not None:
        yield from dcat.records_used(
            notice.content,
            at=site + reverse("initiatives:notice_version", args=[initiative.slug, notice.version]),
            published_on=notice.published_on.isoformat(),
            record=f"{at}#record",
            site=site,
        )
