"""Addresses of growth's pages."""

from django.urls import path

from growth.views import health, outcomes, overview, revenue, settings

app_name = "growth"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("parts/reach/", overview.reach_part, name="reach_part"),
    path("parts/money/", overview.money_part, name="money_part"),
    path("parts/leads/", overview.leads_part, name="leads_part"),
    path("retention/", overview.retention, name="retention"),
    path("activation/", overview.activation, name="activation"),
    path("health/", health.health, name="health"),
    path("health/export.csv", health.health_export, name="health_export"),
    path("revenue/", revenue.revenue, name="revenue"),
    path("revenue/export.csv", revenue.revenue_export, name="revenue_export"),
    path("revenue/new/", revenue.new_snapshot, name="new_snapshot"),
    path("revenue/companies/<int:pk>/", revenue.company_revenue, name="company_revenue"),
    path("revenue/<int:pk>/", revenue.snapshot, name="snapshot"),
    path("revenue/<int:pk>/removal/", revenue.snapshot_removal, name="snapshot_removal"),
    path("products/<int:pk>/settings/", settings.settings, name="settings"),
    path("products/<int:pk>/spend/new/", settings.new_spend, name="new_spend"),
    path("spend/<int:pk>/", settings.spend, name="spend"),
    path("spend/<int:pk>/removal/", settings.spend_removal, name="spend_removal"),
    path("products/<int:pk>/milestones/new/", settings.new_milestone, name="new_milestone"),
    path("milestones/<int:pk>/", settings.milestone, name="milestone"),
    path("milestones/<int:pk>/edit/", settings.edit_milestone, name="edit_milestone"),
    path("milestones/<int:pk>/archival/", settings.milestone_archival, name="milestone_archival"),
    path("companies/<int:pk>/health/", health.company_health, name="company_health"),
    path("companies/<int:pk>/outcomes/new/", outcomes.new_outcome, name="new_outcome"),
    path("companies/<int:pk>/marks/new/", outcomes.new_mark, name="new_mark"),
    path("companies/<int:pk>/words/new/", outcomes.new_word, name="new_word"),
    path("outcomes/<int:pk>/", outcomes.outcome, name="outcome"),
    path("outcomes/<int:pk>/edit/", outcomes.edit_outcome, name="edit_outcome"),
    path("outcomes/<int:pk>/archival/", outcomes.outcome_archival, name="outcome_archival"),
    path("marks/<int:pk>/withdrawal/", outcomes.mark_withdrawal, name="mark_withdrawal"),
]
