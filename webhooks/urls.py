"""Addresses of webhooks."""

from django.urls import path

from webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.endpoint_list, name="endpoint_list"),
    path("new/", views.new_endpoint, name="new_endpoint"),
    path("<int:pk>/", views.endpoint, name="endpoint"),
    path("<int:pk>/edit/", views.edit_endpoint, name="edit_endpoint"),
    path("<int:pk>/secret/", views.rotation, name="rotation"),
    path("<int:pk>/pause/", views.pausing, name="pausing"),
    path("<int:pk>/archival/", views.archival, name="archival"),
    path("<int:pk>/test/", views.test, name="test"),
    path("<int:pk>/failed/", views.replay_failed, name="replay_failed"),
    path("messages/<int:pk>/", views.message, name="message"),
    path("messages/<int:pk>/replay/", views.replay, name="replay"),
]
