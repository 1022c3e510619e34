"""Code cards to hand out, and codes for letters: a PDF of eight cards to an A4 page, and a table."""

import json
from collections.abc import Iterable

import typst

from folkmoot.site import qr_codes
from folkmoot.site.csv_files import csv_text

_PAGE = """#let held = json(bytes(sys.inputs.held))
#set document(title: held.title)
#set text(lang: held.language, font: "Libertinus Serif", size: 11pt)
#set page(paper: "a4", margin: 10mm)
#for at in range(0, held.cards.len(), step: 8) {
  grid(
    columns: (1fr, 1fr), rows: (66mm,) * 4, stroke: 0.5pt + luma(120), inset: 5mm,
    ..held.cards.slice(at, calc.min(at + 8, held.cards.len())).map(card => [
      #text(size: 13pt, weight: "bold", held.title)#linebreak()
      #grid(columns: (1fr, 28mm), gutter: 3mm,
        [
          #held.words#linebreak()
          *#held.address*
          #v(1mm)
          #text(size: 9pt, held.code_words)#linebreak()
          #text(size: 15pt, weight: "bold", font: "DejaVu Sans Mono", card.code)
        ],
        image(bytes(card.qr), format: "svg", width: 28mm, alt: held.qr_words + " " + card.code))
    ])
  )
}
"""


def cards_pdf(codes: Iterable[str], *, title: str, address: str, words: str, language: str = "en") -> bytes:
    """A tagged PDF (PDF/UA-1) with a card for each code. `address`: where people type it, with https://; `words` stand above it."""
    cards = [{"code": code, "qr": _qr(f"{address}?code={code}")} for code in codes]
    held = {
        "title": title,
        "language": language,
        "words": words,
        "address": address.partition("://")[2],
        "code_words": "Your code",
        "qr_words": "QR code that opens the survey with the code",
        "cards": cards,
    }
    fonts = typst.Fonts(include_system_fonts=False)
    inputs = {"held": json.dumps(held)}
    return bytes(typst.compile(_PAGE.encode(), format="pdf", sys_inputs=inputs, font_paths=fonts, pdf_standards=["ua-1"]))


def codes_csv(codes: Iterable[str], *, address: str) -> str:
    """A row for each code: the code, and the address that opens with it."""
    return csv_text([("code", "address"), *((code, f"{address}?code={code}") for code in codes)])


def _qr(address: str) -> str:
    size, path = qr_codes.modules(address, border=2)  # the card round it is white
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'
