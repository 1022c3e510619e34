"""The audit log."""

from django.urls import path

from folkmoot.site.audit import views

app_name = "audit"

urlpatterns = [path("staff/audit", views.log, name="log")]
