"""Who is affected by a use of records and should be heard: proposals from what is on record, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class DatasetFacts:
    """What the finder needs of a dataset: its key, its title, who is in it, who holds it, and how sensitive it is."""

    key: int
    title: str
    people: str
    holder: str
    sensitivity: str


@dataclass(frozen=True)
class Community:
    """People who should be heard, and why. `key` stays the same while the reason does."""

    key: str
    who: str
    why: str


def affected(*, area: str, kind: str, datasets: Sequence[DatasetFacts]) -> list[Community]:
    """The communities that an initiative's record speaks of: people in each dataset, people who could be marked by it, the people of the
    place, whoever is to be acted on, and everyone who pays for or loses by a shift of help."""
    found = [Community(f"dataset-{d.key}", d.people, f"They are in the records “{d.title}” of {d.holder}.") for d in datasets]
    guarded = [d for d in datasets if d.sensitivity != "ordinary"]
    if guarded:
        about = "crime" if all(d.sensitivity == "criminal" for d in guarded) else "health, beliefs, crime or the like"
        found.append(
            Community(
                "guarded",
                f"People who fear that what is on record of {about} is held against them",
                "Fear of exposure makes people trust least. Hear them where they feel safe.",
            )
        )
    if kind == "operational":
        found.append(
            Community("acted-on", "People who may be called “at risk” and offered help", "They bear the harm of a wrong or hurtful label.")
        )
    found.append(Community("place", f"People in the places that could look bad: {area}", "A place that is labelled can suffer for years."))
    found.append(
        Community("wider", f"Other residents of {area}, who are not in these records", "If help is moved, they gain or lose by it too.")
    )
    return found
