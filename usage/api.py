"""The API door of usage."""

from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = []
