"""README and ARCHITECTURE say what is so."""

import re
from pathlib import Path

from examples.essex import survey
from folkmoot.site.engagement.pages import pages_of
from folkmoot.site.engagement.questionnaire import parse

ROOT = Path(__file__).parents[2]
CAPABILITIES = 78


def test_the_readme_counts_the_capabilities_that_are_walked_by_a_test() -> None:
    walked = sorted(re.match(r"test_c(\d+)_", path.name)[1] for path in (ROOT / "tests" / "capabilities").glob("test_*.py"))
    said = re.search(r"(\d+) of the (\d+) capabilities", (ROOT / "README.md").read_text("utf-8"))
    assert (int(said[1]), int(said[2])) == (len(walked), CAPABILITIES)
    assert len(set(walked)) == len(walked)


def test_every_link_to_a_file_in_the_documents_leads_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.relative_to(ROOT)}: {target}"


def test_every_document_can_be_come_by_from_the_readme_or_the_architecture() -> None:
    found, waiting = set(), [ROOT / "README.md", ROOT / "ARCHITECTURE.md"]
    while waiting:
        document = waiting.pop().resolve()
        if document.suffix == ".md" and document not in found:
            found.add(document)
            links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text("utf-8"))
            waiting += [document.parent / target for target in links]
    pages = {*ROOT.glob("docs/how-to/*.md"), *ROOT.glob("docs/reference/*.md"), *ROOT.glob("docs/explanation/*.md")}
    assert {page.name for page in pages - found} == set()


def test_the_readme_counts_the_parts_of_the_examples_survey() -> None:
    words = ("no", "one", "two", "three", "four", "five", "six")
    parts = len(pages_of(parse(survey.pages())))
    assert f"up to {words[parts]} short parts" in (ROOT / "README.md").read_text("utf-8")


def test_every_room_that_the_architecture_names_is_there_and_every_room_is_named() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    source = ROOT / "src" / "folkmoot"
    rooms = {path.name for path in source.iterdir() if path.is_dir() and path.name != "__pycache__"}
    apps = {path.parent.name for path in source.glob("site/*/apps.py")}
    named = re.findall(r"^ +([a-z]+)/", page, re.MULTILINE)
    assert set(named) >= rooms | apps
    places = [ROOT, ROOT / "examples", ROOT / "src", *(source / room for room in ("", "site", "survey", "weigh"))]
    for name in named:
        assert any((place / name).is_dir() for place in places), name


def test_nothing_names_what_is_not_built() -> None:
    commands = set(re.findall(r"folkmoot ([a-z]+)", (ROOT / "README.md").read_text("utf-8")))
    assert commands <= {"weigh", "demo", "serve"}
