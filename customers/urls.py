"""Addresses of customers's pages."""

from django.urls.resolvers import URLPattern

app_name = "customers"
urlpatterns: list[URLPattern] = []
