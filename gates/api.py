"""The API door of gates."""

from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = []
