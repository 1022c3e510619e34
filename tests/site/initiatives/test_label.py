"""The data use label as a drawing, as a picture and inside the pages of other sites: the same words in each, in each rendition."""

import re
import struct
import xml.etree.ElementTree as ET
import zlib
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.site.governance import domain as governance
from folkmoot.site.initiatives.label import Label
from folkmoot.site.initiatives.label_card import EDGE, SMALL, WIDTH, png, svg, wrapped
from folkmoot.site.initiatives.label_words import LICENCES, MONTHS, WORDS, day_words
from folkmoot.site.initiatives.licence_words import STYLES
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import Reader, Rendered, plain
from tests.site import make, surveys
from tests.site.initiatives.reading import html, words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SVG = "{http://www.w3.org/2000/svg}"
READERS = {"": Reader(), "?read=easy": Reader("en", "easy"), "?lang=cy": Reader("cy")}


def parsed(text: str | bytes) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own


def drawn(client: Client, slug: str, query: str = "") -> ET.Element:
    answer = client.get(f"/i/{slug}/label.svg{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    return parsed(answer.content)


def told(drawing: ET.Element) -> str:
    return " ".join(text.text or "" for text in drawing.iter(f"{SVG}text"))


def a_label(**changed: object) -> Label:
    given = dict.fromkeys(("title", "who", "what_for", "whose", "sees", "said", "licence"), Rendered("Words.", "en", "standard"))
    seven, day = (True,) * 7, date(2031, 3, 3)
    return Label(Reader(), **(given | changed), sample="", until=None, seven=seven, address="https://folkmoot.example.org/i/warm", day=day)


@pytest.mark.parametrize("query", READERS)
def test_the_page_the_frame_and_the_drawing_say_the_same_in_each_rendition(client: Client, query: str) -> None:
    about = make.licensed(make.initiative(slug="warm"))
    make.notice(
        about,
        label_purpose=plain("To find cold homes.", easy="To help people keep warm.", welsh="Dod o hyd i gartrefi oer."),
        label_people=plain("People over 65.", welsh="Pobl dros 65 oed."),
    )
    make.decision(about)
    label, embedded, drawing = (
        html(client, f"/i/warm/label{query}"),
        html(client, f"/i/warm/label/embed{query}"),
        drawn(client, "warm", query),
    )
    reader = READERS[query]
    until = about.decisions.last().valid_until
    expected = {
        "": [
            "Data use label",
            "Who",
            "To find cold homes.",
            "People over 65.",
            "Nobody. No one has been given access.",
            "In force",
            "Until",
        ],
        "?read=easy": ["Who does it", "To help people keep warm.", "People over 65.", "Is it allowed?", "Yes, it is allowed now"],
        "?lang=cy": [
            "Label defnyddio data",
            "Pwy",
            "Dod o hyd i gartrefi oer.",
            "Pobl dros 65 oed.",
            "Does neb wedi cael ei holi eto",
            "Mewn grym",
            "Tan",
        ],
    }[query]
    for sentence in [*expected, day_words(until, reader).words, about.lead.name]:
        for shown in (words(label), words(embedded), told(drawing)):
            assert sentence in " ".join(unescape(shown).split()), sentence
    assert drawing.attrib["lang"] == reader.language
    assert drawing.find(f"{SVG}title").text.startswith(expected[0] if query != "?read=easy" else "Data use label")
    assert "http://testserver/i/warm" in drawing.find(f"{SVG}desc").text


def test_what_is_in_another_language_than_its_surroundings_is_marked(client: Client) -> None:
    make.initiative(slug="warm", title="Warm homes")
    drawing = drawn(client, "warm", "?lang=cy")
    by_words = {text.text: text.attrib["lang"] for text in drawing.iter(f"{SVG}text")}
    assert by_words["Pwy"] == "cy"
    assert by_words["Warm homes"] == by_words["(Cymraeg)"] == "cy"
    page = html(client, "/i/warm/label/embed?lang=cy")
    assert '<dt><span lang="cy">Pwy</span></dt>' in page
    assert 'href="/i/warm?lang=cy" target="_top"' in page


def test_the_label_follows_the_licence_and_what_people_said(client: Client) -> None:
    about = make.licensed()
    assert "In force" in told(drawn(client, about.slug))
    lead = make.member(about.lead, Role.GOVERNANCE_LEAD)
    governance.suspend(by=lead, initiative=about, organisation=about.lead, reason=plain("A mistake."))
    drawing = drawn(client, about.slug)
    assert "Suspended" in told(drawing)
    assert "6 of 7 checks pass" in told(drawing)
    assert len(drawing.findall(f"{SVG}circle")) == 7
    assert [circle.attrib["fill"] for circle in drawing.findall(f"{SVG}circle")].count("#fff") == 1
    assert "Nobody has been asked yet" in told(drawing)
    asked = surveys.world()[2]
    assert "Not counted yet" in told(drawn(client, asked.initiative.slug))


def test_the_drawing_says_of_which_day_it_is_and_needs_nothing_else(client: Client) -> None:
    about = make.licensed()
    text = client.get(f"/i/{about.slug}/label.svg").content.decode()
    today = timezone.localdate()
    assert f"As it stood on {day_words(today, Reader())}" in " ".join(told(parsed(text)).split())
    assert not re.search(r"href|url\(|<script|<style|<image|@import", text)


def test_the_picture_is_the_drawing_in_dots(client: Client) -> None:
    about = make.licensed()
    answer = client.get(f"/i/{about.slug}/label.png")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    width, height, rows = dots(answer.content)
    drawing = drawn(client, about.slug)
    assert (width, height) == (2 * WIDTH, 2 * int(drawing.attrib["height"]))
    dark = [sum(1 for at in range(0, len(row), 4) if row[at] < 100) for row in rows]
    assert dark[1] > 0.98 * width  # the frame
    inside = dark[60 : height // 2]
    assert max(inside) > 0.8 * width  # the rule
    assert sum(1 for count in inside if 10 < count < 0.6 * width) > 100  # lines of words
    assert client.get(f"/i/{about.slug}/label.png").content == answer.content


def dots(picture: bytes) -> tuple[int, int, list[bytes]]:
    """The width, the height and the rows of an RGBA picture of eight bits (PNG, ISO/IEC 15948), its filters undone."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, head = 8, b"", b""
    while at < len(picture):
        (length,), kind = struct.unpack(">I", picture[at : at + 4]), picture[at + 4 : at + 8]
        part = picture[at + 8 : at + 8 + length]
        head = part if kind == b"IHDR" else head
        data += part if kind == b"IDAT" else b""
        at += 12 + length
    width, height, bits, colour = struct.unpack(">IIBB", head[:10])
    assert (bits, colour) == (8, 6)
    raw, rows, above = zlib.decompress(data), [], bytes(4 * width)
    for number in range(height):
        line = bytearray(raw[number * (4 * width + 1) + 1 : (number + 1) * (4 * width + 1)])
        how = raw[number * (4 * width + 1)]
        for i in range(len(line)):
            left, up, corner = line[i - 4] if i > 3 else 0, above[i], above[i - 4] if i > 3 else 0
            guess = left + up - corner
            near = min((left, up, corner), key=lambda one, guess=guess: abs(guess - one))
            line[i] = (line[i] + (0, left, up, (left + up) // 2, near)[how]) % 256
        above = bytes(line)
        rows.append(above)
    return width, height, rows


def test_words_are_words_in_a_drawing_and_long_ones_stay_inside_it() -> None:
    hostile = Rendered('<script>alert(1)</script> & "x" ' + "Llanfair" * 40, "en", "standard")
    drawing = parsed(svg(a_label(title=hostile, who=hostile)))
    assert not list(drawing.iter(f"{SVG}script"))
    lines = list(drawing.iter(f"{SVG}text"))
    assert any("<script>" in (line.text or "") for line in lines)
    assert hostile.words in drawing.find(f"{SVG}desc").text
    for size in (SMALL, 16, 22):
        for line in wrapped(hostile.words, size, bold=True):
            assert len(line) * 0.3 * size <= WIDTH - 2 * EDGE
    assert "".join(wrapped("W" * 500, 16)) == "W" * 500
    assert png(svg(a_label(title=hostile))).startswith(b"\x89PNG")


def test_signs_that_no_drawing_may_hold_are_left_out_of_it() -> None:
    pasted = Rendered("Warm\x0b and\x01 well\x1f\ufffe \x07at\x00 home 😀", "en", "standard")
    drawing = svg(a_label(title=pasted, who=pasted))
    assert "Warm and well at home 😀" in parsed(drawing).find(f"{SVG}desc").text
    assert png(drawing).startswith(b"\x89PNG")


def test_a_made_up_example_says_so_on_the_drawing(settings) -> None:
    settings.SYNTHETIC = "The people are made up."
    assert "Example only. The people are made up." in " ".join(told(parsed(svg(a_label()))).split())


def test_any_site_may_frame_the_one_page_and_no_other(client: Client) -> None:
    about = make.licensed()
    framed = client.get(f"/i/{about.slug}/label/embed")
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    usual = client.get(f"/i/{about.slug}/label")
    assert usual["X-Frame-Options"] == "DENY"
    own = framed["Content-Security-Policy"].replace("frame-ancestors *", "frame-ancestors 'none'")
    assert own == usual["Content-Security-Policy"]
    assert not framed.cookies
    page = framed.content.decode()
    assert not re.search(r"<script|<form|style=|<style", page)


def test_the_label_page_gives_what_to_paste(client: Client) -> None:
    make.initiative(slug="warm", title='Warm "and" <well>')
    page = html(client, "/i/warm/label?read=easy")
    frame, picture = (unescape(part) for part in re.findall(r"<textarea[^>]*readonly[^>]*>\s*(.*?)</textarea>", page, re.DOTALL))
    inside = parsed(frame)
    assert inside.attrib["src"] == "http://testserver/i/warm/label/embed?read=easy"
    assert inside.attrib["title"] == 'Data use label: Warm "and" <well> (easy)'
    link = parsed(picture.replace('"></a>', '"/></a>'))
    assert link.attrib["href"] == "http://testserver/i/warm?read=easy"
    assert link[0].attrib["src"] == "http://testserver/i/warm/label.svg?read=easy"
    assert link[0].attrib["alt"].startswith("Data use label: Warm")
    for part in (frame, picture):
        for address in re.findall(r'(?:src|href)="http://testserver([^"]+)"', part):
            assert client.get(unescape(address)).status_code == 200


def test_drawing_and_picture_are_not_sent_again_while_they_are_the_same(client: Client) -> None:
    about = make.licensed()
    for kind in ("svg", "png"):
        first = client.get(f"/i/{about.slug}/label.{kind}")
        assert first["Access-Control-Allow-Origin"] == "*"
        again = client.get(f"/i/{about.slug}/label.{kind}", HTTP_IF_NONE_MATCH=first["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert client.post(f"/i/{about.slug}/label.{kind}").status_code == 405
    make.dataset(about)
    assert client.get(f"/i/{about.slug}/label.png", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


@pytest.mark.parametrize("end", ["label.svg", "label.png", "label/embed"])
def test_what_is_not_there_has_no_label(client: Client, end: str) -> None:
    assert client.get(f"/i/nothing-here/{end}").status_code == 404


def test_every_state_of_a_licence_and_every_fixed_word_has_welsh() -> None:
    assert set(LICENCES) == {*(word for _, word in STYLES.values()), "Refused"}
    assert all(texts["cy"]["standard"] for texts in [*WORDS.values(), *LICENCES.values()])
    assert all(texts["en"]["easy"] for texts in LICENCES.values())
    assert len(set(MONTHS)) == 12
    assert day_words(date(2031, 3, 3), Reader("cy")).words == "3 Mawrth 2031"
    assert day_words(date(2031, 12, 25), Reader("cy")).words == "25 Rhagfyr 2031"
    assert day_words(date(2031, 3, 3), Reader("en", "easy")).words == "3 March 2031"
