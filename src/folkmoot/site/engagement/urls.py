"""Addresses of engagements."""

from django.urls import path

from folkmoot.site.engagement import code_views, counting_views, invitation_views, sample_views, staff_views, views

app_name = "engagement"

urlpatterns = [
    path("e/<slug:slug>", views.start, name="start"),
    path("e/<slug:slug>/answer", views.answer, name="answer"),
    path("e/<slug:slug>/receipt", code_views.receipt, name="receipt"),
    path("e/<slug:slug>/saved", code_views.saved_page, name="saved"),
    path("e/<slug:slug>/mine", code_views.mine, name="mine"),
    path("e/<slug:slug>/forget", code_views.forget, name="forget"),
    path("staff/engagements", staff_views.engagements, name="engagements"),
    path("staff/engagements/configure", staff_views.configure, name="configure"),
    path("staff/engagements/<slug:slug>", staff_views.engagement, name="engagement"),
    path("staff/engagements/<slug:slug>/counting", counting_views.counting, name="counting"),
    path("staff/engagements/<slug:slug>/open", staff_views.open_it, name="open"),
    path("staff/engagements/<slug:slug>/close", staff_views.close_it, name="close"),
    path("staff/engagements/<slug:slug>/import", staff_views.import_file, name="import"),
    path("staff/engagements/<slug:slug>/safe", invitation_views.cohorts, name="cohorts"),
    path("staff/engagements/<slug:slug>/safe/<int:cohort_id>/away", invitation_views.take_cohort_away, name="take_cohort_away"),
    path("staff/engagements/<slug:slug>/codes", invitation_views.codes, name="codes"),
    path("staff/engagements/<slug:slug>/codes.csv", invitation_views.codes_file, name="codes_file"),
    path("staff/engagements/<slug:slug>/cards/<int:first>.pdf", invitation_views.code_cards, name="code_cards"),
    path("staff/engagements/<slug:slug>/counts", staff_views.counts, name="counts"),
    path("staff/engagements/<slug:slug>/enter", views.enter, name="enter"),
    path("staff/samples/add", sample_views.add_sample, name="add_sample"),
    path("staff/samples/population.csv", sample_views.population_file, name="population_file"),
]
