"""Addresses of roadmap's pages."""

from django.urls.resolvers import URLPattern

app_name = "roadmap"
urlpatterns: list[URLPattern] = []
