"""Sortition: the fairest lottery over panels that meet every quota, and draws that anyone can check.

from folkmoot.sortition import Pool, Quota, Quotas, leximin
lottery = leximin(pool, Quotas([Quota("age", "16 to 29", 5, 6), ...]), 30)
lottery.probabilities, lottery.certificate      # each person's chance, and what proves that no lottery is fairer
"""

from folkmoot.sortition.alternates import Alternates, choose_alternates
from folkmoot.sortition.balanced_groups import BalancedGroups, balanced_groups
from folkmoot.sortition.certificate import Certificate
from folkmoot.sortition.check_lottery import Check, check_lottery
from folkmoot.sortition.commitment import Announcement, Commitment, commit, opening_for
from folkmoot.sortition.dropouts import DropoutModel, PastPanel, learn_dropouts
from folkmoot.sortition.frame import Frame
from folkmoot.sortition.frame_commitment import FrameAnnouncement, commit_frame, draw_frame
from folkmoot.sortition.frame_draws import FrameSample, draw_sample
from folkmoot.sortition.generator import Generator
from folkmoot.sortition.infeasible_reasons import why_infeasible
from folkmoot.sortition.legacy import legacy
from folkmoot.sortition.lottery import Lottery, leximin, maximin, nash
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.public_draw import draw_panel, number_panels
from folkmoot.sortition.public_numbers import PublicNumbers, new_secret
from folkmoot.sortition.quotas import InfeasibleQuotas, Quota, Quotas
from folkmoot.sortition.relaxed_quotas import RelaxedQuotas, relax_quotas
from folkmoot.sortition.replacements import Replacements, replacement_lottery
from folkmoot.sortition.tickets import Tickets, make_tickets
from folkmoot.sortition.verification import Verification
from folkmoot.sortition.verify import verify
from folkmoot.sortition.verify_frame_draw import verify_frame_draw

# who may be drawn, and what a jury must be
__all__ = ["InfeasibleQuotas", "Pool", "Quota", "Quotas", "RelaxedQuotas", "relax_quotas", "why_infeasible"]
# the lottery and its proof
__all__ += ["Certificate", "Check", "Lottery", "check_lottery", "legacy", "leximin", "maximin", "nash"]
# the draw in public
__all__ += ["Announcement", "Commitment", "Generator", "PublicNumbers", "Tickets", "Verification", "commit", "draw_panel", "make_tickets"]
__all__ += ["new_secret", "number_panels", "opening_for", "verify"]
# when members drop out
__all__ += ["Alternates", "DropoutModel", "PastPanel", "Replacements", "choose_alternates", "learn_dropouts", "replacement_lottery"]
# tables and focus groups; samples from a frame
__all__ += ["BalancedGroups", "balanced_groups"]
__all__ += ["Frame", "FrameAnnouncement", "FrameSample", "commit_frame", "draw_frame", "draw_sample", "verify_frame_draw"]
