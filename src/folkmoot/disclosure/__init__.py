"""Statistical disclosure control: small counts hidden so that they stay hidden, with the proof."""

from folkmoot.disclosure.audit import Audit, audit
from folkmoot.disclosure.cells import SHORTHAND, THRESHOLD, CellStatus, Suppression, Zeros, hide_small_groups, suppress

__all__ = ["SHORTHAND", "THRESHOLD", "Audit", "CellStatus", "Suppression", "Zeros", "audit", "hide_small_groups", "suppress"]
