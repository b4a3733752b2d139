"""The API door of history."""

from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = []
