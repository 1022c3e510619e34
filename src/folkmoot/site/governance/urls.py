"""Addresses of governance: the public pages of a decision and of minimum standards, and the staff's pages."""

from django.urls import path

from folkmoot.site.governance import staff_views, views

app_name = "governance"

urlpatterns = [
    path("standards", views.standards, name="standards"),
    path("i/<slug:slug>/decisions/<int:number>", views.decision, name="decision"),
    path("staff/initiatives/<slug:slug>/decisions/new", staff_views.make_decision, name="make_decision"),
    path("staff/initiatives/<slug:slug>/risk-check", staff_views.sign_dpia, name="sign_dpia"),
    path("staff/initiatives/<slug:slug>/agreements/new", staff_views.sign_agreement, name="sign_agreement"),
    path("staff/initiatives/<slug:slug>/stop", staff_views.suspend, name="suspend"),
    path("staff/stops/<int:suspension>/end", staff_views.resume, name="resume"),
    path("staff/conditions/<int:condition>/met", staff_views.meet_condition, name="meet_condition"),
]
