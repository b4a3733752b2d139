"""How the installation's own parts are set up where a library's default does not fit."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Static files, without what comes along with a library and is never asked for."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc"]
