"""A closed survey, its published results, and what the public sees of them."""

import json

import polars as pl
from django.conf import settings
from django.test import Client

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import receipts
from folkmoot.site.evidence import domain, snapshots
from folkmoot.site.evidence.models import Snapshot
from folkmoot.site.renditions import Reader
from tests.site import surveys

FILES = ("", "/findings.json", "/tables.xlsx")


def closed(rows=None, people=()):
    """A closed survey: imported rows, and people who answered on the site and left a contact."""
    where, officer, engagement = surveys.world()
    engagements.import_responses(by=officer, engagement=engagement, rows=surveys.rows() if rows is None else rows)
    for contact in people:
        engagements.receive_response(
            engagement=engagement,
            receipt=receipts.new(),
            given={"A": ["Agree a lot"], "age": ["65 and over"], "health": ["No"], "comment": ["It was me"]},
            reader=Reader(),
            contact=contact,
        )
    return where, officer, engagements.close_engagement(by=officer, engagement=engagement)


def published(**given):
    where, officer, engagement = closed(**given)
    return where, officer, engagement, domain.publish_findings(by=officer, engagement=engagement)


def page_bytes(slug: str = "warm") -> list[bytes]:
    """The published page and files. The page's one secret, the token of its forms, is not there: it has none."""
    client = Client()
    return [client.get(f"/e/{slug}/results{file}").content for file in FILES]


def toml(tables: dict, path: str = "") -> str:
    """A plan as TOML, in the order it is in."""
    plain = {
        key: value
        for key, value in tables.items()
        if not isinstance(value, dict) and not (isinstance(value, list) and value and isinstance(value[0], dict))
    }
    lines = [f"{json.dumps(key)} = {json.dumps(value, ensure_ascii=False)}" for key, value in plain.items()]
    text = (f"[{path}]\n" if path else "") + "\n".join(lines) + "\n"
    for key, value in tables.items():
        inner = f"{path}.{json.dumps(key)}" if path else json.dumps(key)
        if isinstance(value, dict):
            text += toml(value, inner)
        elif key not in plain:
            for table in value:
                text += f"[{inner}]\n".replace("[", "[[").replace("]", "]]") + "".join(toml(table).lstrip("\n"))
    return text


def frame_of(kept: Snapshot) -> pl.DataFrame:
    """What a snapshot holds, read from its files."""
    folder = settings.HOME.snapshots / kept.engagement.slug
    return snapshots.read(folder, kept.columns, [snapshots.Chunk(**chunk) for chunk in kept.chunks], kept.sha256, kept.flagged)
