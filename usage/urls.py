"""Addresses of usage's pages."""

from django.urls.resolvers import URLPattern

app_name = "usage"
urlpatterns: list[URLPattern] = []
