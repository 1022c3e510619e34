"""`folkmoot demo` before it serves anything: what it refuses, and that nothing is left of an example that was not finished."""

import socket
from pathlib import Path

import pytest
from django.test import Client

from example_site import ExampleSite, example_site
from folkmoot.site import demo
from folkmoot.site.home import Home
from folkmoot.site.people import domain as people
from folkmoot.site.people.roles import Role
from folkmoot.weigh import RefusedError
from tests.site import make


def test_a_folder_that_holds_something_else_is_neither_served_nor_thrown_away(tmp_path: Path) -> None:
    Home.at(tmp_path / "real").name_installation(place="Somewhere")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").write_text("dear")
    for home in (tmp_path / "real", tmp_path / "papers"):
        before = sorted(home.iterdir())
        for fresh in (False, True):
            with pytest.raises(RefusedError, match="something that is not the example"):
                demo.main(home, 0, fresh=fresh)
        assert sorted(home.iterdir()) == before


def test_a_taken_port_is_said_before_the_example_is_made(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(RefusedError, match="Something else answers on port"):
            demo.main(tmp_path / "demo", other.getsockname()[1], fresh=False)
    assert list(tmp_path.iterdir()) == []


def test_without_the_repository_it_says_where_the_example_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "REPOSITORY", tmp_path)
    with pytest.raises(RefusedError, match=r"Run \./run in a checkout"):
        demo.make(tmp_path / "demo")
    assert list(tmp_path.iterdir()) == []


def test_an_example_that_cannot_be_finished_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOLKMOOT_MAIL_URL", "nonsense://")  # a setting the site refuses to start with
    with pytest.raises(RefusedError, match="could not be made"):
        demo.make(tmp_path / "demo")
    assert list(tmp_path.iterdir()) == []
    capfd.readouterr()


def test_a_second_start_serves_the_same_example_and_fresh_makes_another(example: ExampleSite) -> None:
    made = (example.home / "secrets.json").read_text()
    with example_site(example.home.parent, "--fresh", name="other") as other:
        assert "Making the worked example" in other.printed
        assert (other.home / "secrets.json").read_text() != made
        keys = (other.home / "secrets.json").read_text()
    with example_site(example.home.parent, name="other") as again:
        assert "Making the worked example" not in again.printed
        assert (again.home / "secrets.json").read_text() == keys


@pytest.mark.django_db(databases=["default", "vault"])
def test_it_says_which_e_mail_address_signs_in_with_which_link() -> None:
    where = make.organisation()
    for name in ("Officer", "Chair"):
        email = f"{name.lower()}@example.org"
        people.invite_user(by="folkmoot", email=email, organisation=where, role=Role.RESEARCH_OFFICER, name=name)
    lines = demo.things_to_try()
    said = lines[lines.index(next(line for line in lines if "3. Work as staff" in line)) + 1 :]
    assert said[::2] == ["     Officer, who signs in as officer@example.org:", "     Chair, who signs in as chair@example.org:"]
    for line, email in zip(said[1::2], ("officer@example.org", "chair@example.org"), strict=True):
        page = Client().get(line.strip().removeprefix("{address}")).content.decode()
        assert f"You will sign in as {email}." in page
