"""A paper form as a tagged PDF (PDF/UA-1) by Typst: with a title, its language, headings, and words for every picture."""

import io
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import segno
import typst

FORM = Path(__file__).with_name("form.typ")
SANS = ("Arial", "Liberation Sans", "Helvetica", "DejaVu Sans", "Noto Sans")
OWN = "Libertinus Serif"  # comes with Typst, so that a form can be made on a machine without fonts
KEPT = 32


def pdf(content: Mapping[str, Any]) -> bytes:
    """The form of `form_content.content`. In a sans-serif face where the machine has one."""
    return _made(json.dumps({**content, "fonts": _fonts(), "qr": _qr(content["address"])}, sort_keys=True))


@lru_cache(maxsize=KEPT)
def _made(content: str) -> bytes:
    return bytes(typst.compile(FORM.read_bytes(), format="pdf", pdf_standards=["ua-1"], sys_inputs={"form": content}))


@cache
def _fonts() -> list[str]:
    there = set(typst.Fonts(include_system_fonts=True).families())
    return [*(name for name in SANS if name in there), OWN]


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=4)
    return drawn.getvalue().decode()
