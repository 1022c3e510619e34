"""Every macro, as HTML that a browser, a screen reader and a strict content policy accept."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError, nodes

from face.gallery import DAY, environment, gallery
from folkmoot import face
from folkmoot.charts import Column, Figure, Range, Table, dot_and_range

HOSTILE = "\"'></textarea></select><script>alert(1)</script>"
TEMPLATES = ("page", "forms", "figures", "licence")


class Elements(HTMLParser):
    """The elements of a page with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def render(source: str, **values) -> str:
    imports = "".join(f'{{% import "face/{name}.jinja" as {name} %}}' for name in TEMPLATES)
    return environment().from_string(imports + source).render(**values)


def macros() -> set[str]:
    """The macros that a page may call: `page.header` and so on."""
    made = environment()
    found = set()
    for name in TEMPLATES:
        tree = made.parse(made.loader.get_source(made, f"face/{name}.jinja")[0])
        found |= {f"{name}.{macro.name}" for macro in tree.find_all(nodes.Macro) if not macro.name.startswith("_")}
    return found


def test_the_gallery_shows_every_macro() -> None:
    made = environment()
    called = set()
    for template, rename in (("gallery.jinja", {}), ("face/base.jinja", {"furniture": "page"})):
        tree = made.parse(made.loader.get_source(made, template)[0])
        for call in tree.find_all(nodes.Getattr):
            if isinstance(call.node, nodes.Name):
                called.add(f"{rename.get(call.node.name, call.node.name)}.{call.attr}")
    assert macros() - called == set()


def test_the_gallery_has_no_script_and_no_style_of_its_own() -> None:
    elements = Elements(gallery()).found
    assert {tag for tag, _ in elements} & {"script", "style", "iframe", "object"} == set()
    assert {name for _, attributes in elements for name in attributes if name == "style" or name.startswith("on")} == set()


def test_every_id_is_unique_and_every_reference_leads_to_one() -> None:
    elements = Elements(gallery()).found
    ids = Counter(attributes["id"] for _, attributes in elements if "id" in attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    wanted = set()
    for _, attributes in elements:
        for name in ("for", "aria-labelledby", "aria-describedby"):
            wanted |= set((attributes.get(name) or "").split())
        if (attributes.get("href") or "").startswith("#"):
            wanted.add(attributes["href"].removeprefix("#"))
    assert wanted - set(ids) == set()


def test_every_class_of_ours_is_in_the_stylesheet() -> None:
    used = {word for _, attributes in Elements(gallery()).found for word in (attributes.get("class") or "").split()}
    styled = set(re.findall(r"\.([a-z][\w-]*)", face.stylesheet()))
    assert {word for word in used if word.startswith("fm-")} - styled == set()


@pytest.mark.parametrize(
    "source",
    [
        "{{ page.header(x, x, [{'text': x, 'href': x, 'current': x, 'lang': x}], [{'text': x, 'href': x}]) }}",
        "{{ page.example(x) }}{{ page.crumbs([{'text': x, 'href': x}]) }}{{ page.footer([{'text': x, 'href': x}], [(x, x)], x) }}",
        "{{ page.proof(x, day, x, x) }}{{ page.steps(2, [x, x]) }}{{ page.notices([x]) }}{{ page.empty(x, x, x, x) }}",
        "{{ page.quote(x, x, x) }}{% call page.note(x, x) %}{{ x }}{% endcall %}",
        "{{ page.loop_ring([{'text': x, 'href': x, 'words': x, 'now': x}], x) }}{{ page.pagination(x|length, 99, x, x) }}",
        "{{ page.rows([{'title': x, 'href': x, 'words': x, 'small': x, 'tag': x, 'side': x}]) }}",
        "{{ page.timeline([{'date': x, 'words': x, 'href': x, 'link': x}, {'date': day, 'words': x}]) }}",
        "{{ licence.state('force', x) }}{{ licence.checks([{'name': x, 'passes': false, 'reason': x}] * 7, 'review', x, x, x, x) }}",
        "{{ licence.label(x, x, x, x, x, x, x, x, day, x, x, x) }}",
        "{{ figures.figure(figure) }}{{ figures.bases([(x, x, x)]) }}{{ figures.facts([(x, x)]) }}",
        "{{ forms.error_summary([{'text': x, 'href': x}], x) }}{{ forms.text_input(x, x, x, x, x, x, attributes={'data-x': x}, id=x) }}",
        "{{ forms.textarea(x, x, x, x, x, attributes={'data-x': x}) }}{{ forms.select(x, x, [(x, x)], x, x, x) }}",
        "{{ forms.checkbox(x, x, true, x, x) }}{{ forms.button(x, true, x, x) }}{{ forms.button(x, href=x) }}",
        "{{ forms.radios(x, x, [(x, x)], x, x, x) }}{{ forms.checkboxes(x, x, [(x, x, x)], [x], x, x) }}{{ forms.progress(x, x, x, x) }}",
        "{{ forms.date_input(x, x, {'day': x, 'month': x, 'year': x}, x, x) }}{% call forms.group(x, x, x, x) %}{{ x }}{% endcall %}",
        "{{ forms.switch([{'text': x, 'href': x, 'lang': x, 'current': x}], x) }}{% call forms.details(x) %}{{ x }}{% endcall %}",
    ],
)
def test_hostile_words_stay_words(source: str) -> None:
    table = Table(HOSTILE, (Column(HOSTILE), Column(HOSTILE, numeric=True)), ((HOSTILE, HOSTILE),))
    figure = Figure("x", HOSTILE, HOSTILE, dot_and_range("x", HOSTILE, [Range(HOSTILE, 5, 4, 6)]), table, (HOSTILE,))
    html = render(source, x=HOSTILE, day=DAY, figure=figure)
    assert "script" not in {tag for tag, _ in Elements(html).found}
    assert "&lt;script&gt;alert(1)" in html


def test_a_field_with_an_error_says_so_in_words_and_to_screen_readers() -> None:
    elements = Elements(render("{{ forms.text_input('age', 'Age', hint='In years.', error='Your age must be a number.') }}")).found
    field = next(attributes for tag, attributes in elements if tag == "input")
    assert (field["id"], field["aria-invalid"], field["aria-describedby"]) == ("id_age", "true", "id_age-hint id_age-error")
    plain = Elements(render("{{ forms.text_input('age', 'Age') }}")).found
    assert not {"aria-invalid", "aria-describedby", "value"} & set(next(attributes for tag, attributes in plain if tag == "input"))


def test_a_password_is_never_written_back() -> None:
    assert "hunter2" not in render("{{ forms.text_input('p', 'Password', value='hunter2', type='password') }}")


@pytest.mark.parametrize("value", [2, "2"])
def test_the_given_answer_is_chosen_whether_it_came_as_a_number_or_as_words(value) -> None:
    html = render(
        "{{ forms.radios('q', 'Q', [(1, 'Yes'), (2, 'No')], value) }}{{ forms.select('s', 'S', [(1, 'a'), (2, 'b')], value) }}", value=value
    )
    elements = Elements(html).found
    assert [attributes["value"] for _, attributes in elements if "checked" in attributes] == ["2"]
    assert [attributes["value"] for _, attributes in elements if "selected" in attributes] == ["2"]


def test_nothing_chosen_is_nothing_checked() -> None:
    assert "checked" not in render("{{ forms.radios('q', 'Q', [(1, 'Yes'), (2, 'No')]) }}").replace("checkboxes", "")


def test_what_is_typed_in_a_text_area_comes_back_as_it_was() -> None:
    # HTML drops one line end after <textarea>: one more must be written, or an answer that begins with one loses it
    html = render("{{ forms.textarea('why', 'Why', '\n  two spaces, <b>') }}")
    assert re.search(r"<textarea[^>]*>(.*)</textarea>", html, re.DOTALL)[1] == "\n\n  two spaces, &lt;b&gt;"


def test_no_errors_and_no_notices_leave_no_empty_boxes() -> None:
    assert render("{{ forms.error_summary([]) }}{{ page.notices([]) }}").strip() == ""


def test_the_state_shows_which_checks_fail() -> None:
    seven = [True, True, False, True, True, True, True]
    html = render("{{ licence.state('review', seven=seven) }}", seven=seven)
    assert html.count("<circle") == 7
    assert html.count('fill="none"') == 1
    assert "Needs review" in html


@pytest.mark.parametrize(("at", "done", "here"), [(1, 0, 1), (3, 2, 1), (7, 6, 1), (8, 7, 0)])
def test_the_loop_line_marks_what_is_done_and_where_we_are(at, done, here) -> None:
    html = render("{{ page.steps(at) }}", at=at)
    assert (html.count("is-done"), html.count('aria-current="step"'), html.count("<li")) == (done, here, 7)


def test_a_label_without_a_last_day_has_no_row_for_one() -> None:
    label = "{{ licence.label('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', until, 'j', 'k') }}"
    dated, undated = render(label, until=DAY), render(label, until=None)
    assert '<dt>Until</dt><dd><time datetime="2031-03-03">3 March 2031</time></dd>' in dated
    assert "Until" not in undated
    assert dated.count("<dt>") == undated.count("<dt>") + 1


@pytest.mark.parametrize(("place", "title"), [("Here", "T - Folkmoot, Here"), ("", "T - Folkmoot")])
def test_the_title_names_the_place_where_there_is_one(place: str, title: str) -> None:
    page = '{% extends "face/base.jinja" %}{% block title %}T{% endblock %}'
    html = environment().from_string(page).render(place=place)
    assert re.search("<title>(.*)</title>", html)[1] == title
    assert ("fm-brand__place" in html) is bool(place)


def test_a_page_that_is_asked_for_an_unknown_value_fails() -> None:
    with pytest.raises(UndefinedError):
        render("{{ plaice }}")


def test_a_page_alone_carries_its_stylesheet_unescaped() -> None:
    html = (
        environment()
        .from_string('{% extends "face/base.jinja" %}{% block title %}T{% endblock %}')
        .render(place="Here", css=face.stylesheet())
    )
    assert f"<style>{face.stylesheet()}</style>" in html
    assert "</style" not in face.stylesheet()
    assert Counter(tag for tag, _ in Elements(html).found)["link"] == 0
