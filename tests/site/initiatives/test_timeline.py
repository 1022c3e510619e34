"""What happened to an initiative, line by line."""

from datetime import date

from folkmoot.site.initiatives.timeline import told_once

DAY, NEXT = date(2031, 3, 3), date(2031, 3, 4)


def test_what_happened_several_times_on_a_day_is_one_line_that_says_how_often():
    said = {"date": DAY, "words": "It was said.", "href": "/part", "link": "Read it"}
    met = {"date": DAY, "words": "A condition was met."}
    assert told_once([said, met, said, {**said, "date": NEXT}, {**said, "href": "/other"}, said]) == [
        {**said, "words": "It was said. (3 times)"},
        met,
        {**said, "date": NEXT},
        {**said, "href": "/other"},
    ]
    assert said["words"] == "It was said."
    assert told_once([]) == []
