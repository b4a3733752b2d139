"""Addresses of line's pages."""

from django.urls.resolvers import URLPattern

app_name = "line"
urlpatterns: list[URLPattern] = []
