"""A questionnaire as people would see it, before it is a version: the same pages, and nothing is stored."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from folkmoot.site.engagement import views
from folkmoot.site.engagement.answering import Sitting
from folkmoot.site.engagement.methods import METHODS
from folkmoot.site.engagement.models import Engagement, InstrumentVersion
from folkmoot.site.engagement.questionnaire import content_hash
from folkmoot.site.renditions import Texts, plain

WHO_SEES = plain("Here people read who sees their answers.", welsh="Yma mae pobl yn darllen pwy sy'n gweld eu hatebion.")
NOT_SENT = "This is a preview, so nothing was sent or kept. People would see their receipt now."


@dataclass(frozen=True)
class Preview:
    """What is previewed: `questions` as data that `questionnaire_rules.read` passes, its title, the address that its forms are sent to,
    where to go back to, and what was left out of it because it is not right yet, in sentences."""

    questions: list[dict[str, Any]]
    title: Texts
    address: str
    back: str
    left_out: tuple[str, ...] = ()


def show(request: HttpRequest, preview: Preview) -> HttpResponse:
    """One page of it: `?step=` begins at a step and `?question=` at a question; what is posted walks on as it would for the public."""
    today = timezone.localdate()
    engagement = Engagement(
        slug="preview",
        title=preview.title,
        question=preview.title,
        method=METHODS["survey"].key,
        config={"minutes": 1, "who_sees": WHO_SEES},
        version=InstrumentVersion(questions=preview.questions, hash=content_hash(preview.questions)),
        opens=today,
        closes=today,
    )
    engagement.preview_at, engagement.preview = preview.address, preview
    whole = engagement.version.questionnaire
    if request.method != "POST":
        key = request.GET.get("question", "")
        known = key if key in {question.key for question in whole.asked} else ""
        step = whole.steps_of(known)[0] if known else request.GET.get("step", "")
        sitting = Sitting.new(whole, step=step if step in whole.steps else "")
        sitting.at = sitting.page_of(known) if known else 0
        return views.show_page(request, engagement, sitting)
    sitting = Sitting.read(whole, request.POST)
    go = request.POST.get("go", "next")
    if go == "send" and sitting.checking:
        return views.show_page(request, engagement, sitting, {}, [plain(NOT_SENT)], "#preview")
    return views.walk(request, engagement, sitting, go)
