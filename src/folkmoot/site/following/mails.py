"""The mails, as plain text: they read well on an old phone and aloud. What anyone follows is in the body alone, never in the subject."""

from collections.abc import Sequence
from itertools import groupby

from django.core.mail import EmailMessage
from django.urls import reverse

from folkmoot.site.following.models import DueMail, FollowerContact
from folkmoot.site.following.wording import MAIL
from folkmoot.site.initiatives.news import News
from folkmoot.site.outbox.mail_form import message_id, one_click, plain_mail
from folkmoot.site.renditions import Reader, render

MOST_TOLD = 40
"""How many things one mail tells under each heading; the rest is on the site."""


def link_mail(*, to: str, token: str, follows: Sequence[str], reader: Reader, site: str) -> EmailMessage:
    """The mail that asks whether someone wants to follow. `follows` are what was chosen, in words; `site` the site's address."""
    address = f"{site}{reverse('following:following', args=[token])}{reader.query}"
    body = [_say("link", reader), "\n".join(f"* {words}" for words in follows), f"{_say('link_yes', reader)}\n{address}"]
    return _mail(to, "link_subject", [*body, _say("link_no", reader)], reader, {})


def news_mail(due: DueMail, contact: FollowerContact, *, points: Sequence[News], rest: Sequence[News], site: str) -> EmailMessage:
    """The mail that is due, telling the decision points and the rest, each newest first.

    Its headers let a mail program stop the mails in one step (RFC 8058). Its Message-ID is the same whenever it is sent again.
    """
    reader = Reader(due.follower.language, due.follower.style)
    body = []
    for heading, told in (("points", points), ("digest", rest)):
        if told:
            body += [_say(heading, reader), *_told(told, reader, site)]
    own = f"{site}{reverse('following:following', args=[contact.token])}"
    stop = f"{site}{reverse('following:stop', args=[contact.token])}"
    body += ["-- ", f"{_say('why', reader)}\n{own}{reader.query}", f"{_say('stop', reader)}\n{stop}{reader.query}"]
    headers = {"Message-ID": message_id("folkmoot.due_mail", f"{due.pk} {contact.pseudonym}", site), **one_click(stop)}
    return _mail(contact.email, "subject", body, reader, headers)


def _told(told: Sequence[News], reader: Reader, site: str) -> list[str]:
    parts = []
    shown = sorted(told[:MOST_TOLD], key=lambda one: one.initiative.pk)  # the newest first within each initiative: sorting keeps that
    for initiative, of_it in groupby(shown, key=lambda one: one.initiative):
        lines = [render(initiative.title, reader).words]
        lines += [f"* {render(one.words, reader).words}\n  {site}{one.path}{reader.query}" for one in of_it]
        parts.append("\n".join(lines))
    if len(told) > MOST_TOLD:
        parts.append(f"{_say('more', reader)}\n{site}{reverse('initiatives:home')}{reader.query}")
    return parts


def _mail(to: str, subject: str, body: Sequence[str], reader: Reader, headers: dict[str, str]) -> EmailMessage:
    return plain_mail(to=to, subject=_say(subject, reader), body=body, language=reader.language, headers=headers)


def _say(key: str, reader: Reader) -> str:
    return render(MAIL[key], reader).words
