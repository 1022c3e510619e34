"""The letters of a batch as one PDF to print. Who and where is read from the vault each time it is made, and kept nowhere."""

import json
import re
from collections.abc import Sequence
from typing import Any

import typst
from django.conf import settings
from django.urls import reverse

from folkmoot.site import qr_codes
from folkmoot.site.outbox.mails import day_words, readers_of
from folkmoot.site.outbox.models import Batch, Due
from folkmoot.site.outbox.ready import Ready, ready
from folkmoot.site.outbox.wording import LETTER
from folkmoot.site.renditions import Reader, render

_PAGE = """#let held = json(bytes(sys.inputs.held))
#set document(title: held.title)
#set text(lang: "en", font: "Libertinus Serif", size: 12pt)
#set page(paper: "a4", margin: (x: 25mm, y: 20mm))
#for (at, letter) in held.letters.enumerate() {
  if at > 0 { pagebreak() }
  block(height: 60mm, { text(size: 9pt, held.synthetic); place(dy: 25mm, letter.to.join(linebreak())) })  // the window of a DL envelope
  for (nth, said) in letter.said.enumerate() {
    if nth > 0 { pagebreak() }
    [
      #set text(lang: said.language)
      #text(size: 16pt, weight: "bold", said.title) \\
      #said.lead

      #said.asks \\ *#said.question*

      #said.why

      #grid(columns: (1fr, 36mm), gutter: 5mm,
        [#said.go \\ *#held.address*

          #said.code \\ #text(size: 20pt, weight: "bold", font: "DejaVu Sans Mono", letter.code) \\
          #said.code_words],
        image(bytes(letter.qr), format: "svg", width: 36mm, alt: said.qr))

      #said.until

      #said.apart

      #said.out \\ #letter.out
    ]
  }
}
"""


def batch_pdf(batch: Batch, *, site: str) -> bytes | None:
    """A tagged PDF (PDF/UA-1): a sheet for each letter of a batch that is still to go, a page in each language; None when there is none.

    `site` is the address of this installation, without a slash at its end.
    """
    letters = Due.objects.filter(batch=batch).select_related("participant", "engagement__initiative__lead")
    going = [(due, found) for due in letters if isinstance(found := ready(due), Ready)]
    if not going:
        return None
    address = f"{site}{reverse('engagement:start', args=[batch.engagement.slug])}"
    held = {
        "title": render(batch.engagement.title, Reader()).words,
        "address": address.partition("://")[2],
        "synthetic": settings.SYNTHETIC,
        "letters": [_letter(due, to, address, site) for due, to in going],
    }
    fonts = typst.Fonts(include_system_fonts=False)
    inputs = {"held": json.dumps(held)}
    return bytes(typst.compile(_PAGE.encode(), format="pdf", sys_inputs=inputs, font_paths=fonts, pdf_standards=["ua-1"]))


def address_lines(name: str, contact: str) -> Sequence[str]:
    """The lines on an envelope: the name, and the address at its line ends, or at its commas where it has none."""
    lines = contact.splitlines() if "\n" in contact else re.split(r"\s*,\s*", contact)
    return [line.strip() for line in (name, *lines) if line.strip()]


def _letter(due: Due, to: Ready, address: str, site: str) -> dict[str, Any]:
    size, path = qr_codes.modules(f"{address}?code={to.code}", border=2)
    return {
        "to": address_lines(to.name, to.contact),
        "code": to.code,
        "qr": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>',
        "out": f"{site}{reverse('outbox:out', args=[to.token])}".partition("://")[2],
        "said": [_said(due, reader) for reader in readers_of(due.engagement)],
    }


def _said(due: Due, reader: Reader) -> dict[str, str]:
    said = {key: render(LETTER[key], reader).words for key in ("asks", "go", "code", "code_words", "apart", "out", "qr")}
    return said | {
        "language": reader.language,
        "title": render(due.engagement.title, reader).words,
        "lead": str(due.engagement.initiative.lead),
        "question": render(due.engagement.question, reader).words,
        "why": render(LETTER[due.kind], reader).words,
        "until": f"{render(LETTER['until'], reader)} {day_words(due.engagement.closes, reader)}.",
    }
