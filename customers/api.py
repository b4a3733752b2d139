"""The API door of customers."""

from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = []
