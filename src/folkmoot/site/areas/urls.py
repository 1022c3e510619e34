"""Addresses of look-ups of areas."""

from django.urls import path

from folkmoot.site.areas import staff_views

app_name = "areas"

urlpatterns = [
    path("staff/areas", staff_views.lookups, name="lookups"),
    path("staff/areas/add", staff_views.read_in, name="read_in"),
    path("staff/areas/look-up/<slug:slug>", staff_views.lookup, name="lookup"),
]
