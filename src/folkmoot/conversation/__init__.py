"""The maths of open conversations: pure functions on arrays.

Votes and their files: VoteMatrix, read_polis_export. The map: map_opinions, group_stability, group_votes, representative, statement_shares.
Consensus: consensus, group_consensus, group_informed_consensus, divisiveness. What to show next: statement_priorities, next_statements.
Votes that look made together: check_integrity. Words: similar_statements, topics, keyness.

from folkmoot.conversation import VoteMatrix, group_stability, map_opinions
votes = VoteMatrix.from_events(participant, statement, vote, at)    # 1 agrees, -1 disagrees, 0 passes; the last vote counts
opinions = map_opinions(votes)                                      # where people stand, the groups, what each and all hold
group_stability(opinions).shown                                     # whether the groups are stable enough to be shown as groups
"""

from folkmoot.conversation.consensus import Consensus, consensus, group_informed_consensus
from folkmoot.conversation.divisiveness import divisiveness
from folkmoot.conversation.group_consensus import group_consensus
from folkmoot.conversation.group_votes import GroupVotes, group_votes
from folkmoot.conversation.integrity import Integrity, check_integrity
from folkmoot.conversation.keyness import keyness
from folkmoot.conversation.opinion_map import OpinionMap, map_opinions
from folkmoot.conversation.polis_export import PolisExport, read_polis_export
from folkmoot.conversation.representative import Representative, representative
from folkmoot.conversation.routing import next_statements, statement_priorities
from folkmoot.conversation.share_intervals import statement_shares
from folkmoot.conversation.similar_statements import similar_statements
from folkmoot.conversation.stability import GroupStability, group_stability
from folkmoot.conversation.topics import topics
from folkmoot.conversation.vote_matrix import AGREE, DISAGREE, PASS, VoteMatrix

__all__ = [
    "AGREE",
    "DISAGREE",
    "PASS",
    "Consensus",
    "GroupStability",
    "GroupVotes",
    "Integrity",
    "OpinionMap",
    "PolisExport",
    "Representative",
    "VoteMatrix",
    "check_integrity",
    "consensus",
    "divisiveness",
    "group_consensus",
    "group_informed_consensus",
    "group_stability",
    "group_votes",
    "keyness",
    "map_opinions",
    "next_statements",
    "read_polis_export",
    "representative",
    "similar_statements",
    "statement_priorities",
    "statement_shares",
    "topics",
]
