"""Addresses of results."""

from django.urls import path

from folkmoot.site.evidence import views

app_name = "evidence"

urlpatterns = [
    path("e/<slug:slug>/results", views.results, name="results"),
    path("e/<slug:slug>/results/findings.json", views.findings_json, name="findings_json"),
    path("e/<slug:slug>/results/tables.xlsx", views.tables_xlsx, name="tables_xlsx"),
    path("e/<slug:slug>/results/beside", views.beside, name="beside"),
    path("e/<slug:slug>/results/beside.csv", views.beside_csv, name="beside_csv"),
    path("e/<slug:slug>/results/beside.json", views.beside_json, name="beside_json"),
    path("i/<slug:slug>/findings", views.findings, name="findings"),
    path("staff/results", views.to_publish, name="to_publish"),
    path("staff/engagements/<slug:slug>/publish", views.publish, name="publish"),
    path("staff/engagements/<slug:slug>/take", views.take, name="take"),
]
