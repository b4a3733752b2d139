"""Addresses of gates's pages."""

from django.urls.resolvers import URLPattern

app_name = "gates"
urlpatterns: list[URLPattern] = []
