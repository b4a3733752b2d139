"""Addresses of projections, pilots and viability assessments."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
