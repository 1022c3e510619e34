"""What a sample of each kind lets one say, in plain words to print beside its numbers."""

from typing import Literal

from folkmoot.survey.options import chosen

SampleKind = Literal["volunteer", "probability", "panel"]

_SENTENCES: dict[SampleKind, tuple[str, ...]] = {
    "volunteer": (
        "People chose to take part. They were not picked at random.",
        "The intervals are worked out as if they had been picked at random, after weighting. They do not allow for the difference "
        "between people who chose to take part and people who did not.",
        "Weighting makes the sample match the population on the characteristics listed, and on those only.",
    ),
    "probability": (
        "People were picked at random from a list of the population.",
        "The intervals show how far the results could differ from the population's because only some people were picked. "
        "They do not allow for people who were picked and did not answer, beyond what the weighting corrects.",
    ),
    "panel": (
        "People belong to a panel that is asked more than once.",
        "The intervals are worked out as if the panel's members who answered had been picked at random, after weighting. "
        "They do not allow for the difference between people who joined and stayed and people who did not.",
        "Results of a panel should not be compared with those of surveys that picked people at random.",
    ),
}


def sample_sentences(kind: SampleKind) -> tuple[str, ...]:
    """The sentences that must stand beside results of this kind of sample. Raises ValueError for an unknown kind."""
    chosen("sample kind", kind, SampleKind)
    return _SENTENCES[kind]
