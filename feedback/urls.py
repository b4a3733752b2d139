"""Addresses of feedback's pages."""

from django.urls.resolvers import URLPattern

app_name = "feedback"
urlpatterns: list[URLPattern] = []
