"""Addresses of plans of engagement."""

from django.urls import path

from folkmoot.site.planning import kit_views, staff_views, views

app_name = "planning"

urlpatterns = [
    path("i/<slug:slug>/plan", views.plan, name="plan"),
    path("kits", kit_views.offered, name="kits"),
    path("kits/<slug:digest>.zip", kit_views.kit_zip, name="kit_zip"),
    path("staff/kits", kit_views.receive, name="receive"),
    path("staff/kits/<int:kit>", kit_views.take, name="take"),
    path("staff/i/<slug:slug>/plan/kit", kit_views.offer, name="offer"),
    path("staff/i/<slug:slug>/plan", staff_views.desk, name="desk"),
    path("staff/i/<slug:slug>/plan/publish", staff_views.publish, name="publish"),
    path("staff/i/<slug:slug>/plan/reached", staff_views.reached, name="reached"),
    path("staff/i/<slug:slug>/plan/rounds/add", staff_views.add_round, name="add_round"),
    path("staff/i/<slug:slug>/plan/rounds/remove-last", staff_views.remove_last_round, name="remove_last_round"),
    path("staff/i/<slug:slug>/plan/rounds/<int:number>/change", staff_views.change_round, name="change_round"),
    path("staff/i/<slug:slug>/plan/rounds/<int:number>/link", staff_views.link, name="link"),
    path("staff/i/<slug:slug>/plan/rounds/<int:number>/decide", staff_views.decide, name="decide"),
    path("staff/i/<slug:slug>/plan/checks/<slug:engagement>", staff_views.check, name="check"),
    path("staff/i/<slug:slug>/plan/steps/<slug:step>", staff_views.step, name="step"),
]
