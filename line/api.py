"""The API door of line."""

from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = []
