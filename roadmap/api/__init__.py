"""The API door of roadmap."""

from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = []
