"""Addresses of the pages that read across the whole line."""

from django.urls import path

from line.views import home, search, traces

app_name = "line"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("line/feedback/<int:pk>/", traces.from_feedback, name="feedback"),
    path("line/ideas/<int:pk>/", traces.from_idea, name="idea"),
    path("line/initiatives/<int:pk>/", traces.from_initiative, name="initiative"),
]
