"""Addresses of objectives's pages."""

from django.urls.resolvers import URLPattern

app_name = "objectives"
urlpatterns: list[URLPattern] = []
