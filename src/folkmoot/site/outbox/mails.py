"""An invitation or reminder as a mail: English, and Welsh below it where the engagement has Welsh."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from folkmoot.site.outbox.mail_form import message_id, one_click, plain_mail
from folkmoot.site.outbox.models import Due
from folkmoot.site.outbox.ready import Ready
from folkmoot.site.outbox.wording import LETTER
from folkmoot.site.renditions import Reader, render


def readers_of(engagement: Any) -> tuple[Reader, ...]:
    """The languages in which somebody is written to about an engagement: nobody said which they read."""
    return (Reader("en"), Reader("cy")) if "cy" in engagement.title else (Reader("en"),)


def day_words(day: Any, reader: Reader) -> str:
    """A day in a language, such as 4 May 2027."""
    with translation.override(reader.language):
        return date_format(day, "j F Y")


def invitation_mail(due: Due, to: Ready, *, site: str) -> Any:
    """The mail. Its headers let a mail program opt out in one step (RFC 8058); its Message-ID is the same whenever it is sent again."""
    engagement, body = due.engagement, []
    stop = f"{site}{reverse('outbox:out', args=[to.token])}"
    readers = readers_of(engagement)
    for reader in readers:

        def say(key: str, reader: Reader = reader) -> str:
            return render(LETTER[key], reader).words

        address = f"{site}{reverse('engagement:start', args=[engagement.slug])}{reader.query}"
        body += [
            f"{render(engagement.title, reader)}\n{engagement.initiative.lead}",
            f"{say('asks')}\n{render(engagement.question, reader)}",
            say(due.kind),
            f"{say('go')}\n{address}",
            f"{say('code')} {to.code}\n{say('code_words')}",
            f"{say('until')} {day_words(engagement.closes, reader)}. {say('apart')}",
            f"{say('out')}\n{stop}{reader.query}",
        ]
        if reader != readers[-1]:
            body.append("-- ")
    subject = " / ".join(render(LETTER["subject"], reader).words for reader in readers)
    headers = {"Message-ID": message_id("folkmoot.invitation", f"{due.pk} {due.out_hash}", site), **one_click(stop)}
    return plain_mail(to=to.contact.strip(), subject=subject, body=body, language=", ".join(r.language for r in readers), headers=headers)
