"""Addresses of roadmap's pages."""

from django.urls import path

from roadmap.views import insights

app_name = "roadmap"
urlpatterns = [
    path("feedback/<int:pk>/insights/new/", insights.new_insight, name="new_insight"),
    path("insights/ideas/", insights.idea_options, name="idea_options"),
    path("insights/<int:pk>/importance/", insights.importance, name="importance"),
    path("insights/<int:pk>/withdrawal/", insights.withdrawal, name="withdrawal"),
]
