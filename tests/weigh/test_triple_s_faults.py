"""A Triple-S description that is wrong, too large or meant to do harm is refused, with the line it is on."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.weigh import LIMITS, RefusedError
from folkmoot.weigh.triple_s_description import read_description

from .visit import XML

BOMB = '<!DOCTYPE sss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE sss [<!ENTITY secret SYSTEM "file:///etc/hostname">]>\n'


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("", "line 1: is not XML that can be read: no element found."),
        ("<sss version='2.0'><survey>\n</sss>", "line 2: is not XML that can be read: mismatched tag."),
        (BOMB + "<sss version='2.0'>&b;</sss>", "line 1: defines or needs an XML entity of its own, which Folkmoot does not take."),
        (OUTSIDE + "<sss version='2.0'>&secret;</sss>", "line 1: defines or needs an XML entity of its own"),
        (XML.replace("A visit", "&nbsp;"), "line 6: defines or needs an XML entity of its own"),
        ("<x>" * 60 + "</x>" * 60, "line 1: elements are 50 deep in each other. Is it the right file?"),
        ("<html/>", "is not a Triple-S description: it begins with <html>, not <sss>."),
        (XML.replace('version="2.0"', 'version="4.0"'), 'line 3: <sss> says version "4.0". Folkmoot reads "1.1", "1.2", "2.0", "3.0"'),
        (XML.replace("<date>", "<hierarchy/><date>"), "line 4: <hierarchy> describes several surveys together."),
        (XML.replace('ident="V"', 'ident="V" format="dbf"'), 'line 7: <record> says format="dbf".'),
        (XML.replace('ident="V"', 'ident="V" skip="-1"'), 'line 7: <record> says skip="-1".'),
        (XML.replace('type="logical"', 'type="grid"'), 'line 19: <variable> "Q6" is of type "grid". It may be: "single"'),
        (XML.replace('start="28"', 'start="0"'), 'line 19: <position> start="0" must be a whole number from 1.'),
        (XML.replace('start="28"', 'start="²"'), 'line 19: <position> start="²" must be a whole number from 1.'),
        (XML.replace('start="28"', ""), "line 19: <position> must say where the answers start"),
        (XML.replace('start="31"', 'start="41"'), "line 23: <position> finishes at 38, before it starts at 41."),
        (XML.replace('finish="10"', 'finish="5"'), 'line 10: <position> gives "Q2" 4 characters. It needs 9.'),
        (XML.replace("<name>Q6</name>", "<name>Q1</name>"), 'line 19: <variable> is called "Q1", as another is.'),
        (XML.replace("<name>Q6</name>", "<name>Q2_9</name>"), 'line 19: <variable> is called "Q2_9", as another is.'),
        (XML.replace("<name>Q6</name>", ""), "line 19: <variable> has no <name>."),
        (XML.replace('code="2">Again', 'code="1">Again'), 'line 9: <value> has the code "1". Each value needs one of its own.'),
        (XML.replace('code="9"', 'code="9999"'), 'line 11: <value> has the code "9999". The codes of a multiple are whole numbers'),
        (XML.replace("utf-8", "utf-16"), 'line 1: says that it is in "utf-16" text. Folkmoot reads'),
        (XML.replace("utf-8", "klingon"), 'line 1: says that it is in "klingon" text. Folkmoot reads'),
    ],
)
def test_a_description_that_is_wrong_is_refused_with_its_line(xml: str, words: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        read_description(xml.encode())
    assert refusal.value.problems[0].startswith(words)
    assert len(refusal.value.problems) == 1


def test_a_description_that_is_far_too_large_is_refused() -> None:
    content = b" " * (LIMITS.description_megabytes * 1_000_000 + 1)
    with pytest.raises(RefusedError, match=r"the description is 20 MB\. The most is 20 MB"):
        read_description(content)


@given(content=st.binary(max_size=200), cut=st.integers(0, 3000))
def test_no_bytes_end_in_anything_but_an_answer_or_a_refusal(content: bytes, cut: int) -> None:
    for broken in (content, XML.encode()[:cut] + content + XML.encode()[cut:]):
        with suppress(RefusedError):
            assert read_description(broken).variables


def test_a_description_of_too_many_variables_is_refused() -> None:
    many = "<variable/>" * (LIMITS.columns + 1)
    with pytest.raises(RefusedError, match=r"there are 2,001 columns\. The most is 2,000"):
        read_description(f'<sss version="2.0"><survey><record ident="V">{many}</record></survey></sss>'.encode())
