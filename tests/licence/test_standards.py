"""The minimum standards: each is kept by something that there is, and said in every rendition."""

from folkmoot.licence import CHECKS, RULES, STANDARDS


def test_each_check_of_the_licence_keeps_one_standard_and_each_rule_is_known():
    checks = [standard.check for standard in STANDARDS.values() if standard.check]
    assert sorted(checks) == sorted(CHECKS)
    assert {standard.rule for standard in STANDARDS.values()} - {""} == RULES
    assert not any(standard.check and standard.rule for standard in STANDARDS.values())


def test_each_is_said_plainly_in_english_in_easy_read_and_in_welsh_with_what_keeps_it_and_its_source():
    for slug, standard in STANDARDS.items():
        assert slug == standard.slug
        assert set(standard.text) == {"en", "cy"}
        assert set(standard.text["en"]) == {"standard", "easy"}
        assert len(standard.text["en"]["easy"].split()) <= 8, slug
        assert standard.control.endswith(".")
        assert standard.source.startswith("Essex Centre for Data Analytics, 2021")
    assert len({standard.text["en"]["standard"] for standard in STANDARDS.values()}) == len(STANDARDS)
