"""Addresses of initiatives: the public pages, and the staff's under staff/initiatives."""

from django.urls import path

from folkmoot.site.initiatives import staff_views, views

app_name = "initiatives"

urlpatterns = [
    path("", views.home, name="home"),
    path("i/<slug:slug>", views.initiative, name="initiative"),
    path("i/<slug:slug>/label", views.label, name="label"),
    path("i/<slug:slug>/notice", views.notice, name="notice"),
    path("i/<slug:slug>/notice/<int:version>", views.notice_version, name="notice_version"),
    path("staff/initiatives", staff_views.initiatives, name="staff_list"),
    path("staff/initiatives/new", staff_views.propose, name="propose"),
    path("staff/initiatives/<slug:slug>", staff_views.initiative, name="staff_initiative"),
    path("staff/initiatives/<slug:slug>/organisations/new", staff_views.add_party, name="add_party"),
    path("staff/initiatives/<slug:slug>/committees/new", staff_views.name_committee, name="name_committee"),
    path("staff/initiatives/<slug:slug>/datasets/new", staff_views.describe_dataset, name="describe_dataset"),
    path("staff/initiatives/<slug:slug>/notice/publish", staff_views.publish_notice, name="publish_notice"),
    path("staff/initiatives/<slug:slug>/notice/<slug:group>", staff_views.draft_notice, name="draft_notice"),
    path("staff/initiatives/<slug:slug>/stage", staff_views.change_stage, name="change_stage"),
]
