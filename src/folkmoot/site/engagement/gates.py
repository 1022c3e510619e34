"""What must be true before an engagement opens: one list of rules, each a function of the engagement that says why not.

Another app adds its own rule in its AppConfig.ready, so that engagement need not know of it.
"""

from collections.abc import Callable

from folkmoot.site.engagement.models import Engagement
from folkmoot.site.engagement.safeguarding import why_not_safe
from folkmoot.site.engagement.welsh import why_not_in_welsh

Gate = Callable[[Engagement], list[str]]
GATES: list[Gate] = [why_not_safe, why_not_in_welsh]


def add_gate(gate: Gate) -> None:
    """Ask this rule too before every opening; one that was added before is not asked twice."""
    if gate not in GATES:
        GATES.append(gate)


def why_not_open(engagement: Engagement) -> list[str]:
    """Every reason why it may not open yet, each in a sentence; [] when it may."""
    return [reason for gate in GATES for reason in gate(engagement)]
