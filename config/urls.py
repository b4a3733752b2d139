"""Every address of the installation."""

from django.urls import include, path

from jobs.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("line.urls")),
    path("jobs/", include("jobs.urls")),
    path("", include("people.urls")),
    path("account/", include("allauth.account.urls")),
    path("customers/", include("customers.urls")),
    path("feedback/", include("feedback.urls")),
    path("objectives/", include("objectives.urls")),
    path("usage/", include("usage.urls")),
    path("v1/", include("usage.ingestion_urls")),
    path("", include("roadmap.urls")),
    path("gates/", include("gates.urls")),
    path("activity/", include("history.urls")),
    path("", include("doors.urls")),
    path("api/v1/", include(("config.api", "api"))),
]
