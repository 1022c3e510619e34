"""What people read is versioned, whole in every rendition, and never speaks of consent as if it were given."""

import hashlib
import json

from folkmoot.site.initiatives.models import Initiative
from folkmoot.site.initiatives.queries import TOPICS
from folkmoot.site.preferences.wording import CHOICES, FAMILIES, NO_CHOICE, VERSION, WORDING
from folkmoot.site.renditions import check

FINGERPRINTS = {1: "98e8b0b81af1014e"}


def test_no_word_changes_without_a_new_version() -> None:
    shown = [WORDING, {choice.value: texts for choice, texts in CHOICES.items()}, NO_CHOICE, FAMILIES]
    digest = hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]
    assert FINGERPRINTS[VERSION] == digest


def test_every_text_is_well_formed_and_there_in_english_and_welsh() -> None:
    for texts in [*WORDING.values(), *CHOICES.values(), NO_CHOICE, *FAMILIES.values()]:
        check(texts)
        assert "cy" in texts
    for texts in WORDING.values():
        assert "easy" in texts["en"]


def test_the_families_are_the_topics_of_initiatives() -> None:
    assert list(FAMILIES) == list(TOPICS) == Initiative.Topic.values


def test_consent_is_only_spoken_of_to_say_that_it_is_not_this() -> None:
    for key, texts in WORDING.items():
        for words in texts["en"].values():
            if "consent" in words.lower():
                assert key == "not_consent"
                assert words.startswith("This is not consent.")
