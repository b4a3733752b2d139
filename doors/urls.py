"""Addresses of doors's pages."""

from django.urls.resolvers import URLPattern

app_name = "doors"
urlpatterns: list[URLPattern] = []
