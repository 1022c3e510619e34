"""Addresses of imports from other systems."""

from django.urls import path

from folkmoot.site.engagement.imports import views

app_name = "imports"

urlpatterns = [
    path("staff/engagements/<slug:slug>/import-from", views.bring, name="bring"),
    path("staff/engagements/<slug:slug>/import-from/<str:system>.toml", views.mapping_file, name="mapping"),
]
