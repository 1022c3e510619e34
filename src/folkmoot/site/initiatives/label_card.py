"""The data use label as one drawing: an SVG that needs nothing else, and the same drawing as a PNG for editors that take no SVG."""

import re
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

import typst
from django.conf import settings

from folkmoot.site import qr_codes
from folkmoot.site.initiatives.label import Label
from folkmoot.site.renditions import DEFAULT, Rendered

WIDTH, EDGE = 320, 14  # of a small phone: at its own size the words are as large as on a page
LINE, SIZE, SMALL = 21, 16, 13
MOST_LINES = 6  # of one answer; the drawing's description has it whole
QR = 96
SHARPER = 2  # dots of the PNG for each unit of the drawing
KEPT = 64  # pictures that are kept because they may be asked for again: some 30 kB each

# what XML 1.0 (section 2.2) does not take: pasted words may hold such signs
_NOT_IN_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPST = """#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)"""


def svg(label: Label) -> str:
    """The drawing: black on white, text as text, with a title, a description and the QR code of the page."""
    return _NOT_IN_XML.sub("", _drawn(label))


def _drawn(label: Label) -> str:
    parts, y, says = [], 26, label.says
    if settings.SYNTHETIC:
        for line in wrapped(f"Example only. {settings.SYNTHETIC}", SMALL):
            parts.append(_text(line, y, SMALL))
            y += 17
        y += 4
    parts.append(_text(says["kind"].words, y, SMALL, bold=True, like=says["kind"]))
    for line in wrapped(label.title.words, 22, bold=True)[:MOST_LINES]:
        y += 28
        parts.append(_text(line, y, 22, bold=True, like=label.title))
    parts.append(f'<path d="M{EDGE} {y + 12}h{WIDTH - 2 * EDGE}v7h-{WIDTH - 2 * EDGE}z"/>')
    y += 24
    for name, words in label.lines:
        y = _line(parts, y, name, words)
    y = _line(parts, y, says["licence"], label.licence, rule=False)
    if label.until_words:
        y = _line(parts, y, says["until"], label.until_words, rule=False)
    for at, passed in enumerate(label.seven):
        parts.append(
            f'<circle cx="{EDGE + 8 + at * 22}" cy="{y + 12}" r="7" stroke="#000" stroke-width="2" fill="{"#000" if passed else "#fff"}"/>'
        )
    y += 22
    for line in wrapped(label.checks_words.words, SMALL):
        y += 17
        parts.append(_text(line, y, SMALL, like=label.checks_words))
    y += 12
    height = _foot(parts, y, label)
    name = f"{says['kind']}: {label.title}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="{label.reader.language}" role="img" aria-labelledby="title desc" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-family="system-ui, -apple-system, Arial, sans-serif">'
        f'<title id="title">{escape(name)}</title><desc id="desc">{escape(label.whole)}</desc>'
        f'<path fill="#fff" stroke="#000" stroke-width="3" d="M1.5 1.5h{WIDTH - 3}v{height - 3}h-{WIDTH - 3}z"/>{"".join(parts)}</svg>\n'
    )


@lru_cache(maxsize=KEPT)
def png(drawing: str) -> bytes:
    """The same drawing in dots, twice its size, with Typst's own fonts: the same on every machine."""
    height = float(drawing.partition(' height="')[2].partition('"')[0])
    page = _TYPST.format(width=WIDTH, height=height)
    fonts = typst.Fonts(include_system_fonts=False)
    return bytes(typst.compile(page.encode(), format="png", ppi=72.0 * SHARPER, sys_inputs={"drawing": drawing}, font_paths=fonts))


def wrapped(words: str, size: int, *, bold: bool = False, width: int = WIDTH - 2 * EDGE) -> list[str]:
    """Lines that fit a width in the widest of the common sans-serif faces; a word that is longer than a line is broken."""
    lines = [""]
    for word in (part for whole in words.split() for part in _broken(whole, width, size=size, bold=bold)):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _wide(longer, size, bold=bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _broken(word: str, width: int, *, size: int = SMALL, bold: bool = True) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and _wide(parts[-1] + letter, size, bold=bold) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _wide(words: str, size: int, *, bold: bool) -> float:
    """How wide words may come out: the letters of DejaVu Sans in rough classes, as a share of the size."""
    shares = (
        0.38 if c in " .,:;!'’|ijltfrI()[]/-" else 0.98 if c in "mwMW@%—" or ord(c) > 0x2FFF else 0.72 if c.isupper() else 0.63
        for c in words
    )
    return sum(shares) * size * (1.09 if bold else 1.0)


def _foot(parts: list[str], y: int, label: Label) -> int:
    """The QR code, the address beside it, and the day; gives the height of the whole."""
    parts.append(_qr(label.address, EDGE, y))
    beside, below = EDGE + QR + 12, y + 14
    width = WIDTH - beside - EDGE
    address = Rendered(" ".join(_broken(label.address.partition("://")[2], width)), *DEFAULT)
    for words, bold in ((label.says["see_it_all"], False), (address, True), (label.as_of, False)):
        for line in wrapped(words.words, SMALL, bold=bold, width=width):
            parts.append(_text(line, below, SMALL, bold=bold, x=beside, like=words))
            below += 17
    return max(y + QR + 18, below + 8)


def _line(parts: list[str], y: int, name: Rendered, words: Rendered, *, rule: bool = True) -> int:
    """A name with its words below it; gives where the next begins."""
    lines = wrapped(words.words, SIZE, bold=True)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]
    parts.append(_text(name.words, y + 16, SMALL, like=name))
    y += 18
    for line in lines:
        y += LINE
        parts.append(_text(line, y - 3, SIZE, bold=True, like=words))
    if rule:
        parts.append(f'<path d="M{EDGE} {y + 6}h{WIDTH - 2 * EDGE}v1h-{WIDTH - 2 * EDGE}z"/>')
    return y + 8


def _text(words: str, y: int, size: int, *, bold: bool = False, x: int = EDGE, like: Rendered | None = None) -> str:
    weight = ' font-weight="700"' if bold else ""
    language = f" lang={quoteattr(like.language if like else DEFAULT[0])}"
    return f'<text x="{x}" y="{y}" font-size="{size}"{weight}{language}>{escape(words)}</text>'


def _qr(address: str, x: int, y: int) -> str:
    """The address as a QR code with its quiet zone of four modules (ISO/IEC 18004)."""
    size, path = qr_codes.modules(address)
    scale = QR / size
    return f'<path transform="translate({x} {y}) scale({scale:.5f})" shape-rendering="crispEdges" d="{path}"/>'
