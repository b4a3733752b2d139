"""Addresses that analytics clients know, with and without a slash at the end."""

from django.urls import re_path

from usage.ingestion import batch, capture, single
from usage.items import KINDS

BATCHES = "batch|import|b"
POSTHOG = "batch|capture|e|i/v0/e|i/v0/ai/batch"

urlpatterns = [
    re_path(rf"^(?:beacon/)?v1/(?:{BATCHES})/?$", batch),
    # analytics.js in a browser says only the first letter of what it sends.
    *(re_path(rf"^v1/(?:{kind}|{kind[0]})/?$", single(kind)) for kind in KINDS),
    re_path(rf"^(?:{POSTHOG})/?$", capture),
]
