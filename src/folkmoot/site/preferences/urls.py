"""Addresses of the preference ledger: the public pages, and the staff's."""

from django.urls import path

from folkmoot.site.preferences import staff_views, views

app_name = "preferences"

urlpatterns = [
    path("preferences", views.give, name="give"),
    path("preferences/received", views.received, name="received"),
    path("preferences/mine", views.mine, name="mine"),
    path("preferences/numbers", views.numbers, name="numbers"),
    path("staff/objections", staff_views.objections, name="objections"),
    path("staff/objections/<int:number>/answer", staff_views.answer, name="answer"),
    path("staff/objections/list", staff_views.export, name="export"),
]
