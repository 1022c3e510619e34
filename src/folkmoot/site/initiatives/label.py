"""What the data use label of an initiative says to one reader: the page, the drawing and the picture all show this."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from folkmoot.record import NOBODY
from folkmoot.site.initiatives.initiative_page import InitiativePage
from folkmoot.site.initiatives.label_words import LICENCES, WORDS, as_of, checks, day_words
from folkmoot.site.renditions import DEFAULT, Reader, Rendered, Texts, plain, render


@dataclass(frozen=True)
class Label:
    """The label in the rendition nearest to what its reader asked for. `says` are its fixed words, `sample` is of whom people's words are,
    `seven` tells which checks pass, `address` is that of the initiative's page, and `day` the day of which all this is true."""

    reader: Reader
    title: Rendered
    who: Rendered
    what_for: Rendered
    whose: Rendered
    sees: Rendered
    said: Rendered
    sample: str
    licence: Rendered
    until: date | None
    seven: tuple[bool, ...]
    address: str
    day: date

    @property
    def says(self) -> Mapping[str, Rendered]:
        """The words that stand on every label, by what they are."""
        return {key: render(texts, self.reader) for key, texts in WORDS.items()}

    @property
    def lines(self) -> tuple[tuple[Rendered, Rendered], ...]:
        """Each question that the label answers, with its answer; the licence is apart."""
        says = self.says
        said = Rendered(f"{self.said} {self.sample}".strip(), self.said.language, self.said.style)
        answers = {"who": self.who, "what_for": self.what_for, "whose": self.whose, "sees": self.sees, "said": said}
        return tuple((says[key], answer) for key, answer in answers.items())

    @property
    def until_words(self) -> Rendered | None:
        """Until when the licence holds, or when it ended, in words."""
        return day_words(self.until, self.reader) if self.until else None

    @property
    def checks_words(self) -> Rendered:
        """How many checks pass."""
        return render(checks(sum(self.seven)), self.reader)

    @property
    def as_of(self) -> Rendered:
        """Of which day all this is true."""
        return render(as_of(self.day), self.reader)

    @property
    def whole(self) -> str:
        """All of it in words."""
        told = [*self.lines, (self.says["licence"], self.licence)]
        if self.until_words:
            told.append((self.says["until"], self.until_words))
        said = " ".join(f"{name}: {str(words).rstrip('.')}." for name, words in told)
        return f"{said} {self.checks_words}. {self.as_of}. {self.says['see_it_all']} {self.address}"


def label_of(page: InitiativePage, reader: Reader, *, address: str, day: date) -> Label:
    """The label of an initiative, in the same words as on its page."""

    def told(texts: Texts | None) -> Rendered:
        return render(texts or WORDS["not_written"], reader)

    answers, said = page.notice_answers, page.said
    unasked = WORDS["not_counted"] if page.engagements else WORDS["not_asked"]
    return Label(
        reader=reader,
        title=told(page.content["title"]),
        who=Rendered(", ".join(party["name"] for party in page.content["parties"]), *DEFAULT),
        what_for=told(answers.get("label_purpose")),
        whose=told(answers.get("label_people")),
        sees=render(_sees(page.who_sees), reader),
        said=Rendered(said.headline, *DEFAULT) if said else render(unasked, reader),
        sample=said.sample if said else "",
        licence=render(LICENCES[page.licence.word], reader),
        until=page.licence.until,
        seven=page.licence.seven,
        address=address,
        day=day,
    )


def _sees(lines: tuple[str, ...]) -> Texts:
    return NO_ONE if lines == (NOBODY,) else plain(" ".join(lines))


NO_ONE = plain(NOBODY, welsh="Neb. Nid oes neb wedi cael mynediad.")
