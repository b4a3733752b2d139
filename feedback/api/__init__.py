"""The API door of feedback."""

from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = []
