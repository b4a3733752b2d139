"""Addresses of policies, reviews, decisions and waivers."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
