"""Addresses of commitments: the public tracker and pages, and the staff's."""

from django.urls import path

from folkmoot.site.commitments import staff_views, views

app_name = "commitments"

urlpatterns = [
    path("commitments", views.tracker, name="tracker"),
    path("commitments/<int:number>", views.commitment, name="commitment"),
    path("i/<slug:slug>/you-said", views.you_said, name="you_said"),
    path("i/<slug:slug>/said/<str:key>", views.finding, name="finding"),
    path("staff/commitments", staff_views.commitments, name="staff_list"),
    path("staff/commitments/new", staff_views.make, name="make"),
    path("staff/commitments/<int:number>/report", staff_views.report, name="report"),
    path("staff/commitments/<int:number>/sign", staff_views.sign, name="sign"),
]
