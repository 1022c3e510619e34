"""Addresses of questions, complaints and incidents."""

from django.urls import path

from folkmoot.site.concerns import incident_views, staff_views, typed_in_views, views

app_name = "concerns"

urlpatterns = [
    path("i/<slug:slug>/ask", views.ask, name="ask"),
    path("i/<slug:slug>/complain", views.complain, name="complain"),
    path("i/<slug:slug>/questions", views.questions, name="questions"),
    path("i/<slug:slug>/questions.csv", views.questions_csv, name="questions_csv"),
    path("i/<slug:slug>/complaints", views.complaints, name="complaints"),
    path("org/<slug:slug>/complaints", views.organisation_complaints, name="organisation_complaints"),
    path("complaints.csv", views.complaints_csv, name="complaints_csv"),
    path("asked", views.follow, name="follow"),
    path("asked/<str:reference>", views.asked, name="asked"),
    path("asked/<str:reference>/erase", views.forget, name="forget"),
    path("incidents", incident_views.all_incidents, name="incidents"),
    path("incidents.csv", incident_views.incidents_csv, name="incidents_csv"),
    path("incidents/<int:number>", incident_views.incident, name="incident"),
    path("staff/incidents", incident_views.staff_incidents, name="staff_incidents"),
    path("staff/incidents/new", incident_views.record, name="record_incident"),
    path("staff/incidents/<int:number>", incident_views.staff_incident, name="staff_incident"),
    path("staff/incidents/<int:number>/facts", incident_views.correct, name="correct_incident"),
    path("staff/incidents/<int:number>/move", incident_views.move, name="move_incident"),
    path("staff/incidents/<int:number>/appraise", incident_views.appraise, name="appraise_incident"),
    path("staff/incidents/<int:number>/summary", incident_views.write_summary, name="write_summary"),
    path("staff/incidents/<int:number>/publish", incident_views.publish_summary, name="publish_summary"),
    path("staff/concerns", staff_views.waiting, name="waiting"),
    path("staff/concerns/new", typed_in_views.type_in, name="type_in"),
    path("staff/questions/<int:key>/acknowledgement", typed_in_views.acknowledge_question, name="acknowledge_question"),
    path("staff/complaints/<int:key>/acknowledgement", typed_in_views.acknowledge_complaint, name="acknowledge_complaint"),
    path("staff/questions/<int:key>", staff_views.question, name="staff_question"),
    path("staff/questions/<int:key>/answer", staff_views.answer, name="answer"),
    path("staff/questions/<int:key>/look", staff_views.look, name="look"),
    path("staff/complaints/<int:key>", staff_views.complaint, name="staff_complaint"),
    path("staff/complaints/<int:key>/<str:step>", staff_views.move, name="move"),
]
