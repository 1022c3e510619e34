"""QR codes (ISO/IEC 18004) as a path that each drawing puts where it wants it."""

import segno

QUIET = 4
"""Modules of white round the code that the standard asks for."""


def modules(address: str, *, border: int = QUIET) -> tuple[int, str]:
    """How many modules wide the code of an address is, its border too, and the path of its dark ones, a unit to a module."""
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=border)]
    return len(rows), "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
