"""Addresses of panels: the public pages, a member's own, and the staff's. A link's token stands in an address; logs leave it out."""

from django.urls import path

from folkmoot.site.panel import desk_views, member_views, staff_views, views

app_name = "panel"

urlpatterns = [
    path("panels", views.panels, name="panels"),
    path("panels/<slug:slug>", views.panel, name="panel"),
    path("panels/<slug:slug>/join", views.join, name="join"),
    path("panels/<slug:slug>/joined", views.joined, name="joined"),
    path("panels/<slug:slug>/news", views.news, name="news"),
    path("panels/<slug:slug>/over-time", views.over_time, name="over_time"),
    path("panel-member/<str:token>", member_views.mine, name="mine"),
    path("panel-member/<str:token>/everything.json", member_views.everything, name="everything"),
    path("staff/panels", staff_views.panels, name="panels_staff"),
    path("staff/panels/found", staff_views.found, name="found"),
    path("staff/panel/<slug:slug>", staff_views.panel, name="panel_staff"),
    path("staff/panel/<slug:slug>/limits", staff_views.limits, name="limits"),
    path("staff/panel/<slug:slug>/share", staff_views.share, name="share"),
    path("staff/panel/<slug:slug>/end-sharing", staff_views.end_sharing, name="end_sharing"),
    path("staff/panel/<slug:slug>/draw", staff_views.draw, name="draw"),
    path("staff/panel/<slug:slug>/waves/<int:number>", staff_views.wave, name="wave"),
    path("staff/panel/<slug:slug>/waves/<int:number>/letters.csv", desk_views.letters, name="letters"),
    path("staff/panel/<slug:slug>/waves/<int:number>/promise", desk_views.settle, name="settle"),
    path("staff/panel/<slug:slug>/missing/<slug:engagement>", staff_views.missing, name="missing"),
    path("staff/panel/<slug:slug>/promises", desk_views.incentives, name="incentives"),
    path("staff/panel/<slug:slug>/promises.csv", desk_views.finance, name="finance"),
    path("staff/panel/<slug:slug>/renewal", desk_views.renew, name="renewal"),
    path("staff/panel/<slug:slug>/volunteers", desk_views.volunteers, name="volunteers"),
    path("staff/panel/<slug:slug>/tell", desk_views.tell, name="tell"),
]
