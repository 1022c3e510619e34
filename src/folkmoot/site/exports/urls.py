"""Addresses of the files, and of records held elsewhere."""

from django.urls import path

from folkmoot.site.exports import views

app_name = "exports"

urlpatterns = [
    path("i/<slug:slug>/record.json", views.record_json, name="record_json"),
    path("i/<slug:slug>/record.jsonld", views.record_jsonld, name="record_jsonld"),
    path("i/<slug:slug>/schema.jsonld", views.schema_jsonld, name="schema_jsonld"),
    path("i/<slug:slug>/pia.json", views.pia_json, name="pia_json"),
    path("i/<slug:slug>/decisions.json", views.decisions_json, name="decisions_json"),
    path("i/<slug:slug>/atrs.csv", views.atrs_csv, name="atrs_csv"),
    path("i/<slug:slug>/atrs.md", views.atrs_md, name="atrs_md"),
    path("i/<slug:slug>/datapackage.json", views.atrs_package, name="atrs_package"),
    path("shapes.ttl", views.shapes_ttl, name="shapes_ttl"),
    path("register/dea.csv", views.dea_csv, name="dea_csv"),
    path("register/data-uses.csv", views.data_uses_csv, name="data_uses_csv"),
    path("register/data-uses.json", views.data_uses_json, name="data_uses_json"),
    path("register/datapackage.json", views.register_package, name="register_package"),
    path("held/<slug:digest>", views.held, name="held"),
    path("held/<slug:digest>/record.json", views.held_json, name="held_json"),
    path("staff/held/new", views.keep, name="keep"),
]
