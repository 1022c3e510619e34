"""What was received, answered and done stays on record as it was; only the link to a person can be cut. Words in the vault can be deleted."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges

WRITTEN_ONCE = [
    *("Answer", "Look", "ComplaintStep"),
    *("Incident", "IncidentVersion", "IncidentStep", "Appraisal", "Summary", "SummaryPublished"),
]
LINKED = ["Question", "Complaint"]


class Migration(migrations.Migration):
    dependencies = [("concerns", "0001_initial")]
    operations = [
        *(ForbidChanges(name) for name in WRITTEN_ONCE),
        *(ForbidChanges(name, blankable=["participant_id"]) for name in LINKED),
    ]
