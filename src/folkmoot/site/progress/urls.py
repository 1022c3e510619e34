"""Addresses of progress: the public pages and files, and the staff's pages."""

from django.urls import path

from folkmoot.site.progress import staff_views, views

app_name = "progress"

urlpatterns = [
    path("i/<slug:slug>/progress", views.progress, name="progress"),
    path("i/<slug:slug>/progress/reports/<int:number>", views.report, name="report"),
    path("i/<slug:slug>/progress/milestones.ics", views.milestones_ics, name="milestones_ics"),
    path("i/<slug:slug>/progress/<slug:table>.csv", views.table_csv, name="table_csv"),
    path("benefits", views.benefits, name="benefits"),
    path("benefits.csv", views.benefits_csv, name="benefits_csv"),
    path("sources", views.sources, name="sources"),
    path("sources.csv", views.sources_csv, name="sources_csv"),
    path("staff/initiatives/<slug:slug>/progress", staff_views.desk, name="desk"),
    path("staff/initiatives/<slug:slug>/progress/report", staff_views.draft_report, name="draft_report"),
    path("staff/initiatives/<slug:slug>/progress/report/publish", staff_views.publish_report, name="publish_report"),
    path("staff/initiatives/<slug:slug>/progress/plan", staff_views.write_plan, name="write_plan"),
    path("staff/initiatives/<slug:slug>/progress/gate", staff_views.decide_gate, name="decide_gate"),
    path("staff/initiatives/<slug:slug>/progress/<slug:what>/new", staff_views.add, name="add"),
    path("staff/progress/<slug:what>/<int:key>", staff_views.change, name="change"),
]
