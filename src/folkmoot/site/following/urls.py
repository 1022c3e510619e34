"""Addresses of those who follow. A link's token stands in an address because it comes by mail; logs leave it out."""

from django.urls import path

from folkmoot.site.following import views

app_name = "following"

urlpatterns = [
    path("follow", views.follow, name="follow"),
    path("follow/asked", views.asked, name="asked"),
    path("follow/<str:token>", views.following, name="following"),
    path("follow/<str:token>/stop", views.stop, name="stop"),
]
