"""What staff type about themselves and each other."""

from typing import Any

from django import forms

from folkmoot.site.people.models import Organisation
from folkmoot.site.people.roles import ROLES, Role

HINT = "At least 12 characters. Three or four words that do not belong together are easy to remember and hard to guess."
SERVER_ADDS = {Organisation.Kind.COMMITTEE}
KINDS = [("", "Choose one"), *Organisation.Kind.choices]
ROLE_CHOICES = [("", "Choose one"), *((role.value, ROLES[role].name) for role in Role)]


class SignInForm(forms.Form):
    """A name and a new password."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="Shown beside what you do in office.",
        error_messages={"required": "Enter your name."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Choose a password",
        help_text=HINT,
        strip=False,
        error_messages={"required": "Choose a password."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class OrganisationForm(forms.Form):
    """An Organisation."""

    organisation = forms.CharField(
        label="Name of the organisation", max_length=160, error_messages={"required": "Enter the organisation's name."}
    )
    kind = forms.ChoiceField(label="What kind of body it is", choices=KINDS, error_messages={"required": "Choose what kind of body it is."})


class NumbersForm(forms.Form):
    """Where an Organisation is registered."""

    ico_number = forms.CharField(
        label="Its registration with the Information Commissioner",
        max_length=20,
        required=False,
        help_text="Such as Z1234567. Leave it empty if there is none.",
    )
    company_number = forms.CharField(
        label="Its number at Companies House", max_length=20, required=False, help_text="Such as 01234567. Leave it empty if there is none."
    )


class AddOrganisationForm(OrganisationForm):
    """An Organisation that an administrator may add."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [choice for choice in KINDS if choice[0] not in SERVER_ADDS]


class SetUpForm(OrganisationForm, SignInForm):
    """The first Organisation and its administrator."""

    email = forms.EmailField(
        label="Your work e-mail address",
        help_text="You sign in with it. It is not shown to the public.",
        error_messages={"required": "Enter your work e-mail address.", "invalid": "Enter an address such as name@example.org."},
    )
    field_order = ["organisation", "kind", "name", "email", "password"]


class InviteForm(forms.Form):
    """Someone to give a role to."""

    email = forms.EmailField(
        label="Work e-mail address",
        error_messages={"required": "Enter their work e-mail address.", "invalid": "Enter an address such as name@example.org."},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label="Role", choices=ROLE_CHOICES, error_messages={"required": "Choose a role."})
