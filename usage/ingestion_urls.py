"""Addresses that analytics clients know, with and without a slash at the end."""

from django.urls import re_path

from usage.ingestion import batch, single
from usage.items import KINDS

urlpatterns = [
    re_path(r"^batch/?$", batch),
    *(re_path(rf"^{kind}/?$", single(kind)) for kind in KINDS),
]
