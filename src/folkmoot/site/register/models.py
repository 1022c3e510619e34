"""The index of the register. Nothing here is a fact: every row can be thrown away and made again from what is on record.

The words that are searched stand in a table of their own that the database searches by itself (search_table.py).
"""

from django.db import models


class Entry(models.Model):
    """How one initiative is found: what it is, and what its licence was worked out to be `since` a moment, which holds `until` another.

    `event` is the number of the last event about it that the entry knows of. Outside [since, until), or once there is a later event, the
    entry is worked out anew before anything is found by it.
    """

    initiative = models.OneToOneField("initiatives.Initiative", on_delete=models.CASCADE, primary_key=True, related_name="register_entry")
    proposed_on = models.DateField()
    kind = models.CharField(max_length=20)
    topic = models.CharField(max_length=20)
    area = models.TextField()  # its words as search compares them, each with a blank before it
    stage = models.CharField(max_length=20)
    state = models.CharField(max_length=20)  # of the licence
    joined = models.BooleanField()
    notice = models.PositiveIntegerField()  # the version one can read, 0 before the first
    answers = models.PositiveIntegerField()  # how many answers its decisions give to what people said
    event = models.BigIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)  # None: as long as nothing else is recorded

    class Meta:
        indexes = [
            models.Index(fields=["-proposed_on", "-initiative"], name="register_entry_order"),
            models.Index(fields=["until"], name="register_entry_until"),
            models.Index(fields=["since"], name="register_entry_since"),
            models.Index(fields=["event"], name="register_entry_event"),
            models.Index(fields=["state", "-proposed_on", "-initiative"], name="register_entry_state"),
        ]

    def __str__(self) -> str:
        return f"entry of initiative {self.pk}"


class Inside(models.Model):
    """An Organisation that is in the initiative of an Entry, as long as the entry holds."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="inside")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="register_entries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "entry"], name="organisation_is_in_an_entry_once")]

    def __str__(self) -> str:
        return f"organisation {self.organisation_id} in {self.entry}"
