"""Staff sign in with a passkey and with an authenticator app, in a real browser, on a real server."""

import re
import signal
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.running_site import RunningSite, site
from tests.totp import code

PASSWORD = "seven quiet herons wade"
EMAIL = "ada.fen@example.org"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A fresh installation that nobody has set up."""
    with site(tmp_path_factory.mktemp("signing-in") / "home") as made:
        made.start()
        yield made
        assert made.end(signal.SIGINT) == 0
        said = (made.home / "stderr.txt").read_text("utf-8").splitlines()
        assert [line for line in said if not line.startswith("The key to the names in this vault is made at ")] == []


@pytest.fixture
def visit(chromium: Browser, running: RunningSite) -> Iterator[BrowserContext]:
    """A visit with cookies of its own."""
    made = chromium.new_context(base_url=running.address)
    yield made
    made.close()


@pytest.fixture
def tab(visit: BrowserContext) -> Iterator[Page]:
    """A page in it. Any script or style that the security policy stops, and any error of a script, fails the test."""
    made, said = visit.new_page(), []
    made.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: said.append(str(error)))
    yield made
    assert [words for words in said if "the server responded with a status of 400" not in words] == []


def check(page: Page) -> None:
    """The page is one of ours, holds no accessibility fault, and does not scroll sideways on a small screen."""
    expect(page.locator("header.fm-header")).to_be_visible()
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES["runOnly"]}})
    assert found.response["violations"] == [], found.generate_report()
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    page.set_viewport_size(size or {"width": 1280, "height": 720})


def sign_in_by_password(page: Page) -> None:
    page.goto("/staff/sign-in")
    page.get_by_label("Work e-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm_password(page: Page) -> None:
    check(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def passkey_device(visit: BrowserContext, page: Page) -> None:
    """A made-up device that keeps passkeys and says that its owner proved who they are."""
    protocol = visit.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_from_a_fresh_server_to_signing_in_with_an_app_and_with_a_passkey_alone(running, visit, tab):
    page = tab
    # the server shows a one-time address, which sets up the first administrator
    address = re.search(r"http://localhost:\d+(/staff/set-up/\S+)", " ".join([*running.said, running.next_line()]))
    page.goto(address[1])
    check(page)
    page.get_by_label("Name of the organisation").fill("Harrowmere Council")
    page.get_by_label("What kind of body it is").select_option("council")
    page.get_by_label("Your name").fill("Ada Fen")
    page.get_by_label("Your work e-mail address").fill(EMAIL)
    page.get_by_label("Choose a password").fill("short")
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("alert")).to_contain_text("at least 12 characters")
    check(page)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Set up").click()

    # a password alone leads to setting up a second factor, and nowhere else
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    check(page)
    sign_in_by_password(page)
    page.goto("/staff/audit")
    expect(page.get_by_role("heading", name="How you prove that it is you")).to_be_visible()
    check(page)

    # an authenticator app
    page.get_by_role("button", name="Set up an authenticator app").or_(page.get_by_role("link", name="Set up an authenticator app")).click()
    confirm_password(page)
    expect(page.locator("svg.fm-qr")).to_be_visible()
    check(page)
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code from the app").fill(code(secret))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert page.locator("main li code").count() == 10
    check(page)
    page.goto("/staff/")
    check(page)
    page.goto("/staff/audit?check=1")
    expect(page.get_by_role("heading", name="The chain holds")).to_be_visible()
    check(page)
    page.goto("/staff/organisations/harrowmere-council/people")
    check(page)
    page.goto("/staff/organisations/harrowmere-council/people/invite")
    check(page)
    page.goto("/staff/organisations")
    check(page)
    page.goto("/org/harrowmere-council")
    check(page)

    # sign in again, with password and app
    page.goto("/staff/")
    page.get_by_role("button", name="Sign out").click()
    sign_in_by_password(page)
    expect(page.get_by_role("heading", name="Prove that it is you")).to_be_visible()
    check(page)
    page.get_by_label("Code from your authenticator app").fill(code(secret, later=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()

    # a passkey, and with it alone
    passkey_device(visit, page)
    page.goto("/staff/second-factor/passkeys/add")
    confirm_password(page)
    check(page)
    page.get_by_label("A name for it").fill("My laptop")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_text("You have 1 passkey.")).to_be_visible()
    page.goto("/staff/second-factor/passkeys")
    expect(page.get_by_role("rowheader", name="My laptop")).to_be_visible()
    check(page)
    page.goto("/staff/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    expect(page.get_by_text("Signed in as Ada Fen.", exact=True)).to_be_visible()


def test_pages_about_what_went_wrong_are_accessible_too(chromium, running):
    page = chromium.new_context(base_url=running.address).new_page()
    for path, status in (("/nothing-here", 404), ("/staff/join/nothing", 400)):
        assert page.goto(path).status == status
        check(page)
    page.context.close()
