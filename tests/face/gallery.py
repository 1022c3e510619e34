"""The gallery: one page with every macro of the face, as the tests and the browser tests use it."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import segno
from jinja2 import FileSystemLoader
from markupsafe import Markup

from folkmoot import face
from folkmoot.charts import Column, Range, Share, Table, figure_of_ranges, figure_of_shares

DAY = date(2031, 3, 3)
DIGEST = sha256(b"gallery").hexdigest()
TICK = Markup(
    '<svg aria-hidden="true" viewBox="0 0 44 44"><path fill="none" stroke="currentColor" stroke-width="4" d="M14 23l6 7L29 13"/></svg>'
)


def environment():
    """The face's own environment, which also finds the gallery."""
    return face.environment(FileSystemLoader(Path(__file__).parent))


def values() -> dict:
    """What the gallery shows."""
    state = environment().get_template("face/licence.jinja").module.state
    uses = [
        {
            "title": "Warm and well at home",
            "href": "#uses-h",
            "words": "Finding cold homes.",
            "small": "County Council",
            "side": "Until 2 March 2032",
        },
        {"title": "Ready for school", "words": "Stopped on 2 June."},
    ]
    for use, kind in zip(uses, ("force", "suspended"), strict=True):
        use["tag"] = state(kind)
    uses += [{"title": kind, "words": "A state.", "tag": state(kind)} for kind in ("draft", "review", "ended")]
    names = ("There is a decision.", "The notice is the same one.", "The risk check is signed.", "The agreements are in date.")
    names += ("No promise is late.", "Nobody has stopped it.", "The review date has not passed.")
    return {
        "lang": "en-GB",
        "place": "The county of Harrowmere",
        "synthetic": "Harrowmere is not a real place. All people and numbers here are made up.",
        "nav": [{"text": "Home", "href": "/", "current": "page"}, {"text": "Have your say", "href": "/say"}],
        "tools": [{"text": "Easy read", "href": "?style=easy"}, {"text": "Cymraeg", "href": "?lang=cy", "lang": "cy"}],
        "crumbs": [{"text": "Home", "href": "/"}, {"text": "Results", "href": "?results"}],
        "footer_links": [{"text": "Ask a question or say no", "href": "#main"}],
        "proof": {"version": 6, "published": DAY, "digest": DIGEST, "history": "?history"},
        "stylesheets": [f"/face/{name}" for name in face.STYLESHEETS],
        "icon": "/face/mark.svg",
        "day": DAY,
        "digest": DIGEST,
        "tick": TICK,
        "qr": Markup(segno.make("https://harrowmere.example/warm").svg_inline(title="QR code: harrowmere.example/warm", omitsize=True)),  # noqa: S704 - our own SVG
        "steps": [{"text": name, "href": f"?{name}", "words": "One sentence on this step.", "now": "2 open now"} for name in face.LOOP],
        "checks": [{"name": name, "passes": at != 1, "reason": "In words."} for at, name in enumerate(names)],
        "answers": list(enumerate(("Agree a lot", "Agree a little", "In between", "Disagree a little", "Disagree a lot", "Don’t know"), 1)),
        "uses": uses,
        "who_sees": Table(
            "Who sees what", (Column("Organisation"), Column("People", numeric=True)), (("County Council", "3"), ("Any company", "0"))
        ),
        "agreed": figure_of_ranges(
            "agreed",
            "How many in 100 agreed with each idea",
            "Weighted %, with the range the true number is likely to be in (95% interval)",
            [
                Range("A. Find homes that make us ill", 68, 65, 71),
                Range("Rent from a landlord in one of the older houses", 41.5, 38, 44, "[u]"),
                Range("Boat or caravan", None, None, None),
            ],
            heading="Idea",
            estimate="Made fair",
            notes=["[c] hidden on purpose: so few people that someone could be picked out."],
        ),
        "answered": figure_of_shares(
            "answered",
            "Who answered, next to who lives here",
            "Out of every 100 people",
            [Share("Aged 16 to 34", 18, 28), Share("Aged 35 or more", 82, 72)],
        ),
    }


def gallery() -> str:
    """The page as HTML. It sends for /face/govuk.css, /face/folkmoot.css and /face/mark.svg."""
    return environment().get_template("gallery.jinja").render(**values())
