"""Addresses of the gates' pages."""

from django.urls.resolvers import URLPattern

from gates.urls.evidence import urlpatterns as of_evidence
from gates.urls.reviews import urlpatterns as of_reviews

app_name = "gates"
urlpatterns: list[URLPattern] = [*of_reviews, *of_evidence]
