"""The API door of matching."""

from django.urls import path

from doors.api import Collection
from matching.api.nearby import NearView
from matching.api.suggestions import SuggestionSet
from matching.api.themes import ThemeCollection

routes: list[tuple[str, type[Collection]]] = [("themes", ThemeCollection)]
urlpatterns = [
    path("near/", NearView.as_view(), name="near"),
    path("feedback/<int:pk>/suggestions/", SuggestionSet.as_view({"get": "retrieve"}), name="suggestions"),
    path("feedback/<int:pk>/suggestions/reject/", SuggestionSet.as_view({"post": "reject"}), name="suggestion-rejection"),
    path("feedback/<int:pk>/suggestions/restore/", SuggestionSet.as_view({"post": "restore"}), name="suggestion-restoring"),
]
