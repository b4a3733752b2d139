"""What of an idea a gate decides upon: a change of it afterwards asks whether the decision stands."""

from __future__ import annotations

from roadmap.models import Idea

SCOPE = ("problem", "value", "hypothesis", "target_outcomes")


def scope_of(idea: Idea) -> dict[str, str]:
    """The words that say what is to be built, for whom, and to what end."""
    return {name: getattr(idea, name) for name in SCOPE}


def label_of(name: str) -> str:
    """One of them as its field is called."""
    return str(Idea._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
