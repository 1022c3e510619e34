"""Addresses of invitations. A link's token stands in an address because it comes by mail or letter; logs leave it out."""

from django.urls import path

from folkmoot.site.outbox import views

app_name = "outbox"

urlpatterns = [
    path("out/<str:token>", views.out, name="out"),
    path("staff/engagements/<slug:slug>/letters", views.desk, name="desk"),
    path("staff/engagements/<slug:slug>/letters/<int:number>.pdf", views.batch, name="batch"),
]
