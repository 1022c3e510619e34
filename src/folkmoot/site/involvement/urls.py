"""Addresses of citizens' part in an initiative."""

from django.urls import path

from folkmoot.site.involvement import views

app_name = "involvement"

urlpatterns = [
    path("i/<slug:slug>/citizens-part", views.citizens_part, name="citizens_part"),
    path("staff/i/<slug:slug>/citizens-part", views.say_part, name="say_part"),
]
