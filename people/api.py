"""The API door of people."""

from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = []
