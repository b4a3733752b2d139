"""Addresses of matching's pages."""

from django.urls import path

from matching.views import nearby, suggestions, themes

app_name = "matching"
urlpatterns = [
    path("suggestions/<int:pk>/", suggestions.suggestions, name="suggestions"),
    path("suggestions/<int:pk>/refusals/<int:idea_pk>/", suggestions.refusal, name="refusal"),
    path("suggestions/<int:pk>/company/", suggestions.company, name="company"),
    path("near/", nearby.near, name="near"),
    path("themes/", themes.theme_list, name="theme_list"),
    path("themes/search/", themes.search, name="theme_search"),
    path("themes/<int:pk>/", themes.theme, name="theme"),
    path("themes/<int:pk>/name/", themes.naming, name="theme_name"),
    path("themes/<int:pk>/merge/", themes.merging, name="theme_merge"),
    path("themes/<int:pk>/split/", themes.splitting, name="theme_split"),
    path("themes/<int:pk>/idea/", themes.idea, name="theme_idea"),
    path("themes/<int:pk>/<slug:verb>/", themes.at_once, name="at_once"),
]
