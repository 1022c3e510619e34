"""Addresses of frames and draws."""

from django.urls import path

from folkmoot.site.sampling import staff_views, views

app_name = "sampling"

urlpatterns = [
    path("e/<slug:slug>/people", views.people, name="people"),
    path("staff/lists", staff_views.frames, name="frames"),
    path("staff/lists/add", staff_views.import_frame, name="import"),
    path("staff/lists/<int:frame_id>", staff_views.frame, name="frame"),
    path("staff/lists/<int:frame_id>/draw", staff_views.draw, name="draw"),
    path("staff/lists/<int:frame_id>/discard", staff_views.discard, name="discard"),
    path("staff/draws/<int:draw_id>", staff_views.drawn, name="drawn"),
    path("staff/draws/<int:draw_id>/again", staff_views.again, name="again"),
    path("staff/draws/<int:draw_id>/invite/<slug:slug>", staff_views.invite, name="invite"),
]
