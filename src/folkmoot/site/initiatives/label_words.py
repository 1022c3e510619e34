"""The fixed words of the data use label, in their renditions: standard English, easy read and Welsh."""

from datetime import date

from folkmoot.face import date_words
from folkmoot.site.renditions import Reader, Rendered, Texts, plain, render

WORDS = {
    "kind": plain("Data use label", welsh="Label defnyddio data"),
    "who": plain("Who", easy="Who does it", welsh="Pwy"),
    "what_for": plain("What for", easy="Why they do it", welsh="I beth"),
    "whose": plain("Whose data", easy="Who it is about", welsh="Data pwy"),
    "sees": plain("Who sees it", easy="Who can see it", welsh="Pwy sy'n ei weld"),
    "said": plain("What people said", welsh="Beth ddywedodd pobl"),
    "licence": plain("Licence", easy="Is it allowed?", welsh="Trwydded"),
    "until": plain("Until", welsh="Tan"),
    "see_it_all": plain("See it all, ask, or say no:", welsh="Gweld y cyfan, gofyn, neu ddweud na:"),
    "not_written": plain("Not written yet", welsh="Heb ei ysgrifennu eto"),
    "not_asked": plain("Nobody has been asked yet", welsh="Does neb wedi cael ei holi eto"),
    "not_counted": plain("Not counted yet", easy="We have not counted it yet", welsh="Heb ei gyfrif eto"),
}
"""What stands on every label, by what it is."""

LICENCES = {
    "In force": plain("In force", easy="Yes, it is allowed now", welsh="Mewn grym"),
    "Draft": plain("Draft", easy="No. Nobody has decided yet", welsh="Drafft"),
    "Needs review": plain("Needs review", easy="Not now. It must be checked again", welsh="Angen adolygiad"),
    "Suspended": plain("Suspended", easy="No. It was stopped", welsh="Wedi'i hatal"),
    "Ended": plain("Ended", easy="No. It is over", welsh="Wedi dod i ben"),
    "Refused": plain("Refused", easy="No. The answer was no", welsh="Gwrthodwyd"),
    "Not yet": plain("Not yet", easy="Not yet. Something must be done first", welsh="Ddim eto"),
}
"""The word of a licence's state, as licence_words.py gives it, in its renditions."""

MONTHS = ("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr")


def day_words(day: date, reader: Reader) -> Rendered:
    """A day as a reader says it: 3 March 2031, 3 Mawrth 2031."""
    return render(_day(day), reader)


def as_of(day: date) -> Texts:
    """That a copy of the label is from a day."""
    texts = _day(day)
    return plain(
        f"As it stood on {texts['en']['standard']}",
        easy=f"This was true on {texts['en']['standard']}",
        welsh=f"Fel yr oedd ar {texts['cy']['standard']}",
    )


def checks(passed: int) -> Texts:
    """How many of the seven checks pass."""
    return plain(f"{passed} of 7 checks pass", welsh=f"Mae {passed} o 7 gwiriad wedi'u bodloni")


def _day(day: date) -> Texts:
    return plain(date_words(day), welsh=f"{day.day} {MONTHS[day.month - 1]} {day.year}")
