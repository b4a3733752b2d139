"""Who did it: a person, or a named system job. Nobody is never an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from people.models import Person


class Role(models.TextChoices):
    """What a person may do here. A person may hold several roles."""

    VIEWER = "viewer", "Viewer"
    SALES = "sales", "Sales"
    SUCCESS = "success", "Customer success"
    PRODUCT = "product", "Product"
    LEADERSHIP = "leadership", "Leadership"
    ADMIN = "admin", "Admin"


class Via(models.TextChoices):
    """The door through which a verb was reached."""

    WEB = "web", "the web"
    API = "api", "the API"
    WORKER = "worker", "a background job"
    COMMAND = "command", "the command line"
    LINK = "link", "a link sent to a customer"


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: either ``person`` or the name of a ``system`` job is set, never both, never neither."""

    person: Person | None = None
    system: str = ""
    via: str = Via.WEB

    def __post_init__(self) -> None:
        if (self.person is None) == (not self.system):
            raise ValueError("An actor is a person or a named system job.")

    @property
    def is_system(self) -> bool:
        """Whether a job of the installation itself acts."""
        return bool(self.system)

    @property
    def roles(self) -> frozenset[str]:
        """The roles this actor holds; a suspended person and a system job hold none."""
        return self.person.role_set if self.person is not None and self.person.is_active else frozenset()

    def has(self, *roles: str) -> bool:
        """Whether the actor holds at least one of ``roles``; a system job may do whatever its verb is for."""
        return self.is_system or not self.roles.isdisjoint(roles)

    def is_person(self, other: Person | None) -> bool:
        """Whether this actor is that very person."""
        return self.person is not None and other is not None and self.person.pk == other.pk

    def __str__(self) -> str:
        return str(self.person) if self.person is not None else self.system


def system(name: str, *, via: str = Via.WORKER) -> Actor:
    """A named system actor, such as ``system("the snooze clock")``."""
    return Actor(system=name, via=via)
