"""The forms of signing in, with what is missing said in our own words; what is wrong is worded in signing_in.py."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm


class StaffLoginForm(LoginForm):
    """An e-mail address and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages |= dict.fromkeys(("required", "invalid"), "Enter your work e-mail address.")
        self.fields["password"].error_messages["required"] = "Enter your password."


class CodeForm(AuthenticateForm):
    """A code from an app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages["required"] = "Enter the code your app shows, or a recovery code."
