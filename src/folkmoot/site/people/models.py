"""Organisations, staff and their dated memberships; Participants as pseudonyms; and, in the vault alone, who they are."""

import secrets

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from folkmoot.site.people.encryption import EncryptedTextField
from folkmoot.site.people.roles import ROLES, Role


class StaffManager(BaseUserManager["User"]):
    """Makes users known by their e-mail address."""

    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """A user who can sign in with `password`, or not at all while it is None."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Someone in office: staff or a committee member. Their name is a public role, unlike a Participant's.

    There are no superusers and no groups: what someone may do follows from their memberships alone.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    objects = StaffManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name shown beside what they did in office."""
        return self.name


class Organisation(models.Model):
    """Any body that acts."""

    class Kind(models.TextChoices):
        """What kind of body it is."""

        COUNCIL = "council", "Council"
        POLICE = "police", "Police"
        HEALTH = "health", "Health"
        UNIVERSITY = "university", "University"
        COMMITTEE = "committee", "Committee"
        SUPPLIER = "supplier", "Supplier"
        VOLUNTARY = "voluntary", "Voluntary body"
        TRUST = "trust", "Data trust"

    name = models.CharField(max_length=160, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    ico_number = models.CharField(max_length=20, blank=True)  # its registration with the Information Commissioner, such as Z1234567
    company_number = models.CharField(max_length=8, blank=True)  # at Companies House

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role a user holds in an Organisation from `starts` up to, and not including, `ends` (until further notice while it is empty)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=32, choices=[(role.value, ROLES[role].name) for role in Role])
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="membership_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="membership_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.get_role_display()} of {self.organisation}"


def new_pseudonym() -> str:
    """128 random bits: nothing about a person can be read from it."""
    return secrets.token_hex(16)


class Participant(models.Model):
    """A pseudonym. Who it stands for is in the vault, or nowhere."""

    pseudonym = models.CharField(max_length=32, unique=True, default=new_pseudonym)
    since = models.DateField()

    def __str__(self) -> str:
        return self.pseudonym


class Identity(models.Model):
    """Who a Participant is, encrypted. Lives in the vault and is deleted when the person asks."""

    pseudonym = models.CharField(max_length=32, unique=True)
    name = EncryptedTextField(blank=True)
    contact = EncryptedTextField(blank=True)

    def __str__(self) -> str:
        return self.pseudonym


class KeyCheck(models.Model):
    """A word encrypted with the vault's key, in the vault: another key cannot read it (vault_check.py)."""

    words = EncryptedTextField()

    def __str__(self) -> str:
        return "check of the vault's key"
