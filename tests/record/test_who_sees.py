"""Who can see the joined records, from the access that was given."""

from folkmoot.record import Grant, who_sees


def test_nobody_sees_them_before_anyone_was_given_access() -> None:
    assert who_sees([]) == ["Nobody. No one has been given access."]
    assert who_sees([Grant("Council", "analyst", 0)]) == ["Nobody. No one has been given access."]


def test_each_organisation_and_job_has_a_line_with_the_number_of_people() -> None:
    grants = [Grant("University", "analyst", 3), Grant("University", "output checker", 1), Grant("Council", "analyst", 0)]
    assert who_sees(grants) == ["University: 3 people, analyst.", "University: 1 person, output checker."]
