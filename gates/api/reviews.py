"""The collections of policies, reviews, decisions and waivers."""

from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = []
