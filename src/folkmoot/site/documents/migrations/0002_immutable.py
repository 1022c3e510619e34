"""What was published, said, answered and signed stays on record as it was. A withdrawn quote is emptied; a comment's link to a person can be
cut. Drafts, and words in the vault, can be deleted."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges

WRITTEN_ONCE = [
    *("Document", "DocumentVersion", "DocumentParty", "Withheld"),
    *("CommentRound", "CommentLook", "CommentAnswer"),
    *("QuoteWithdrawal", "Signature", "Leaving", "ClauseEvidence", "EvidenceTakenBack"),
]


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [
        *(ForbidChanges(name) for name in WRITTEN_ONCE),
        ForbidChanges("Comment", blankable=["participant_id"]),
        ForbidChanges("Quote", blankable=["words", "said_by", "consent"]),
    ]
