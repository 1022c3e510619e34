"""Addresses of the commercial relationships register: the public pages and files, and the staff's."""

from django.urls import path

from folkmoot.site.commerce import staff_views, views

app_name = "commerce"

urlpatterns = [
    path("commerce", views.register, name="register"),
    path("commerce.csv", views.register_csv, name="register_csv"),
    path("commerce.json", views.register_json, name="register_json"),
    path("commerce/<slug:slug>", views.relationship, name="relationship"),
    path("commerce/<slug:slug>/v<int:number>", views.version, name="version"),
    path("commerce/<slug:slug>/v<int:number>.json", views.version_json, name="version_json"),
    path("staff/commerce", staff_views.relationships, name="staff_list"),
    path("staff/commerce/new", staff_views.begin, name="begin"),
    path("staff/commerce/<slug:slug>/write", staff_views.write, name="write"),
    path("staff/commerce/<slug:slug>/publish", staff_views.publish, name="publish"),
]
