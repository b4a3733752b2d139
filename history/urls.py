"""Addresses of history's pages."""

from django.urls.resolvers import URLPattern

app_name = "history"
urlpatterns: list[URLPattern] = []
