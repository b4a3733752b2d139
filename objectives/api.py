"""The API door of objectives."""

from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = []
