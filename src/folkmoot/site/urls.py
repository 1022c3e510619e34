"""Every address of the site. Stable: what is printed on a leaflet today must open in ten years."""

from django.urls import include, path

from folkmoot.site import health

urlpatterns = [
    path("health", health.health, name="health"),
    path("", include("folkmoot.site.initiatives.urls")),
    path("", include("folkmoot.site.engagement.urls")),
    path("", include("folkmoot.site.sampling.urls")),
    path("", include("folkmoot.site.areas.urls")),
    path("", include("folkmoot.site.editor.urls")),
    path("", include("folkmoot.site.engagement.imports.urls")),
    path("", include("folkmoot.site.paper.urls")),
    path("", include("folkmoot.site.panel.urls")),
    path("", include("folkmoot.site.evidence.urls")),
    path("", include("folkmoot.site.governance.urls")),
    path("", include("folkmoot.site.commitments.urls")),
    path("", include("folkmoot.site.progress.urls")),
    path("", include("folkmoot.site.concerns.urls")),
    path("", include("folkmoot.site.exports.urls")),
    path("", include("folkmoot.site.preferences.urls")),
    path("", include("folkmoot.site.outbox.urls")),
    path("", include("folkmoot.site.following.urls")),
    path("", include("folkmoot.site.involvement.urls")),
    path("", include("folkmoot.site.planning.urls")),
    path("", include("folkmoot.site.guides.urls")),
    path("", include("folkmoot.site.commerce.urls")),
    path("", include("folkmoot.site.wordings.urls")),
    path("", include("folkmoot.site.documents.urls")),
    path("", include("folkmoot.site.register.urls")),
    path("", include("folkmoot.site.audit.urls")),
    path("", include("folkmoot.site.people.urls")),
    path("staff/", include("folkmoot.site.people.signing_in_urls")),
]

handler400 = "folkmoot.site.errors.bad_request"
handler403 = "folkmoot.site.errors.refused"
handler404 = "folkmoot.site.errors.not_found"
handler429 = "folkmoot.site.errors.too_many"
handler500 = "folkmoot.site.errors.broken"
