"""Everything that can be done with documents, each with its rule, its rows and its audit event in one transaction."""

from folkmoot.site.documents.domain.commenting import (
    Received,
    answer_comment,
    drop_stray_words,
    erase_comment,
    look_at_comment,
    receive_comment,
)
from folkmoot.site.documents.domain.drafting import (
    Withhold,
    begin_document,
    discard_draft,
    remove_clause,
    save_clause,
    save_outline,
    send_draft,
)
from folkmoot.site.documents.domain.evidencing import link_evidence, take_evidence_back
from folkmoot.site.documents.domain.publishing import open_for_comment, publish_draft, return_draft
from folkmoot.site.documents.domain.quoting import add_quote, withdraw_quote
from folkmoot.site.documents.domain.signing import leave_document, sign_document

__all__ = [
    "Received",
    "Withhold",
    "add_quote",
    "answer_comment",
    "begin_document",
    "discard_draft",
    "drop_stray_words",
    "erase_comment",
    "leave_document",
    "link_evidence",
    "look_at_comment",
    "open_for_comment",
    "publish_draft",
    "receive_comment",
    "remove_clause",
    "return_draft",
    "save_clause",
    "save_outline",
    "send_draft",
    "sign_document",
    "take_evidence_back",
    "withdraw_quote",
]
