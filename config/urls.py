"""Every address of the installation."""

from django.urls import include, path

from jobs.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("line.urls")),
    path("jobs/", include("jobs.urls")),
    path("", include("people.urls")),
    path("account/", include("people.account_urls")),
    path("webhooks/", include("webhooks.urls")),
    path("", include("conversation.urls")),
    path("customers/", include("customers.urls")),
    path("", include("integrations.urls")),
    path("feedback/", include("feedback.urls")),
    path("objectives/", include("objectives.urls")),
    path("usage/", include("usage.urls")),
    path("", include("usage.ingestion_urls")),
    path("", include("roadmap.urls")),
    path("", include("portal.urls")),
    path("", include("matching.urls")),
    path("", include("answers.urls")),
    path("", include("priorities.urls")),
    path("", include("surveys.urls")),
    path("experiments/", include("experiments.urls")),
    path("growth/", include("growth.urls")),
    path("pqls/", include("pqls.urls")),
    path("", include("publishing.urls")),
    path("gates/", include("gates.urls")),
    path("activity/", include("history.urls")),
    path("", include("doors.urls")),
    path("api/v1/", include(("config.api", "api"))),
]
