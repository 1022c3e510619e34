"""The face in three real browsers: every macro on one page, served over HTTP as a site would serve it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from browser.engines import Engine
from browser.keyboard import walk
from face.gallery import gallery
from folkmoot import face

# as strict as a page with no scripts can have it
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
TYPES = {".css": "text/css", ".svg": "image/svg+xml"}

FAULTY = """<!doctype html><html lang="en"><head><title>Faulty</title><style>:focus-visible { outline: 0 }</style></head>
<body><main><h1>Faulty</h1><p style="color: #bbb; background: #fff">Words too pale to read.</p><input name="x">
<p style="width: 900px">A line much too wide.</p></main></body></html>"""

ANSWERED = "<!doctype html><html lang='en'><title>Answered</title><p>b is {}</p></html>"


class Site(BaseHTTPRequestHandler):
    """Serves the gallery at /, its static files, what a form sent at /answered, and a page of planted faults at /faulty."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path.startswith("/face/"):
            file = face.STATIC / address.path.removeprefix("/face/")
            return self._send(file.read_bytes(), TYPES[file.suffix])
        if address.path == "/faulty":
            return self._send(FAULTY.encode(), "text/html; charset=utf-8", policy="")
        page = self.server.page if address.path == "/" else ANSWERED.format(*parse_qs(address.query).get("b", ["nothing"]))
        return self._send(page.encode(), "text/html; charset=utf-8")

    def _send(self, body: bytes, kind: str, policy: str = POLICY) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the running gallery."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.page = gallery()
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_no_accessibility_fault_is_found(engine: Engine, site: str) -> None:
    engine.open(f"{site}/")
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in engine.axe()] == []
    assert engine.faults() == []


def test_no_accessibility_fault_is_found_in_the_dark(dark: Engine, site: str) -> None:
    dark.open(f"{site}/")
    assert dark.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 23, 30)"
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in dark.axe()] == []


def test_planted_faults_are_found(engine: Engine, site: str) -> None:
    engine.open(f"{site}/faulty")
    assert {"color-contrast", "label"} <= {fault["id"] for fault in engine.axe()}
    engine.width(320)
    assert engine.scroll_width() > 320
    _, landed = walk(engine)
    assert [stop["visible"] for stop in landed] == [False]


def test_nothing_scrolls_sideways_at_320_pixels(engine: Engine, site: str) -> None:
    engine.width(320)
    engine.open(f"{site}/")
    assert engine.inner_width() == 320
    assert engine.scroll_width() <= 320


def test_tab_reaches_every_control_in_order_and_its_focus_is_seen(engine: Engine, site: str) -> None:
    engine.open(f"{site}/")
    stops, landed = walk(engine)
    assert stops > 30
    assert [stop["stop"] for stop in landed] == list(range(stops))
    assert [stop["what"] for stop in landed if not stop["visible"]] == []


def test_a_form_is_answered_by_keyboard(engine: Engine, site: str) -> None:
    engine.open(f"{site}/")
    engine.evaluate("document.querySelector('#id_b_1').focus()")
    engine.press("ArrowDown")
    engine.press("Enter")
    assert "b=3" in urlsplit(engine.arrives("/answered")).query.split("&")


def test_a_press_anywhere_in_an_answers_box_chooses_it(engine: Engine, site: str) -> None:
    engine.open(f"{site}/")
    corner = engine.evaluate(
        "(() => { const e = document.querySelector('#id_b_4').parentElement; e.scrollIntoView({block: 'center'});"
        " const box = e.getBoundingClientRect(); const hit = document.elementFromPoint(box.right - 6, box.bottom - 6); hit.click();"
        " return hit.tagName })()"
    )
    assert (corner, engine.evaluate("document.querySelector('#id_b_4').checked")) == ("LABEL", True)


def test_a_form_is_answered_without_scripts(engine_without_scripts: Engine, site: str) -> None:
    engine_without_scripts.open(f"{site}/")
    engine_without_scripts.click("label[for=id_b_4]")
    engine_without_scripts.click("button[value=next]")
    assert "b=5" in urlsplit(engine_without_scripts.arrives("/answered")).query.split("&")
    assert engine_without_scripts.text("p") == "b is 5"
