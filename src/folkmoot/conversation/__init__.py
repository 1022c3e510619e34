"""The maths of open conversations: votes on statements, opinion groups, what each group holds and what all hold. Pure functions on
arrays."""

from folkmoot.conversation.consensus import Consensus, ConsensusStatement, GroupInformed, consensus, group_informed_consensus
from folkmoot.conversation.group_votes import GroupVotes, group_votes
from folkmoot.conversation.opinion_groups import OpinionGroups
from folkmoot.conversation.opinion_map import OpinionMap, map_opinions
from folkmoot.conversation.representative import Representative, representative
from folkmoot.conversation.routing import next_statements, statement_priorities
from folkmoot.conversation.vote_matrix import AGREE, DISAGREE, PASS, VoteMatrix

__all__ = [
    "AGREE",
    "DISAGREE",
    "PASS",
    "Consensus",
    "ConsensusStatement",
    "GroupInformed",
    "GroupVotes",
    "OpinionGroups",
    "OpinionMap",
    "Representative",
    "VoteMatrix",
    "consensus",
    "group_informed_consensus",
    "group_votes",
    "map_opinions",
    "next_statements",
    "representative",
    "statement_priorities",
]
