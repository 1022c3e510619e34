"""Addresses of answers on paper."""

from django.urls import path

from folkmoot.site.paper import keying_views, staff_views, views

app_name = "paper"

urlpatterns = [
    path("e/<slug:slug>/paper", views.paper, name="paper"),
    path("e/<slug:slug>/paper.pdf", views.paper_pdf, name="pdf"),
    path("staff/paper", keying_views.desks, name="desks"),
    path("staff/paper/<slug:slug>", staff_views.desk, name="desk"),
    path("staff/paper/<slug:slug>/offer", staff_views.offer, name="offer"),
    path("staff/paper/<slug:slug>/copies", staff_views.copies, name="copies"),
    path("staff/paper/<slug:slug>/copies/<int:key>", staff_views.numbered, name="numbered"),
    path("staff/paper/<slug:slug>/copies/<int:key>.pdf", staff_views.numbered_pdf, name="numbered_pdf"),
    path("staff/paper/<slug:slug>/key", keying_views.key, name="key"),
    path("staff/paper/<slug:slug>/mine", keying_views.mine, name="mine"),
    path("staff/paper/<slug:slug>/mine/<int:number>/take-back", keying_views.take_back, name="take_back"),
    path("staff/paper/<slug:slug>/send", staff_views.send, name="send"),
    path("staff/paper/<slug:slug>/forms/<int:number>", staff_views.form, name="form"),
    path("staff/paper/<slug:slug>/forms/<int:number>/reopen", staff_views.reopen, name="reopen"),
    path("staff/paper/<slug:slug>/forms/<int:number>/set-aside", staff_views.aside, name="aside"),
    path("staff/paper/<slug:slug>/forms/<int:number>/put-back", staff_views.back, name="back"),
]
