"""Checks a sample that was drawn from a frame in public, from its published files, and from the frame where one is handed it."""

from collections.abc import Iterator

from folkmoot.sortition.canonical import NotSealedError
from folkmoot.sortition.documents import read
from folkmoot.sortition.frame import Frame
from folkmoot.sortition.frame_commitment import FrameDrawFile, FrameResultFile
from folkmoot.sortition.frame_draws import draw_sample
from folkmoot.sortition.public_numbers import published_seed
from folkmoot.sortition.verification import Check, Verification, compared, failed, not_checked, passed


def verify_frame_draw(
    published: bytes,
    result: bytes | None = None,
    frame: Frame | None = None,
    *,
    salt: bytes | None = None,
    expected_hash: str | None = None,
) -> Verification:
    """Every check that these allow; never raises, whatever the bytes.

    published: the frame draw file. result: the frame result file. frame and its salt: from the organiser, for whoever may see the list.
    expected_hash: the hash of the frame draw file as it was printed before the draw.
    """
    return Verification(tuple(_checks(published, result, frame, salt, expected_hash)))


def _checks(published: bytes, result: bytes | None, frame: Frame | None, salt: bytes | None, expected_hash: str | None) -> Iterator[Check]:
    try:
        draw = read(FrameDrawFile, published)
    except NotSealedError as error:
        yield failed(f"The draw file cannot be relied on. {error}")
        return
    yield passed("The draw file is in canonical form, and its hash fits what it says.")
    yield compared("draw file", draw.hash, expected_hash, draw.time)
    wrong = _wrong_strata(draw)
    yield (
        passed(f"The strata have {draw.rows:,} rows together, and {sum(draw.numbers):,} are to be drawn.")
        if wrong is None
        else failed(wrong)
    )
    if wrong is not None:
        return
    if frame is not None:
        handed = _frame(draw, frame, salt)
        yield handed
        frame = frame if handed.outcome == "passed" else None
    if result is not None:
        yield from _result(draw, result, frame or draw.bare_frame)


def _wrong_strata(draw: FrameDrawFile) -> str | None:
    if any(not 0 <= stratum.drawn <= stratum.rows for stratum in draw.strata):
        return "More is to be drawn from a stratum than it has rows."
    if sum(stratum.rows for stratum in draw.strata) != draw.rows or not sum(draw.numbers):
        return "The strata do not have as many rows together as the frame, or nothing is to be drawn."
    if len({stratum.name for stratum in draw.strata}) != len(draw.strata):
        return "Two strata have the same name."
    return None


def _frame(draw: FrameDrawFile, frame: Frame, salt: bytes | None) -> Check:
    if salt is None or len(salt) != 32:
        return failed("The frame cannot be checked without its salt of 32 bytes. Ask for it with the frame.")
    if frame.fingerprint(salt) != draw.frame_commitment:
        return failed("The frame is not the one that the draw file is committed to.")
    if tuple(zip(frame.stratum_names, frame.stratum_rows, strict=True)) != tuple((each.name, each.rows) for each in draw.strata):
        return failed("The frame is the one committed to, but its strata are not those the draw file tells of.")
    return passed("The frame is the one that the draw file is committed to, with the strata it tells of.")


def _result(draw: FrameDrawFile, data: bytes, frame: Frame | None) -> Iterator[Check]:
    try:
        result = read(FrameResultFile, data)
        if result.draw != draw.hash:
            yield failed("The result belongs to another draw file.")
            return
        seed = published_seed(draw.hash, draw.public_numbers, draw.secret_commitment, result.public_numbers, result.secret)
    except NotSealedError as error:
        yield failed(f"The result file cannot be relied on. {error}")
        return
    except ValueError as error:
        yield failed(str(error))
        return
    yield passed(
        "The result is in canonical form, its hash fits what it says, and it gives the numbers and the secret that were announced."
    )
    numbers = ", ".join(result.public_numbers)
    yield not_checked(f"Compare the public numbers {numbers} with those that appeared: {draw.public_numbers.source}.")
    if frame is None:
        yield not_checked("The rows drawn. Whoever may see the frame can draw them again from it, its salt and the seed.")
        return
    try:
        sample = draw_sample(frame, draw.method, draw.numbers, seed, shuffled=draw.shuffled)
    except ValueError as error:
        yield failed(f"The draw cannot be made again. {error}")
        return
    if tuple((sample.rows + 1).tolist()) == result.rows:
        yield passed(f"Drawing again from the seed gives the same {len(result.rows):,} rows.")
    else:
        yield failed("Drawing again from the seed does not give the rows in the result file.")
