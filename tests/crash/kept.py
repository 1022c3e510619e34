"""`python -m tests.crash.kept HOME`: prints, as JSON, every response in a home's database and whether the audit chain holds."""

import json
import sys
from pathlib import Path

from folkmoot.site.start import start

if __name__ == "__main__":
    start(Path(sys.argv[1]))
    from folkmoot.site.audit.models import Event
    from folkmoot.site.audit.queries import verify
    from folkmoot.site.engagement.models import Response

    found = {
        "responses": [[str(r.receipt), r.answers, f"response:{r.pk}"] for r in Response.objects.order_by("id")],
        "events": list(Event.objects.filter(verb="response.received").order_by("id").values_list("subject", flat=True)),
        "broken_at": verify().broken_at,
        "count": verify().events,
    }
    json.dump(found, sys.stdout)
