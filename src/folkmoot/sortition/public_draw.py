"""The draw itself: first the numbering of the panels by a seed nobody controls, then one number, drawn before everybody's eyes.

1. The draw file is published (`commitment`). It says which public numbers will count and how a panel's number will be drawn.
2. The public numbers appear. `number_panels` makes the seed (`public_numbers.combined_seed`) and puts the panels in the order of
   `Generator(seed, "panel numbers").permutation(panels)`: that order is their numbering. Everybody learns their tickets, the numbers of
   the panels they are on (`draw_files.numbers_of`). With a numbering in random order, a drum that favours a digit favours nobody.
3. When digits or dice are used, the numbering file is published *before* they are drawn, so that nobody can make the numbering fit them.
   `draw_panel` turns them into the number (`physical_draw`). With "seed" the number is `Generator(seed, "panel drawn").below(panels)`.
4. The result file is published. `verify` checks all of it.
"""

from collections.abc import Sequence

from folkmoot.sortition.documents import read, write
from folkmoot.sortition.draw_files import DrawFile, Manner, NumberingFile, ResultFile
from folkmoot.sortition.generator import Generator
from folkmoot.sortition.physical_draw import number_from_dice, number_from_digits
from folkmoot.sortition.public_numbers import combined_seed, published_seed, refuse_secret


def numbering_order(seed: bytes, panels: int) -> tuple[int, ...]:
    """Number 0 is panel order[0] of the draw file, and so on."""
    return tuple(Generator(seed, "panel numbers").permutation(panels))


def number_drawn(manner: Manner, typed: Sequence[int], seed: bytes, panels: int) -> int:
    """The number of the panel drawn. Raises ValueError when what was typed gives none, or something was typed where the seed draws."""
    if manner == "digits":
        return number_from_digits(typed, panels)
    if manner == "dice":
        return number_from_dice(typed, panels)
    if typed:
        raise ValueError("The draw file says that the seed draws the panel, so no digits or dice count.")
    return Generator(seed, "panel drawn").below(panels)


def number_panels(draw: bytes, public_numbers: Sequence[int | str], *, secret: bytes | None = None, time: str) -> bytes:
    """The numbering file, to be published before digits or dice are drawn.

    draw: the draw file. public_numbers: as they appeared, in the order stated. secret: the one committed to, if any.
    Raises ValueError when they are not what the draw file asks for.
    """
    committed = read(DrawFile, draw)
    _refuse_no_time(time)
    numbers = committed.public_numbers.typed(public_numbers)
    refuse_secret(secret, committed.secret_commitment)
    seed = combined_seed(committed.hash, numbers, secret)
    return write(
        NumberingFile(
            format="folkmoot numbering 1",
            draw=committed.hash,
            time=time,
            public_numbers=tuple(str(number) for number in numbers),
            secret=None if secret is None else secret.hex(),
            order=numbering_order(seed, len(committed.panels)),
        )
    )


def draw_panel(draw: bytes, numbering: bytes, typed: Sequence[int] = (), *, time: str) -> bytes:
    """The result file. typed: the digits or the rolls of the dice, all in order; nothing when the seed draws.

    Raises ValueError when the numbering is of another draw file, or what was typed draws no panel.
    """
    committed, numbered = read(DrawFile, draw), read(NumberingFile, numbering)
    _refuse_no_time(time)
    seed = seed_of(committed, numbered)
    if numbered.order != numbering_order(seed, len(committed.panels)):
        raise ValueError("The numbering is not the one that its seed makes. Make it again with number_panels.")
    number = number_drawn(committed.drawn_by, typed, seed, len(committed.panels))
    return write(
        ResultFile(
            format="folkmoot result 1",
            time=time,
            numbering=numbered,
            numbering_hash=numbered.hash,
            drawn_by=committed.drawn_by,
            typed=tuple(int(each) for each in typed),
            number=number,
            panel=committed.panels[numbered.order[number]],
        )
    )


def seed_of(draw: DrawFile, numbering: NumberingFile) -> bytes:
    """The seed from what the two files say. Raises ValueError when the numbering does not belong to the draw file."""
    if numbering.draw != draw.hash:
        raise ValueError("The numbering belongs to another draw file.")
    return published_seed(draw.hash, draw.public_numbers, draw.secret_commitment, numbering.public_numbers, numbering.secret)


def _refuse_no_time(time: str) -> None:
    if not time.strip():
        raise ValueError("Give the time, as it should stand in the file.")
