"""Organisations, the desk, staff, invitations."""

from django.urls import path

from folkmoot.site.people import views

app_name = "people"

urlpatterns = [
    path("org/<slug:slug>", views.organisation, name="organisation"),
    path("staff/", views.desk, name="desk"),
    path("staff/set-up/<str:token>", views.set_up, name="set_up"),
    path("staff/join/<str:token>", views.join, name="join"),
    path("staff/organisations", views.organisations, name="organisations"),
    path("staff/organisations/<slug:slug>/numbers", views.numbers, name="numbers"),
    path("staff/organisations/<slug:slug>/people", views.staff_list, name="staff"),
    path("staff/organisations/<slug:slug>/people/invite", views.invite, name="invite"),
    path("staff/organisations/<slug:slug>/people/<int:membership>/end", views.end, name="end_membership"),
    path("staff/organisations/<slug:slug>/people/<int:membership>/link", views.link, name="sign_in_link"),
]
