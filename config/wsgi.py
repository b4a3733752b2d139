"""The WSGI entry point that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
get_resolver().reverse_dict  # noqa: B018 - reads every address now, not in somebody's first request
# What is loaded stays for the life of the process. The collector need not walk it again: each time it did, somebody waited.
gc.collect()
gc.freeze()
