"""Addresses of engagements."""

from django.urls import path

from folkmoot.site.engagement import staff_views, views

app_name = "engagement"

urlpatterns = [
    path("e/<slug:slug>", views.start, name="start"),
    path("e/<slug:slug>/answer", views.answer, name="answer"),
    path("e/<slug:slug>/receipt", views.receipt, name="receipt"),
    path("e/<slug:slug>/forget", views.forget, name="forget"),
    path("staff/engagements", staff_views.engagements, name="engagements"),
    path("staff/engagements/configure", staff_views.configure, name="configure"),
    path("staff/engagements/<slug:slug>", staff_views.engagement, name="engagement"),
    path("staff/engagements/<slug:slug>/open", staff_views.open_it, name="open"),
    path("staff/engagements/<slug:slug>/close", staff_views.close_it, name="close"),
    path("staff/engagements/<slug:slug>/import", staff_views.import_file, name="import"),
    path("staff/instruments/add", staff_views.add_version, name="add_version"),
    path("staff/samples/add", staff_views.add_sample, name="add_sample"),
]
