"""What every staff page with a form does: check it, hand it to a domain function, and say in words what came of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from folkmoot.site.errors import NotNow


def act(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[], Any],
    *,
    done: str,
    to: str | Callable[[Any], str],
    heading: str,
    button: str,
    template: str = "act.jinja",
    **context: Any,
) -> HttpResponse:
    """The page of `form`; when it is posted and valid, `do` is called, `done` said, and the reader sent on to `to` (of the result).

    A ValidationError or NotNow of `do` comes back as the form's errors; PermissionDenied goes on to the page that says so.
    """
    if request.method == "POST" and form.is_valid():
        result = attempt(form, do)
        if not form.errors:
            messages.success(request, done)
            return redirect(to(result) if callable(to) else to)
    status = 400 if form.errors else 200
    return render(request, template, {"form": form, "heading": heading, "button": button, **context}, status=status)


def attempt(form: forms.Form, do: Callable[[], Any]) -> Any:
    """What `do` returns; what it refuses becomes the form's errors, at the field they name where the form has it."""
    try:
        return do()
    except ValidationError as refused:
        by_field = refused.error_dict if hasattr(refused, "error_dict") else {None: refused.error_list}
        for field, sentences in by_field.items():
            for sentence in sentences:
                form.add_error(field if field in form.fields else None, sentence)
    except NotNow as refused:
        form.add_error(None, str(refused))
    return None
