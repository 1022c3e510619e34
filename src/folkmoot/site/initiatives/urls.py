"""Addresses of initiatives: the public pages, and the staff's under staff/initiatives."""

from django.urls import path

from folkmoot.site.initiatives import drafting_views, feed_views, label_views, publication_views, staff_views, views

app_name = "initiatives"

urlpatterns = [
    path("", views.home, name="home"),
    path("feed", feed_views.everything, name="feed"),
    path("org/<slug:slug>/feed", feed_views.of_organisation, name="organisation_feed"),
    path("i/<slug:slug>/feed", feed_views.of_initiative, name="initiative_feed"),
    path("i/<slug:slug>", views.initiative, name="initiative"),
    path("i/<slug:slug>/label", label_views.label, name="label"),
    path("i/<slug:slug>/label.svg", label_views.label_svg, name="label_svg"),
    path("i/<slug:slug>/label.png", label_views.label_png, name="label_png"),
    path("i/<slug:slug>/label/embed", label_views.label_embed, name="label_embed"),
    path("i/<slug:slug>/notice", publication_views.current, {"kind": "notice"}, name="notice"),
    path("i/<slug:slug>/notice/<int:version>", publication_views.version, {"kind": "notice"}, name="notice_version"),
    path("i/<slug:slug>/business-case", publication_views.current, {"kind": "case"}, name="case"),
    path("i/<slug:slug>/business-case/<int:version>", publication_views.version, {"kind": "case"}, name="case_version"),
    path("staff/initiatives", staff_views.initiatives, name="staff_list"),
    path("staff/initiatives/new", staff_views.propose, name="propose"),
    path("staff/initiatives/<slug:slug>", staff_views.initiative, name="staff_initiative"),
    path("staff/initiatives/<slug:slug>/organisations/new", staff_views.add_party, name="add_party"),
    path("staff/initiatives/<slug:slug>/committees/new", staff_views.name_committee, name="name_committee"),
    path("staff/initiatives/<slug:slug>/datasets/new", staff_views.describe_dataset, name="describe_dataset"),
    path("staff/initiatives/<slug:slug>/parts/<slug:part>", drafting_views.draft_part, name="draft_part"),
    path("staff/initiatives/<slug:slug>/notice/publish", drafting_views.publish, {"kind": "notice"}, name="publish_notice"),
    path("staff/initiatives/<slug:slug>/notice/discard", drafting_views.discard, {"kind": "notice"}, name="discard_notice"),
    path("staff/initiatives/<slug:slug>/business-case/publish", drafting_views.publish, {"kind": "case"}, name="publish_case"),
    path("staff/initiatives/<slug:slug>/business-case/discard", drafting_views.discard, {"kind": "case"}, name="discard_case"),
    path("staff/initiatives/<slug:slug>/stage", staff_views.change_stage, name="change_stage"),
]
