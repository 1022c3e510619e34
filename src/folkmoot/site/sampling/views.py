"""How the people of an engagement were chosen, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from folkmoot.charts import Column, Table
from folkmoot.site.access import public
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.sampling import queries
from folkmoot.site.small_counts import parted


@public
@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom an engagement asks, and how they came to be asked: each draw from the list on, with its numbers."""
    found = engagements.find(slug)
    if found is None or found.state == "draft":
        raise Http404
    steps = [{"chosen": one, "table": _table(one) if len(one.strata) > 1 else None} for one in queries.chain_of(found.sample)]
    return render(request, "sampling/people.jinja", {"engagement": found, "summary": engagements.summary(found), "steps": steps})


def _table(chosen: queries.Chosen) -> Table:
    """The strata: small ones are not counted exactly."""
    rows = parted({stratum.name: stratum.rows for stratum in chosen.strata})
    drawn = parted({stratum.name: stratum.drawn for stratum in chosen.strata})
    lines = tuple((stratum.name, str(rows[stratum.name]), str(drawn[stratum.name])) for stratum in chosen.strata)
    return Table(
        f"Groups drawn from: {chosen.name}", (Column("Group"), Column("On the list", numeric=True), Column("Drawn", numeric=True)), lines
    )
