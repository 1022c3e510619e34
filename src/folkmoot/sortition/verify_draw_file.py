"""What can be checked of a draw file by itself, and of an opening file beside it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from folkmoot.sortition.draw_files import DrawFile, OpenedPerson, OpeningFile, PublishedPerson, points
from folkmoot.sortition.physical_draw import SIZES
from folkmoot.sortition.ticket_codes import is_code
from folkmoot.sortition.verification import Check, failed, not_checked, passed

BILLION = 10**9
MOST_MOVED = 10  # panels; rounding moves people by one or two
SAME_CHANCE = 2  # billionths by which two equal chances may differ once all chances are written with nine decimals


def draw_file_checks(draw: DrawFile) -> Iterator[Check]:
    """People, panels, counts and chances: all that needs neither features nor an opening file."""
    yield _one_check(_wrong_people(draw), f"The {len(draw.people):,} people each have a ticket code and a commitment of their own.")
    yield _one_check(_wrong_panels(draw), f"Each of the {len(draw.panels):,} panels is {draw.size} different people of the list.")
    yield _one_check(_wrong_counts(draw), f"Each person is on exactly as many of the {len(draw.panels):,} panels as the file says.")
    yield _chances(draw)
    try:
        draw.public_numbers.refuse_too_few(len(draw.panels))
    except ValueError as error:
        yield failed(str(error))


def quota_checks(draw: DrawFile, features: Mapping[str, Sequence[str]], households: Mapping[str, int | None]) -> Iterator[Check]:
    """Every quota of every panel, and one person a household, from each code's features and household."""
    places = {feature.feature: place for place, feature in enumerate(draw.features)}
    unknown = [
        f"{quota.feature}: {quota.level}"
        for quota in draw.quotas
        if quota.feature not in places or quota.level not in draw.features[places[quota.feature]].levels
    ]
    if unknown:
        yield failed(f"There are quotas for what is no feature or level of this file: {', '.join(unknown)}.")
        return
    broken = []
    for number, panel in enumerate(draw.panels, 1):
        levels = Counter((place, features[code][place]) for code in panel for place in range(len(draw.features)))
        for quota in draw.quotas:
            count = levels[places[quota.feature], quota.level]
            if not quota.min <= count <= quota.max:
                broken.append(f"{count} of {quota.feature}: {quota.level} in panel {number} of the file (from {quota.min} to {quota.max})")
    if broken:
        yield failed(f"{len(broken):,} quotas of single panels are not met. The first: {broken[0]}.")
    else:
        yield passed(f"Each of the {len(draw.panels):,} panels meets all {len(draw.quotas)} quotas.")
    shared = [number for number, panel in enumerate(draw.panels, 1) if _share(panel, households)]
    if shared:
        yield failed(f"{len(shared):,} panels hold two people of one household. The first is panel {shared[0]} of the file.")
    elif any(household is not None for household in households.values()):
        yield passed("No panel holds two people of one household.")


def publication_checks(draw: DrawFile) -> Iterator[Check]:
    """The quotas of an open publication, and that people with the same features are treated alike; for a closed one, what is missing."""
    if draw.publication == "closed":
        if draw.types is not None or any(person.type is not None or person.household is not None for person in draw.people):
            yield failed("The file says that it is closed, and yet tells people's types or households.")
        return
    types = draw.types
    if types is None or any(person.type is None or not 0 <= person.type < len(types) for person in draw.people):
        yield failed("The file says that it is open, and yet does not tell everybody's type.")
        return
    wrong = [number for number, levels in enumerate(types, 1) if not _fits(draw, levels)]
    if wrong or len(set(types)) != len(types):
        yield failed("The person types do not fit the features and levels of the file, or one stands there twice.")
        return
    features = {person.code: types[person.type or 0] for person in draw.people}
    yield from quota_checks(draw, features, {person.code: person.household for person in draw.people})
    yield from _alike(draw)


def opening_checks(draw: DrawFile, opening: OpeningFile) -> Iterator[Check]:
    """That each person opened is the one committed to; and, when everybody of a closed publication is opened, the quotas."""
    if opening.draw != draw.hash:
        yield failed("The opening file belongs to another draw file.")
        return
    published = {person.code: person for person in draw.people}
    wrong = [person.code for person in opening.people if not _opens(draw, published.get(person.code), person)]
    if len({person.code for person in opening.people}) != len(opening.people):
        wrong.append("a code that stands there twice")
    if len({person.row for person in opening.people}) != len(opening.people):
        wrong.append("a row of the organiser's list that stands there twice")
    if wrong:
        yield failed(f"The opening file does not fit what was published: {len(wrong):,} do not open. The first: {wrong[0]}.")
        return
    if len(opening.people) < len(draw.people):
        yield passed(f"The opening file opens {len(opening.people):,} of {len(draw.people):,} people, each as was committed to.")
        return
    yield passed(f"The opening file opens all {len(draw.people):,} people, each as was committed to.")
    if draw.publication == "closed":
        features = {person.code: person.features for person in opening.people}
        yield from quota_checks(draw, features, {person.code: person.household for person in opening.people})


def quotas_left_to_compare(draw: DrawFile, opening: OpeningFile | None) -> Iterator[Check]:
    """What to say of the quotas of a closed publication when not everybody is opened."""
    if draw.publication == "closed" and (opening is None or len(opening.people) < len(draw.people)):
        yield not_checked("The quotas. This publication is closed: only an auditor with the whole opening file can check them.")


def _one_check(wrong: str | None, right: str) -> Check:
    return passed(right) if wrong is None else failed(wrong)


def _wrong_people(draw: DrawFile) -> str | None:
    codes = [person.code for person in draw.people]
    bad = [code for code in codes if not is_code(code)]
    if bad:
        return f"{len(bad):,} ticket codes are wrongly written (their check sign does not fit). The first: {bad[0][:20]}."
    if codes != sorted(set(codes)):
        return "The people are not listed by rising ticket code, each once."
    if not all(re.fullmatch(r"[0-9a-f]{64}", person.commitment) for person in draw.people):
        return "Some commitments are not 64 hexadecimal digits."
    if len({person.commitment for person in draw.people}) != len(codes):
        return "Two people have the same commitment."
    return None


def _wrong_panels(draw: DrawFile) -> str | None:
    codes = {person.code for person in draw.people}
    if len(draw.panels) not in SIZES:
        return f"There are {len(draw.panels):,} panels. There should be 10, 100, 1,000 or 10,000, so that digits can draw one."
    for number, panel in enumerate(draw.panels, 1):
        if len(panel) != draw.size or len(set(panel)) != len(panel) or not codes.issuperset(panel):
            return f"Panel {number} of the file is not {draw.size} different people of the list."
    if any(list(panel) != sorted(panel) for panel in draw.panels) or list(draw.panels) != sorted(draw.panels):
        return "The panels are not listed in rising order, so their order could tell something."
    return None


def _wrong_counts(draw: DrawFile) -> str | None:
    counts = Counter(code for panel in draw.panels for code in panel)
    wrong = [person for person in draw.people if counts[person.code] != person.panels]
    if not wrong:
        return None
    first = f"{wrong[0].code} is on {counts[wrong[0].code]}, not {wrong[0].panels}"
    return f"{len(wrong):,} people are on other numbers of panels than the file says. The first: {first}."


def _chances(draw: DrawFile) -> Check:
    if not all(re.fullmatch(r"0\.[0-9]{9}|1\.0{9}", person.chance) for person in draw.people):
        return failed("Some chances are not written as numbers from 0 to 1 with nine decimals.")
    units = [_billionths(person) for person in draw.people]
    if sum(units) != draw.size * BILLION:
        return failed(
            f"The chances before rounding add up to {sum(units) / BILLION:.9f}. They should add up to {draw.size}, the panel's size."
        )
    count = max(1, len(draw.panels))
    moved = max((abs(unit / BILLION - person.panels / count) for unit, person in zip(units, draw.people, strict=True)), default=0.0)
    chances = [person.panels / count for person in draw.people] or [0.0]
    if moved * count > MOST_MOVED and draw.goal != "legacy":
        return failed(
            f"Somebody is on {moved * count:,.0f} panels more or fewer than their chance before rounding gives. "
            "Rounding alone does not do that."
        )
    return passed(
        f"The chances before rounding add up to {draw.size}, the panel's size. Rounding to {len(draw.panels):,} panels moved nobody's "
        f"chance by more than {points(moved)}. The lowest chance is {min(chances):.2%}, the highest {max(chances):.2%}."
    )


def _alike(draw: DrawFile) -> Iterator[Check]:
    """Nobody whose chance is 0 or 1 (left out or set beforehand) or who shares a household is compared."""
    by_type: defaultdict[int | None, list[PublishedPerson]] = defaultdict(list)
    for person in draw.people:
        if person.household is None and re.fullmatch(r"0\.[0-9]{9}", person.chance) and _billionths(person):
            by_type[person.type].append(person)
    unlike = [people for people in by_type.values() if max(map(_billionths, people)) - min(map(_billionths, people)) > SAME_CHANCE]
    apart = [people for people in by_type.values() if max(p.panels for p in people) - min(p.panels for p in people) > 1]
    if draw.goal == "legacy":
        return
    if unlike or apart:
        first = (unlike or apart)[0]
        yield failed(f"People with the same features do not have the same chance: for instance {first[0].code} and the others of its type.")
    else:
        yield passed("People with the same features have the same chance: they are on the same number of panels, give or take one.")


def _billionths(person: PublishedPerson) -> int:
    return int(person.chance.replace(".", ""))


def _fits(draw: DrawFile, levels: Sequence[str]) -> bool:
    return len(levels) == len(draw.features) and all(level in feature.levels for level, feature in zip(levels, draw.features, strict=True))


def _share(panel: Sequence[str], households: Mapping[str, int | None]) -> bool:
    numbers = [households[code] for code in panel if households[code] is not None]
    return len(set(numbers)) != len(numbers)


def _opens(draw: DrawFile, published: PublishedPerson | None, opened: OpenedPerson) -> bool:
    if published is None or published.commitment != opened.commitment or not _fits(draw, opened.features):
        return False
    if draw.publication == "closed":
        return True
    return published.household == opened.household and opened.features in (draw.types or ())[published.type or 0 :][:1]
