"""The files: of one initiative, of the whole register, and the shapes; and the pages of records held elsewhere."""

import json
from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render as page
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.record import PUBLICATIONS
from folkmoot.record.exports import atrs, data_uses, dea
from folkmoot.record.exports.csv_rows import csv_rows
from folkmoot.record.exports.data_package import data_package, resource
from folkmoot.record.exports.dpv import dpv_jsonld
from folkmoot.record.exports.pia import pia_file, pia_of
from folkmoot.record.exports.popolo import popolo
from folkmoot.record.exports.schema_org import schema_org
from folkmoot.record.exports.shapes import shacl_shapes
from folkmoot.record.read_whole import MOST_BYTES
from folkmoot.record.whole import WholeRecord, as_file
from folkmoot.site.access import public, staff
from folkmoot.site.acting import act
from folkmoot.site.errors import page as words_page
from folkmoot.site.exports import domain, queries
from folkmoot.site.exports.forms import KeepForm
from folkmoot.site.exports.served import file_page, served, site_of
from folkmoot.site.exports.whole_record import record_of, records
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import require
from folkmoot.site.register import open_data
from folkmoot.site.renditions import Reader, render


def _whole(request: HttpRequest, slug: str) -> WholeRecord:
    initiative = initiatives.by_slug(slug)
    if initiative is None:
        raise Http404
    return record_of(initiative, site=site_of(request))


def _json(document: Any) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


@file_page
def record_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The whole record, as another installation can take it in."""
    return served("record.json", as_file(_whole(request, slug)))


@file_page
def record_jsonld(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The record as linked data in the Data Privacy Vocabulary."""
    return served("record.jsonld", _json(dpv_jsonld(_whole(request, slug))))


@file_page
def schema_jsonld(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The record as schema.org mark-up."""
    return served("schema.jsonld", _json(schema_org(_whole(request, slug))))


@file_page
def pia_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """An impact assessment prefilled from the record, for the CNIL's PIA tool."""
    return served("pia.json", pia_file(pia_of(_whole(request, slug))))


@file_page
def decisions_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The decisions of its committees in Popolo."""
    return served("decisions.json", _json(popolo(_whole(request, slug))))


@file_page
def atrs_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The algorithmic transparency record by field number."""
    whole = _whole(request, slug)
    return served("atrs.csv", "".join(atrs.atrs_csv(whole))) if atrs.needs_atrs(whole) else _no_atrs(request)


@file_page
def atrs_md(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The algorithmic transparency record as a page in Markdown."""
    whole = _whole(request, slug)
    return served("atrs.md", atrs.atrs_markdown(whole)) if atrs.needs_atrs(whole) else _no_atrs(request)


@file_page
def atrs_package(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What is in the algorithmic transparency record's CSV file."""
    if not atrs.needs_atrs(_whole(request, slug)):
        return _no_atrs(request)
    files = [resource("atrs", "atrs.csv", "Algorithmic transparency record", atrs.COLUMNS, key="field")]
    return served(
        "datapackage.json",
        _json(data_package(f"atrs-{slug.lower()}", "Algorithmic transparency record", files, licence=settings.DATA_LICENCE)),
    )


def _no_atrs(request: HttpRequest) -> HttpResponse:
    return words_page(request, 404, "There is no algorithmic transparency record", atrs.NONE_NEEDED)


@file_page
def shapes_ttl(request: HttpRequest) -> HttpResponseBase:
    """What a notice must say, as SHACL shapes."""
    return served("shapes.ttl", shacl_shapes())


@file_page
def dea_csv(request: HttpRequest) -> HttpResponseBase:
    """Every initiative in the columns of the Digital Economy Act register."""
    return served("dea.csv", csv_rows(list(dea.COLUMNS), map(dea.dea_row, records(site_of(request)))))


@file_page
def data_uses_csv(request: HttpRequest) -> HttpResponseBase:
    """Every initiative in the fields of the UK Data Use Register."""
    return served("data-uses.csv", csv_rows(list(data_uses.COLUMNS), map(data_uses.data_use_row, records(site_of(request)))))


@file_page
def data_uses_json(request: HttpRequest) -> HttpResponseBase:
    """The same as JSON."""
    return served("data-uses.json", data_uses.data_uses_json(records(site_of(request))))


@file_page
def register_package(request: HttpRequest) -> HttpResponseBase:
    """What is in the register's CSV files, column by column."""
    files = [
        resource("initiatives", "initiatives.csv", "The register", open_data.COLUMNS, days=open_data.DAYS, key="slug"),
        resource("dea", "dea.csv", "Digital Economy Act register", dea.COLUMNS, days=dea.DAYS, key="id"),
        resource("data-uses", "data-uses.csv", "Data Use Register", data_uses.COLUMNS, days=data_uses.DAYS, key="project_id_text"),
    ]
    return served(
        "datapackage.json", _json(data_package("register", "Every use of data on this site", files, licence=settings.DATA_LICENCE))
    )


@public
@require_safe
def held(request: HttpRequest, digest: str) -> HttpResponse:
    """A record held elsewhere, as it was when it was taken in."""
    found = queries.held_page(digest)
    if found is None:
        raise Http404
    reader = Reader.of(request)
    context = {"held": found, "names": PUBLICATIONS, "tell": partial(render, reader=reader), "keep": reader.query}
    return page(request, "exports/held.jinja", context)


@file_page
def held_json(request: HttpRequest, digest: str) -> HttpResponseBase:
    """The file of a record held elsewhere, as its own installation gave it."""
    file = queries.held_file(digest)
    if file is None:
        raise Http404
    return served("record.json", file)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Take in the record of another installation."""
    require(request.user, "exports.keep", None)
    form = KeepForm(request.POST, request.FILES) if request.method == "POST" else KeepForm()
    return act(
        request,
        form,
        lambda: domain.import_record(by=request.user, file=form.cleaned_data["file"]),
        done="The record is kept here. Anyone can read it.",
        to=lambda made: reverse("exports:held", args=[made.hash]),
        heading="Keep a record from another installation",
        button="Keep this record",
        template="exports/keep.jinja",
        most=MOST_BYTES // 1_000_000,
        rows=[
            {"title": row.address, "href": reverse("exports:held", args=[row.hash]), "words": f"Fingerprint {row.hash[:12]}…"}
            for row in queries.held_records()
        ],
    )
