"""Checks a public draw from its published files alone: no database, no trust in whoever held it.

What no program can check is said too, for the reader to compare: that the hash is the one printed beforehand, that the public numbers
are those that appeared, that the digits are those that everybody saw.
"""

from collections.abc import Iterator

from folkmoot.sortition.canonical import NotSealedError, read_canonical
from folkmoot.sortition.documents import read
from folkmoot.sortition.draw_files import DrawFile, NumberingFile, OpeningFile, ResultFile
from folkmoot.sortition.physical_draw import number_text
from folkmoot.sortition.public_draw import number_drawn, numbering_order, seed_of
from folkmoot.sortition.verification import Check, Verification, compared, failed, not_checked, passed
from folkmoot.sortition.verify_draw_file import draw_file_checks, opening_checks, publication_checks, quotas_left_to_compare


def verify(
    published: bytes,
    result: bytes | None = None,
    opening: bytes | None = None,
    *,
    expected_hash: str | None = None,
    expected_numbering_hash: str | None = None,
) -> Verification:
    """Every check that these files allow; never raises, whatever the bytes.

    published: the draw file. result: the result file, or the numbering file while nothing is drawn yet. opening: the whole opening file
    (an auditor) or one person's part of it. expected_hash: the hash of the draw file as it was printed before the draw; without it, a
    file made anew with a new hash would pass, and the verification says so. expected_numbering_hash: likewise of the numbering file.
    """
    return Verification(tuple(_checks(published, result, opening, expected_hash, expected_numbering_hash)))


def _checks(
    published: bytes, result: bytes | None, opening: bytes | None, expected_hash: str | None, expected_numbering_hash: str | None
) -> Iterator[Check]:
    try:
        draw = read(DrawFile, published)
    except NotSealedError as error:
        yield failed(f"The draw file cannot be relied on. {error}")
        return
    yield passed("The draw file is in canonical form, and its hash fits what it says.")
    yield compared("draw file", draw.hash, expected_hash, draw.time)
    basic = list(draw_file_checks(draw))
    yield from basic
    if any(check.outcome == "failed" for check in basic):
        yield not_checked("The quotas: the list of people and panels must be in order first.")
    else:
        yield from publication_checks(draw)
        yield from _opening(draw, opening)
    if result is not None:
        yield from _result(draw, result, expected_numbering_hash)


def _opening(draw: DrawFile, opening: bytes | None) -> Iterator[Check]:
    opened = None
    if opening is not None:
        try:
            opened = read(OpeningFile, opening)
        except NotSealedError as error:
            yield failed(f"The opening file cannot be relied on. {error}")
        else:
            yield from opening_checks(draw, opened)
    yield from quotas_left_to_compare(draw, opened)


def _result(draw: DrawFile, data: bytes, expected_numbering_hash: str | None) -> Iterator[Check]:
    try:
        drawn = None if read_canonical(data).get("format") == "folkmoot numbering 1" else read(ResultFile, data)
        numbering = read(NumberingFile, data) if drawn is None else drawn.numbering
    except NotSealedError as error:
        yield failed(f"The numbering or result file cannot be relied on. {error}")
        return
    yield passed("The result is in canonical form, and its hash fits what it says.")
    if drawn is not None and drawn.numbering_hash != numbering.hash:
        yield failed("The numbering inside the result file does not have the hash that the result file gives for it.")
    try:
        seed = seed_of(draw, numbering)
    except ValueError as error:
        yield failed(str(error))
        return
    if draw.secret_commitment is not None:
        yield passed("The secret is the one that the draw file was committed to.")
    if numbering.order != numbering_order(seed, len(draw.panels)):
        yield failed("The numbering of the panels is not the one that the seed makes.")
        return
    yield passed(f"The seed gives the {len(draw.panels):,} panels the numbers they have.")
    numbers = ", ".join(numbering.public_numbers)
    yield not_checked(f"Compare the public numbers {numbers} with those that appeared: {draw.public_numbers.source}.")
    if draw.drawn_by != "seed":
        yield compared("numbering", numbering.hash, expected_numbering_hash, numbering.time)
    if drawn is not None:
        yield from _drawn(draw, drawn, seed)


def _drawn(draw: DrawFile, result: ResultFile, seed: bytes) -> Iterator[Check]:
    if result.drawn_by != draw.drawn_by:
        yield failed("The panel was drawn in another way than the draw file announced.")
        return
    try:
        number = number_drawn(draw.drawn_by, result.typed, seed, len(draw.panels))
    except ValueError as error:
        yield failed(str(error))
        return
    text = number_text(number, len(draw.panels))
    if number != result.number:
        yield failed(f"What was drawn gives the number {text}, not {result.number}.")
        return
    if result.panel != draw.panels[result.numbering.order[number]]:
        yield failed(f"The people named as drawn are not those of panel {text}.")
        return
    yield passed(f"Panel {text} was drawn, and the people named as drawn are its {draw.size} members.")
    if draw.drawn_by != "seed":
        typed = ", ".join(str(each) for each in result.typed)
        what = "digits" if draw.drawn_by == "digits" else "rolls of the dice"
        yield not_checked(f"Compare the {what} {typed} with those that were seen at the draw.")
