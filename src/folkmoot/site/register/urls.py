"""Addresses of the open data and of the interface for programs."""

from django.urls import include, path

from folkmoot.site.register import api_addresses, views

app_name = "register"

urlpatterns = [
    path("register/initiatives.csv", views.initiatives_csv, name="csv"),
    path("register/initiatives.jsonl", views.initiatives_jsonl, name="jsonl"),
    path("register/catalogue.jsonld", views.catalogue_jsonld, name="catalogue"),
    path("api", views.api_documentation, name="api"),
    path("api/v1/", include(api_addresses)),
]
