"""Addresses of feedback's pages."""

from django.urls import path

from feedback.views import requests

app_name = "feedback"
urlpatterns = [
    path("requests/", requests.request_list, name="requests"),
    path("requests/new/", requests.new_request, name="new_request"),
    path("requests/<int:pk>/", requests.request_page, name="request"),
]
