"""Words of people that documents quote: a row each, which can be emptied, so that documents refer to them and never hold them."""

from django.conf import settings
from django.db import models

STAFF = settings.AUTH_USER_MODEL


class Quote(models.Model):
    """What someone said, under a described role ("a woman, 35 to 44") and never a name, with how and when they agreed, which staff alone
    read. When the person withdraws it, all that is theirs becomes NULL."""

    key = models.SlugField(max_length=60, unique=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="quotes")
    words = models.TextField(null=True)  # noqa: DJ001 - NULL once it is withdrawn
    language = models.CharField(max_length=2, default="en", choices=[("en", "English"), ("cy", "Cymraeg")])
    said_by = models.CharField(max_length=120, null=True)  # noqa: DJ001 - NULL once it is withdrawn
    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="quotes", null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)  # where it was said, when that was no engagement here
    consent = models.CharField(max_length=300, null=True)  # noqa: DJ001 - NULL once it is withdrawn
    added_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="quotes_added")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"quote {self.key}"


class QuoteWithdrawal(models.Model):
    """That a Quote was withdrawn, and when."""

    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, related_name="withdrawal")
    on = models.DateField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="quotes_withdrawn")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"withdrawal of {self.quote}"
