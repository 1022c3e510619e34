"""Documents and their versions, comments on drafts, quotes, signatures and evidence. What was published is never changed: the database
refuses. Drafts stand in a table of their own, so that no public page can read one by mistake."""

from folkmoot.site.documents.models.comments import Comment, CommentAnswer, CommentLook, CommentRound, CommentWords
from folkmoot.site.documents.models.documents import Document, DocumentDraft, DocumentParty, DocumentVersion, Withheld
from folkmoot.site.documents.models.evidence import ClauseEvidence, EvidenceTakenBack
from folkmoot.site.documents.models.quotes import Quote, QuoteWithdrawal
from folkmoot.site.documents.models.signatures import Leaving, Signature

__all__ = [
    "ClauseEvidence",
    "Comment",
    "CommentAnswer",
    "CommentLook",
    "CommentRound",
    "CommentWords",
    "Document",
    "DocumentDraft",
    "DocumentParty",
    "DocumentVersion",
    "EvidenceTakenBack",
    "Leaving",
    "Quote",
    "QuoteWithdrawal",
    "Signature",
    "Withheld",
]
