"""What may be read of the library of wordings, and what other apps ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from folkmoot import weigh
from folkmoot.face import date_words
from folkmoot.record.changes import Change, change_of
from folkmoot.record.glossary import Term, TermFound, terms_in
from folkmoot.site.renditions import Texts
from folkmoot.site.wordings.glossary import term_list
from folkmoot.site.wordings.looking import CheckShown, RenditionShown, rendition_name, renditions
from folkmoot.site.wordings.models import ComprehensionResult, Reliance, Wording, WordingVersion

JOINED = "joined"
NOT_SAID = "The words people were given do not seem to say that these records are joined with others."
NOT_SAID_BEFORE = "the words people were given did not seem to say that these records are joined with others."


@dataclass(frozen=True)
class ResultShown:
    """What residents understood: the result, the rendition that was tested, in words, and a row for each question."""

    result: ComprehensionResult
    rendition: str
    rows: tuple[tuple[Texts, weigh.Understood], ...]


@dataclass(frozen=True)
class VersionShown:
    """A version as its page shows it. `results` are those that count, the latest first; `withdrawn` those that do not, with the reason."""

    version: WordingVersion
    renditions: tuple[RenditionShown, ...]
    results: tuple[ResultShown, ...]
    withdrawn: tuple[ComprehensionResult, ...]
    changes: tuple[Change, ...]

    @property
    def flags(self) -> tuple[CheckShown, ...]:
        """The flags that stand on any rendition, one for each check."""
        found = {check.check.id: check for shown in self.renditions for check in shown.flags}
        return tuple(found.values())


@dataclass(frozen=True)
class WordingRow:
    """A wording in a list: its newest version, with the headings of the flags that stand, and whether residents were asked about it."""

    wording: Wording
    version: WordingVersion
    flags: tuple[str, ...]
    tested: bool


@dataclass(frozen=True)
class Library:
    """The wordings that fit what was asked, how many there are in all, and the organisations that have any."""

    rows: tuple[WordingRow, ...]
    total: int
    organisations: tuple[Any, ...]


@dataclass(frozen=True)
class Relied:
    """A wording that records of an initiative were collected under: whether its words of today leave joining out; the day since when they
    do not, where older ones did (records that were collected before it came with those); and the address of its page."""

    reliance: Reliance
    title: Texts
    leaves_out: bool
    said_since: date | None
    url: str

    @property
    def warning(self) -> str:
        """What everyone should know of it, "" when there is nothing."""
        if self.leaves_out:
            return NOT_SAID
        return f"Before {date_words(self.said_since)} {NOT_SAID_BEFORE}" if self.said_since else ""

    @property
    def records(self) -> Texts:
        """What the records are called."""
        return self.reliance.dataset.title if self.reliance.dataset else self.reliance.records

    def is_of(self, dataset: Mapping[str, Any]) -> bool:
        """Whether it is about a dataset as a notice describes it."""
        own = self.reliance.dataset
        return own is not None and (own.holder.slug, own.title) == (dataset["holder"], dataset["title"])


def by_slug(slug: str) -> Wording | None:
    """The wording at an address, or None."""
    return Wording.objects.select_related("organisation").filter(slug=slug).first()


def held(wording: Wording) -> Wording:
    """The same wording, locked until the transaction ends."""
    return Wording.objects.select_for_update().get(pk=wording.pk)


def newest(wording: Wording) -> WordingVersion:
    """The version in use now."""
    return wording.versions.order_by("-number")[0]


def version(wording: Wording, number: int) -> WordingVersion | None:
    """A version by its number, or None."""
    return wording.versions.filter(number=number).first()


def versions(wording: Wording) -> list[WordingVersion]:
    """Every version, the newest first."""
    return list(wording.versions.order_by("-number"))


def shown(found: WordingVersion) -> VersionShown:
    """A version as its page shows it."""
    results = list(found.results.select_related("engagement", "withdrawal").prefetch_related("answers").order_by("-on", "-id"))
    before = version(found.wording, found.number - 1)
    return VersionShown(
        version=found,
        renditions=renditions(found, term_list()),
        results=tuple(_result(result) for result in results if not hasattr(result, "withdrawal")),
        withdrawn=tuple(result for result in results if hasattr(result, "withdrawal")),
        changes=_changes(before, found) if before else (),
    )


def flag(found: WordingVersion, language: str, style: str, check_id: str) -> CheckShown | None:
    """A flag on one rendition of a version, overruled or not; None when the check flags nothing there."""
    for rendition in renditions(found, term_list()):
        if (rendition.language, rendition.style) == (language, style):
            return next((one for one in rendition.checks if one.check.id == check_id and one.check.flagged), None)
    return None


def library(*, organisation: str = "", flagged: str = "") -> Library:
    """Every wording with its newest version; narrowed, where given, to an organisation (by slug), and to those that a check flags (by its
    id), or that anything flags ("any"), or nothing ("none")."""
    terms = term_list()
    wordings = Wording.objects.select_related("organisation").prefetch_related("versions__overrulings", "versions__results__withdrawal")
    every = [_row(wording, terms) for wording in wordings]
    rows = [row for row, ids in every if organisation in {"", row.wording.organisation.slug} and flagged in {"", *ids}]
    owners = {row.wording.organisation.slug: row.wording.organisation for row, _ in every}
    return Library(tuple(rows), len(every), tuple(sorted(owners.values(), key=lambda o: o.name)))


def reliances_on(wording: Wording) -> list[Reliance]:
    """What relies on a wording now."""
    return list(wording.reliances.filter(ended_at=None).select_related("initiative__lead", "dataset__holder"))


def reliance(number: int) -> Reliance | None:
    """A reliance by its key, or None."""
    return Reliance.objects.select_related("wording__organisation", "initiative__lead").filter(pk=number).first()


def result(number: int) -> ComprehensionResult | None:
    """A comprehension result by its key, or None."""
    return ComprehensionResult.objects.select_related("version__wording__organisation").filter(pk=number).first()


def relied_on_by(initiative: Any) -> tuple[Relied, ...]:
    """The wordings that records of an initiative were collected under, by their newest versions."""
    terms = term_list()
    found = Reliance.objects.filter(initiative=initiative, ended_at=None).select_related("wording", "dataset__holder")
    return tuple(_relied(one, terms) for one in found)


def joining_left_out(initiative: Any) -> tuple[str, ...]:
    """For whoever drafts the notice: a few words on each wording that records of the initiative rely on and that leaves joining out, or
    did before its words changed."""
    return tuple(
        f"“{_english(one.records)}” was collected under “{_english(one.title)}”. {one.warning} The notice must say it all the more plainly."
        for one in relied_on_by(initiative)
        if one.warning
    )


def terms_to_look_at(answers: Mapping[str, Any]) -> tuple[TermFound, ...]:
    """The terms to avoid or to explain that the answers of a draft have, in standard English, easy read or Welsh; each once."""
    terms, found = term_list(), {}
    for answer in answers.values():
        for language, words in _texts_in(answer):
            for one in terms_in(words, terms, language):
                found.setdefault(one.term.slug, one)
    return tuple(sorted(found.values(), key=lambda one: (one.term.state != "avoid", one.term.slug)))


def _texts_in(answer: Any) -> list[tuple[str, str]]:
    """The words of an answer, with their language, however deep they stand in it."""
    if not isinstance(answer, dict):
        return []
    found = []
    for key, value in answer.items():
        if key in {"en", "cy"} and isinstance(value, dict) and all(isinstance(words, str) for words in value.values()):
            found += [(key, words) for words in value.values()]
        else:
            found += _texts_in(value)
    return found


def _changes(before: WordingVersion, now: WordingVersion) -> tuple[Change, ...]:
    told = (("The words", before.words, now.words), ("Where they are used", before.where, now.where))
    return tuple(change_of(name, older, newer) for name, older, newer in told if older != newer)


def _row(wording: Wording, terms: tuple[Term, ...]) -> tuple[WordingRow, frozenset[str]]:
    now = max(wording.versions.all(), key=lambda one: one.number)
    flags = {check.check.id: check.check.heading for found in renditions(now, terms) for check in found.flags}
    tested = any(not hasattr(result, "withdrawal") for result in now.results.all())
    return WordingRow(wording, now, tuple(flags.values()), tested), frozenset({*flags, "any" if flags else "none"})


def _result(found: ComprehensionResult) -> ResultShown:
    rows = tuple((answer.question, weigh.understood(answer.understood, answer.asked)) for answer in found.answers.all())
    return ResultShown(found, rendition_name(found.language, found.style), rows)


def _relied(one: Reliance, terms: tuple[Term, ...]) -> Relied:
    every = list(one.wording.versions.prefetch_related("overrulings").order_by("number"))
    left_out = [_leaves_out(found, terms) for found in every]
    said_since = None
    if any(left_out) and not left_out[-1]:
        said_since = every[len(left_out) - left_out[::-1].index(True)].since
    return Relied(one, one.wording.title, left_out[-1], said_since, reverse("wordings:wording", args=[one.wording.slug]))


def _leaves_out(found: WordingVersion, terms: tuple[Term, ...]) -> bool:
    english = next(shown for shown in renditions(found, terms) if shown.key == "en-standard")
    return any(check.stands for check in english.checks if check.check.id == JOINED)


def _english(texts: Texts) -> str:
    return texts["en"]["standard"]
