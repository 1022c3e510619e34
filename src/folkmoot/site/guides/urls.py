"""Addresses of topic guides."""

from django.urls import path

from folkmoot.site.guides import staff_views, views

app_name = "guides"

urlpatterns = [
    path("i/<slug:slug>/guides/<slug:guide>", views.guide, name="guide"),
    path("staff/i/<slug:slug>/guides", staff_views.guides, name="guides"),
    path("staff/i/<slug:slug>/guides/<slug:guide>", staff_views.write, name="write"),
    path("staff/i/<slug:slug>/guides/<slug:guide>/publish", staff_views.publish, name="publish"),
]
