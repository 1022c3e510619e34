"""Addresses of the library of wordings and of the glossary: the public pages, and the staff's."""

from django.urls import path

from folkmoot.site.wordings import glossary_views, staff_views, views

app_name = "wordings"

urlpatterns = [
    path("wordings", views.library, name="library"),
    path("wordings/<slug:slug>", views.wording, name="wording"),
    path("wordings/<slug:slug>/<int:number>", views.version, name="version"),
    path("glossary", glossary_views.glossary, name="glossary"),
    path("glossary/<slug:slug>", glossary_views.term, name="term"),
    path("staff/wordings", staff_views.wordings, name="staff_list"),
    path("staff/wordings/new", staff_views.add, name="add"),
    path("staff/wordings/<slug:slug>/versions/new", staff_views.add_version, name="add_version"),
    path("staff/wordings/<slug:slug>/records/new", staff_views.rely, name="rely"),
    path("staff/wordings/<slug:slug>/results/new", staff_views.record_comprehension, name="record_comprehension"),
    path("staff/wordings/<slug:slug>/<int:number>/<str:rendition>/<str:check>", staff_views.overrule, name="overrule"),
    path("staff/wordings/records/<int:number>/end", staff_views.end_reliance, name="end_reliance"),
    path("staff/wordings/results/<int:number>/withdraw", staff_views.withdraw, name="withdraw"),
    path("staff/glossary/new", glossary_views.add_term, name="add_term"),
    path("staff/glossary/<slug:slug>", glossary_views.change_term, name="change_term"),
]
