"""Addresses of the conversation's pages."""

from django.urls import path

from conversation.views import comments, notices

app_name = "conversation"
urlpatterns = [
    path("talk/<slug:topic>/<int:pk>/comments/", comments.comments, name="comments"),
    path("talk/<slug:topic>/<int:pk>/following/", comments.following, name="following"),
    path("talk/<slug:topic>/<int:pk>/people/", comments.people, name="people"),
    path("comments/<int:pk>/", comments.comment, name="comment"),
    path("comments/<int:pk>/replies/", comments.replies, name="replies"),
    path("comments/<int:pk>/edit/", comments.edit, name="edit"),
    path("comments/<int:pk>/deletion/", comments.deletion, name="deletion"),
    path("comments/<int:pk>/resolution/", comments.resolution, name="resolution"),
    path("notifications/", notices.notices, name="notices"),
    path("notifications/reading/", notices.reading_all, name="reading_all"),
    path("notifications/settings/", notices.preferences, name="preferences"),
    path("notifications/stop/<str:token>/", notices.stop, name="stop"),
    path("notifications/<int:pk>/", notices.notice, name="notice"),
    path("notifications/<int:pk>/reading/", notices.reading, name="reading"),
]
